"""What a run over a population and a what-if answer: frozen figures that explain themselves and travel as JSON.

Amounts are whole won for one payment (`per`: a month, a year, once, a use). Someone counts as due where every clause
is met; who is unknown is in no sum, and is counted beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jiphyeon.kernel import Json
from jiphyeon.methods.rules.judging.outcome import plain
from jiphyeon.methods.rules.model.parameters import Content
from jiphyeon.methods.rules.model.tree import Rows, Steps


@dataclass(frozen=True, slots=True)
class ClauseFigures:
    """One clause over everybody: how many do not meet it, how many it leaves open, for how many it stands alone.

    `sole_blocker`: they fail this clause and no other, nothing else being unknown; easing it alone would make them due.
    """

    id: str
    fail: int
    unknown: int
    sole_blocker: int

    def as_json(self) -> dict[str, int]:
        """Return plain JSON values."""
        return {"fail": self.fail, "unknown": self.unknown, "sole_blocker": self.sole_blocker}


@dataclass(frozen=True, slots=True)
class Figures:
    """A population judged under one set of rules. `amount_open`: due, but the amount hangs on an unknown fact.

    `alone`: due something once per household or dwelling where nobody says with whom they live; each counted as alone.
    """

    people: int
    passes: int
    fails: int
    unknown: int
    amount_total: int | None
    amount_open: int
    clauses: tuple[ClauseFigures, ...]
    alone: int = 0

    def clause(self, name: str) -> ClauseFigures:
        """Return the figures of the clause called `name`."""
        return next(one for one in self.clauses if one.id == name)

    def as_json(self) -> dict[str, Json]:
        """Return plain JSON values."""
        return {
            "people": self.people,
            "pass": self.passes,
            "fail": self.fails,
            "unknown": self.unknown,
            "amount_total": self.amount_total,
            "amount_open": self.amount_open,
            "alone": self.alone,
            "clauses": {one.id: one.as_json() for one in self.clauses},
        }


@dataclass(frozen=True, slots=True)
class RowsRead:
    """One table that was read: its rows, and how many of them were refused; the others were judged, or judged with."""

    kind: str
    named: str
    rows: int
    refused: int

    @property
    def used(self) -> int:
        return self.rows - self.refused

    def as_json(self) -> dict[str, Json]:
        """Return plain JSON values."""
        return {"rows": self.rows, "used": self.used, "refused": self.refused}


@dataclass(frozen=True, slots=True)
class RunResult:
    """What `run` did: whose rules, on which day, the figures, and the file that was written.

    `parts`: in how many it was done; `taken_up`: how many of them an earlier, stopped run had finished. `read`: the
    tables, and what became of their rows.
    """

    programme: str
    version: str
    as_of: date
    per: str | None
    figures: Figures
    out: Path
    set_aside: int = 0
    set_aside_file: Path | None = None
    parts: int = 1
    taken_up: int = 0
    read: tuple[RowsRead, ...] = ()

    def as_json(self) -> dict[str, Json]:
        """Return plain JSON values."""
        return {
            "programme": self.programme,
            "version": self.version,
            "as_of": self.as_of.isoformat(),
            "per": self.per,
            **self.figures.as_json(),
            "out": str(self.out),
            "set_aside": self.set_aside,
            "set_aside_file": str(self.set_aside_file) if self.set_aside_file else None,
            "parts": self.parts,
            "taken_up": self.taken_up,
            "read": {one.kind: one.as_json() for one in self.read},
        }


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named supposition: parameters with other values, clauses with another expression (None: left out).

    `first`: the day from which it holds; None: the day that is asked about.
    """

    name: str
    parameters: Mapping[str, Content] = field(default_factory=dict)
    clauses: Mapping[str, str | None] = field(default_factory=dict)
    first: date | None = None

    def as_json(self) -> dict[str, Json]:
        """Return plain JSON values."""
        return {
            "name": self.name,
            "parameters": {name: _content(value) for name, value in self.parameters.items()},
            "clauses": dict(self.clauses),
            "from": self.first.isoformat() if self.first else None,
        }


def _content(value: Content) -> Json:
    """Return a parameter's value as plain JSON: a table as its rows, a bracket as its steps."""
    if isinstance(value, Rows):
        rows = {str(row): plain(one) for row, one in value.rows.items()}
        return {"rows": rows, "beyond": None if value.beyond is None else plain(value.beyond)}
    if isinstance(value, Steps):
        return {"steps": [{"up_to": plain(end), "value": plain(one)} for end, one in value.steps]}
    return plain(value)


