"""The draw for a reader: a page of text with bars, and the same picture as SVG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, cast

from jiphyeon.methods.sortition.checker.published import Statement

WIDTH = 40
BINS = 12


def as_text(plain: Mapping[str, object], findings: Mapping[str, object]) -> str:
    """Return the report of a draw in its published form, with what the check found."""
    parts = [
        _headline(plain),
        _chances(cast("Statement", plain)["probabilities"]),
        _quotas(plain),
        _proof(cast("Statement", plain), findings),
        _outcome(plain),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _headline(plain: Mapping[str, Any]) -> str:
    people, seats = len(plain["people"]), plain["seats"]
    lines = [
        f"{seats} of {people} people by {plain['objective']}: {len(plain['panels'])} panels in the lottery",
        (
            f"chance of a seat: from {_percent(plain['minimum'])} to {_percent(plain['maximum'])}; "
            f"all alike would be {_percent(seats / people)}"
        ),
        f"gini {plain['gini']:.4f}, geometric mean {plain['geometric_mean']:.6f}",
    ]
    lines.extend(f"RELAXED  {change}" for change in plain.get("relaxed", []))
    lines.extend(
        f"NEVER    rows {', '.join(str(row) for row in shut['rows'])}: {'; '.join(shut['because'])}"
        for shut in plain.get("never", [])
    )
    if "rounding" in plain:
        lost = plain["rounding"]
        lines.append(
            f"rounded to {lost['panels']} equally likely panels: nobody's chance moved by more than "
            f"{_percent(lost['largest_change'])}; the smallest went from {_percent(lost['minimum_before'])} "
            f"to {_percent(lost['minimum_after'])}"
        )
        if lost["minimum_after"] <= 0 < lost["minimum_before"]:
            none = sum(chance <= 0 for chance in plain["probabilities"])
            lines.append(
                f"TOO FEW PANELS  {none:,} people are on none of them; everybody needs {-(-people // seats):,} or more"
            )
    return "\n".join(lines)


def _percent(chance: float) -> str:
    return f"{100 * chance:.3f} %" if chance >= 1e-3 or not chance else f"{100 * chance:.3g} %"


def _chances(probabilities: Sequence[float]) -> str:
    """Draw how many people have which chance, as bars."""
    low, high = min(probabilities), max(probabilities)
    if high - low < 1e-6 * high:
        return f"everybody has the same chance\n  {_percent(low)}  {'█' * WIDTH} {len(probabilities)} people"
    step = (high - low) / BINS
    heights = Counter(min(int((chance - low) / step), BINS - 1) for chance in probabilities)
    most = max(heights.values())
    lines = ["people by their chance"]
    for number in range(BINS):
        bar = "█" * round(WIDTH * heights[number] / most) or ("▏" if heights[number] else "")
        start, stop = low + number * step, low + (number + 1) * step
        lines.append(f"  {_percent(start):>9} – {_percent(stop):>9}  {bar} {heights[number]}")
    return "\n".join(lines)


def _quotas(plain: Mapping[str, Any]) -> str:
    """Lay the quotas beside the pool and the expected seats."""
    places = {category: place for place, category in enumerate(plain["categories"])}
    width = max(len(f"{quota['category']} = {quota['feature']}") for quota in plain["quotas"])
    lines = [f"{'quota':<{width}}  min  max   pool  expected seats"]
    for quota in plain["quotas"]:
        place = places[quota["category"]]
        holders = [row for row, person in enumerate(plain["people"]) if person[place] == quota["feature"]]
        seats = sum(plain["probabilities"][row] for row in holders)
        bar = "█" * round(WIDTH * seats / plain["seats"])
        name = f"{quota['category']} = {quota['feature']}"
        lines.append(
            f"{name:<{width}}  {quota['minimum']:>3}  {quota['maximum']:>3}  {len(holders):>5}  {seats:>7.2f} {bar}"
        )
    return "\n".join(lines)


def _proof(plain: Statement, findings: Mapping[str, Any]) -> str:
    """Say what is proved, or first of all why it is not."""
    lines = []
    if findings["gap"] is not None:
        best = f"no lottery does better by {plain['objective']} than {findings['gap']:.1e}"
        lines.append(
            f"before rounding, {best}; {rounded(plain, findings['loss'])}"
            if "rounding" in plain
            else f"{best}; the panels give the best chances to within {findings['loss']:.1e}"
        )
    if cuts := len(plain["certificate"].get("cuts", ())):
        lines.append(f"{cuts} cuts stand in the proof, {cuts - findings['trusted']} of them proved")
    if findings["verdict"] == "true":
        return "\n".join([f"certificate holds: {lines[0]}", *lines[1:]])
    return "\n".join([f"NOT PROVEN  {' '.join(findings['unchecked'])}", *lines])


def rounded(plain: Statement, loss: float) -> str:
    """Say what rounding to equal panels cost: the proof that nothing is better does not hold for what is left."""
    rounding, chances = plain["rounding"], plain["probabilities"]
    without = sum(chance <= 0 for chance in chances)
    return (
        f"rounding to {rounding['panels']} equally likely panels moved a chance by up to {loss:.1e} and the smallest from "
        f"{rounding['minimum_before']:.3g} to {rounding['minimum_after']:.3g}"
        + (f", leaving {without} of {len(chances)} people none" if without else "")
        + " (that no other rounding is better is not claimed)"
    )


def _outcome(plain: Mapping[str, Any]) -> str:
    lines = []
    if plain.get("commitment"):
        lines.append(f"commitment {plain['commitment']}")
    if plain.get("selected"):
        lines.append("selected rows: " + ", ".join(str(row) for row in plain["selected"]))
    else:
        lines.append(
            "no panel is picked yet: name a seed, or commit to a public source and pick when it has spoken"
        )
    if "rows" in plain.get("alternates", {}):
        spare = plain["alternates"]
        lines.append(
            "alternates, in the order to be called: "
            + ", ".join(str(row) for row in spare["rows"])
            + f" (expected breach {spare['breach_without']:.2f} seats without them, {spare['breach_with']:.2f} with)"
        )
    return "\n".join(lines)


def as_svg(plain: Statement) -> str:
    """Draw everybody's chance, smallest first, with the line of equal chances; one path, no script."""
    chances = sorted(plain["probabilities"])
    people, width, height, left, base = len(chances), 720, 320, 64, 280
    top = max(chances) * 1.05
    across = (width - left - 16) / people
    points = []
    for place, chance in enumerate(chances):
        y = base - chance / top * (base - 24)
        points.append(f"{left + place * across:.1f},{y:.1f} {left + (place + 1) * across:.1f},{y:.1f}")
    fair = base - plain["seats"] / people / top * (base - 24)
    title = escape(f"{plain['seats']} of {people} people, {plain['objective']}")
    marks = "".join(
        f'<text x="{left - 8}" y="{base - part * (base - 24) + 4:.1f}" text-anchor="end">{100 * part * top:.1f} %</text>'
        for part in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{title}</title>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{marks}'
        f'<polygon points="{left},{base} {" ".join(points)} {left + people * across:.1f},{base}" fill="#256ef4"/>'
        f'<line x1="{left}" x2="{width - 16}" y1="{fair:.1f}" y2="{fair:.1f}" stroke="#1e2124" '
        f'stroke-dasharray="4 4"/><text x="{width - 16}" y="{fair - 6:.1f}" text-anchor="end">equal chances</text>'
        f'<text x="{left}" y="{height - 16}">people, smallest chance first</text></svg>\n'
    )
