"""Why a committee stays unlawful: a smallest set of conditions that cannot hold together, and what would release it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from jiphyeon.kernel import Words, counted
from jiphyeon.methods.roster.explaining.conditions import (
    BARS,
    CONSTITUTED,
    MEMBERSHIPS,
    POOL,
    QUARTERS,
    RATCHET,
    TERMS,
    YEARS,
)
from jiphyeon.methods.roster.explaining.counterfactual import Counterfactual
from jiphyeon.methods.roster.explaining.people import Held
from jiphyeon.methods.roster.judge import Verdict
from jiphyeon.methods.roster.law import WOMAN, YOUTH
from jiphyeon.methods.roster.plan import Appointment, Condition, Conflict, Lawful, Release, Standing
from jiphyeon.methods.roster.portfolio import Person
from jiphyeon.methods.roster.solving.candidates import of_the_field
from jiphyeon.methods.roster.solving.feasibility import BEST, CommitteeDay
from jiphyeon.methods.roster.solving.situation import Block, Situation

UNPROVEN = "unproven"
NAMED = 6
"""How many people a condition names before it counts the others."""
KINDS = {
    YOUTH | WOMAN: ("청년 여성", "young woman", "young women"),
    YOUTH: ("청년 남성", "young man", "young men"),
    WOMAN: ("청년이 아닌 여성", "woman who is not young", "women who are not young"),
    0: ("청년이 아닌 남성", "man who is not young", "men who are not young"),
}


def explain(
    situation: Situation, verdict: Verdict, appointments: Sequence[Appointment]
) -> tuple[Conflict, ...]:
    """Return, for every run of quarters in which a committee is unlawful, why, and what would release it."""
    found: list[Conflict] = []
    by_place: dict[tuple[str, int], list[Standing]] = {}
    for standing in verdict.standings:
        by_place.setdefault((standing.committee, standing.quarter), []).append(standing)
    seats = Held(situation, appointments)
    field = of_the_field(situation) if any(False in line for line in verdict.lawful) else []
    for number, (block, line) in enumerate(zip(situation.blocks, verdict.lawful, strict=True)):
        if False not in line:
            continue
        explainer = _Explainer(situation, number, line, field[number], seats)
        runs: list[tuple[int, int, Reasons]] = []
        for t in (t for t, lawful in enumerate(line) if lawful is False):
            reasons = explainer.reasons(t)
            if runs and runs[-1][1] == t - 1 and runs[-1][2] == reasons:
                runs[-1] = (runs[-1][0], t, reasons)
            else:
                runs.append((t, t, reasons))
        for first, last, reasons in runs:
            standings = by_place.get((block.committee.key, last), [])
            conditions = tuple(explainer.conditions(reasons, last, standings))
            releases = tuple(explainer.releases([key for key, _ in reasons], last))
            found.append(Conflict(block.committee.key, first, last, conditions, releases))
    return tuple(found)


Reasons = list[tuple[str, bool]]
"""Conditions that cannot hold together, each with whether leaving out it alone would be enough."""


class _Explainer:
    def __init__(
        self,
        situation: Situation,
        number: int,
        line: Sequence[Lawful],
        field: Sequence[Person],
        seats: Held,
    ) -> None:
        self.situation, self.line, self.field = situation, line, field
        self.block: Block = situation.blocks[number]
        self.asked = Counterfactual(situation, number, line, field, seats)
        self.known: list[str] = []

    def committee_day(self, t: int, bars: Iterable[str] = BARS) -> CommitteeDay:
        """Return the committee on the day of quarter t, without the people whom `bars` keep away."""
        return self.asked.committee_day(t, bars, planned=True)

    def reasons(self, t: int) -> Reasons:
        """Return a smallest set of conditions that conflict, and of each whether leaving out it alone is enough.

        Mostly those that are enough alone conflict already. Where several sets conflict independently, conditions are
        left out one after another while the rest conflict, and what is left is one of the sets.
        """
        keys = self.asked.conditions(t)
        for planned in (False, True):
            if not self.asked.possible(t, keys, planned=planned):
                break
        else:
            return [(UNPROVEN, False)]

        def possible(left: Sequence[str]) -> bool:
            return self.asked.possible(t, left, planned=planned)

        def enough(key: str) -> bool:
            return possible([one for one in keys if one != key])

        before = [key for key in keys if key in self.known]
        if len(before) == len(self.known) > 0 and not possible(before) and all(map(enough, before)):
            return [(key, True) for key in before]  # as in the quarter before
        alone = [key for key in keys if enough(key)]
        left = alone if not possible(alone) else list(keys)
        for key in keys if left is not alone else ():
            rest = [one for one in left if one != key]
            if not possible(rest):
                left = rest
        self.known = left
        return [(key, key in alone) for key in left]

    def conditions(self, reasons: Reasons, t: int, standings: Sequence[Standing]) -> Iterator[Condition]:
        """Yield the conditions in words, with the counts the plan leaves on that day."""
        alone = dict(reasons)
        for condition in self._conditions(list(alone), t, standings):
            yield replace(condition, alone=alone[condition.key])

    def _conditions(self, keys: Sequence[str], t: int, standings: Sequence[Standing]) -> Iterator[Condition]:
        day = self.situation.calendar.day(t)
        rules = {rule.key: rule for line in (*self.block.rules, self.block.rules[t]) for rule in line}
        for rule in rules.values():
            if rule.key in keys:
                standing = [s for s in standings if s.rule == rule.key]
                shown = ", ".join(f"{s.counted}/{s.members}" for s in standing) or "-"
                words = Words("{rule}: {day}에 {shown}", "{rule}: {shown} on {day}").filled(
                    rule=rule.words, day=day, shown=shown
                )
                yield Condition(rule.key, words, rule.citation)
        committee_day, committee = self.committee_day(t), self.block.committee
        if CONSTITUTED in keys:
            words = Words(
                "위촉직 위원이 한 명이라도 있어야 합니다.", "at least one appointed member must sit."
            )
            yield Condition(CONSTITUTED, words)
        yield from self._bars(keys, t)
        if TERMS in keys:
            held, people = int(committee_day.sitting.sum()), self._who_sits(t)
            yield Condition(
                TERMS,
                Words(
                    "{day}까지 빈 위촉직 좌석은 {free}석이고, 위원 {held}명의 임기가 그 뒤까지 남아 있습니다: {people}",
                    "by {day} only {free} appointed seats come free; the terms of {held} members run past it: {people}",
                ).filled(day=day, free=committee_day.free, held=held, people=people),
            )
        if POOL in keys:
            hand = self._at_hand(self.committee_day(t, [bar for bar in BARS if bar not in keys]))
            yield Condition(
                POOL,
                Words(
                    f"분야 {committee.field or '전체'}에 있는 사람: {hand.ko}(다른 위원회와 함께 씁니다)",
                    f"people in the field {committee.field or 'any'}: {hand.en} (shared with other committees)",
                ),
            )
        ratchet = next((rule.ratchet for rule in rules.values() if rule.ratchet), None)
        if RATCHET in keys and ratchet:
            words = Words(
                "비율을 채울 때까지는 청년만 위촉할 수 있습니다.",
                "until the floor is met only the young may be appointed.",
            )
            yield Condition(RATCHET, words, ratchet.citation)
        if QUARTERS in keys:
            words = Words(
                "이 분기에 맞추면 지금 적법한 다른 분기가 어긋납니다.",
                "to comply in this quarter it would have to fail in another, where it complies now.",
            )
            yield Condition(QUARTERS, words)
        if UNPROVEN in keys:
            words = Words(
                "맞출 수도 있습니다. 이 계획은 가장 나은 계획임이 증명되지 않았습니다.",
                "it might comply: this plan is not proven to be the best.",
            )
            yield Condition(UNPROVEN, words)

    def _bars(self, keys: Sequence[str], t: int) -> Iterator[Condition]:
        """Yield what keeps people of the field from a seat, with its article and whom it keeps away."""
        day, committee = self.situation.calendar.day(t), self.block.committee
        limits = {
            MEMBERSHIPS: self.situation.rules.limit(MEMBERSHIPS, day),
            YEARS: self.situation.years(committee),
        }
        for bar in BARS:
            if bar not in keys:
                continue
            away = self.asked.field.barred(bar, t, planned=True)
            who = _named([person.key for person, out in zip(self.field, away, strict=True) if out])
            limit = limits.get(bar)
            if limit is None:
                words = Words(
                    f"제척 사유가 있는 사람: {who}", f"people with a conflict of interest there: {who}"
                )
                yield Condition(bar, words)
                continue
            words = Words(
                "{limit}: {day}에 이미 한도에 이른 사람 {who}", "{limit}: at the limit on {day} are {who}"
            ).filled(limit=limit.words, day=day, who=who)
            yield Condition(bar, words, limit.citation)

    def _who_sits(self, t: int) -> str:
        names = [person.key for g in self.block.groups if g.leaves > t for _, person in g.holders]
        return ", ".join(sorted(names))

    @staticmethod
    def _at_hand(committee_day: CommitteeDay) -> Words:
        counts = [(code, int(committee_day.at_hand[code])) for code in BEST]
        return _counted(counts)

    def releases(self, keys: Sequence[str], t: int) -> Iterator[Release]:
        """Yield what would let the committee comply on that day."""
        following = next((u for u in range(t + 1, len(self.line)) if self.line[u]), None)
        if following is not None:
            day = self.situation.calendar.day(following)
            words = Words(
                "이 계획대로면 {day}부터 적법합니다.", "under this plan it complies from {day}."
            ).filled(day=day)
            yield Release("wait", words)
        if TERMS in keys and (steps := self._steps_down(t)):
            yield Release("resignation", steps)
        if MEMBERSHIPS in keys:
            words = Words(
                "위 사람들 가운데 누가 다른 위원회의 자리를 내놓기",
                "let some of these people give up a seat on another committee",
            )
            yield Release(MEMBERSHIPS, words)
        if POOL in keys and (more := self._more_people(t)):
            yield Release("recruit", more)
        for rule in self.block.rules[t]:
            if rule.key in keys and rule.remedy:
                yield Release(rule.key, rule.remedy.words, rule.remedy.citation)
        if TERMS not in keys and POOL not in keys:
            posts = int(self.committee_day(t).ex_officio.sum())
            words = Words(
                f"당연직 {posts}석과 위촉직 {sum(self.block.seats.values())}석의 구성을 조례나 규칙에서 바꾸기",
                f"change, in its ordinance, the make-up of {posts} ex officio and {sum(self.block.seats.values())} appointed seats",
            )
            yield Release("seats", words)
        merger = self.situation.rules.merger
        if merger and not self.block.committee.mandatory:
            yield Release("merger", merger.words, merger.citation)

    def _steps_down(self, t: int) -> Words | None:
        """Return the fewest sitting members whose seats, free early, would let every rule be kept."""
        committee_day, rules = self.committee_day(t), self.block.rules[t]
        kinds = [code for code in range(8) if committee_day.sitting[code]]
        for count in range(1, int(committee_day.sitting.sum()) + 1):
            for parts in _parts(count, [int(committee_day.sitting[code]) for code in kinds]):
                left = committee_day.sitting.copy()
                left[kinds] -= parts
                if CommitteeDay(
                    left, committee_day.ex_officio, committee_day.free + count, committee_day.at_hand
                ).can_comply(rules, constituted=bool(self.block.seats)):
                    who = [(code & (YOUTH | WOMAN), n) for code, n in zip(kinds, parts, strict=True) if n]
                    return Words(
                        "임기가 남은 위원 가운데 {who}의 자리가 나면 맞출 수 있습니다(사임 등).",
                        "it could comply if seats came free early (by resignation) of: {who}.",
                    ).filled(who=_counted(who))
        return None

    def _more_people(self, t: int) -> Words | None:
        """Return the fewest further people in the pool that would let every rule be kept."""
        committee_day, rules = self.committee_day(t), self.block.rules[t]
        for count in range(1, committee_day.free + 1):
            for parts in _parts(count, [count] * len(BEST)):
                hand = committee_day.at_hand.copy()
                hand[list(BEST)] += parts
                if CommitteeDay(
                    committee_day.sitting, committee_day.ex_officio, committee_day.free, hand
                ).can_comply(rules):
                    who = [(code, n) for code, n in zip(BEST, parts, strict=True) if n]
                    return Words(
                        "이 분야에 더 필요한 사람: {who}", "more people in this field: {who}"
                    ).filled(who=_counted(who))
        return None


def _counted(who: Iterable[tuple[int, int]]) -> Words:
    """Say how many of each kind of people; kinds as in `KINDS`."""
    return Words.joined(
        ", ",
        [Words(f"{KINDS[kind][0]} {n}명", counted(n, *KINDS[kind][1:])) for kind, n in who],
    )


def _parts(total: int, most: Sequence[int]) -> Iterator[list[int]]:
    """Yield every way to write `total` as a sum of parts no larger than `most`."""
    if len(most) == 1:
        if total <= most[0]:
            yield [total]
        return
    for first in range(min(total, most[0]), -1, -1):
        for rest in _parts(total - first, most[1:]):
            yield [first, *rest]


def _named(people: Sequence[str]) -> str:
    """Return the first few of a list of people, and how many more there are."""
    more = len(people) - NAMED
    return ", ".join(people[:NAMED]) + (f" + {more}" if more > 0 else "")
