"""No forged draw is called true: whoever forges may commit anew, pick anew and know how the checker works."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from math import exp, fsum, log
from typing import Any

import pytest
from tests.methods.sortition.pools import a_task

from jiphyeon.kernel import Refused, Verdict
from jiphyeon.methods.sortition import (
    Objective,
    Relation,
    Source,
    commit,
    draw,
    in_order,
    picked,
    relaxed,
    residual,
    verify,
)
from jiphyeon.methods.sortition.pool import Task
from jiphyeon.methods.sortition.report import rounded
from jiphyeon.methods.sortition.statement import as_quotas

Plain = dict[str, Any]
Forge = Callable[[Plain], object]
NUMBERS = "3 7 12 25 31 44"
PEOPLE = ", ".join(["man old"] * 5 + ["woman old"] * 3 + ["woman young"] * 4 + ["man young"] * 2)
QUOTAS = "gender man 2 2, gender woman 2 2, age old 1 2, age young 2 3"


def published(statement: Plain) -> Plain:
    return json.loads(json.dumps(statement))


def plain_draw(objective: Objective = Objective.LEXIMIN, equal: int | None = None) -> Plain:
    tie = Relation("same address", "강변로 1", (0, 5))
    return published(draw(a_task(PEOPLE, QUOTAS, 4, (tie,)), objective, equal=equal).plain())


def cut_draw() -> Plain:
    ties = tuple(
        Relation("declared", name, pair) for name, pair in zip("abc", ((0, 1), (1, 2), (0, 2)), strict=True)
    )
    task = a_task("man old, man old, man old, woman old", "gender man 0 2, gender woman 0 1", 2, ties)
    return published(draw(task, Objective.LEXIMIN).plain())


def never_draw(objective: Objective = Objective.LEXIMIN) -> Plain:
    statement = draw(
        a_task("man old, man old, woman young, man young", "gender man 1 2, gender woman 0 0", 1), objective
    )
    return published({**statement.plain(), "never": statement.never()})


def body_draw() -> Plain:
    whole = a_task(PEOPLE, "gender man 3 3, gender woman 3 3, age old 2 3, age young 3 4", 6)
    quotas, seats = residual(
        in_order(whole).quotas, 6, [{"gender": "man", "age": "old"}, {"gender": "woman", "age": "young"}]
    )
    statement = published(draw(Task(whole.pool, quotas, seats), Objective.LEXIMIN).plain())
    body = {"size": 6, "quotas": as_quotas(in_order(whole)), "sitting": [["old", "man"], ["young", "woman"]]}
    return {**statement, "body": body}


def relaxed_draw() -> Plain:
    task = a_task(PEOPLE, "gender man 3 4, gender woman 2 2", 4)
    wider, changes = relaxed(task)
    statement = published(draw(wider, Objective.LEXIMIN).plain())
    return {**statement, "relaxed": [str(change) for change in changes], "asked": as_quotas(in_order(task))}


def spare_draw() -> Plain:
    return {**plain_draw(), "alternates": {"number": 3, "rates": [0.2] * 14}}


def nash_draw() -> Plain:
    return plain_draw(Objective.NASH)


def maximin_draw() -> Plain:
    return plain_draw(Objective.MAXIMIN)


def goldilocks_draw() -> Plain:
    return plain_draw(Objective.GOLDILOCKS)


def rounded_draw() -> Plain:
    return plain_draw(equal=50)


def coarse_draw() -> Plain:
    return plain_draw(equal=5)


def one_panel_draw() -> Plain:
    return plain_draw(equal=1)


def nash_rounded() -> Plain:
    return plain_draw(Objective.NASH, equal=5)


def maximin_rounded() -> Plain:
    return plain_draw(Objective.MAXIMIN, equal=5)


def goldilocks_rounded() -> Plain:
    return plain_draw(Objective.GOLDILOCKS, equal=5)


ROUNDED = [rounded_draw, coarse_draw, one_panel_draw, nash_rounded, maximin_rounded, goldilocks_rounded]


def nash_never() -> Plain:
    return never_draw(Objective.NASH)


def goldilocks_never() -> Plain:
    return never_draw(Objective.GOLDILOCKS)


HONEST = [
    plain_draw,
    *ROUNDED,
    maximin_draw,
    nash_draw,
    goldilocks_draw,
    cut_draw,
    never_draw,
    nash_never,
    goldilocks_never,
    body_draw,
    spare_draw,
]
_made: dict[Callable[[], Plain], Plain] = {}


def made(by: Callable[[], Plain]) -> Plain:
    if by not in _made:
        _made[by] = by()
    return deepcopy(_made[by])


def decided(statement: Plain) -> Plain:
    return published(picked(commit(statement, Source("lottery", "로또 1180회")), NUMBERS))


def verdict(record: Plain) -> Verdict:
    try:
        return verify(record, value=NUMBERS).checked.verdict
    except Refused:
        return Verdict.FALSE


@pytest.mark.parametrize("by", HONEST)
def test_an_honest_draw_is_true_before_and_after_its_source_has_spoken(by: Callable[[], Plain]):
    statement = made(by)

    assert verify(commit(statement, Source("lottery", "로또 1180회"))).checked.verdict is Verdict.TRUE
    assert verdict(decided(statement)) is Verdict.TRUE


def test_a_relaxed_quota_and_a_greedy_draw_are_not_proven_and_say_so_first():
    found = verify(decided(made(relaxed_draw)), value=NUMBERS).checked

    assert found.verdict is Verdict.NOT_PROVEN
    assert found.unchecked[0].en == "A quota that was asked for was relaxed: gender = man: minimum 3 → 2."


def restated(statement: Plain) -> None:
    """Make every figure what the panels give, as a careful forger would."""
    people = len(statement["people"])
    held: list[list[float]] = [[] for _ in range(people)]
    for panel, weight in zip(statement["panels"], statement["weights"], strict=True):
        for row in panel:
            held[row - 1].append(weight)
    chances = [fsum(one) for one in held]
    ordered = sorted(chances)
    statement["probabilities"], statement["minimum"], statement["maximum"] = chances, ordered[0], ordered[-1]
    statement["gini"] = fsum((2 * r - people - 1) * c for r, c in enumerate(ordered, 1)) / (
        people * fsum(ordered)
    )
    statement["geometric_mean"] = exp(fsum(log(c) for c in chances) / people) if ordered[0] > 0 else 0.0


def rigged(statement: Plain) -> Plain:
    """Leave one panel with probability one, and state its chances as the best."""
    statement["panels"], statement["weights"] = statement["panels"][:1], [1.0]
    restated(statement)
    statement["certificate"]["chances"] = [
        fsum(statement["probabilities"][row - 1] for row in group) / len(group)
        for group in statement["certificate"]["profiles"]
    ]
    return statement


def stages_for(statement: Plain, prices: dict[str, float] | None = None) -> None:
    """Write stages that settle everybody at the chances stated."""
    best = statement["certificate"]["chances"]
    statement["certificate"]["stages"] = [
        {
            "value": level,
            "settles": (here := [n for n, chance in enumerate(best) if chance == level]),
            "weights": {str(n): 1 / len(here) for n in here},
            "prices": prices or {},
        }
        for level in sorted(set(best))
    ]


def swap_people(statement: Plain) -> None:
    """Seat two unlike people in one another's place, everywhere but in the list of people."""
    statement["panels"] = [
        sorted({1: 14, 14: 1}.get(row, row) for row in panel) for panel in statement["panels"]
    ]
    statement["probabilities"][0], statement["probabilities"][13] = (
        statement["probabilities"][13],
        statement["probabilities"][0],
    )


