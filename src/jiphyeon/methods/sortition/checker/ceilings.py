"""What the prices of a certificate prove, in whole numbers: no lottery over lawful panels can pass these ceilings.

For any row prices m, every lottery q has Σ c·q ≤ Σ (m⁺ · upper − m⁻ · lower) + Σ over people of the positive part of
(c − what the rows charge). So no price can prove too much; a wrong one only proves too little. Prices and weights are
read as whole multiples of 1/GRID, so a sum is exact and a bound is a bound: nothing here rounds but in the safe
direction. No solver, no numpy; sums and comparisons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import isqrt

from jiphyeon.methods.sortition.checker.published import Certificate, LeafRow, StageRow

GRID = 1 << 100
"""Prices, weights and chances are counted in this part of one."""

Box = Mapping[int, tuple[int, int]]


def units(number: float) -> int:
    """Return a number in units of 1/GRID, to the nearest."""
    above, below = number.as_integer_ratio()
    return (2 * above * GRID + below) // (2 * below)


@dataclass(frozen=True, slots=True)
class Rows:
    """The demands on a panel as rows over profiles, each with bounds (None: no bound), and each profile's people."""

    sizes: list[int]
    counts: list[dict[int, int]] = field(default_factory=list)
    lower: list[int | None] = field(default_factory=list)
    upper: list[int | None] = field(default_factory=list)

    def add(self, counts: dict[int, int], lower: int | None, upper: int | None) -> None:
        """Add a row."""
        self.counts.append(counts)
        self.lower.append(lower)
        self.upper.append(upper)

    def only(self, sides: Sequence[tuple[int, bool]]) -> Rows:
        """Return the same rows with no bounds but these: (row, whether from below)."""
        kept = set(sides)
        numbers = range(len(self.counts))
        return Rows(
            self.sizes,
            self.counts,
            [self.lower[row] if (row, True) in kept else None for row in numbers],
            [self.upper[row] if (row, False) in kept else None for row in numbers],
        )

    def priced(self, prices: Mapping[str, float]) -> tuple[int, dict[int, int]] | None:
        """Return what the rows pay at most, and what they charge for one more of each profile; None proves nothing."""
        paid = 0
        charges: dict[int, int] = {}
        for name, price in prices.items():
            row, unit = int(name), units(price)
            if not unit:
                continue
            limit = None if row >= len(self.counts) else self.upper[row] if unit > 0 else self.lower[row]
            if limit is None:
                return None
            paid += unit * limit
            for profile, count in self.counts[row].items():
                charges[profile] = charges.get(profile, 0) + unit * count
        return paid, charges

    def closes(self, cost: Mapping[int, int], prices: Mapping[str, float], box: Box, bound: int) -> bool:
        """Return whether no lawful vector of whole counts inside the box has `cost` · counts above the bound."""
        if any(low > high for low, high in box.values()):
            return True
        priced = self.priced(prices)
        if priced is None:
            return False
        total, charges = priced
        for profile in cost.keys() | charges.keys():
            rest = cost.get(profile, 0) * GRID - charges.get(profile, 0)
            low, high = box.get(profile, (0, self.sizes[profile]))
            total += rest * (high if rest > 0 else low)
        return total < (bound + 1) * GRID


def proves(rows: Rows, cost: Mapping[int, int], bound: int, leaves: Sequence[LeafRow]) -> str | None:
    """Return None where the leaves prove `cost` · counts ≤ `bound` for every lawful panel, else what is wrong."""
    boxes: list[Box] = [
        {int(name): (low, high) for name, (low, high) in leaf["box"].items()} for leaf in leaves
    ]
    if any(profile >= len(rows.sizes) for box in boxes for profile in box):
        return "names a profile that is not there"
    if not _cover(boxes, rows.sizes):
        return "leaves something out"
    closed = (rows.closes(cost, leaf["prices"], box, bound) for leaf, box in zip(leaves, boxes, strict=True))
    return None if all(closed) else "is not closed by its prices"


