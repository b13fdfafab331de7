"""Where each voter's share went, and what each project that lost was missing. All of it exact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm

import numpy as np

from jiphyeon.kernel import Refused
from jiphyeon.methods.equal_shares.election import Election
from jiphyeon.methods.equal_shares.outcome import Outcome
from jiphyeon.methods.equal_shares.rule import Limits, Utility
from jiphyeon.methods.equal_shares.shares import EqualShares, Run


@dataclass(frozen=True, slots=True)
class Payment:
    """What one voter paid for one project: exactly, and in whole minor units as shown."""

    project: int
    exact: Fraction
    shown: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One voter's account. Shown amounts are differences of the balance rounded down after each payment, so that the
    shown payments and what is left always add up to the shown share.
    """

    share: Fraction
    payments: tuple[Payment, ...]
    left: Fraction

    @property
    def share_shown(self) -> int:
        """The share in whole minor units, rounded down."""
        return floor(self.share)

    @property
    def left_shown(self) -> int:
        """What is left in whole minor units, rounded down."""
        return floor(self.left)


def voter_statement(outcome: Outcome, voter: str) -> Statement:
    """Return the account of the voter with this id."""
    run = _run(outcome)
    try:
        at = list(outcome.election.voters.ids).index(voter)
    except ValueError:
        raise no_such_voter(outcome.election, voter) from None
    ballot = int(outcome.election.group_of[at])
    return _statement(outcome.election, run, ballot, _turns(run), outcome.election.weight_of(at))


def no_such_voter(election: Election, voter: str) -> Refused:
    """Return the refusal to explain a voter who did not vote."""
    return Refused(
        "voter_unknown",
        ko="{election}: 투표자 {voter}이(가) 없습니다.",
        en="{election}: there is no voter {voter}.",
        election=election.name,
        voter=voter,
    )


def statements(outcome: Outcome) -> Iterator[tuple[int, Statement]]:
    """Yield the account of an ordinary voter of every distinct ballot, as (ballot, statement).

    Voters with the same ballot have the same account; `election.group_of` leads from voters to ballots.
    """
    run = _run(outcome)
    turns = _turns(run)
    known: dict[tuple[object, ...], Statement] = {}
    ballots = outcome.election.ballots
    offsets = ballots.offsets.tolist()
    projects = ballots.projects.tolist()
    scores = None if ballots.scores is None else ballots.scores.tolist()
    emptied = run.emptied.tolist()
    for ballot in range(len(ballots)):
        begin, end = offsets[ballot], offsets[ballot + 1]
        last = emptied[ballot]
        paid = tuple((turns[c], 1 if scores is None else scores[at]) for at, c in enumerate(projects[begin:end], begin)
                     if c in turns and turns[c] <= last)  # fmt: skip
        key = (paid, last if any(turn == last for turn, _ in paid) else None)
        if key not in known:
            known[key] = _account(run, sorted(paid), last, Fraction(1))
        yield ballot, known[key]


def _run(outcome: Outcome) -> Run:
    if outcome.run is None:
        raise Refused(
            "no_shares",
            ko="개인별 몫은 균등지분법에만 있습니다.",
            en="Only equal shares give every voter a share; this outcome is by {method}.",
            method=outcome.rule.method.value,
        )
    return outcome.run


def _turns(run: Run) -> dict[int, int]:
    return {purchase.project: turn for turn, purchase in enumerate(run.purchases)}


def _statement(
    election: Election, run: Run, ballot: int, turns: dict[int, int], weight: Fraction
) -> Statement:
    ballots = election.ballots
    begin, end = int(ballots.offsets[ballot]), int(ballots.offsets[ballot + 1])
    last = int(run.emptied[ballot])
    paid = [
        (turns[int(ballots.projects[at])], 1 if ballots.scores is None else int(ballots.scores[at]))
        for at in range(begin, end)
        if turns.get(int(ballots.projects[at]), last + 1) <= last
    ]
    return _account(run, sorted(paid), last, weight)