def cut_on_trust(statement: Plain) -> None:
    rigged(statement)
    best = statement["certificate"]["chances"]
    statement["certificate"]["cuts"] = [
        {
            "coefficients": {str(n): 1},
            "bound": int(chance * len(statement["certificate"]["profiles"][n])),
            "leaves": [],
        }
        for n, chance in enumerate(best)
    ]
    rows = len(statement["quotas"]) + 1 + len(statement["relations"])
    stages_for(statement, {str(rows + n): 1.0 for n in range(len(best))})


def cut_with(leaves: list[Plain]) -> Forge:
    def forge(statement: Plain) -> None:
        statement["certificate"]["cuts"] = [{"coefficients": {"0": 1}, "bound": 0, "leaves": leaves}]

    return forge


def huge_prices(statement: Plain) -> None:
    """Claim a level a hair too high, so that nothing keeps it, and let large prices on that hair prove anything."""
    rigged(statement)
    stages_for(statement, {"2": 1e12, "4": -1e12})


def level_beyond_reach(statement: Plain) -> None:
    stages = statement["certificate"]["stages"]
    stages[0]["value"] += 9e-7
    for stage in stages[1:]:
        stage["prices"] = {name: price * 1e9 for name, price in stages[0]["prices"].items()}
        stage["value"] = stages[0]["value"]


