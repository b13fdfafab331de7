"""An independent check of a draw: lawful panels, honest chances, and a bound no lottery can pass.

This module reads only the published statement (plain lists and numbers, as in the JSON output) and shares no code
with the solver; it needs nothing but sums and comparisons. What it relies on: for any row prices m, every lottery
q over lawful panels has Σ c·q ≤ Σ (m⁺ · upper − m⁻ · lower) + Σ over people of the positive part of (c − what the
rows charge). So no price can prove too much; a wrong one only proves too little.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, inf, sqrt
from typing import Any

TOLERANCE = 1e-6

LEAST_WEIGHT = 1e-7
"""A stage settles nobody to whom it gives less weight than this."""

Box = Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Findings:
    """What the check found. `problems` is empty where everything claimed is true.

    `residual`: the largest difference between a stated chance and what the panels give, per person.
    `loss`: the largest difference between a stated chance and the optimal one (rounding to equal panels).
    `gap`: by how much the objective could still be better at most, by the prices given.
    `trusted`: cuts that rest on the integer solver's word because its reasoning was too long to write down.
    """

    problems: tuple[str, ...]
    residual: float
    loss: float
    gap: float
    trusted: int

    @property
    def passed(self) -> bool:
        """Whether everything claimed is true."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows as the statement implies them: which profiles each one counts, with bounds."""

    counts: list[dict[int, float]]
    lower: list[float]
    upper: list[float]
    sizes: list[int]

    def ceiling(self, cost: Sequence[float], prices: Mapping[str, float], box: Box | None = None) -> float:
        """Return what the prices prove: no lawful vector of counts has a larger `cost` · x (inside `box`)."""
        rest = list(cost)
        terms = []
        for name, price in prices.items():
            row = int(name)
            limit = self.upper[row] if price > 0 else self.lower[row]
            if price and limit in (inf, -inf):
                return inf
            terms.append(price * limit)
            for profile, count in self.counts[row].items():
                rest[profile] -= price * count
        for profile, value in enumerate(rest):
            low, high = (box or {}).get(profile, (0, self.sizes[profile]))
            terms.append(value * (high if value > 0 else low))
        return fsum(terms)


def check(statement: Mapping[str, Any]) -> Findings:
    """Check a published statement; never raises for a wrong claim, only lists it."""
    problems: list[str] = []
    problems += _panel_problems(statement)
    problems += _body_problems(statement)
    given = _given(statement)
    chances = statement["probabilities"]
    residual = max(abs(have - said) for have, said in zip(given, chances, strict=True))
    if residual > TOLERANCE:
        problems.append(f"The panels give chances that differ from the stated ones by up to {residual:.2e}.")
    certificate = statement["certificate"]
    if certificate["objective"] != statement["objective"]:
        problems.append("The certificate is for another objective.")
    if certificate["objective"] == "legacy":
        return Findings(tuple(problems), residual, 0.0, inf, 0)
    problems += _profile_problems(statement)
    if problems:
        return Findings(tuple(problems), residual, inf, inf, 0)
    best = certificate["chances"]
    loss = max(
        abs(chances[row - 1] - best[number])
        for number, members in enumerate(certificate["profiles"])
        for row in members
    )
    rows = _rows(statement)
    trusted = _cut_problems(rows, certificate.get("cuts", []), problems)
    gap = _gap(rows, certificate, problems)
    if gap > TOLERANCE:
        problems.append(f"The bound leaves a gap of {gap:.2e}.")
    problems += _loss_problems(statement, loss)
    return Findings(tuple(problems), residual, loss, gap, trusted)