def _cover(boxes: list[Box], sizes: Sequence[int]) -> bool:
    """Return whether the boxes come of splitting the whole in two, again and again, as a search does."""
    waiting = [({profile: (0, size) for profile, size in enumerate(sizes)}, boxes)]
    while waiting:
        space, inside = waiting.pop()
        if not inside:
            return False
        if any(_holds(box, space) for box in inside):
            continue
        split = _split(inside, space)
        if split is None:
            return False
        profile, below = split
        low, high = space[profile]
        whole = (low, high)
        waiting.append(
            (
                {**space, profile: (low, below)},
                [box for box in inside if box.get(profile, whole)[1] <= below],
            )
        )
        waiting.append(
            (
                {**space, profile: (below + 1, high)},
                [box for box in inside if box.get(profile, whole)[0] > below],
            )
        )
    return True


def _holds(box: Box, space: Box) -> bool:
    return all(low <= space[p][0] and high >= space[p][1] for p, (low, high) in box.items())


def _split(boxes: list[Box], space: Box) -> tuple[int, int] | None:
    """Return a profile and a count at which every box lies on one side."""
    first = boxes[0]
    for profile, (low, high) in first.items():
        for below in (low - 1, high):
            if space[profile][0] <= below < space[profile][1] and all(
                profile in box and (box[profile][1] <= below or box[profile][0] > below) for box in boxes
            ):
                return profile, below
    return None


@dataclass(frozen=True, slots=True)
class Had:
    """The chances that a lottery gives, in units: of each profile the smallest and the largest of its people."""

    least: list[int]
    most: list[int]


