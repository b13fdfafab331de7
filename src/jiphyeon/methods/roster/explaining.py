"""Why a committee stays unlawful: a smallest set of conditions that cannot hold together, and what would release it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from jiphyeon.kernel import Words
from jiphyeon.methods.roster.check import Verdict
from jiphyeon.methods.roster.law import WOMAN, YOUTH
from jiphyeon.methods.roster.model import build
from jiphyeon.methods.roster.naming import Candidates
from jiphyeon.methods.roster.plan import Condition, Conflict, Release, Standing
from jiphyeon.methods.roster.program import solve
from jiphyeon.methods.roster.scene import BEST, Scene, scene
from jiphyeon.methods.roster.situation import Block, Codes, Situation

TERMS, POOL, RATCHET, QUARTERS = "terms", "pool", "ratchet", "other_quarters"
KINDS = {
    YOUTH | WOMAN: Words("청년 여성", "young women"),
    YOUTH: Words("청년 남성", "young men"),
    WOMAN: Words("청년이 아닌 여성", "women who are not young"),
    0: Words("청년이 아닌 남성", "men who are not young"),
}


def explain(situation: Situation, candidates: Candidates, verdict: Verdict) -> tuple[Conflict, ...]:
    """Return, for every run of quarters in which a committee is unlawful, why, and what would release it."""
    found: list[Conflict] = []
    by_place: dict[tuple[str, int], list[Standing]] = {}
    for standing in verdict.standings:
        by_place.setdefault((standing.committee, standing.quarter), []).append(standing)
    for number, (block, line) in enumerate(zip(situation.blocks, verdict.lawful, strict=True)):
        explainer = _Explainer(situation, candidates, number, line)
        runs: list[tuple[int, int, list[str]]] = []
        for t in (t for t, lawful in enumerate(line) if not lawful):
            keys = explainer.conflict(t)
            if runs and runs[-1][1] == t - 1 and runs[-1][2] == keys:
                runs[-1] = (runs[-1][0], t, keys)
            else:
                runs.append((t, t, keys))
        for first, last, keys in runs:
            standings = by_place.get((block.committee.key, last), [])
            conditions = tuple(explainer.conditions(keys, last, standings))
            releases = tuple(explainer.releases(keys, last))
            found.append(Conflict(block.committee.key, first, last, conditions, releases))
    return tuple(found)


class _Explainer:
    def __init__(
        self,
        situation: Situation,
        candidates: Candidates,
        number: int,
        line: Sequence[bool],
    ) -> None:
        self.situation, self.number, self.line = situation, number, line
        self.block: Block = situation.blocks[number]
        self.near = candidates.raw[candidates.near[number]]
        self.scenes: dict[int, Scene] = {}

    def scene(self, t: int) -> Scene:
        """Return the committee on the day of quarter t."""
        if t not in self.scenes:
            self.scenes[t] = scene(self.situation, self.block, self.near, t)
        return self.scenes[t]

    def conflict(self, t: int) -> list[str]:
        """Return a smallest conflicting set by leaving out one condition after another while the rest conflict."""
        rules = {rule.key: rule for rule in self.block.rules[t]}
        keys = [*rules, POOL, TERMS]
        scene = self.scene(t)

        def possible(left: Sequence[str]) -> bool:
            kept = [rules[key] for key in left if key in rules]
            return scene.can_comply(kept, terms=TERMS in left, pool=POOL in left)

        if possible(keys):
            return self._in_time(t)
        return _smallest(keys, possible)

    def _in_time(self, t: int) -> list[str]:
        """Explain a quarter that could be lawful by itself: something before or after it stands in the way."""
        rules = [rule.key for rule in self.block.rules[t]]
        if not self._reachable(t, frozenset()):
            keys = [*rules, RATCHET, TERMS]

            def possible(left: Sequence[str]) -> bool:
                if TERMS not in left:
                    return True
                return self._reachable(t, frozenset({*rules, RATCHET} - set(left)))

            return _smallest(keys, possible)
        more = self._most_lawful() > sum(self.line)
        return [*rules, TERMS, POOL if more else QUARTERS]

    def _kinds(self) -> list[set[Codes]]:
        kinds = {tuple(row) for row in self.near.tolist()}
        return [kinds if n == self.number else set() for n in range(len(self.situation.blocks))]

    def _reachable(self, t: int, without: frozenset[str]) -> bool:
        model = build(self.situation, self._kinds(), blocks=[self.number], without=without)
        column = model.lawful[0][t]
        if model.program.upper[column] == 0:
            return False
        model.program.lower[column] = 1
        return solve(model.program, [0.0] * len(model.program.lower)).found

    def _most_lawful(self) -> int:
        model = build(self.situation, self._kinds(), blocks=[self.number])
        costs = [0.0] * len(model.program.lower)
        for column in model.lawful[0]:
            costs[column] = -1.0
        return round(-solve(model.program, costs).objective)

    def conditions(self, keys: Sequence[str], t: int, standings: Sequence[Standing]) -> Iterator[Condition]:
        """Yield the conditions in words, with the counts the plan leaves on that day."""
        day = self.situation.calendar.day(t)
        for rule in self.block.rules[t]:
            if rule.key in keys:
                counted = [s for s in standings if s.rule == rule.key]
                shown = ", ".join(f"{s.counted}/{s.members}" for s in counted)
                words = Words(f"{rule.words.ko}: {day}에 {shown}", f"{rule.words.en}: {shown} on {day}")
                yield Condition(rule.key, words, rule.citation)
        scene, committee = self.scene(t), self.block.committee
        if TERMS in keys:
            held, people = int(scene.sitting.sum()), self._who_sits(t)
            yield Condition(
                TERMS,
                Words(
                    f"{day}까지 빈 위촉직 좌석은 {scene.free}석이고, 위원 {held}명의 임기가 그 뒤까지 남아 있습니다: {people}",
                    f"by {day} only {scene.free} appointed seats come free; the terms of {held} members run past it: {people}",
                ),
            )
        if POOL in keys:
            hand = self._at_hand(scene)
            yield Condition(
                POOL,
                Words(
                    f"분야 {committee.field or '전체'}에서 위촉할 수 있는 사람: {hand.ko}(다른 위원회와 함께 씁니다)",
                    f"people at hand in the field {committee.field or 'any'}: {hand.en} (shared with other committees)",
                ),
            )
        for rule in self.block.rules[t]:
            if RATCHET in keys and rule.ratchet:
                words = Words(
                    "비율을 채울 때까지는 청년만 위촉할 수 있습니다.",
                    "until the floor is met only the young may be appointed.",
                )
                yield Condition(RATCHET, words, rule.ratchet.citation)
        if QUARTERS in keys:
            words = Words(
                "이 분기에 맞추면 다른 분기가 그만큼 어긋납니다.",
                "to comply in this quarter it would have to fail in as many others.",
            )
            yield Condition(QUARTERS, words)

    def _who_sits(self, t: int) -> str:
        names = [person.key for g in self.block.groups if g.leaves > t for _, person in g.holders]
        return ", ".join(sorted(names))

    @staticmethod
    def _at_hand(scene: Scene) -> Words:
        counts = [(KINDS[code], int(scene.at_hand[code])) for code in BEST]
        return Words(
            ", ".join(f"{kind.ko} {count}명" for kind, count in counts),
            ", ".join(f"{count} {kind.en}" for kind, count in counts),
        )

    def releases(self, keys: Sequence[str], t: int) -> Iterator[Release]:
        """Yield what would let the committee comply on that day."""
        following = next((u for u in range(t + 1, len(self.line)) if self.line[u]), None)
        if following is not None:
            day = self.situation.calendar.day(following)
            words = Words(f"이 계획대로면 {day}부터 적법합니다.", f"under this plan it complies from {day}.")
            yield Release("wait", words)
        if TERMS in keys and (steps := self._steps_down(t)):
            yield Release("resignation", steps)
        if POOL in keys and (more := self._more_people(t)):
            yield Release("recruit", more)
        for rule in self.block.rules[t]:
            if rule.key in keys and rule.remedy:
                yield Release(rule.key, rule.remedy.words, rule.remedy.citation)
        if TERMS not in keys and POOL not in keys:
            posts = int(self.scene(t).ex_officio.sum())
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
        scene, rules = self.scene(t), self.block.rules[t]
        kinds = [code for code in range(8) if scene.sitting[code]]
        for count in range(1, int(scene.sitting.sum()) + 1):
            for parts in _parts(count, [int(scene.sitting[code]) for code in kinds]):
                left = scene.sitting.copy()
                left[kinds] -= parts
                if Scene(left, scene.ex_officio, scene.free + count, scene.at_hand).can_comply(rules):
                    who = [
                        (KINDS[code & (YOUTH | WOMAN)], n) for code, n in zip(kinds, parts, strict=True) if n
                    ]
                    return Words(
                        "임기가 남은 위원 가운데 "
                        + ", ".join(f"{k.ko} {n}명" for k, n in who)
                        + "의 자리가 나면 맞출 수 있습니다(사임 등).",
                        "it could comply if seats came free early (by resignation) of: "
                        + ", ".join(f"{n} {k.en}" for k, n in who)
                        + ".",
                    )
        return None

    def _more_people(self, t: int) -> Words | None:
        """Return the fewest further people in the pool that would let every rule be kept."""
        scene, rules = self.scene(t), self.block.rules[t]
        for count in range(1, scene.free + 1):
            for parts in _parts(count, [count] * len(BEST)):
                hand = scene.at_hand.copy()
                hand[list(BEST)] += parts
                if Scene(scene.sitting, scene.ex_officio, scene.free, hand).can_comply(rules):
                    who = [(KINDS[code], n) for code, n in zip(BEST, parts, strict=True) if n]
                    return Words(
                        "이 분야에 더 필요한 사람: " + ", ".join(f"{k.ko} {n}명" for k, n in who),
                        "more people in this field: " + ", ".join(f"{n} {k.en}" for k, n in who),
                    )
        return None


def _parts(total: int, most: Sequence[int]) -> Iterator[list[int]]:
    """Yield every way to write `total` as a sum of parts no larger than `most`."""
    if len(most) == 1:
        if total <= most[0]:
            yield [total]
        return
    for first in range(min(total, most[0]), -1, -1):
        for rest in _parts(total - first, most[1:]):
            yield [first, *rest]


def _smallest(keys: Sequence[str], possible: Callable[[Sequence[str]], bool]) -> list[str]:
    left = list(keys)
    for key in keys:
        rest = [one for one in left if one != key]
        if not possible(rest):
            left = rest
    return left
