"""How the tally speaks to people: tables with bars, one line for each question."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jiphyeon.commands.tally.words import phrase
from jiphyeon.kernel import Words, counted
from jiphyeon.methods import equal_shares as shares

BAR = 24
NAME = 44
FINE = 1000  # minor units below which a price that is not whole is shown in hundredths


def money(election: shares.Election, amount: Fraction | int) -> str:
    """Write minor units for people: whole ones grouped, decimals only where the file has them; rounded down."""
    units, rest = divmod(int(amount // 1), election.minor)
    places = len(str(election.minor)) - 1
    text = f"{units:,}" + (f".{rest:0{places}d}" if places else "")
    return f"{text} {election.currency}".strip()


def price(election: shares.Election, amount: Fraction) -> str:
    """Write what is rarely whole: to the nearest minor unit, small amounts in hundredths of one, ≈ where rounded."""
    if amount.denominator == 1:
        return money(election, amount)
    if amount >= FINE or election.minor > 1:
        return f"≈ {money(election, round(amount))}"
    hundredths = round(amount * 100)
    text = f"{hundredths // 100:,}.{hundredths % 100:02d} {election.currency}".strip()
    return text if amount * 100 == hundredths else f"≈ {text}"


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _cut(text: str, width: int) -> str:
    if _wide(text) <= width:
        return text
    while _wide(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _columns(rows: list[list[str]], right: Sequence[int] = ()) -> list[str]:
    """Return rows in columns as wide as they need; those in `right` end together, others begin together."""
    widths = [max(_wide(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join(
            " " * (width - _wide(cell)) + cell if at in right else cell + " " * (width - _wide(cell))
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _number(amount: Fraction | int) -> str:
    """Write a count of (weighted) voters: whole ones grouped, others with at most two decimals."""
    hundredths = round(Fraction(amount) * 100)
    whole, rest = divmod(hundredths, 100)
    return f"{whole:,}" + (f".{rest:02d}".rstrip("0") if rest else "")


def _part(part: Fraction) -> str:
    return f"{float(part * 100):.1f} %"


@dataclass(frozen=True)
class Report:
    """The account of one outcome, in one language."""

    result: shares.Outcome
    language: str = "en"

    def _phrase(self, what: str, /, **values: Any) -> str:
        return phrase(self.language, what, **values)

    def _money(self, amount: Fraction | int) -> str:
        return money(self.result.election, amount)

    def _named(self, project: int) -> str:
        one = self.result.election.projects[project]
        return f"{one.id} {one.name}".strip()

    def _votes(self, project: int) -> Fraction:
        election = self.result.election
        return Fraction(election.supports.votes[project], election.ballots.weight_unit)

    def outcome(self, path: str, reading: shares.Reading, comparison: shares.Comparison | None) -> str:
        """Return the readable account of the outcome: the rule, who won at which price, what is left."""
        election = self.result.election
        lines = [f"{election.name}  ({path})", f"  {self._rule()}"]
        if self.result.share is not None:
            lines.append(f"  {self._share()}")
        lines += [f"  {self._phrase('warning', what=self._deviation(one))}" for one in reading.deviations]
        lines += [f"  {line}" for line in self._winners()]
        left = election.budget - self.result.spent
        lines.append(
            "  "
            + self._phrase(
                "total",
                won=len(self.result.winners),
                projects=Words.count(len(election.projects), "project"),
                spent=self._money(self.result.spent),
                budget=self._money(election.budget),
                part=_part(Fraction(self.result.spent, election.budget)),
                left=self._money(left),
                nothing=_part(self.result.with_nothing),
            )
        )
        if comparison:
            lines.append(f"  {self._comparison(comparison)}")
        return "\n".join(lines) + "\n"

    def _deviation(self, one: shares.Deviation) -> str:
        return str(one) if self.language == "en" else one.text(self.language)

    def _rule(self) -> str:
        rule = self.result.rule
        parts = [
            self._phrase(
                "rule",
                method=rule.method,
                utility=rule.utility,
                completion=rule.completion,
                start=rule.start,
                ties=rule.ties,
            )
        ]
        if self.result.election.scoring != "approval":
            parts.append(self._phrase("scoring", scoring=self.result.election.scoring))
        if rule.minimum_votes > 1:
            parts.append(self._phrase("minimum_votes", count=rule.minimum_votes))
        parts += [self._phrase("incompatible", ids=" / ".join(group)) for group in rule.incompatible]
        for quota in rule.quotas:
            if quota.projects is not None:
                parts.append(self._phrase("quota_projects", name=quota.name, count=quota.projects))
            if quota.cost is not None:
                parts.append(self._phrase("quota_cost", name=quota.name, money=self._money(quota.cost)))
        return ", ".join(parts)

    def _share(self) -> str:
        share = self.result.share or Fraction(0)
        exact = shares.text_of_fraction(share / self.result.election.minor)
        parts = [self._phrase("share", share=self._money(share), exact=exact)]
        if self.result.stop:
            times = counted(f"{self.result.steps:,}", "time", "times")
            parts += [
                self._phrase("raised", count=self.result.steps, times=times),
                self._phrase(self.result.stop),
            ]
        return ", ".join(parts)

    def _winners(self) -> list[str]:
        election = self.result.election
        most = max((self._votes(c) for c in range(len(election.projects))), default=Fraction(1)) or Fraction(
            1
        )
        paid = "each_pays" if election.ballots.scores is None else "a_point"
        if self.result.rule.method is shares.Method.PHRAGMEN:
            paid = "each_earned"
        by_votes = all(winner.price is None for winner in self.result.winners)
        head = [self._phrase(one) for one in ("project", "cost", "votes")]
        if not self.result.winners:
            return []
        rows = [["", *head, "", "" if by_votes else self._phrase(paid)]]
        for rank, winner in enumerate(self.result.winners, start=1):
            votes = self._votes(winner.project)
            each = self._phrase("by_votes") if winner.price is None else price(election, winner.price)
            rows.append(
                [
                    str(rank),
                    _cut(self._named(winner.project), NAME),
                    self._money(election.costs[winner.project]),
                    _number(votes),
                    "█" * round(votes / most * BAR),
                    each,
                ]
            )
        return _columns(rows, right=(0, 2, 3))

    def _comparison(self, comparison: shares.Comparison) -> str:
        here, there, even = (
            _number(one) for one in (comparison.prefer_this, comparison.prefer_other, comparison.even)
        )
        return self._phrase(
            "compared",
            here=here if self.language == "ko" else f"{counted(here, 'voter has', 'voters have')}",
            there=there,
            even=even,
            verdict=self._phrase("overturned" if comparison.overturned else "stands"),
        )

    def explanation(self, what: str) -> str:
        """Explain one voter, one project, or all voters or losers, by name; `voter:ID` where a project has that id."""
        if what == "voters":
            return "\n".join(self._every_voter())
        if what == "losers":
            if self.result.run is None:
                return "\n".join(self._lost_by_votes(project) for project in self.result.losers)
            return "\n".join(self._missing(one) for one in shares.missing(self.result))
        if what in self.result.election.index:
            return self._project(self.result.election.index[what])
        return self._voter(what.removeprefix("voter:"))

    def _voter(self, voter: str) -> str:
        statement = shares.voter_statement(self.result, voter)
        rows = [
            [self._phrase("paid"), self._money(one.shown), self._named(one.project)]
            for one in statement.payments
        ]
        rows.append([self._phrase("left"), self._money(statement.left_shown), ""])
        head = f"  {self._phrase('voter', voter=voter, share=self._money(statement.share_shown))}"
        return "\n".join([head, *(f"    {line}" for line in _columns(rows, right=(1,)))])

    def _every_voter(self) -> list[str]:
        """One line a voter: id, share, payments, what is left; tabs between."""
        election = self.result.election
        if election.weights is not None:
            return [self._voter(voter) for voter in election.voters.ids]
        accounts = {}
        for ballot, one in shares.statements(self.result):
            paid = " ".join(f"{election.projects[p.project].id}={p.shown}" for p in one.payments)
            accounts[ballot] = f"{one.share_shown}\t{paid}\t{one.left_shown}"
        groups = election.group_of.tolist()
        return [
            f"{voter}\t{accounts[group]}" for voter, group in zip(election.voters.ids, groups, strict=True)
        ]

    def _project(self, project: int) -> str:
        if project not in self.result.projects:
            if self.result.run is None:
                return self._lost_by_votes(project)
            return self._missing(
                shares.highest_cost(self.result, project), shares.winning_budget(self.result, project)
            )
        election = self.result.election
        winner = next(one for one in self.result.winners if one.project == project)
        named, rank = self._named(project), self.result.projects.index(project) + 1
        if winner.price is None:
            return "  " + self._phrase("filled", named=named, rank=rank)
        if not election.costs[project]:
            return "  " + self._phrase("free", named=named, rank=rank)
        tied = ", ".join(election.projects[c].id for c in winner.tied)
        what = "bought" if election.ballots.scores is None else "bought_point"
        voters = _number(winner.payers or 0)
        return "  " + self._phrase(
            "earned" if self.result.rule.method is shares.Method.PHRAGMEN else what,
            named=named,
            rank=rank,
            voters=voters,
            payers=counted(voters, "voter", "voters"),
            price=price(election, winner.price),
            exact=shares.text_of_fraction(winner.price / election.minor),
            tied=self._phrase("tied", ids=tied) if tied else "",
        )

    def _lost_by_votes(self, project: int) -> str:
        election = self.result.election
        votes = _number(self._votes(project))
        return "  " + self._phrase(
            "lost_by_votes",
            named=self._named(project),
            votes=votes if self.language == "ko" else counted(votes, "vote", "votes"),
            cost=self._money(election.costs[project]),
            left=self._money(election.budget - self.result.spent),
        )

    def _missing(self, one: shares.Missing, wins_from: tuple[int, Fraction] | None = None) -> str:
        named = self._named(one.project)
        if one.barred:
            return "  " + self._phrase("lost_barred", named=named, why=self._phrase(f"barred_{one.barred}"))
        more = counted(f"{one.votes or 0:,}", "more voter", "more voters")
        return "  " + self._phrase(
            "lost",
            named=named,
            raised=self._money(one.raised),
            cost=self._money(self.result.election.costs[one.project]),
            money=self._money(-(-one.money // 1)),
            votes="" if one.votes is None else self._phrase("lost_votes", count=one.votes, more=more),
            cheaper=self._phrase("cheaper", cost=self._money(one.cost)) if one.cost else "",
            budget=self._phrase(
                "from_budget", budget=self._money(wins_from[0]), share=self._money(wins_from[1])
            )
            if wins_from
            else "",
        )


def reading_report(path: str, read: shares.Reading, language: str) -> str:
    """Return what a file holds and every deviation in it."""
    election = read.election
    count = len(read.deviations)
    head = phrase(
        language,
        "file",
        path=path,
        ballots=Words.count(len(election.voters), "ballot"),
        distinct=len(election.ballots),
        projects=Words.count(len(election.projects), "project"),
        budget=money(election, election.budget),
        kind=election.kind,
        verdict=phrase(
            language, "deviates", count=Words.count(count, "kind of deviation", "kinds of deviation")
        )
        if count
        else phrase(language, "in_order"),
    )
    return "\n".join(
        [head, *(f"  {one if language == 'en' else one.text(language)}" for one in read.deviations)]
    )


def simulation(lines: Sequence[shares.Line], language: str) -> str:
    """Return the rules side by side, then the part of each group of voters with nothing."""
    text = "\n".join(_columns(shares.table(lines, language), right=range(1, 7)))
    groups = list(lines[0].groups) if lines else []
    if not groups:
        return text
    head = [phrase(language, "with_nothing"), *(line.named(language) for line in lines)]
    body = [
        [shares.group_name(group, language), *(_part(line.groups[group]) for line in lines)]
        for group in groups
    ]
    return text + "\n\n" + "\n".join(_columns([head, *body], right=range(1, len(head))))


def together(elections: Sequence[shares.Outcome], language: str) -> str:
    """Return one report over several budgets."""
    rows = [[phrase(language, one) for one in ("budget", "winners", "spent", "of")]]
    for one in elections:
        amounts = [money(one.election, amount) for amount in (one.spent, one.election.budget)]
        rows.append([one.election.name, str(len(one.winners)), *amounts])
    spent, budget = sum(one.spent for one in elections), sum(one.election.budget for one in elections)
    won = sum(len(one.winners) for one in elections)
    rows.append(
        [
            phrase(language, "all"),
            str(won),
            *(money(elections[0].election, amount) for amount in (spent, budget)),
        ]
    )
    return "\n".join(_columns(rows, right=(1, 2, 3)))