def all_at_the_first_stage(statement: Plain) -> None:
    stages = statement["certificate"]["stages"]
    everybody = list(range(len(statement["certificate"]["profiles"])))
    stages[0]["settles"] = everybody
    statement["certificate"]["stages"] = stages[:1]


def slightly_weaker(statement: Plain) -> None:
    """Move a thousandth of the weight onto one panel and state it honestly."""
    statement["weights"] = [weight * 0.99 for weight in statement["weights"]]
    statement["weights"][0] += 0.01
    restated(statement)


def other_panels(statement: Plain) -> None:
    """Put one other lawful panel in the place of all, with every figure as it gives them."""
    other = next(
        panel
        for panel in statement["certificate"]["lottery"]["panels"]
        if panel not in statement["panels"][:1]
    )
    statement["panels"], statement["weights"] = [other], [1.0]
    restated(statement)


def rounding_understated(statement: Plain) -> None:
    """State half of what the rounding cost, with figures that fit one another."""
    cost = statement["rounding"]
    half = cost["lost_minimum"] / 2
    cost["largest_change"] /= 2
    cost["lost_minimum"], cost["minimum_before"] = half, cost["minimum_after"] + half


def rounding_called_free(statement: Plain) -> None:
    """State that the rounding cost nothing."""
    smallest = statement["minimum"]
    statement["rounding"].update(
        largest_change=0.0, minimum_before=smallest, minimum_after=smallest, lost_minimum=0.0
    )


def certified_as_rounded(statement: Plain) -> None:
    """Call the rounded panels the lottery that is certified."""
    statement["certificate"]["lottery"] = {"panels": statement["panels"], "weights": statement["weights"]}


def chances_as_rounded(statement: Plain) -> None:
    """Call the chances that the panels give the best."""
    statement["certificate"]["chances"] = [
        fsum(statement["probabilities"][row - 1] for row in group) / len(group)
        for group in statement["certificate"]["profiles"]
    ]


def set_in(*path: Any) -> Forge:
    """Set the value at a path: the last item is the value."""

    def forge(statement: Plain) -> None:
        *steps, last, value = path
        for step in steps:
            statement = statement[step]
        statement[last] = value(statement[last]) if callable(value) else value

    return forge


def drop(*path: Any) -> Forge:
    def forge(statement: Plain) -> None:
        *steps, last = path
        for step in steps:
            statement = statement[step]
        del statement[last]

    return forge


def both(*forges: Forge) -> Forge:
    def forge(statement: Plain) -> None:
        for one in forges:
            one(statement)

    return forge


