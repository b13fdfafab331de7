"""What stands in a ballot's cells: project ids, points or ranks, and the limits the file sets on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jiphyeon.methods.equal_shares._figures import Figure, common_minor, figure
from jiphyeon.methods.equal_shares._pabulib_log import Log
from jiphyeon.methods.equal_shares.election import BallotKind, Scoring

KINDS: Mapping[str, BallotKind] = {
    "approval": "approval",
    "choose-1": "approval",
    "knapsack": "knapsack",
    "cumulative": "cumulative",
    "scoring": "cumulative",
    "ordinal": "ordinal",
}
Ballot = tuple[tuple[int, ...], tuple[int, ...] | None]


def default_scoring(kind: BallotKind) -> Scoring:
    """Return how such ballots count where nobody says otherwise."""
    return {"cumulative": "points", "ordinal": "borda"}.get(kind, "approval")  # type: ignore[return-value]


@dataclass
class Cells:
    """Reads the cells of ballots; each distinct text is read once, and its deviations noted for all its lines."""

    projects: Mapping[str, int]
    costs: Sequence[int]
    kind: BallotKind
    scoring: Scoring
    meta: Mapping[str, str]
    minor: int
    log: Log
    score_unit: int = 1
    _lines: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def ballots(self, texts: Sequence[tuple[str, str]], lines: Sequence[int]) -> Iterator[Ballot]:
        """Return the ballots in order; scores are whole, `score_unit` of them to one point."""
        for text, line in zip(texts, lines, strict=True):
            self._lines[text].append(line)
        points: dict[tuple[str, str], list[Figure]] = {}
        if self.kind == "cumulative":
            points = {text: self._points(text) for text in self._lines}
            self.score_unit = common_minor(point for row in points.values() for point in row)
        longest = max((text[0].count(",") + 1 for text in self._lines), default=1)
        ranks = self._limit("max_length") or longest
        read = {text: self._ballot(text, points.get(text), max(ranks, longest)) for text in self._lines}
        return (read[text] for text in texts)

    def _limit(self, key: str) -> int | None:
        read = figure(self.meta.get(key, ""))
        return None if read is None or read.digits <= 0 else read.whole(self.minor if "cost" in key else 1)

    def _points(self, text: tuple[str, str]) -> list[Figure]:
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
                    cell=cell,
                )
        return [point for point in read if point is not None]

    def _ballot(self, text: tuple[str, str], points: list[Figure] | None, ranks: int) -> Ballot:
        scores: dict[int, int] = {}
        names = [name.strip() for name in text[0].split(",")] if text[0].strip() else []
        for place, name in enumerate(names):
            project = self.projects.get(name)
            if not name:
                self._warn(
                    text, "empty_cell", "빈 칸은 건너뜁니다.", "An empty place in a ballot is skipped."
                )
            elif project is None:
                self._warn(
                    text, "project_unknown", "없는 사업을 찍은 표는 그 사업만 빼고 셉니다.",
                    "A project that does not stand is left out of the ballot.",
                )  # fmt: skip
            elif points is not None:
                if project in scores:
                    self._warn(
                        text,
                        "project_again",
                        "같은 사업의 점수는 더합니다.",
                        "Points for one project are added up.",
                    )
                scores[project] = scores.get(project, 0) + points[place].whole(self.score_unit)
            elif project in scores:
                self._warn(
                    text, "project_again", "같은 사업은 한 번만 셉니다.", "A project named twice counts once."
                )
            else:
                scores[project] = ranks - place if self.kind == "ordinal" else 1
        if not names:
            self._warn(
                text,
                "ballot_empty",
                "빈 표도 몫은 가집니다.",
                "An empty ballot holds a share and supports nothing.",
            )
        self._check_limits(text, scores)
        kept = sorted(project for project, score in scores.items() if score > 0)
        if self.scoring == "approval":
            return tuple(kept), None
        return tuple(kept), tuple(scores[project] for project in kept)

    def _check_limits(self, text: tuple[str, str], scores: Mapping[int, int]) -> None:
        longest, shortest = self._limit("max_length"), self._limit("min_length")
        dearest = self._limit("max_sum_cost")
        if longest is not None and len(scores) > longest:
            self._warn(
                text, "ballot_long", "표가 max_length보다 깁니다.", "The ballot is longer than max_length."
            )
        if shortest is not None and 0 < len(scores) < shortest:
            self._warn(
                text,
                "ballot_short",
                "표가 min_length보다 짧습니다.",
                "The ballot is shorter than min_length.",
            )
        if dearest is not None and sum(self.costs[project] for project in scores) > dearest:
            self._warn(
                text,
                "ballot_dear",
                "표의 합계가 max_sum_cost를 넘습니다.",
                "The ballot costs more than max_sum_cost.",
            )

    def _warn(self, text: tuple[str, str], code: str, ko: str, en: str) -> None:
        for line in self._lines[text]:
            self.log.note(code, line, ko=ko, en=en)
