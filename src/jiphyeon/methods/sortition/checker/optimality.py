"""No lottery does better than a certified one, by more than the tolerance: by the prices that the certificate gives."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import inf

from jiphyeon.methods.sortition.checker.ceilings import (
    GRID,
    Had,
    Rows,
    goldilocks_gap,
    leximin_gap,
    maximin_gap,
    nash_gap,
    shut_out,
    units,
)
from jiphyeon.methods.sortition.checker.figures import compare
from jiphyeon.methods.sortition.checker.findings import DIGITS, TOLERANCE, Found
from jiphyeon.methods.sortition.checker.panels import chances_given, check_panels, even_chance, is_lottery
from jiphyeon.methods.sortition.checker.published import Certificate, Statement
from jiphyeon.methods.sortition.checker.rows import (
    are_profiles,
    check_cuts,
    check_never,
    mixed_profiles,
    rows_of,
)

ALGORITHMS = ("jiphyeon sortition 1", "jiphyeon sortition 2")
NEEDED = {
    "leximin": ("profiles", "chances", "stages", "cuts"),
    "maximin": ("profiles", "chances", "stages", "cuts"),
    "nash": ("profiles", "chances", "stages", "cuts", "prices"),
    "goldilocks": ("profiles", "chances", "stages", "cuts", "prices", "below", "above"),
}
"""The parts of a certificate, by objective."""


def check_certificate(statement: Statement, chances: list[int], found: Found) -> tuple[float, float, int]:
    """Check that no lottery does better by the objective; return loss, gap and how many cuts are taken on trust."""
    certificate = statement["certificate"]
    if certificate["objective"] != statement["objective"]:
        found.false("증명서의 목적함수가 다릅니다.", "The certificate is for another objective.")
        return inf, inf, 0
    if certificate["algorithm"] not in ALGORITHMS:
        found.open(
            "알 수 없는 방식입니다: {name}.",
            "The algorithm is not one that is known here: {name}.",
            name=certificate["algorithm"][:80],
        )
    if certificate["objective"] == "legacy":
        found.open(
            "탐욕 방식은 누구의 확률도 공정하다고 보증하지 않습니다.",
            "The greedy draw proves nothing about anybody's chance.",
        )
        _only(certificate, ("optimal",), found)
        return inf, inf, 0
    parts = NEEDED.get(certificate["objective"])
    if parts is None or any(part not in certificate for part in parts):
        found.false("증명서가 온전하지 않습니다.", "The certificate is not whole.")
        return inf, inf, 0
    _only(certificate, (*parts, "lottery", "residual"), found)
    if not are_profiles(statement, found):
        return inf, inf, 0
    rows = rows_of(statement)
    trusted = check_cuts(rows, certificate["cuts"], found)
    check_never(statement, rows, chances, found)
    before = _before(statement, chances, found)
    if before is None:
        return inf, inf, trusted
    per_profile = [[before[row - 1] for row in members] for members in certificate["profiles"]]
    had = Had([min(one) for one in per_profile], [max(one) for one in per_profile])
    off = _off(statement, had, found)
    loss = max(off, _moved(statement, before, chances, found))
    gap = _gap(statement, rows, had, found)
    return loss, gap, trusted


def _only(certificate: Certificate, parts: Sequence[str], found: Found) -> None:
    """Name the parts of a certificate that its objective does not use."""
    for name in certificate.keys() - {"algorithm", "objective", *parts}:
        found.open(
            "증명서의 '{name}'은(는) 이 목적함수에 쓰이지 않아 확인하지 않았습니다.",
            "The certificate's {name} is no part of this objective's proof and was not checked.",
            name=name[:80],
        )


def _before(statement: Statement, chances: list[int], found: Found) -> list[int] | None:
    """Return each person's chance in the certified lottery: that before rounding, else that of the panels."""
    lottery = statement["certificate"].get("lottery")
    if lottery is None:
        if "rounding" not in statement:
            return chances
        found.open(
            "반올림 전의 추첨이 없어, 최선이라는 확률을 얻을 수 있는지 확인하지 못했습니다.",
            "The lottery before rounding is not in the certificate, so nothing shows that the best chances can be had.",
        )
        return None
    if not is_lottery(lottery["panels"], lottery["weights"]):
        found.false("반올림 전의 추첨이 맞지 않습니다.", "The lottery before rounding is none.")
        return None
    check_panels(statement, lottery["panels"], found)
    return chances_given(lottery["panels"], lottery["weights"], len(chances))


