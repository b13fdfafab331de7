"""One election under many rules, side by side, before a rule is chosen: as rows and as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from jiphyeon.kernel import Words
from jiphyeon.methods.equal_shares.completion import Progress
from jiphyeon.methods.equal_shares.election import Election
from jiphyeon.methods.equal_shares.engine import Engine
from jiphyeon.methods.equal_shares.outcome import Outcome, compared, tally
from jiphyeon.methods.equal_shares.rule import Completion, Method, Rule, Utility

USUAL: tuple[tuple[str, Rule], ...] = (
    ("most votes", Rule(method=Method.GREEDY)),
    ("most votes for the money", Rule(method=Method.GREEDY, utility=Utility.CARDINALITY)),
    ("equal shares", Rule()),
    ("equal shares, completed", Rule(completion=Completion.ADD1U)),
    ("equal shares by number, completed", Rule(utility=Utility.CARDINALITY, completion=Completion.ADD1U)),
    ("Phragmén", Rule(method=Method.PHRAGMEN)),
)
KOREAN = {
    "most votes": "다득표순",
    "most votes for the money": "비용 대비 다득표순",
    "equal shares": "균등지분",
    "equal shares, completed": "균등지분, 보완",
    "equal shares by number, completed": "균등지분(건수), 보완",
    "Phragmén": "프라그멘",
}
HEAD = (
    Words("규칙", "rule"),
    Words("선정", "funded"),
    Words("사용", "spent"),
    Words("표 한 장당 선정", "funded on a ballot"),
    Words("하나도 안 됨", "with nothing"),
    Words("첫 규칙보다 나음", "better than first"),
    Words("못함", "worse"),
)
AGES: tuple[tuple[str, int | None], ...] = (("0–18", 18), ("19–39", 39), ("40–64", 64), ("65+", None))


@dataclass(frozen=True, slots=True)
class Line:
    """How one rule fares. Voter figures are weighted; `groups` holds the part with nothing in each group of voters,
    `prefer` the part of voters with more funded projects than under the first rule, `worse` with fewer.
    """

    name: str
    outcome: Outcome
    funded: int
    spent: Fraction
    mean: Fraction
    nothing: Fraction
    prefer: Fraction
    worse: Fraction
    groups: dict[str, Fraction]

    def named(self, language: str) -> str:
        """Return the rule's name in the reader's language; a name of the caller's own as it is."""
        return Words(KOREAN.get(self.name, self.name), self.name).text(language)


def simulate(
    election: Election,
    rules: Sequence[tuple[str, Rule]] = USUAL,
    progress: Progress = lambda _what, _done, _all: None,
    engine: Engine = "auto",
) -> list[Line]:
    """Decide an election by every rule given. Phragmén's is left out where ballots carry scores: it cannot read them."""
    rules = [
        (name, rule)
        for name, rule in rules
        if rule.method is not Method.PHRAGMEN or election.ballots.scores is None
    ]
    groups = _groups(election)
    lines: list[Line] = []
    for done, (name, rule) in enumerate(rules):
        progress("rules", done, len(rules))
        outcome = tally(election, rule, engine=engine)
        weights = election.ballots.weights
        against = compared(outcome, lines[0].outcome.projects if lines else outcome.projects)
        everyone = Fraction(election.weight, election.ballots.weight_unit)
        nothing = outcome.satisfaction[election.group_of] == 0
        lines.append(
            Line(
                name=name,
                outcome=outcome,
                funded=len(outcome.winners),
                spent=Fraction(outcome.spent, election.budget),
                mean=Fraction(int(weights @ outcome.satisfaction), election.weight),
                nothing=outcome.with_nothing,
                prefer=against.prefer_this / everyone,
                worse=against.prefer_other / everyone,
                groups={label: Fraction(int(nothing[who].sum()), len(who)) for label, who in groups.items()},
            )
        )
    return lines


def _groups(election: Election) -> dict[str, np.ndarray]:
    """Return the voters of each district and age band the file tells of; small groups are shown with the rest."""
    groups: dict[str, list[int]] = {}
    for column in ("district", "neighborhood"):
        if column in election.voters.columns:
            for at, name in enumerate(election.voters.column(column)):
                if name.strip():
                    groups.setdefault(f"{column} {name.strip()}", []).append(at)
    if "age" in election.voters.columns:
        for at, text in enumerate(election.voters.column("age")):
            if text.isdigit():
                band = next((label for label, last in AGES if last is None or int(text) <= last), "")
                groups.setdefault(f"age {band}", []).append(at)
    return {label: np.array(who) for label, who in sorted(groups.items()) if len(who) >= 5}


def group_name(group: str, language: str) -> str:
    """Return the name of a group of voters (`district …`, `neighborhood …`, `age …`) in the reader's language."""
    kind, _, name = group.partition(" ")
    if kind == "age":
        over = name.removesuffix("+")
        return Words(f"{name}세" if over == name else f"{over}세 이상", group).text(language)
    return Words(f"{'구역' if kind == 'district' else '동네'} {name}", group).text(language)


def table(lines: Sequence[Line], language: str = "en") -> list[list[str]]:
    """Return the figures as rows of text, the header first."""
    return [
        [words.text(language) for words in HEAD],
        *(
            [line.named(language), str(line.funded), percent(line.spent), f"{float(line.mean):.2f}", percent(line.nothing),
             percent(line.prefer), percent(line.worse)]
            for line in lines
        ),
    ]  # fmt: skip


def percent(part: Fraction) -> str:
    """Write a part of the whole as a percentage with one decimal."""
    return f"{float(part * 100):.1f} %"
