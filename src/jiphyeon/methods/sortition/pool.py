"""Who may be drawn, what the panel must look like, and who may not sit together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jiphyeon.kernel import Refused

_RUNS = re.compile(r"[0-9]+|[^0-9]+")


@dataclass(frozen=True, slots=True)
class Quota:
    """How many members with `feature` in `category` the whole body must have: at least `minimum`, at most `maximum`.

    `lowest` and `highest` bound how far the two may give way where the quotas cannot be met together (None: as
    far as need be). `law` names where the quota comes from, in the reader's words.
    """

    category: str
    feature: str
    minimum: int
    maximum: int
    lowest: int | None = None
    highest: int | None = None
    law: str = ""

    def __str__(self) -> str:
        return f"{self.category} = {self.feature}"


@dataclass(frozen=True, slots=True)
class Relation:
    """People of whom at most `limit` may sit: the same address, the same organisation, a declared tie.

    `members` are positions in the pool, from 0, ascending. A limit of 0 bars them: somebody tied to them sits already.
    """

    kind: str
    name: str
    members: tuple[int, ...]
    limit: int = 1


@dataclass(frozen=True, slots=True)
class Pool:
    """The people who may be drawn: one mapping from category to feature each.

    `names` tell apart people who are alike for the draw; they are used to put the pool in an order that does not
    depend on the file's, and never published. `rows` are the rows of the file, from 1, in which the people stand.
    """

    people: tuple[Mapping[str, str], ...]
    relations: tuple[Relation, ...] = ()
    names: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.rows:
            object.__setattr__(self, "rows", tuple(range(1, len(self.people) + 1)))

    def __len__(self) -> int:
        return len(self.people)


@dataclass(frozen=True, slots=True)
class Task:
    """One draw: `seats` people from `pool` so that every quota (already less the sitting members) holds."""

    pool: Pool
    quotas: tuple[Quota, ...]
    seats: int

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that any quota speaks of, in the order of their first quota."""
        return tuple(dict.fromkeys(quota.category for quota in self.quotas))

    def __post_init__(self) -> None:
        if self.seats < 1:
            raise Refused(
                "no_seat_to_fill",
                ko="뽑을 자리가 없습니다: {seats}",
                en="There is no seat to fill: {seats}.",
                seats=self.seats,
            )
        if len(self.pool) < self.seats:
            raise Refused(
                "pool_too_small",
                ko="후보자가 {people}명뿐이어서 {seats}명을 뽑을 수 없습니다.",
                en="The pool has {people} people, too few for {seats} seats.",
                people=len(self.pool),
                seats=self.seats,
            )
        for quota in self.quotas:
            _check(quota)


def in_order(task: Task) -> Task:
    """Return the same task in the one order that counts: of names, features and ties, whatever the file's order.

    Everything is drawn from a task in this order, so that rows, columns, quotas and ties may come as they like.
    People who have the same name (or none), features and ties keep the order they came in: nobody can tell them apart.
    """
    pool = task.pool
    features = [tuple(sorted(person.items())) for person in pool.people]
    ties: dict[int, list[tuple[object, ...]]] = {}
    for tie in pool.relations:
        mark = (tie.kind, tie.limit, tuple(sorted(features[member] for member in tie.members)))
        for member in tie.members:
            ties.setdefault(member, []).append(mark)
    names = pool.names or ("",) * len(pool)
    order = sorted(
        range(len(pool)), key=lambda row: (natural(names[row]), features[row], sorted(ties.get(row, ())))
    )
    place = {row: number for number, row in enumerate(order)}
    relations = sorted(
        (replace(tie, members=tuple(sorted(place[row] for row in tie.members))) for tie in pool.relations),
        key=lambda tie: (tie.kind, tie.limit, tie.members),
    )
    return replace(
        task,
        pool=Pool(
            people=tuple(pool.people[row] for row in order),
            relations=tuple(relations),
            names=tuple(names[row] for row in order),
            rows=tuple(pool.rows[row] for row in order),
        ),
        quotas=tuple(sorted(task.quotas, key=lambda quota: (quota.category, quota.feature))),
    )


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that puts `P2` before `P10`: whole numbers inside a name count as numbers.

    >>> sorted(["P10", "P2", "P02"], key=natural)
    ['P02', 'P2', 'P10']
    """
    parts = []
    for text in _RUNS.findall(name):
        digits = text.lstrip("0") if text[0] in "0123456789" else None
        parts.append((1, 0, text) if digits is None else (0, len(digits), digits))
    return (*parts, (-1, 0, name))


def _check(quota: Quota) -> None:
    """Refuse bounds that are negative or cross."""
    if quota.minimum < 0 or quota.maximum < quota.minimum:
        raise Refused(
            "bounds_cross",
            ko="할당 '{quota}'의 하한({minimum})과 상한({maximum})이 맞지 않습니다.",
            en="The bounds of {quota} do not fit: minimum {minimum}, maximum {maximum}.",
            quota=str(quota),
            minimum=quota.minimum,
            maximum=quota.maximum,
        )


def residual(
    quotas: Sequence[Quota], size: int, sitting: Sequence[Mapping[str, str]]
) -> tuple[tuple[Quota, ...], int]:
    """Return the quotas and the seats that remain once the sitting members are counted in.

    Refuses where the sitting members alone already exceed a maximum or the size of the body.
    """
    if len(sitting) >= size:
        raise Refused(
            "no_vacancy",
            ko="현재 위원이 {sitting}명으로, 정원 {size}명에 빈자리가 없습니다.",
            en="{sitting} members are sitting: a body of {size} has no vacancy.",
            sitting=len(sitting),
            size=size,
        )
    seated = Counter((category, member[category]) for member in sitting for category in member)
    left = []
    for quota in quotas:
        have = seated[quota.category, quota.feature]
        if have > quota.maximum:
            raise Refused(
                "sitting_exceed_maximum",
                ko="현재 위원 가운데 '{quota}'이(가) {have}명으로 상한 {maximum}명을 넘습니다.",
                en="The sitting members already have {have} with {quota}; the maximum is {maximum}.",
                quota=str(quota),
                have=have,
                maximum=quota.maximum,
            )
        left.append(
            replace(
                quota,
                minimum=max(0, quota.minimum - have),
                maximum=quota.maximum - have,
                lowest=None if quota.lowest is None else max(0, quota.lowest - have),
                highest=None if quota.highest is None else max(0, quota.highest - have),
            )
        )
    return tuple(left), size - len(sitting)