STATEMENTS: list[tuple[str, Callable[[], Plain], Forge]] = [
    ("the smallest chance", plain_draw, set_in("minimum", 0.9)),
    ("the largest chance", plain_draw, set_in("maximum", 0.9)),
    ("gini", plain_draw, set_in("gini", 0.0)),
    ("the geometric mean", plain_draw, set_in("geometric_mean", 0.9)),
    ("one chance", plain_draw, set_in("probabilities", 0, lambda p: p + 0.001)),
    ("two chances exchanged", plain_draw, swap_people),
    ("a chance too few", plain_draw, drop("probabilities", 0)),
    ("one panel for certain", plain_draw, rigged),
    ("one panel, called best", plain_draw, both(rigged, stages_for)),
    ("one panel, by cuts on trust", plain_draw, cut_on_trust),
    ("one panel, by huge prices", plain_draw, huge_prices),
    (
        "one panel, as maximin",
        maximin_draw,
        both(rigged, lambda statement: statement["certificate"]["stages"][0].update(value=0.0)),
    ),
    ("one panel, as nash", nash_draw, rigged),
    ("one panel, as goldilocks", goldilocks_draw, rigged),
    ("a little more for one panel", plain_draw, slightly_weaker),
    ("a little more, as maximin", maximin_draw, slightly_weaker),
    ("a little more, as nash", nash_draw, slightly_weaker),
    ("a little more, as goldilocks", goldilocks_draw, slightly_weaker),
    ("a panel doubled", plain_draw, lambda statement: statement["panels"].append(statement["panels"][0])),
    ("a panel too small", plain_draw, drop("panels", 0, 0)),
    ("a panel against a quota", plain_draw, set_in("panels", 0, [1, 2, 3, 4])),
    ("a panel of two who are tied", plain_draw, set_in("panels", 0, [1, 6, 9, 13])),
    ("somebody twice in a panel", plain_draw, set_in("panels", 0, 0, 14)),
    ("somebody who is not there", plain_draw, set_in("panels", 0, 0, 99)),
    ("a row that is no number", plain_draw, set_in("panels", 0, 0, True)),
    ("weights that sum to more", plain_draw, set_in("weights", 0, lambda w: w + 0.01)),
    ("a weight below nothing", plain_draw, set_in("weights", lambda w: [w[0] + 2 * w[1], -w[1], *w[2:]])),
    ("a stage lowered", plain_draw, set_in("certificate", "stages", 0, "value", lambda v: v - 0.01)),
    ("a stage beyond reach", plain_draw, level_beyond_reach),
    ("a stage left out", plain_draw, drop("certificate", "stages", -1)),
    ("everybody settled at once", plain_draw, all_at_the_first_stage),
    ("a stage that settles nobody there", plain_draw, set_in("certificate", "stages", 0, "settles", [99])),
    ("a weight on nobody there", plain_draw, set_in("certificate", "stages", 0, "weights", {"99": 1.0})),
    (
        "a weight below nothing in a stage",
        plain_draw,
        set_in("certificate", "stages", 0, "weights", {"0": 2.0, "1": -1.0}),
    ),
    ("a price on no row", plain_draw, set_in("certificate", "stages", 0, "prices", {"99": 1.0})),
    ("no prices", plain_draw, set_in("certificate", "stages", 0, "prices", {})),
    ("the best chances", plain_draw, set_in("certificate", "chances", 0, lambda c: c + 0.01)),
    ("another objective in the certificate", plain_draw, set_in("certificate", "objective", "maximin")),
    (
        "leximin called nash",
        plain_draw,
        both(set_in("objective", "nash"), set_in("certificate", "objective", "nash")),
    ),
    (
        "nash called leximin",
        nash_draw,
        both(set_in("objective", "leximin"), set_in("certificate", "objective", "leximin")),
    ),
    (
        "leximin called legacy",
        plain_draw,
        both(set_in("objective", "legacy"), set_in("certificate", "objective", "legacy")),
    ),
    (
        "an objective of its own",
        plain_draw,
        both(set_in("objective", "best"), set_in("certificate", "objective", "best")),
    ),
    ("another algorithm", plain_draw, set_in("certificate", "algorithm", "jiphyeon sortition 9")),
    (
        "stages that maximin does not need",
        maximin_draw,
        lambda statement: statement["certificate"]["stages"].append(statement["certificate"]["stages"][0]),
    ),
    (
        "a profile of unlike people",
        plain_draw,
        set_in("certificate", "profiles", lambda p: [[*p[0], *p[1]], *p[2:], []]),
    ),
    ("somebody in no profile", plain_draw, drop("certificate", "profiles", 0, 0)),
    ("a cut without proof", cut_draw, set_in("certificate", "cuts", 0, "leaves", [])),
    ("a cut that is too tight", cut_draw, set_in("certificate", "cuts", 0, "bound", lambda b: b - 1)),
    ("a cut that is left out", cut_draw, set_in("certificate", "cuts", [])),
    ("a cut of nothing", plain_draw, cut_with([{"box": {}, "prices": {}}])),
    ("a cut with a hole", plain_draw, cut_with([{"box": {"0": [0, 0]}, "prices": {}}])),
    ("a cut of an empty box", plain_draw, cut_with([{"box": {"0": [1, 0]}, "prices": {}}])),
    ("a cut priced without a bound", plain_draw, cut_with([{"box": {}, "prices": {"6": 1e9}}])),
    (
        "a cut over nobody there",
        plain_draw,
        set_in("certificate", "cuts", [{"coefficients": {"99": 1}, "bound": 0, "leaves": []}]),
    ),
    ("nash without prices", nash_draw, set_in("certificate", "prices", {})),
    (
        "nash with somebody shut out",
        nash_draw,
        set_in(
            "certificate", "stages", [{"value": 0.0, "settles": [0], "weights": {"0": 1.0}, "prices": {}}]
        ),
    ),
    (
        "weight on somebody shut out",
        goldilocks_never,
        lambda statement: statement["certificate"]["below"].update(
            {str(statement["certificate"]["chances"].index(0.0)): 100.0}
        ),
    ),
    (
        "weight on nobody there",
        goldilocks_draw,
        lambda statement: statement["certificate"]["below"].update({"99": 100.0}),
    ),
    (
        "too much weight above",
        goldilocks_draw,
        set_in("certificate", "above", lambda a: {n: 3 * w for n, w in a.items()}),
    ),
    ("nobody shut out", nash_never, set_in("certificate", "stages", [])),
    ("who is never drawn", never_draw, set_in("never", 0, "rows", [1, 2])),
    (
        "why somebody is never drawn",
        never_draw,
        set_in("never", 0, "because", ["nobody of rows 3 (declared)"]),
    ),
    ("another demand that keeps off", never_draw, set_in("never", 0, "sides", [[0, "at most"]])),
    (
        "a proof of never that proves nothing",
        never_draw,
        set_in("never", 0, "leaves", [{"box": {}, "prices": {}}]),
    ),
    ("no proof of never", never_draw, drop("never", 0, "leaves")),
    ("seats", plain_draw, set_in("seats", 5)),
    ("a quota", plain_draw, set_in("quotas", 0, "minimum", 3)),
    ("a category nobody has", plain_draw, set_in("categories", ["age", "area"])),
    ("an order without somebody", plain_draw, set_in("order", 0, 14)),
    ("no order", plain_draw, drop("order")),
    ("the size of the body", body_draw, set_in("body", "size", 7)),
    ("a quota of the body", body_draw, set_in("body", "quotas", 0, "minimum", 0)),
    ("a member who sits", body_draw, set_in("body", "sitting", 0, ["young", "man"])),
    ("a body without a quota", body_draw, drop("body", "quotas", 0)),
    (
        "a body hidden by a relaxation",
        body_draw,
        both(
            set_in("body", "quotas", 0, "minimum", 0),
            lambda statement: statement.update(relaxed=["age = old: minimum 0 → 1"]),
        ),
    ),
    ("a relaxation that is kept quiet", relaxed_draw, drop("relaxed")),
    ("a relaxation of another quota", relaxed_draw, set_in("relaxed", ["gender = woman: minimum 3 → 2"])),
    ("a larger relaxation than is told", relaxed_draw, set_in("asked", 0, "minimum", 4)),
    ("rounding that costs nothing", rounded_draw, set_in("rounding", "largest_change", 0.0)),
    ("rounding from another minimum", rounded_draw, set_in("rounding", "minimum_before", lambda m: m - 0.01)),
    ("rounding to another minimum", rounded_draw, set_in("rounding", "minimum_after", lambda m: m + 0.01)),
    ("rounding that loses less", rounded_draw, set_in("rounding", "lost_minimum", 0.0)),
    ("rounding to more panels", rounded_draw, set_in("rounding", "panels", 51)),
    ("rounding without the lottery before", rounded_draw, drop("certificate", "lottery")),
    (
        "rounding from unlawful panels",
        rounded_draw,
        set_in("certificate", "lottery", "panels", 0, [1, 2, 3, 4]),
    ),
    (
        "rounding from other weights",
        rounded_draw,
        set_in("certificate", "lottery", "weights", lambda w: [1.0, *([0.0] * (len(w) - 1))]),
    ),
    ("drop-out rates of fewer people", spare_draw, drop("alternates", "rates", 0)),
    ("a drop-out rate of one", spare_draw, set_in("alternates", "rates", 0, 1.0)),
    ("something nobody checks", plain_draw, lambda statement: statement.update(audited_by="the mayor")),
    (
        "a remark in the certificate",
        plain_draw,
        set_in("certificate", "stages", 0, lambda s: {**s, "exact": True}),
    ),
]

