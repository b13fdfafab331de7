"""The lines of history and where each matter stands, against its leaves."""

from __future__ import annotations

from collections.abc import Iterator

from jiphyeon.foundation.casework.lifecycle import RecordsNothing
from jiphyeon.foundation.casework.models import Attachment, CaseRow, ClockStop, HistoryLine, LegalClock
from jiphyeon.foundation.casework.recording import case_facts, line_facts, standing_facts
from jiphyeon.foundation.casework.rows.blocks import Blocks
from jiphyeon.foundation.casework.rows.matters import (
    AT_A_TIME,
    batches,
    case_models,
    leaf_kind,
    named,
    rows_beside,
    strays,
    with_beside,
)
from jiphyeon.foundation.ledger.rows import NO_HASH, Leaf, Leaves, Row
from jiphyeon.kernel import Words


def histories(model: type[CaseRow], leaves: Leaves) -> Iterator[Row | Words]:
    """Yield every line of history against its leaf; where the steps do not join, that they do not."""
    yield Row(model.lifecycle.names, earlier=tuple(_unlined(model, leaves)), counts=False)
    blocks = Blocks(model)
    yield from blocks.rows()
    for row, lines in with_beside(model, HistoryLine):
        yield from _history(row, lines, leaves, blocks)
    yield from blocks.lost()
    known = {model.lifecycle.name for model in case_models()}
    yield from strays(model, HistoryLine)
    for line in HistoryLine.objects.exclude(lifecycle__in=known)[:AT_A_TIME]:
        yield Words(
            "{name}: 없는 흐름의 이력입니다.", "{name}: a line of a lifecycle that is not there."
        ).filled(name=line.lifecycle)


def _unlined(model: type[CaseRow], leaves: Leaves) -> Iterator[str]:
    """Yield the leaves that an older version recorded without a line of history; those do not say by whom."""
    kinds = {f"{model.lifecycle.name}.{kind}" for kind in model.leaves_without_a_line}
    old = [
        leaf.hash
        for leaf in leaves.by_hash.values()
        if leaf.kind in kinds and leaf.facts is not None and not {"by", "line.by"} & leaf.facts.keys()
    ]
    lined = set(HistoryLine.objects.filter(leaf__in=old).values_list("leaf", flat=True)) if old else set()
    yield from (leaf for leaf in old if leaf not in lined)


def _history(row: CaseRow, lines: list[HistoryLine], leaves: Leaves, blocks: Blocks) -> Iterator[Row | Words]:
    life = row.lifecycle
    stands = lines[0].before if lines else life.begins
    joins, new = stands in {"", life.begins}, False
    for line in lines:
        joins = joins and line.before == stands and life.has_deed(line.deed)
        stands = line.after
        if not life.has_deed(line.deed) or isinstance(life.deed(line.deed).records, RecordsNothing):
            continue
        name, leaf = named(row, "이력", f"the history ({line.deed})"), leaves.by_hash.get(line.leaf)
        if line.leaf in blocks:
            yield from blocks.line(row, line, name)
            new = True
            continue
        # From the first leaf on that says who did it, every later line has one that does.
        new = new or (leaf is not None and leaf.facts is not None and "line.by" in leaf.facts)
        if not new and not line.leaf and line.deed in row.lines_without_a_leaf:
            yield Row(name, lacking=("line",))
            continue
        facts = {**case_facts(row), **line_facts(line), **_said_before(line, leaf)}
        yield Row(name, leaf_kind(life, line.deed), str(row.key), facts, line.on, leaf=line.leaf or NO_HASH)
    if not joins or stands != row.state:
        yield Words(
            "{name}: 이력의 단계가 이어지지 않거나 지금 상태와 다릅니다.",
            "{name}: the steps of its history do not join, or do not lead to its present state.",
        ).filled(name=named(row))


def _said_before(line: HistoryLine, leaf: Leaf | None) -> dict[str, object]:
    """Return what leaves of older versions say of a line in other words."""
    who = str(line.by or "machine")
    return {
        name: who for name in ("by", "signed_by") if leaf is not None and leaf.facts and name in leaf.facts
    }


def standings(model: type[CaseRow], leaves: Leaves) -> Iterator[Row | Words]:
    """Yield where each matter that others know of stands, against the last leaf about it, or the block it was in since."""
    last = {leaf.subject: leaf for leaf in leaves.by_hash.values()}
    order = {leaf: place for place, leaf in enumerate(leaves.by_hash)}
    blocks = Blocks(model)
    for rows in batches(model):
        papers, clocks, stops = (rows_beside(kind, rows) for kind in (Attachment, LegalClock, ClockStop))
        lines = rows_beside(HistoryLine, rows)
        for row in rows:
            if row.number is None:
                continue
            leaf = last.get(str(row.key))
            stands = standing_facts(row, papers[row.key], clocks[row.key], stops[row.key])
            block = lines[row.key][-1].leaf if lines[row.key] else ""
            if block in blocks and (leaf is None or order.get(block, -1) > order[leaf.hash]):
                yield from blocks.standing(row, block, stands, named(row))
                continue
            yield Row(
                named(row),
                leaf.kind if leaf else f"{model.lifecycle.name}.",
                str(row.key),
                {**case_facts(row), **stands},
                leaf=leaf.hash if leaf else NO_HASH,
            )
    for kind in (Attachment, LegalClock, ClockStop):
        yield from strays(model, kind)
