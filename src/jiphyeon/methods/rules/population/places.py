"""Limited places: who comes first by the programme's own keys, what that costs, and whom the keys cannot part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlglot import exp

from jiphyeon.methods.rules.plan import plan_for
from jiphyeon.methods.rules.population.results import Places
from jiphyeon.methods.rules.sql.statements import settled
from jiphyeon.methods.rules.sql.values import SQL

if TYPE_CHECKING:
    from jiphyeon.methods.rules.population.what_if import Judged


def places_of(judged: Judged) -> list[Places | None]:
    """Return, for each version judged, how its places are filled; None where places are not limited.

    Only those due under some version are read again, with their ranking keys and amounts.
    """
    versions = judged.versions
    if not any(one.places for one in versions):
        return [None] * len(versions)
    compiler = judged.compiler()
    plan = plan_for(versions[0], judged.as_of)
    keys: dict[str, SQL] = {}
    scales: list[tuple[int, bool]] = []
    for place, key in enumerate(versions[0].ranking):
        span = compiler.span(plan.bound(key.expression, judged.as_of))
        keys[f"r{place}"] = settled(span, any_scale=True)
        scales.append((span.low.scale if span.low is not None else 1, key.lowest_first))
    identity = judged.population.sources.id
    found = judged.judging([identity], keys).select(
        identity,
        *keys,
        *(exp.alias_(judged.passes(n), f"due{n}") for n in range(len(versions))),
        *(f"a{n}" for n in range(len(judged.amounts))),
    )
    rows = judged.engine.run(found.where(judged.due_anywhere()).sql("duckdb"), "ranking")
    return [_filled(judged, place, rows, scales) for place in range(len(versions))]


def _filled(
    judged: Judged, place: int, rows: list[tuple[Any, ...]], scales: list[tuple[int, bool]]
) -> Places | None:
    version = judged.versions[place]
    if version.places is None:
        return None
    limit = int(version.parameters[version.places].on(judged.as_of, version.known_on).content)  # type: ignore[arg-type] -- places are a whole number
    first, amount = 1 + len(scales), judged.amount_of[place]
    at_amount = None if amount is None else first + len(judged.versions) + amount
    due = [row for row in rows if row[first + place] is True]

    def rank(row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            (value is None, 0 if value is None else value if low else -value)
            for value, (_, low) in zip(row[1:first], scales, strict=True)
        )

    def pays(row: tuple[Any, ...]) -> int:
        return 0 if at_amount is None else row[at_amount] or 0

    ordered = sorted(due, key=lambda row: (rank(row), row[0]))
    unranked = sum(any(value is None for value in row[1:first]) for row in due)
    if len(ordered) <= limit or limit <= 0:
        total = sum(pays(row) for row in ordered) if limit > 0 else 0
        return Places(limit, len(due), min(limit, len(ordered)), (), 0, unranked, (total, total), ())
    last = rank(ordered[limit - 1])
    same = [row for row in ordered if rank(row) == last]
    certain = [row for row in ordered[:limit] if rank(row) != last]
    tied_places = limit - len(certain)
    sure = sum(pays(row) for row in certain)
    amounts = sorted(pays(row) for row in same)
    cost = (sure + sum(amounts[:tied_places]), sure + sum(amounts[len(amounts) - tied_places :]))
    tied = tuple(row[0] for row in same) if len(same) > tied_places else ()
    shown = tuple(
        None if value is None else value if scale == 1 else _exact(value, scale)
        for value, (scale, _) in zip(ordered[limit - 1][1:first], scales, strict=True)
    )
    return Places(limit, len(due), limit, tied, tied_places if tied else 0, unranked, cost, shown)


def _exact(value: int, scale: int) -> Any:
    from fractions import Fraction  # noqa: PLC0415 -- only where a key is no whole number

    return Fraction(value, scale)
