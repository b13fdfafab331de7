"""What was asked for besides, against the lines of history that asked and those that ended it."""

from __future__ import annotations

from collections.abc import Iterator

from jiphyeon.foundation.casework.lifecycle import ENDS_WAITING, Kind, Lifecycle
from jiphyeon.foundation.casework.models import CaseRow, Supplement
from jiphyeon.foundation.casework.rows.matters import (
    is_new,
    leaf_kind,
    leaf_kinds,
    named,
    strays,
    with_beside,
)
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.foundation.ledger.rows import NO_HASH, Leaves, Row
from jiphyeon.kernel import Words


def supplements(model: type[CaseRow], leaves: Leaves) -> Iterator[Row | Words]:
    """Yield what was asked for of every matter, and what lies beside none."""
    for row, asked_for in with_beside(model, Supplement):
        yield from _supplements_of(row, asked_for, leaves)
    yield from strays(model, Supplement)


def _supplements_of(row: CaseRow, asked_for: list[Supplement], leaves: Leaves) -> Iterator[Row | Words]:
    """Yield what was asked for, each against the line of history that asked, and a line of the day it ended."""
    life, subject = row.lifecycle, str(row.key)
    recorded = [
        leaf for kind in leaf_kinds(life, Kind.SUPPLEMENT_ASKED) for leaf in leaves.about(kind, subject)
    ]
    if not recorded and not is_new(row, leaves):
        yield from (
            Row(named(row, "보완 요청", "the request for more"), lacking=("request",)) for _ in asked_for
        )
        return
    if len(recorded) != len(asked_for) and is_new(row, leaves):
        yield Words(
            "{name}: 보완 요청이 기록된 것과 다릅니다.",
            "{name}: the requests for more are not what was recorded.",
        ).filled(name=named(row))
    ends = _ends_of_waiting(life)
    days = {
        leaf.on
        for kind in {leaf_kind(life, code) for code in ends} - {""}
        for leaf in leaves.about(kind, subject)
        if leaf.facts is None or leaf.facts.get("line.deed") in {None, *ends}
    }
    for asked in asked_for:
        name = named(row, "보완 요청", "the request for more")
        facts = {"line.said": digest_of({"said": asked.request}), "due": asked.due_on.isoformat()}
        kind = recorded[0].kind if recorded else NO_HASH
        if not is_new(row, leaves) and not leaves.about(kind, subject, **facts):
            yield Row(name, lacking=("request",))  # asked before requests had leaves; later ones do
        else:
            yield Row(name, kind, subject, facts, asked.asked_on, which=facts)
        if asked.answered_on is not None and asked.answered_on.isoformat() not in days:
            yield Words(
                "{name}: 답한 날이 기록된 것과 다릅니다.",
                "{name}: the day it was answered is not what was recorded.",
            ).filled(name=name)


def _ends_of_waiting(life: Lifecycle) -> set[str]:
    """Return the deeds by which a supplement is no longer waited for: it came or is not needed, it lapsed, or all ended."""
    waits = {str(deed.target) for deed in life.of_kind(Kind.SUPPLEMENT_ASKED)}
    closed = life.codes(is_open=False)
    return {
        str(deed.code)
        for deed in life.deeds
        if deed.kind in ENDS_WAITING or (deed.target in closed and waits & set(deed.source))
    }