def _panel_problems(statement: Mapping[str, Any]) -> list[str]:
    """Check size, quotas and relations of every panel, and that the weights are a lottery."""
    problems = []
    categories = statement["categories"]
    weights = statement["weights"]
    if len(weights) != len(statement["panels"]) or min(weights) < 0 or abs(fsum(weights) - 1) > TOLERANCE:
        problems.append("The weights are not a lottery over the panels.")
    for number, panel in enumerate(statement["panels"], start=1):
        if len(set(panel)) != statement["seats"] or not all(
            1 <= row <= len(statement["people"]) for row in panel
        ):
            problems.append(f"Panel {number} does not have {statement['seats']} different people.")
            continue
        for quota in statement["quotas"]:
            place = categories.index(quota["category"])
            have = sum(statement["people"][row - 1][place] == quota["feature"] for row in panel)
            if not quota["minimum"] <= have <= quota["maximum"]:
                problems.append(f"Panel {number} has {have} with {quota['category']} = {quota['feature']}.")
        problems.extend(
            f"Panel {number} seats two people who may not sit together ({relation['kind']})."
            for relation in statement["relations"]
            if len(set(relation["members"]).intersection(panel)) > relation["limit"]
        )
    return problems


def _loss_problems(statement: Mapping[str, Any], loss: float) -> list[str]:
    """Check that the chances are the certified ones, or that equal panels cost no more than is stated."""
    rounding = statement.get("rounding")
    if rounding is None:
        far = f"The chances fall short of the certified ones by up to {loss:.2e}."
        return [far] if loss > TOLERANCE else []
    problems = []
    weights = statement["weights"]
    if rounding["panels"] != len(weights) or max(weights) - min(weights) > TOLERANCE / len(weights):
        problems.append("The panels are said to be equally likely and are not.")
    if loss > rounding["largest_change"] + TOLERANCE:
        problems.append(f"Rounding cost up to {loss:.2e}, more than is stated.")
    return problems


def _body_problems(statement: Mapping[str, Any]) -> list[str]:
    """Check that quotas and seats are those of the whole body less the members who sit already."""
    body = statement.get("body")
    if body is None:
        return []
    problems = []
    if statement["seats"] != body["size"] - len(body["sitting"]):
        problems.append("The seats are not those of the body less the sitting members.")
    for whole, left in zip(body["quotas"], statement["quotas"], strict=True):
        place = statement["categories"].index(whole["category"])
        have = sum(member[place] == whole["feature"] for member in body["sitting"])
        expected = (max(0, whole["minimum"] - have), whole["maximum"] - have)
        same = (whole["category"], whole["feature"]) == (left["category"], left["feature"])
        if not statement.get("relaxed") and (not same or (left["minimum"], left["maximum"]) != expected):
            problems.append(
                f"The quota of {whole['category']} = {whole['feature']} is not what the sitting members leave."
            )
    return problems


def _given(statement: Mapping[str, Any]) -> list[float]:
    """Return each person's chance as the panels give it."""
    held: list[list[float]] = [[] for _ in statement["people"]]
    for panel, weight in zip(statement["panels"], statement["weights"], strict=False):
        for row in panel:
            if 1 <= row <= len(held):
                held[row - 1].append(weight)
    return [fsum(weights) for weights in held]


def _profile_problems(statement: Mapping[str, Any]) -> list[str]:
    """Check that the profiles split the pool into people who are alike for the draw."""
    profiles = statement["certificate"]["profiles"]
    named = sorted(row for members in profiles for row in members)
    if named != list(range(1, len(statement["people"]) + 1)):
        return ["The profiles do not split the pool."]
    ties: list[list[int]] = [[] for _ in statement["people"]]
    for number, relation in enumerate(statement["relations"]):
        for row in relation["members"]:
            ties[row - 1].append(number)
    return [
        f"Profile {number} mixes people who are not alike."
        for number, members in enumerate(profiles)
        if len({(tuple(statement["people"][row - 1]), tuple(ties[row - 1])) for row in members}) > 1
    ]


def _rows(statement: Mapping[str, Any]) -> _Rows:
    """Write down the rows in their published order: quotas, seats, relations; cuts follow as they are proved."""
    profiles = statement["certificate"]["profiles"]
    kinds = [statement["people"][members[0] - 1] for members in profiles]
    rows = _Rows([], [], [], [len(members) for members in profiles])
    for quota in statement["quotas"]:
        place = statement["categories"].index(quota["category"])
        rows.counts.append({n: 1.0 for n, kind in enumerate(kinds) if kind[place] == quota["feature"]})
        rows.lower.append(quota["minimum"])
        rows.upper.append(quota["maximum"])
    rows.counts.append(dict.fromkeys(range(len(profiles)), 1.0))
    rows.lower.append(statement["seats"])
    rows.upper.append(statement["seats"])
    for relation in statement["relations"]:
        tied = set(relation["members"])
        rows.counts.append({n: 1.0 for n, members in enumerate(profiles) if members[0] in tied})
        rows.lower.append(0)
        rows.upper.append(relation["limit"])
    return rows