def _account(run: Run, paid: list[tuple[int, int]], last: int, weight: Fraction) -> Statement:
    """Pay turn by turn; in the turn that empties the voter, whatever is left is paid."""
    share = run.share * weight
    balance = share
    payments = []
    for turn, score in paid:
        purchase = run.purchases[turn]
        price = balance if turn == last else purchase.price * score * weight
        after = balance - price
        payments.append(Payment(purchase.project, price, floor(balance) - floor(after)))
        balance = after
    return Statement(share, tuple(payments), balance)


@dataclass(frozen=True, slots=True)
class Missing:
    """What a project that lost was missing when nothing more could be bought.

    `raised` is what its supporters still held together, `money` what they lacked, `votes` how many more ordinary
    voters with an untouched share would have closed the gap (None where a share is nothing), `cost` the highest cost
    it would still have been bought at (then, or earlier where `closest` names a turn), and `barred` why money was not
    the matter: too few votes, a rival that won, a quota that is full or below its cost.
    """

    project: int
    raised: Fraction
    money: Fraction
    votes: int | None
    cost: int
    closest: int | None = None
    barred: str = ""


def missing(outcome: Outcome, projects: list[int] | None = None) -> list[Missing]:
    """Return, for each project that lost (or those asked for), what was missing at the end of the run."""
    run = _run(outcome)
    election = outcome.election
    asked = outcome.losers if projects is None else projects
    barred = _barred(outcome)
    found = []
    for project, raised in zip(asked, money_left(election, run, asked), strict=True):
        cost = election.costs[project]
        money = max(cost - raised, Fraction(0))
        votes = ceil(money / run.share) if run.share else None
        found.append(
            Missing(project, raised, money, votes, min(cost, floor(raised)), None, barred.get(project, ""))
        )
    return found


def money_left(election: Election, run: Run, projects: list[int]) -> Iterator[Fraction]:
    """Yield what the supporters of each project still hold together at the end, in minor units.

    Who still holds anything paid the full price in every round; so it is enough to count how often each price was paid.
    """
    ballots, supports = election.ballots, election.supports
    common = lcm(run.share.denominator, *(purchase.price.denominator for purchase in run.purchases))
    prices = [int(purchase.price * common) for purchase in run.purchases]
    share = int(run.share * common)
    turn = np.full(len(election.projects), -1)
    turn[run.projects] = np.arange(len(run.purchases))
    holding = run.emptied >= len(run.purchases)
    for project in projects:
        rows = supports.of(project)
        rows = rows[holding[rows]]
        weights = ballots.weights[rows]
        lengths = ballots.offsets[rows + 1] - ballots.offsets[rows]
        entries = np.arange(int(lengths.sum())) + np.repeat(
            ballots.offsets[rows] - np.cumsum(lengths) + lengths, lengths
        )
        times = np.repeat(weights, lengths)
        if ballots.scores is not None:
            times = times * ballots.scores[entries]
        turns = turn[ballots.projects[entries]]
        paid = np.bincount(turns[turns >= 0], weights=times[turns >= 0], minlength=len(prices))
        spent = sum(int(count) * price for count, price in zip(paid.tolist(), prices, strict=True))
        yield Fraction(int(weights.sum()) * share - spent, common * ballots.weight_unit)


def _barred(outcome: Outcome) -> dict[int, str]:
    limits = Limits(outcome.election, outcome.rule)
    why = {project: "quota" if limits.admitted[project] else "votes" for project in limits.never()}
    chosen = outcome.projects
    for project in chosen:
        for other in limits.shut_out(chosen, project):
            why.setdefault(other, "rival" if other in limits.rivals.get(project, ()) else "quota")
    for project, votes in enumerate(outcome.election.supports.votes):
        if not votes:
            why[project] = "votes"
    return why