def _off(statement: Statement, had: Had, found: Found) -> float:
    """Check that the certified lottery gives the certified chances; return the largest difference."""
    certificate, tolerance = statement["certificate"], TOLERANCE * even_chance(statement)
    off = max(
        max(abs(least - units(best)), abs(most - units(best)))
        for least, most, best in zip(had.least, had.most, certificate["chances"], strict=True)
    )
    if off > tolerance * GRID:
        found.false(
            "확률이 증명된 확률과 최대 {off:.2e} 다릅니다.",
            "The chances fall short of the certified ones by up to {off:.2e}.",
            off=off / GRID,
        )
    if "residual" in certificate and off / GRID > certificate["residual"] + float(tolerance):
        found.false("증명서의 residual이 맞지 않습니다.", "The certificate states too small a residual.")
    return off / GRID


def _moved(statement: Statement, before: list[int], after: list[int], found: Found) -> float:
    """Check what rounding to equal panels is said to have cost; return by how much it moved a chance at most.

    The certificate speaks of the lottery before rounding alone, so panels that differ from it must say that they do.
    """
    moved = max(abs(one - other) for one, other in zip(before, after, strict=True))
    close = DIGITS * float(even_chance(statement))
    rounding = statement.get("rounding")
    if rounding is None:
        if moved > close * GRID:
            found.false(
                "구성안의 확률이 증명된 추첨과 최대 {moved:.2e} 다른데, 반올림했다는 말이 없습니다.",
                "The panels' chances differ from the certified lottery's by up to {moved:.2e}, and no rounding is stated.",
                moved=moved / GRID,
            )
        return moved / GRID
    weights = statement["weights"]
    if rounding["panels"] != len(weights) or max(weights) - min(weights) > DIGITS / len(weights):
        found.false(
            "구성안의 확률이 같다고 했으나 같지 않습니다.",
            "The panels are said to be equally likely and are not.",
        )
    smallest, left = min(before) / GRID, min(after) / GRID
    for name, stated, true in (
        ("largest_change", rounding["largest_change"], moved / GRID),
        ("minimum_before", rounding["minimum_before"], smallest),
        ("minimum_after", rounding["minimum_after"], left),
        ("lost_minimum", rounding["lost_minimum"], smallest - left),
    ):
        compare(f"rounding.{name}", stated, true, close, found)
    return moved / GRID


def _gap(statement: Statement, rows: Rows, had: Had, found: Found) -> float:
    """Return how much better the objective could still be, by the certificate's own prices."""
    certificate, objective = statement["certificate"], statement["objective"]
    stages = certificate["stages"]
    gap: Fraction | str
    if objective in ("leximin", "maximin"):
        gap = (
            leximin_gap(rows, stages, had, mixed_profiles(statement))
            if objective == "leximin"
            else maximin_gap(rows, stages, had)
        )
        most = TOLERANCE * even_chance(statement)
    else:
        most = TOLERANCE
        out = shut_out(rows, stages)
        if isinstance(out, str):
            gap = out
        elif objective == "nash":
            per_person = dict.fromkeys(range(1, len(statement["people"]) + 1), 0)
            for members, least in zip(certificate["profiles"], had.least, strict=True):
                per_person.update(dict.fromkeys(members, least))
            gap = nash_gap(rows, certificate, [per_person[row] for row in sorted(per_person)], out)
        else:
            gap = goldilocks_gap(rows, certificate, statement["seats"], had, out)
    if isinstance(gap, str):
        found.false("증명이 성립하지 않습니다.", "{why}", why=gap)
        return inf
    if gap > most:
        found.false(
            "증명이 {gap:.2e}만큼 더 나은 추첨을 배제하지 못합니다.",
            "The bound leaves a gap of {gap:.2e}.",
            gap=float(gap),
        )
    return max(0.0, float(gap))