ROUNDINGS: list[tuple[str, Forge]] = [
    ("deleted", drop("rounding")),
    ("deleted, other panels", both(other_panels, drop("rounding"))),
    ("kept, other panels", other_panels),
    ("understated", rounding_understated),
    ("called free", rounding_called_free),
    ("certified as rounded", certified_as_rounded),
    ("certified as rounded, deleted", both(certified_as_rounded, drop("rounding"))),
    ("certified as rounded, called free", both(certified_as_rounded, rounding_called_free)),
    (
        "certified as rounded, with its chances",
        both(certified_as_rounded, chances_as_rounded, rounding_called_free),
    ),
    ("deleted with the lottery", both(drop("rounding"), drop("certificate", "lottery"))),
    (
        "deleted with the lottery, with its chances",
        both(drop("rounding"), drop("certificate", "lottery"), chances_as_rounded),
    ),
    (
        "other panels, with their stages",
        both(other_panels, certified_as_rounded, chances_as_rounded, stages_for, drop("rounding")),
    ),
]
STATEMENTS += [
    (f"rounding of {by.__name__}: {name}", by, forge)
    for by in ROUNDED
    if by is not rounded_draw  # fifty panels come so near that some of these would be no lie
    for name, forge in ROUNDINGS
    # One panel in the place of another of the same figures tells no lie: which is taken, no rounding states.
    if (by, forge) != (one_panel_draw, other_panels)
]