def highest_cost(outcome: Outcome, project: int) -> Missing:
    """Return what a project was missing, with the highest cost at which it would have been bought at any turn.

    At a turn in which the winner's unit of utility cost r, a cheaper version of the project at cost x would have been
    bought if its supporters could raise x at no more than r for each unit.
    """
    run = _run(outcome)
    (base,) = missing(outcome, [project])
    if base.barred:
        return base
    best, closest = base.cost, None
    for turn, supporters in enumerate(_standing(outcome, run, project)):
        dearer = supporters.affordable(above=best, below=outcome.election.costs[project])
        if dearer > best:
            best, closest = dearer, turn
    return Missing(project, base.raised, base.money, base.votes, best, closest, base.barred)


@dataclass(frozen=True, slots=True)
class _Supporters:
    """What the supporters of a project hold in one turn (equal ones together), and what a unit of utility costs then."""

    each: Fraction
    held: dict[tuple[Fraction, int], int]
    unit: int
    by_cost: bool

    def raise_(self, cost: int) -> Fraction:
        """Return what they raise for a project of this cost when each pays the turn's price."""
        price = self.each * (cost if self.by_cost else 1)
        return sum((w * min(b, price * s) for (b, s), w in self.held.items()), Fraction(0)) / self.unit

    def affordable(self, *, above: int, below: int) -> int:
        """Return the highest whole cost in (above, below] that they raise with something to spare; else `above`."""
        if above >= below or self.raise_(above + 1) <= above + 1:
            return above
        low, high = above + 1, below
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.raise_(middle) > middle else (low, middle - 1)
        return low


def _standing(outcome: Outcome, run: Run, project: int) -> Iterator[_Supporters]:
    """Yield, before each purchase, how the supporters of a project stand."""
    election = outcome.election
    by_cost = outcome.rule.utility is Utility.COST
    rows = election.supports.of(project).tolist()
    weights = [int(weight) for weight in election.supports.weights_of(project)]
    given = election.supports.scores_of(project)
    scores = [1] * len(rows) if given is None else [int(score) for score in given]
    named = [dict(zip(*_ballot(election, g), strict=True)) for g in rows]
    held = [run.share] * len(rows)
    emptied = [int(run.emptied[g]) for g in rows]
    for turn, purchase in enumerate(run.purchases):
        worth = election.costs[purchase.project] if by_cost else 1
        together: dict[tuple[Fraction, int], int] = {}
        for balance, score, weight in zip(held, scores, weights, strict=True):
            if balance:
                together[balance, score] = together.get((balance, score), 0) + weight
        each = purchase.price / worth if worth else Fraction(0)
        yield _Supporters(each, together, election.ballots.weight_unit, by_cost)
        for at, ballot in enumerate(named):
            if purchase.project in ballot and held[at]:
                held[at] = (
                    Fraction(0)
                    if emptied[at] <= turn
                    else held[at] - purchase.price * ballot[purchase.project]
                )


def _ballot(election: Election, ballot: int) -> tuple[list[int], list[int]]:
    ballots = election.ballots
    begin, end = int(ballots.offsets[ballot]), int(ballots.offsets[ballot + 1])
    scores = [1] * (end - begin) if ballots.scores is None else ballots.scores[begin:end].tolist()
    return ballots.projects[begin:end].tolist(), scores


def winning_budget(outcome: Outcome, project: int, furthest: int = 2**40) -> tuple[int, Fraction] | None:
    """Return a budget from which a loser wins by equal shares alone, and the share it gives: one unit less and it loses.

    Found by doubling the raise and halving back, so between the outcome's share and the one returned it may win and
    lose again; None where no raise up to `furthest` units brings it in.
    """
    run = _run(outcome)
    shares = EqualShares(outcome.election, outcome.rule)
    if not shares.open[project]:
        return None
    unit = outcome.election.minor

    def wins(raise_: int) -> bool:
        return project in shares.run(run.share + raise_ * unit).projects

    high = 1
    while not wins(high):
        high *= 2
        if high > furthest:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if wins(middle) else (middle, high)
    share = run.share + high * unit
    return ceil(share * Fraction(outcome.election.weight, outcome.election.ballots.weight_unit)), share
