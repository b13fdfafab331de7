"""The rules word for word: a voter at a time, in fractions, every step of Add1 walked. Slow, and shares no code with them.

`drawn` draws small elections in which everything happens that can: ties, nought, odd weights, tiny and huge amounts.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, field, replace
from fractions import Fraction

from jiphyeon.methods.equal_shares import Completion, Method, Quota, Rule, Start, Utility, mixed, parse, tally

SIZES = {  # what amounts are made of: (factor, decimals)
    "won": (1, 0),
    "cents": (1, 2),
    "huge": (10**17 + 3, 0),
    "fine": (1, 15),
}


@dataclass
class Drawn:
    """An election as it was drawn, beside the text of its file. Amounts are units of currency, scores points or places.

    Limits of the rule on money are in minor units, as the reader counts them; `minor` of them are one.
    """

    text: str
    costs: dict[str, Fraction]
    budget: Fraction
    minor: int
    ballots: list[dict[str, Fraction]]
    weights: list[Fraction]
    rule: Rule
    parts: dict[str, int] = field(default_factory=dict)

    def election(self):
        """Read the file, and weigh its electorates where they are weighed."""
        election = parse(self.text.encode(), name="drawn.pb").election
        return mixed(election, "role", self.parts) if self.parts else election


def drawn(seed: int) -> Drawn:
    """Draw an election and a rule; every kind of ballot comes in turn."""
    dice = random.Random(seed)  # noqa: S311 -- chance without secrets
    kind = ("approval", "cumulative", "ordinal", "choose-1", "scoring", "knapsack")[seed % 6]
    factor, places = SIZES[dice.choice(["won", "won", "won", "cents", "huge", "fine"])]
    minor = 10**places
    ids = dice.sample(["1", "2", "3", "10", "11", "a", "B", "가", "나-2", "ü"], dice.randint(1, 8))
    several = dice.choice([[1, 2, 3, 4], [0, 1, 2, 5], [6], [1, 2, 3, 4, 6, 12, 17, 29], [0]])
    if dice.random() < 0.01:
        several = [170, 300, 301, 450, 599]  # hundreds of steps of Add1: past what is tried side by side
    own = {name: dice.choice(several) * factor for name in ids}
    costs = {
        name: cost * minor + (dice.randrange(minor) if cost and places else 0) for name, cost in own.items()
    }
    whole = sum(own.values()) or 1
    budget = dice.choice([whole, max(own.values()), dice.randint(1, 2 * whole), dice.randint(1, 9 * factor)])
    budget = max(1, budget) * minor + (dice.randrange(minor) if places else 0)
    ballots, rows = [], []
    for voter in range(dice.randint(1, 11)):
        ballot, vote, points = _ballot(dice, kind, ids, costs, budget)
        ballots.append(ballot)
        rows.append((str(voter + 1), dice.choice(["citizen", "committee", "expert"]), vote, points))
    if not any(ballots):
        kind, ballots, rows = "approval", [{} for _ in rows], [(*row[:2], "", "") for row in rows]
        ballots[0], rows[0] = {ids[0]: Fraction(1)}, (*rows[0][:2], ids[0], "")
    if kind == "ordinal":
        longest = max(len(ballot) for ballot in ballots)
        ballots = [{name: Fraction(longest - at) for at, name in enumerate(ballot)} for ballot in ballots]
    roles = [row[1] for row in rows]
    parts = {name: dice.choice([1, 2, 50, 33]) for name in sorted(set(roles))} if dice.random() < 0.3 else {}
    weights = [Fraction(1)] * len(rows)
    if parts:
        each = [Fraction(parts[role], roles.count(role)) for role in roles]
        weights = [say / min(each) for say in each]
    rule = _rule(dice, kind, ids, costs, many_steps=factor > 1)
    text = _text(kind, costs, budget, places, rows)
    units = {name: Fraction(cost, minor) for name, cost in costs.items()}
    return Drawn(text, units, Fraction(budget, minor), minor, ballots, weights, rule, parts)


def _ballot(dice, kind, ids, costs, budget):
    keen = dice.choice([0.2, 0.5, 0.9])
    named = [name for name in ids if dice.random() < keen]
    dice.shuffle(named)
    if kind == "choose-1":
        named = named[:1]
    if kind == "knapsack":
        while sum(costs[name] for name in named) > budget:
            named.pop()
    if kind not in ("cumulative", "scoring"):
        return dict.fromkeys(named, Fraction(1)), ",".join(named), ""
    points = [dice.choice(["0", "1", "2", "3", "7", "0.5", "1.25"]) for _ in named]
    given = {name: Fraction(point) for name, point in zip(named, points, strict=True) if point != "0"}
    return given, ",".join(named), ",".join(points)


def _rule(dice, kind, ids, costs, *, many_steps):
    methods = [Method.EQUAL_SHARES] * 8 + [Method.GREEDY]
    methods += [] if kind in ("cumulative", "scoring", "ordinal") else [Method.PHRAGMEN]
    method = dice.choice(methods)
    completion = Completion.NONE
    if method is Method.EQUAL_SHARES and not many_steps:
        completion = dice.choice([Completion.NONE, Completion.ADD1, Completion.ADD1, Completion.ADD1U])
    some = lambda least: tuple(dice.sample(ids, dice.randint(least, len(ids))))  # noqa: E731 -- said once, used twice
    quotas = []
    if dice.random() < 0.2:
        most, money = (
            dice.choice([None, 0, 1, 2]),
            dice.choice([None, max(costs.values()), sum(costs.values()) // 2, 10**29]),
        )
        quotas = [Quota("some", some(1), projects=most, cost=money)]
    return Rule(
        method=method,
        utility=dice.choice(list(Utility)),
        completion=completion,
        start=dice.choice([Start.EXACT, Start.EXACT, Start.FLOOR]),
        lot_seed=dice.choice([None, None, "봉인 7"]),
        minimum_votes=dice.choice([1, 1, 1, 1, 2]),
        incompatible=(some(2),) if len(ids) > 1 and dice.random() < 0.2 else (),
        quotas=tuple(quotas),
    )


def _text(kind, costs, budget, places, rows):
    def amount(whole):
        return f"{whole // 10**places}.{whole % 10**places:0{places}d}" if places else str(whole)

    scored = kind in ("cumulative", "scoring")
    lines = ["META", "key;value", f"budget;{amount(budget)}", f"vote_type;{kind}", "currency;KRW"]
    lines += ["PROJECTS", "project_id;cost", *(f"{name};{amount(cost)}" for name, cost in costs.items())]
    lines += ["VOTES", "voter_id;role;vote" + (";points" if scored else "")]
    lines += [";".join(row if scored else row[:3]) for row in rows]
    return "\n".join(lines) + "\n"


class Oracle:
    """One election under its rule."""

    def __init__(self, drawn: Drawn) -> None:
        self.drawn, self.rule, self.costs = drawn, drawn.rule, drawn.costs
        self.ids = sorted(drawn.costs)
        backers = {name: [v for v, ballot in enumerate(drawn.ballots) if name in ballot] for name in self.ids}
        self.backers = backers
        self.votes = {name: sum((drawn.weights[v] for v in backers[name]), Fraction(0)) for name in self.ids}
        self.points = {
            name: sum((drawn.weights[v] * drawn.ballots[v][name] for v in backers[name]), Fraction(0))
            for name in self.ids
        }
        self.order = list(self.ids)
        if self.rule.lot_seed is not None:
            self.order.sort(key=lambda name: (self.costs[name], -self.votes[name], self._lot(name)))

    def _lot(self, name):
        return hashlib.sha256(f"{self.rule.lot_seed}\n{name}".encode()).hexdigest()

    def shut(self, won):
        """Return what may not join `won`: too few voters (not votes by weight), a rival won, a quota full."""
        out = {name for name in self.ids if len(self.backers[name]) < self.rule.minimum_votes}
        for group in self.rule.incompatible:
            out |= set(group) if set(group) & set(won) else set()
        for quota in self.rule.quotas:
            inside = [name for name in won if name in quota.members]
            if quota.projects is not None and len(inside) >= quota.projects:
                out |= set(quota.members)
            if quota.cost is not None:
                most = Fraction(quota.cost, self.drawn.minor)
                out |= {name for name in quota.members if self.spent(inside) + self.costs[name] > most}
        return out | set(won)

    def value(self, name):
        return self.costs[name] if self.rule.utility is Utility.COST else 1

    def run(self, share):
        """Buy from this share, the cheapest for a unit of utility first; return (id, price) in order."""
        held = [share] * len(self.drawn.ballots)
        bought = []
        while True:
            out = self.shut([name for name, _ in bought])
            best = None
            for name in self.order:
                if name in out or not self.backers[name]:
                    continue
                price = self.price(name, held) if self.costs[name] else Fraction(0)
                if price is None:
                    continue
                each = price / self.value(name) if self.costs[name] else Fraction(-1)
                if best is None or each < best[0]:
                    best = (each, name, price)
            if best is None:
                return bought
            _, name, price = best
            bought.append((name, price))
            for v in self.backers[name]:
                held[v] -= min(held[v], price * self.drawn.ballots[v][name])

    def price(self, name, held):
        """Return the least q at which supporters who give min(what they hold, q for each point) raise the cost."""
        weights, ballots = self.drawn.weights, self.drawn.ballots
        rising = sorted(self.backers[name], key=lambda v: held[v] / ballots[v][name])
        due = Fraction(self.costs[name])
        points = sum((weights[v] * ballots[v][name] for v in rising), Fraction(0))
        for v in rising:
            price = due / points
            if price * ballots[v][name] <= held[v]:
                return price
            due -= weights[v] * held[v]
            points -= weights[v] * ballots[v][name]
        return None

    def room(self, won):
        left = self.drawn.budget - self.spent(won)
        out = self.shut(won)
        return [
            name for name in self.ids if name not in out and self.points[name] and self.costs[name] <= left
        ]

    def spent(self, won):
        return sum(self.costs[name] for name in won)

    def greedy(self, won):
        """Return what is added to `won`: by votes (times value) for the money, whatever fits."""
        won, added = list(won), []
        merit = lambda name: (  # noqa: E731 -- a key
            (0 if self.points[name] else 2) if not self.costs[name] else (1 if self.points[name] else 2),
            -self.points[name] * self.value(name) / self.costs[name] if self.costs[name] else 0,
            self.order.index(name),
        )
        for name in sorted(self.ids, key=merit):
            if name not in self.shut(won) and self.spent(won) + self.costs[name] <= self.drawn.budget:
                won.append(name)
                added.append(name)
        return added

    def phragmen(self):
        """Return (id, when it was due): everybody earns alike, supporters buy when they own the cost."""
        since = [Fraction(0)] * len(self.drawn.ballots)
        bought = []
        while True:
            won = [name for name, _ in bought]
            out = self.shut(won)
            due = {
                name: (self.costs[name] + sum(self.drawn.weights[v] * since[v] for v in self.backers[name]))
                / self.votes[name]
                for name in self.order
                if name not in out and self.backers[name] and self.costs[name] <= self.drawn.budget
            }
            first = min(due.values(), default=None)
            tied = [name for name in self.order if due.get(name) == first]
            left = self.drawn.budget - self.spent(won)
            if not due or any(self.costs[name] > left for name in tied):
                return bought
            bought.append((tied[0], first))
            for v in self.backers[tied[0]]:
                since[v] = first

    def outcome(self):
        """Return (winners, prices, share, steps, stop) as the rule has it."""
        if self.rule.method is Method.GREEDY:
            return self.greedy([]), [], None, 0, None
        if self.rule.method is Method.PHRAGMEN:
            bought = self.phragmen()
            return [name for name, _ in bought], [time for _, time in bought], None, 0, None
        share = self.drawn.budget / sum(self.drawn.weights)
        if self.rule.start is Start.FLOOR:
            share = Fraction(share // 1)
        bought, steps, stop = self.run(share), 0, None
        if self.rule.completion is not Completion.NONE:
            while True:
                if not self.room([name for name, _ in bought]):
                    stop = "exhaustive"
                    break
                after = self.run(share + 1)
                if self.spent([name for name, _ in after]) > self.drawn.budget:
                    stop = "overspends"
                    break
                bought, share, steps = after, share + 1, steps + 1
        won = [name for name, _ in bought]
        filled = self.greedy(won) if self.rule.completion is Completion.ADD1U else []
        return won + filled, [price for _, price in bought], share, steps, stop


def differences(drawn: Drawn, engines: list[str]) -> list[str]:
    """Return where an engine and the oracle part; nothing where they agree to the last fraction."""
    election = drawn.election()
    minor = election.minor
    won, prices, share, steps, stop = Oracle(drawn).outcome()
    rule = replace(
        drawn.rule, quotas=tuple(_in_minor(quota, drawn.minor, minor) for quota in drawn.rule.quotas)
    )
    found = []
    for engine in engines:
        outcome = tally(election, rule, engine=engine)
        paid = [
            winner.price * election.score_unit / minor
            for winner in outcome.winners
            if winner.price is not None
        ]
        begun = None if outcome.share is None else outcome.share / minor
        given = (outcome.ids, paid, begun, outcome.steps, outcome.stop)
        if given != (won, prices, share, steps, stop):
            found.append(f"{engine}: {given} instead of {(won, prices, share, steps, stop)}")
    return found


def _in_minor(quota: Quota, drawn: int, read: int) -> Quota:
    """Return a quota in the minor units of the file as read, which may have fewer decimals than were drawn."""
    return quota if quota.cost is None else replace(quota, cost=quota.cost * read // drawn)
