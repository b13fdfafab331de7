"""The types of a published draw, field by field as `shape` holds a document to them."""

from __future__ import annotations

from typing import NotRequired, TypeAlias, TypedDict

Prices: TypeAlias = dict[str, float]
"""A price by the number of a demand (or a figure by the number of a profile); what has none stands for nought."""


class QuotaRow(TypedDict):
    """How many people with a feature a panel holds, and the law that says so."""

    category: str
    feature: str
    minimum: int
    maximum: int
    law: NotRequired[str]


class RelationRow(TypedDict):
    """People of whom no more than `limit` may sit together."""

    kind: str
    limit: int
    members: list[int]


class LeafRow(TypedDict):
    """A box of panels, and the prices by which none in it goes past a bound."""

    box: dict[str, list[int]]
    prices: Prices


class CutRow(TypedDict):
    """An inequality that every lawful panel meets, with the leaves that prove it."""

    coefficients: dict[str, int]
    bound: int
    leaves: list[LeafRow]


class StageRow(TypedDict):
    """A chance that nobody of those it settles can be given more than."""

    value: float
    settles: list[int]
    weights: Prices
    prices: Prices


class PanelLottery(TypedDict):
    """Panels with the chance of each."""

    panels: list[list[int]]
    weights: list[float]


class Certificate(TypedDict):
    """The argument that no lottery does better; which parts are there hangs on the objective."""

    algorithm: str
    objective: str
    optimal: NotRequired[None]
    residual: NotRequired[float]
    profiles: NotRequired[list[list[int]]]
    chances: NotRequired[list[float]]
    stages: NotRequired[list[StageRow]]
    cuts: NotRequired[list[CutRow]]
    prices: NotRequired[Prices]
    below: NotRequired[Prices]
    above: NotRequired[Prices]
    lottery: NotRequired[PanelLottery]


class Rounding(TypedDict):
    """What making the panels equally likely cost."""

    panels: int
    largest_change: float
    minimum_before: float
    minimum_after: float
    lost_minimum: float


class Body(TypedDict):
    """The whole body, of which members sit already."""

    size: int
    quotas: list[QuotaRow]
    sitting: list[list[str]]


class Never(TypedDict):
    """People who are on no lawful panel, and what keeps them off."""

    rows: list[int]
    because: list[str]
    sides: NotRequired[list[list[int | str]]]
    leaves: NotRequired[list[LeafRow]]


class SpareSeats(TypedDict):
    """How many alternates are wanted, and how likely each person is to drop out."""

    number: int
    rates: list[float]


class DrawnFrom(TypedDict):
    """What was to be drawn from."""

    seats: int
    categories: list[str]
    quotas: list[QuotaRow]
    people: list[list[str]]
    relations: list[RelationRow]
    order: NotRequired[list[int]]


class Statement(DrawnFrom):
    """A draw as it is published before the lot falls."""

    objective: str
    probabilities: list[float]
    minimum: float
    maximum: float
    gini: float
    geometric_mean: float
    panels: list[list[int]]
    weights: list[float]
    certificate: Certificate
    rounding: NotRequired[Rounding]
    body: NotRequired[Body]
    relaxed: NotRequired[list[str]]
    asked: NotRequired[list[QuotaRow]]
    never: NotRequired[list[Never]]
    alternates: NotRequired[SpareSeats]


class SourceRow(TypedDict):
    """Where the chance comes from."""

    kind: str
    name: str
    seals: NotRequired[dict[str, str]]


class AlternateRows(TypedDict):
    """Who steps in, and how likely a quota is broken without and with them."""

    rows: list[int]
    breach_without: float
    breach_with: float
    samples: int


class Record(TypedDict):
    """A statement, the source that decides, and once it has spoken what it decided."""

    format: str
    statement: Statement
    source: SourceRow
    commitment: str
    value: str | dict[str, str] | None
    selected: list[int] | None
    signature: NotRequired[str]
    alternates: NotRequired[AlternateRows]
