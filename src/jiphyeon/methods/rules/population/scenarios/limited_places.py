"""Limited places: who comes first by the programme's own keys, what that costs, and whom the keys cannot part."""

# ruff: noqa: S608 -- statements are made of our own names, quoted columns and literals

from __future__ import annotations

from fractions import Fraction

from jiphyeon.methods.rules.model.tree import Value
from jiphyeon.methods.rules.population.duckdb_engine import whole
from jiphyeon.methods.rules.population.results import Places
from jiphyeon.methods.rules.population.scenarios.versions import JointRun


def places_of(together: JointRun, place: int) -> Places | None:
    """Return how a judged version's places are filled; None where its places are not limited.

    First come those the keys put first; a key that is unknown comes last. Where the last rank that finds places holds
    more people than places are left, all of them are named and the cost is given from the cheapest choice to the
    dearest.
    """
    version = together.versions[place]
    if version.places is None:
        return None
    limit = _limit(version.parameters[version.places].on(together.as_of, version.known_on).content)
    ranked = _ranked(together, place)
    unranked = sum(None in keys for _, keys, _ in ranked)
    if len(ranked) <= limit:
        total = sum(amount for _, _, amount in ranked)
        return Places(limit, len(ranked), len(ranked), (), 0, unranked, (total, total), ())
    if limit == 0:
        return Places(0, len(ranked), 0, (), 0, unranked, (0, 0), ())
    last = ranked[limit - 1][1]
    same = [(who, amount) for who, keys, amount in ranked if keys == last]
    certain = [amount for _, keys, amount in ranked[:limit] if keys != last]
    left = limit - len(certain)
    amounts = sorted(amount for _, amount in same)
    cost = (sum(certain) + sum(amounts[:left]), sum(certain) + sum(amounts[len(amounts) - left :]))
    words = "person_id" in together.population.tables["people"].words
    tied = tuple(str(who) if words else who for who, _ in same) if len(same) > left else ()
    shown = tuple(_exact(key, rank.scale) for key, rank in zip(last, together.ranks, strict=True))
    return Places(limit, len(ranked), limit, tied, left if tied else 0, unranked, cost, shown)


def _ranked(together: JointRun, place: int) -> list[tuple[int | str, tuple[int | None, ...], int]]:
    """Return those due under a version in rank order: id, keys, amount."""
    identity, amount = together.population.sources.id, together.amount_of[place]
    keys = [f"r{n}" for n in range(len(together.ranks))]
    order = [
        f"{key} {'ASC' if rank.lowest_first else 'DESC'} NULLS LAST"
        for key, rank in zip(keys, together.ranks, strict=True)
    ]
    pays = "0" if amount is None else f"coalesce(a{amount}, 0)"
    rows = together.engine.run(
        f"SELECT {identity}, {pays}, {', '.join(keys)} FROM concerned "
        f"WHERE {together.passes(place).sql('duckdb')} ORDER BY {', '.join([*order, identity])}"
    )
    return [
        (
            who if isinstance(who, str) else whole(who),
            tuple(None if key is None else whole(key) for key in keys),
            whole(amount),
        )
        for who, amount, *keys in rows
    ]


def _limit(content: object) -> int:
    if not isinstance(content, int):
        raise TypeError("places are a whole number")
    return max(0, content)


def _exact(key: int | None, scale: int) -> Value | None:
    if key is None:
        return None
    return int(key) if scale == 1 else Fraction(int(key), scale)