@dataclass(frozen=True, slots=True)
class Share:
    """The people of one band: who was due and who would be, who wins and loses, what is paid before and after.

    `key` names the band ("19–24", "unknown", a town's code); winners newly due or paid more, losers the reverse.
    """

    key: str
    due_before: int
    due_after: int
    winners: int
    losers: int
    cost_before: int
    cost_after: int

    @property
    def net_cost(self) -> int:
        """Return what is paid more (below zero: less)."""
        return self.cost_after - self.cost_before

    def as_json(self) -> dict[str, Json]:
        """Return plain JSON values."""
        return {
            "key": self.key,
            "due_before": self.due_before,
            "due_after": self.due_after,
            "winners": self.winners,
            "losers": self.losers,
            "cost_before": self.cost_before,
            "cost_after": self.cost_after,
            "net_cost": self.net_cost,
        }


@dataclass(frozen=True, slots=True)
class Places:
    """Limited places filled in the programme's order, first in rank first.

    `tied`: everyone on the last rank that gets places where it does not go round; `tied_places` of them find one and
    the rules name no further key, so an officer must draw or decide. `unranked`: due, but a ranking key is unknown
    (they come last). `cost`: what the filled places cost exactly, or from-to where those tied differ in amount.
    """

    limit: int
    due: int
    filled: int
    tied: tuple[int | str, ...]
    tied_places: int
    unranked: int
    cost: tuple[int, int]
    last_keys: tuple[object, ...]

    def as_json(self) -> dict[str, Json]:
        """Return plain JSON values."""
        return {
            "limit": self.limit,
            "due": self.due,
            "filled": self.filled,
            "tied": list(self.tied),
            "tied_places": self.tied_places,
            "unranked": self.unranked,
            "cost": list(self.cost),
            "last_keys": [plain(one) for one in self.last_keys],
        }


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """One scenario beside what is in force. `spread` by "age", "town", "income", "household_size" (what the data has)."""

    scenario: Scenario
    figures: Figures
    whole: Share
    spread: Mapping[str, tuple[Share, ...]]
    places: Places | None = None

    def as_json(self) -> dict[str, Json]:
        """Return plain JSON values."""
        whole = {key: value for key, value in self.whole.as_json().items() if key != "key"}
        return {
            "scenario": self.scenario.as_json(),
            **whole,
            "unknown": self.figures.unknown,
            "amount_open": self.figures.amount_open,
            "clauses": {one.id: one.as_json() for one in self.figures.clauses},
            "spread": {by: [one.as_json() for one in shares] for by, shares in self.spread.items()},
            "places": self.places.as_json() if self.places else None,
        }


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What several scenarios would change, from one pass over the people. Amounts are for one payment, `per` what.

    `carried`: the values of the law known only until an earlier day, carried on because this supposes.
    """

    programme: str
    version: str
    as_of: date
    per: str | None
    before: Figures
    places_before: Places | None
    scenarios: tuple[ScenarioResult, ...]
    carried: Mapping[str, date] = field(default_factory=dict)
    read: tuple[RowsRead, ...] = ()

    def as_json(self) -> dict[str, Json]:
        """Return plain JSON values."""
        return {
            "programme": self.programme,
            "version": self.version,
            "carried_on": {name: until.isoformat() for name, until in self.carried.items()},
            "as_of": self.as_of.isoformat(),
            "per": self.per,
            "people": self.before.people,
            "read": {one.kind: one.as_json() for one in self.read},
            "before": self.before.as_json(),
            "places_before": self.places_before.as_json() if self.places_before else None,
            "scenarios": [one.as_json() for one in self.scenarios],
        }


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The programme with the parameter at one value."""

    value: Content
    due: int
    cost: int
    winners: int
    losers: int

    def as_json(self) -> dict[str, Json]:
        """Return plain JSON values."""
        return {
            "value": plain(self.value),
            "due": self.due,
            "cost": self.cost,
            "winners": self.winners,
            "losers": self.losers,
        }


@dataclass(frozen=True, slots=True)
class Curve:
    """How many are due, and what is paid, as one parameter moves. `now`: its value in force."""

    parameter: str
    now: Content
    points: tuple[CurvePoint, ...]

    def as_json(self) -> dict[str, Json]:
        """Return plain JSON values."""
        return {
            "parameter": self.parameter,
            "now": plain(self.now),
            "points": [one.as_json() for one in self.points],
        }