@pytest.mark.parametrize(
    ("by", "forge"), [case[1:] for case in STATEMENTS], ids=[case[0] for case in STATEMENTS]
)
def test_no_forged_statement_is_true(by: Callable[[], Plain], forge: Forge):
    after = decided(made(by))
    forge(after["statement"])
    assert after["statement"] != made(by), "the forgery changes something"
    assert verdict(after) is not Verdict.TRUE, "forged after committing"

    statement = made(by)
    forge(statement)
    try:
        before = decided(statement)
    except (Refused, ArithmeticError, LookupError, TypeError, ValueError):
        return  # a statement that cannot even be picked from
    assert verdict(before) is not Verdict.TRUE, "forged before committing"
    assert verdict(commit(statement, Source("lottery", "로또 1180회"))) is not Verdict.TRUE


@pytest.mark.parametrize("by", [coarse_draw, one_panel_draw])
@pytest.mark.parametrize("forge", [drop("rounding"), both(other_panels, drop("rounding"))])
def test_panels_unlike_the_certified_lottery_that_state_no_rounding_are_false(
    by: Callable[[], Plain], forge: Forge
):
    statement = made(by)
    forge(statement)

    found = verify(commit(statement, Source("lottery", "로또 1180회")))

    before = made(by)["certificate"]["lottery"]
    honest = {**statement, **before}
    restated(honest)
    moved = max(abs(a - b) for a, b in zip(statement["probabilities"], honest["probabilities"], strict=True))
    assert found.checked.verdict is Verdict.FALSE
    assert found.problems == (
        f"The panels' chances differ from the certified lottery's by up to {moved:.2e}, and no rounding is stated.",
    )


def test_of_rounded_panels_it_is_said_what_rounding_cost_and_not_that_nothing_is_better():
    statement = made(one_panel_draw)
    loss = verify(commit(statement, Source("lottery", "로또 1180회"))).findings.loss

    assert loss == pytest.approx(statement["rounding"]["largest_change"], abs=1e-9)
    assert rounded(statement, loss) == (
        f"rounding to 1 equally likely panels moved a chance by up to {loss:.1e} and the smallest from "
        f"{statement['rounding']['minimum_before']:.3g} to 0, leaving 10 of 14 people none "
        "(that no other rounding is better is not claimed)"
    )


def other_value(record: Plain) -> None:
    """Take the first numbers under which another panel is picked, and pick it rightly."""
    waiting = commit(record["statement"], Source("lottery", "로또 1180회"))
    others = (picked(waiting, f"{first} 7 12 25 31 44") for first in range(4, 45))
    record.update(next(other for other in others if other["selected"] != record["selected"]))