def _cut_problems(rows: _Rows, cuts: Sequence[Mapping[str, Any]], problems: list[str]) -> int:
    """Check each cut by its leaves with the rows before it, then add it to them; return how many have no leaves."""
    trusted = 0
    for number, cut in enumerate(cuts, start=1):
        coefficients = {int(name): int(value) for name, value in cut["coefficients"].items()}
        cost = [float(coefficients.get(profile, 0)) for profile in range(len(rows.sizes))]
        boxes = [
            {int(name): (int(low), int(high)) for name, (low, high) in leaf["box"].items()}
            for leaf in cut["leaves"]
        ]
        if not cut["leaves"]:
            trusted += 1
        elif not _covers(boxes, rows.sizes):
            problems.append(f"The boxes of cut {number} leave something out.")
        elif any(
            rows.ceiling(cost, leaf["prices"], box) >= cut["bound"] + 1 - 1e-9
            for leaf, box in zip(cut["leaves"], boxes, strict=True)
        ):
            problems.append(f"A box of cut {number} is not closed by its prices.")
        rows.counts.append({profile: float(value) for profile, value in coefficients.items()})
        rows.lower.append(-inf)
        rows.upper.append(cut["bound"])
    return trusted


def _covers(boxes: Sequence[Box], sizes: Sequence[int]) -> bool:
    """Return whether boxes of counts fill the whole: split at any bound that some box has, and look at each side."""
    if not boxes:
        return False
    whole = {profile: (0, size) for profile, size in enumerate(sizes)}
    waiting = [(whole, list(boxes))]
    while waiting:
        space, inside = waiting.pop()
        touching = [
            box
            for box in inside
            if all(low <= space[p][1] and high >= space[p][0] for p, (low, high) in box.items())
        ]
        if not touching:
            return False
        if any(
            all(low <= space[p][0] and high >= space[p][1] for p, (low, high) in box.items())
            for box in touching
        ):
            continue
        profile, below = next(
            (p, low - 1 if low > space[p][0] else high)
            for p, (low, high) in touching[0].items()
            if low > space[p][0] or high < space[p][1]
        )
        waiting.append(({**space, profile: (space[profile][0], below)}, touching))
        waiting.append(({**space, profile: (below + 1, space[profile][1])}, touching))
    return True


def _gap(rows: _Rows, certificate: Mapping[str, Any], problems: list[str]) -> float:
    """Return how much better the objective could still be, by the certificate's own prices."""
    objective = certificate["objective"]
    if objective == "leximin":
        return _leximin_gap(rows, certificate, problems)
    if objective == "maximin":
        stage = certificate["stages"][0]
        return _stage_ceiling(rows, stage, {}) - float(min(certificate["chances"]))
    if objective in ("nash", "goldilocks"):
        outside = _unreachable(rows, certificate["stages"])
        if any(chance <= 0 and n not in outside for n, chance in enumerate(certificate["chances"])):
            problems.append("Somebody has no chance although nothing proves that no panel can have them.")
        box = dict.fromkeys(outside, (0, 0))
        return (_nash_gap if objective == "nash" else _goldilocks_gap)(rows, certificate, box)
    problems.append(f"There is no objective called {objective}.")
    return inf


def _stage_ceiling(rows: _Rows, stage: Mapping[str, Any], settled: Mapping[int, float]) -> float:
    """Return what a stage proves about the smallest chance among the profiles not settled before.

    Settled profiles have one chance in every lottery that does as well so far, so what the rows charge for them
    is paid at that chance.
    """
    weights = {int(name): float(value) for name, value in stage["weights"].items()}
    if (
        abs(fsum(weights.values()) - 1) > TOLERANCE
        or min(weights.values()) < 0
        or not settled.keys().isdisjoint(weights)
    ):
        return inf
    cost = [weights.get(profile, 0.0) / size for profile, size in enumerate(rows.sizes)]
    for row, price in stage["prices"].items():
        for profile in rows.counts[int(row)].keys() & settled.keys():
            cost[profile] += price * rows.counts[int(row)][profile]
    known = fsum(cost[profile] * rows.sizes[profile] * chance for profile, chance in settled.items())
    return rows.ceiling(cost, stage["prices"]) - known


