"""What stands in a ballot's cells: project ids, points or ranks, held against the limits the file sets on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from jiphyeon.kernel import clean
from jiphyeon.methods.equal_shares.amounts import Figure, common_minor, figure, shown
from jiphyeon.methods.equal_shares.election import LARGEST_EXACT, BallotKind, Scoring
from jiphyeon.methods.equal_shares.pabulib.deviations import Log
from jiphyeon.methods.equal_shares.pabulib.promises import Limit

KINDS: Mapping[str, BallotKind] = {
    "approval": "approval",
    "choose-1": "approval",
    "knapsack": "knapsack",
    "cumulative": "cumulative",
    "scoring": "cumulative",
    "ordinal": "ordinal",
}
Ballot = tuple[tuple[int, ...], tuple[int, ...] | None]
Text = tuple[str, str]


def default_scoring(kind: BallotKind) -> Scoring:
    """Return how such ballots count where nobody says otherwise."""
    return {"cumulative": "points", "ordinal": "borda"}.get(kind, "approval")  # type: ignore[return-value]


@dataclass
class Cells:
    """Reads the cells of ballots; each distinct text is read once, and its deviations noted for all its lines."""

    projects: Mapping[str, int]
    costs: Sequence[int]
    minor: int
    kind: BallotKind
    scoring: Scoring
    limits: Sequence[Limit]
    log: Log
    score_unit: int = 1
    _lines: dict[Text, list[int]] = field(default_factory=lambda: defaultdict(list))
    _bounds: list[tuple[Limit, Fraction | int]] = field(default_factory=list)

    def ballots(self, texts: Sequence[Text], lines: Sequence[int]) -> Iterator[Ballot]:
        """Return the ballots in order; scores are whole, `score_unit` of them to one point."""
        for text, line in zip(texts, lines, strict=True):
            self._lines[text].append(line)
        points: dict[Text, list[Figure]] = {}
        if self.kind == "cumulative":
            points = {text: self._points(text) for text in self._lines}
            self.score_unit = common_minor(point for row in points.values() for point in row)
        units = {"length": 1, "sum_cost": self.minor}
        scaled = [(one, one.bound * units.get(one.what, self.score_unit)) for one in self.limits]
        self._bounds = [(one, int(bound) if bound.denominator == 1 else bound) for one, bound in scaled]
        longest = max((text[0].count(",") + 1 for text in self._lines), default=1)
        bound_given = max((int(one.bound) for one in self.limits if one.key == "max_length"), default=0)
        read = {text: self._ballot(text, points.get(text), max(bound_given, longest)) for text in self._lines}
        return (read[text] for text in texts)

    def _points(self, text: Text) -> list[Figure]:
        names = text[0].split(",") if text[0].strip() else []
        cells = text[1].split(",") if text[1].strip() else []
        line = self._lines[text][0]
        if len(names) != len(cells):
            raise self.log.refuse(
                "points_count",
                line,
                "points",
                ko="사업은 {names}개인데 점수는 {points}개입니다.",
                en="{names} projects but {points} points.",
                names=len(names),
                points=len(cells),
            )
        read = [figure(cell.strip()) for cell in cells]
        for cell, point in zip(cells, read, strict=True):
            if point is None or point.digits < 0:
                raise self.log.refuse(
                    "points_unclear",
                    line,
                    "points",
                    ko="점수로 읽을 수 없습니다: '{cell}'",
                    en="'{cell}' is not a number of points.",
                    cell=shown(cell),
                )
        return [point for point in read if point is not None]

    def _ballot(self, text: Text, points: list[Figure] | None, ranks: int) -> Ballot:
        scores: dict[int, int] = {}
        names = [name.strip() for name in text[0].split(",")] if text[0].strip() else []
        for place, name in enumerate(names):
            project = self.projects.get(name)
            if project is None and not name.isprintable():
                project = self.projects.get(clean(name))
            if not name:
                self._empty_place(text)
            elif project is None:
                self._break(
                    text, "project_unknown", "투표용지에 없는 사업을 찍었습니다: '{name}'",
                    "The ballot names a project that does not stand: '{name}'.", name=shown(name),
                )  # fmt: skip
            elif points is not None:
                if project in scores:
                    self._note(
                        text,
                        "project_again",
                        "같은 사업의 점수는 더합니다.",
                        "Points for one project are added up.",
                    )
                scores[project] = scores.get(project, 0) + self._whole(points[place], text)
            elif project in scores:
                self._again(text)
            else:
                scores[project] = ranks - place if self.kind == "ordinal" else 1
        if not names:
            self._note(
                text,
                "ballot_empty",
                "빈 표도 몫은 가집니다.",
                "An empty ballot holds a share and supports nothing.",
            )
        self._hold_to_limits(text, scores)
        kept = sorted(project for project, score in scores.items() if score > 0)
        if self.scoring == "approval":
            return tuple(kept), None
        return tuple(kept), tuple(scores[project] for project in kept)

    def _whole(self, points: Figure, text: Text) -> int:
        whole = points.whole(self.score_unit)
        if whole >= LARGEST_EXACT:
            raise self.log.refuse(
                "points_too_fine",
                self._lines[text][0],
                "points",
                ko="점수가 너무 크거나 소수 자리가 너무 많아 정확히 셀 수 없습니다.",
                en="Points this large, or with so many decimals, cannot be counted exactly.",
            )
        return whole

    def _empty_place(self, text: Text) -> None:
        if self.kind == "ordinal":
            self._break(text, "rank_empty", "순위 하나가 비어 있습니다.", "A rank on this ballot is empty.")
        else:
            self._note(text, "empty_cell", "빈 칸은 건너뜁니다.", "An empty place in a ballot is skipped.")

    def _again(self, text: Text) -> None:
        if self.kind == "ordinal":
            self._break(
                text,
                "rank_again",
                "한 사업에 순위를 두 번 매겼습니다.",
                "The ballot ranks one project twice.",
            )
        else:
            self._note(
                text, "project_again", "같은 사업은 한 번만 셉니다.", "A project named twice counts once."
            )

    def _hold_to_limits(self, text: Text, scores: Mapping[int, int]) -> None:
        for limit, bound in self._bounds:
            if limit.what == "length":
                amounts = [len(scores)]
            elif limit.what == "sum_cost":
                amounts = [sum(self.costs[project] for project in scores)]
            elif self.kind != "cumulative":
                continue
            else:
                amounts = [*scores.values()] if limit.what == "points" else [sum(scores.values())]
            if not any(amount < bound if limit.least else amount > bound for amount in amounts):
                continue
            code = f"{limit.what}_{'below' if limit.least else 'above'}"
            column = "points" if "points" in limit.what else "vote"
            for line in self._lines[text]:
                self.log.break_("limits", code, line, column, ko=limit.words.ko, en=limit.words.en)

    def _note(self, text: Text, code: str, ko: str, en: str) -> None:
        for line in self._lines[text]:
            self.log.note(code, line, ko=ko, en=en)

    def _break(self, text: Text, code: str, ko: str, en: str, **values: object) -> None:
        for line in self._lines[text]:
            self.log.break_("dropped", code, line, "vote", ko=ko, en=en, **values)