def commit_again(record: Plain) -> None:
    """Write the hash of what was changed, and leave what was picked."""
    record["statement"]["weights"].reverse()
    record["commitment"] = commit(record["statement"], Source("lottery", "로또 1180회"))["commitment"]


RECORDS: list[tuple[str, Callable[[], Plain], Forge]] = [
    (
        "another panel",
        plain_draw,
        lambda record: record.update(
            selected=next(p for p in record["statement"]["panels"] if p != record["selected"])
        ),
    ),
    ("nobody selected", plain_draw, set_in("selected", None)),
    ("another value", plain_draw, set_in("value", "1 2 3 4 5 6")),
    ("another value, rightly picked", plain_draw, other_value),
    ("the value in another form", plain_draw, set_in("value", "3, 7, 12, 25, 31, 44")),
    ("the value taken out", plain_draw, set_in("value", None)),
    ("another round", plain_draw, set_in("source", "name", "로또 1181회")),
    ("another kind of source", plain_draw, set_in("source", "kind", "seed")),
    ("a source of its own", plain_draw, set_in("source", "kind", "dice")),
    ("another commitment", plain_draw, set_in("commitment", "0" * 64)),
    ("a new commitment over turned weights", plain_draw, commit_again),
    ("a signature that no lottery has", plain_draw, lambda record: record.update(signature="ab" * 48)),
    ("the earlier format", plain_draw, set_in("format", "jiphyeon draw record 1")),
    ("a later format", plain_draw, set_in("format", "jiphyeon draw record 3")),
    ("other alternates", spare_draw, lambda record: record["alternates"]["rows"].reverse()),
    ("alternates left out", spare_draw, drop("alternates")),
    ("alternates that mend more", spare_draw, set_in("alternates", "breach_with", 0.0)),
    ("members who drop out less", spare_draw, set_in("alternates", "breach_without", 0.0)),
    ("more samples", spare_draw, set_in("alternates", "samples", 100_000)),
    (
        "alternates nobody asked for",
        plain_draw,
        lambda record: record.update(
            alternates={"rows": [1], "breach_without": 0.0, "breach_with": 0.0, "samples": 400}
        ),
    ),
    ("something nobody checks", plain_draw, lambda record: record.update(witness="a notary")),
]


@pytest.mark.parametrize(("by", "forge"), [case[1:] for case in RECORDS], ids=[case[0] for case in RECORDS])
def test_no_forged_record_is_true(by: Callable[[], Plain], forge: Forge):
    record = decided(made(by))
    forge(record)

    assert record != decided(made(by)), "the forgery changes something"
    assert verdict(record) is not Verdict.TRUE


def test_a_record_committed_anew_is_not_the_one_that_was_published():
    record, other = decided(made(plain_draw)), made(plain_draw)
    swapped = {1: 2, 2: 1}  # two who are alike but for the address: another draw, as true as the first
    other["relations"][0]["members"] = [2, 6]
    other["order"] = [swapped.get(row, row) for row in other["order"]]
    for name in ("panels",):
        other[name] = [sorted(swapped.get(row, row) for row in panel) for panel in other[name]]
    other["certificate"]["profiles"] = [
        [swapped.get(row, row) for row in group] for group in other["certificate"]["profiles"]
    ]
    restated(other)

    anew = decided(other)

    assert verdict(anew) is Verdict.TRUE
    assert anew["commitment"] != record["commitment"]
    found = verify(anew, value=NUMBERS, commitment=record["commitment"])
    assert found.problems == ("The record's commitment is not the one that was published.",)


@pytest.mark.parametrize(
    ("source", "value", "message"),
    [
        (Source("seed"), "7", "The seed could be chosen by whoever drew: this is a rehearsal."),
        (
            Source("lottery", "로또 1180회"),
            NUMBERS,
            "The value was not compared with what 로또 1180회 published; give that with --value.",
        ),
        (
            Source("drand", "quicknet 1000"),
            "ab" * 32,
            "The value has no signature; give a relay's with --value to compare it.",
        ),
    ],
)
def test_a_value_that_cannot_be_known_here_is_named(source: Source, value: str, message: str):
    found = verify(picked(commit(made(plain_draw), source), value)).checked

    assert found.verdict is Verdict.NOT_PROVEN
    assert [one.en for one in found.unchecked] == [message]