def _leximin_gap(rows: _Rows, certificate: Mapping[str, Any], problems: list[str]) -> float:
    """Check stage after stage that the chances settled there can be no higher, given those before."""
    chances = certificate["chances"]
    settled: dict[int, float] = {}
    worst, last = 0.0, 0.0
    for number, stage in enumerate(certificate["stages"], start=1):
        over = max(0.0, _stage_ceiling(rows, stage, settled) - stage["value"])
        if stage["value"] < last - TOLERANCE or not stage["settles"]:
            problems.append(f"Stage {number} of the certificate is out of order.")
            return inf
        for profile in stage["settles"]:
            weight = stage["weights"].get(str(profile), 0.0)
            if weight < LEAST_WEIGHT:
                problems.append(f"Stage {number} settles profile {profile} without giving it weight.")
                return inf
            worst = max(worst, over / weight, abs(chances[profile] - stage["value"]))
        settled.update(dict.fromkeys(stage["settles"], stage["value"]))
        last = stage["value"]
    if settled.keys() != set(range(len(chances))):
        problems.append("The certificate leaves some profiles unsettled.")
        return inf
    return worst


def _unreachable(rows: _Rows, stages: Sequence[Mapping[str, Any]]) -> set[int]:
    """Return the profiles that the stages prove to be on no panel."""
    settled: dict[int, float] = {}
    for stage in stages:
        over = _stage_ceiling(rows, stage, settled)
        weights = {n: stage["weights"].get(str(n), 0.0) for n in stage["settles"]}
        settled.update(
            {n: 0.0 for n, weight in weights.items() if weight >= LEAST_WEIGHT and over <= TOLERANCE * weight}
        )
    return set(settled)


def _reached(certificate: Mapping[str, Any]) -> list[int]:
    return [profile for profile, chance in enumerate(certificate["chances"]) if chance > 0]


def _nash_gap(rows: _Rows, certificate: Mapping[str, Any], box: Box) -> float:
    """Σ log q ≤ Σ log p + Σ q/p − people for every q, by concavity."""
    chances = certificate["chances"]
    reached = _reached(certificate)
    cost = [0.0] * len(chances)
    for profile in reached:
        cost[profile] = 1.0 / chances[profile]
    return rows.ceiling(cost, certificate["prices"], box) - sum(rows.sizes[profile] for profile in reached)


def _goldilocks_gap(rows: _Rows, certificate: Mapping[str, Any], box: Box) -> float:
    """Bound largest ÷ fair + fair ÷ smallest from below, by Σ z·q and by fair ÷ s ≥ 2 √(fair · y) − y · s."""
    chances = certificate["chances"]
    people, seats = sum(rows.sizes), rows.upper[_seats_row(rows)]
    fair = seats / people
    below = {int(name): value for name, value in certificate["below"].items()}
    above = {int(name): value for name, value in certificate["above"].items()}
    if min([0.0, *below.values(), *above.values()]) < 0 or fsum(above.values()) > 1 / fair + TOLERANCE:
        return inf
    cost = [(below.get(n, 0.0) - above.get(n, 0.0)) / size for n, size in enumerate(rows.sizes)]
    bound = 2 * sqrt(fair * fsum(below.values())) - rows.ceiling(cost, certificate["prices"], box)
    reached = [chances[profile] for profile in _reached(certificate)]
    return float(max(reached) / fair + fair / min(reached) - bound)


def _seats_row(rows: _Rows) -> int:
    everyone = set(range(len(rows.sizes)))
    return next(
        n
        for n, counts in enumerate(rows.counts)
        if counts.keys() == everyone and rows.lower[n] == rows.upper[n]
    )