def leximin_gap(rows: Rows, stages: Sequence[StageRow], had: Had, mixed: set[int]) -> Fraction | str:
    """Return how much higher any chance could still be, those below it kept; or what is wrong with the stages.

    Stage after stage: whoever keeps those settled before at their level, and the others at this one, cannot lift the
    smallest of the others above it, nor anybody who is settled here. `short` is by how much the lottery itself misses
    the levels; all that is proved holds for every lottery that misses them by no more. Prices bound the mean of a
    profile: people who are alike may as well all have it, but in a `mixed` one somebody could have what all others miss.
    """
    levels = [units(stage["value"]) for stage in stages]
    settled_at = {profile: number for number, stage in enumerate(stages) for profile in stage["settles"]}
    if settled_at.keys() != set(range(len(rows.sizes))):
        return "The certificate leaves some profiles unsettled."
    highest = [max(levels[: number + 1]) for number in range(len(levels))]
    short = max(0, *(highest[stage] - had.least[profile] for profile, stage in settled_at.items()))
    settled: dict[int, tuple[int, int]] = {}
    worst = Fraction(0)
    for number, (stage, level) in enumerate(zip(stages, levels, strict=True), start=1):
        found = _stage_ceiling(rows, stage, settled)
        if found is None:
            return f"Stage {number} of the certificate proves nothing."
        ceiling, weights = found
        together = sum(weights.values())
        worst = max(worst, Fraction(ceiling - together * level, together))
        if not stage["settles"]:
            return f"Stage {number} of the certificate settles nobody."
        for profile in stage["settles"]:
            weight = weights.get(profile, 0)
            if not weight or profile in settled:
                return f"Stage {number} settles profile {profile} without giving it weight."
            rise = -((together * (level - short) - ceiling) // weight) - short
            worst = max(worst, Fraction(rows.sizes[profile] * (rise + short) if profile in mixed else rise))
            settled[profile] = (max(0, level - short), min(GRID, level + max(0, rise)))
    return worst / GRID


def maximin_gap(rows: Rows, stages: Sequence[StageRow], had: Had) -> Fraction | str:
    """Return how much larger the smallest chance could be."""
    if len(stages) != 1:
        return "Maximin is proved by one stage."
    found = _stage_ceiling(rows, stages[0], {})
    if found is None:
        return "Stage 1 of the certificate proves nothing."
    ceiling, weights = found
    return (Fraction(ceiling, sum(weights.values())) - min(had.least)) / GRID


def _stage_ceiling(
    rows: Rows, stage: StageRow, settled: Mapping[int, tuple[int, int]]
) -> tuple[int, dict[int, int]] | None:
    """Return a ceiling on Σ weights · chance (in units of units), where the settled lie between two chances each."""
    weights = {int(name): units(weight) for name, weight in stage["weights"].items()}
    weights = {profile: weight for profile, weight in weights.items() if weight}
    priced = rows.priced(stage["prices"])
    if (
        priced is None
        or not weights
        or min(weights.values()) < 0
        or max(weights) >= len(rows.sizes)
        or not settled.keys().isdisjoint(weights)
    ):
        return None
    paid, charges = priced
    total = paid * GRID
    for profile in weights.keys() | charges.keys():
        rest = weights.get(profile, 0) - rows.sizes[profile] * charges.get(profile, 0)
        low, high = settled.get(profile, (0, GRID))
        total += rest * (high if rest > 0 else low)
    return total, weights


def shut_out(rows: Rows, stages: Sequence[StageRow]) -> set[int] | str:
    """Return the profiles that the stages prove to be on no panel: their count stays below one."""
    out: dict[int, tuple[int, int]] = {}
    for number, stage in enumerate(stages, start=1):
        found = _stage_ceiling(rows, stage, out)
        if found is None:
            return f"Stage {number} of the certificate proves nothing."
        ceiling, weights = found
        for profile in stage["settles"]:
            weight = weights.get(profile, 0)
            if not weight or ceiling * rows.sizes[profile] >= weight * GRID:
                return f"Stage {number} does not prove that profile {profile} is on no panel."
        out.update(dict.fromkeys(stage["settles"], (0, 0)))
    return set(out)


def nash_gap(rows: Rows, certificate: Certificate, had: Sequence[int], out: set[int]) -> Fraction | str:
    """Return by how much Σ log of the chances could still be larger; `had` are the chances of all people in units.

    Σ log q ≤ Σ log c + Σ q/c − people for every q, by concavity; and Σ log c ≤ Σ log h + Σ c/h − people for those had.
    """
    chances = [units(chance) for chance in certificate["chances"]]
    reached = [profile for profile in range(len(chances)) if profile not in out]
    priced = rows.priced(certificate["prices"])
    if priced is None or min(chances[profile] for profile in reached) <= 0:
        return "The prices prove nothing."
    paid, charges = priced
    total = paid
    for profile in reached:
        # In a panel each of them adds 1/chance, rounded up; a profile on no panel adds nothing.
        rest = -(-GRID * GRID // chances[profile]) - charges.get(profile, 0)
        total += max(0, rest) * rows.sizes[profile]
    over = total - sum(rows.sizes[profile] for profile in reached) * GRID
    for profile in reached:
        for row in certificate["profiles"][profile]:
            if had[row - 1] <= 0:
                return "Somebody has no chance although nothing proves that no panel can have them."
            over += -(-chances[profile] * GRID // had[row - 1]) - GRID
    return Fraction(over, GRID)


def goldilocks_gap(
    rows: Rows, certificate: Certificate, seats: int, had: Had, out: set[int]
) -> Fraction | str:
    """Return by how much largest ÷ fair + fair ÷ smallest could still be less.

    For weights y (below) and z (above), largest ÷ fair ≥ Σ z·q while Σ z ≤ 1 ÷ fair, and
    fair ÷ smallest ≥ 2 √(fair · Σ y) − Σ y·q; prices bound Σ (y − z)·q from above.
    """
    people = sum(rows.sizes)
    fair = Fraction(seats, people)
    below = {int(name): units(value) for name, value in certificate["below"].items()}
    above = {int(name): units(value) for name, value in certificate["above"].items()}
    priced = rows.priced(certificate["prices"])
    weights = [*below.values(), *above.values()]
    if priced is None or min(weights, default=-1) < 0 or max([*below, *above]) >= len(rows.sizes):
        return "The prices prove nothing."
    if not out.isdisjoint(profile for profile, value in below.items() if value):
        return "Weight lies on somebody who is on no panel."
    paid, charges = priced
    total = Fraction(paid)
    for profile, size in enumerate(rows.sizes):
        if profile not in out:
            rest = below.get(profile, 0) - above.get(profile, 0) - size * charges.get(profile, 0)
            total += max(0, rest)
    # Where the weights above sum to a little too much, what they have too much is taken off.
    total += max(Fraction(0), sum(above.values()) - GRID / fair)
    root = isqrt(4 * sum(below.values()) * GRID * seats // people)
    bound = Fraction(root) - total
    reached = [profile for profile in range(len(rows.sizes)) if profile not in out]
    smallest = min(had.least[profile] for profile in reached)
    largest = max(had.most[profile] for profile in reached)
    if smallest <= 0:
        return "Somebody has no chance although nothing proves that no panel can have them."
    return Fraction(largest, GRID) / fair + fair * GRID / smallest - bound / GRID
