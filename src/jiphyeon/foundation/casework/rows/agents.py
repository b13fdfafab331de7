"""Who acts for people, against the lines of history that named them and ended it."""

from __future__ import annotations

from collections.abc import Iterator

from jiphyeon.foundation.casework.agents import facts_of
from jiphyeon.foundation.casework.lifecycle import Kind
from jiphyeon.foundation.casework.models import Agent, CaseRow, HistoryLine
from jiphyeon.foundation.casework.rows.matters import leaf_kinds, named, strays, with_beside
from jiphyeon.foundation.ledger.rows import Leaves, Row
from jiphyeon.kernel import Words


def agents(model: type[CaseRow], leaves: Leaves) -> Iterator[Row | Words]:
    """Yield who acts for people, each against the line of history that named them, and a line of the day it ended."""
    named_by, ended_by = (leaf_kinds(model.lifecycle, kind) for kind in (Kind.AGENT_NAMED, Kind.AGENT_ENDED))
    steps = {
        str(deed.code): deed.kind for deed in model.lifecycle.of_kind(Kind.AGENT_NAMED, Kind.AGENT_ENDED)
    }
    for row, several in with_beside(model, Agent):
        subject, name = str(row.key), named(row, "대리인", "the agent")
        recorded = [leaf for kind in named_by for leaf in leaves.about(kind, subject)]
        ends = {
            (leaf.on, leaf.facts.get("line.by"))
            for kind in [*named_by, *ended_by]
            for leaf in leaves.about(kind, subject)
            if leaf.facts is not None
        }
        last = HistoryLine.objects.of(row).filter(deed__in=steps).last() if several else None
        acts = several[-1:] if last is not None and steps[last.deed] is Kind.AGENT_NAMED else []
        if len(recorded) != len(several) or [one for one in several if one.ended_on is None] != acts:
            yield Words("{name}: 기록된 것과 다릅니다.", "{name}: they are not what was recorded.").filled(
                name=named(row, "대리인", "the agent")
            )
        gone = any(leaves.about(kind, subject) for kind in leaf_kinds(model.lifecycle, Kind.PAPERS_DESTROYED))
        for agent, leaf in zip(several, recorded, strict=False):
            if gone and not agent.name:  # it went with the papers
                yield Row(name, earlier=(leaf.hash,))
                continue
            facts = {
                **facts_of(agent),
                "line.by": agent.named_by and str(agent.named_by),
                "line.by_name": agent.named_name,
            }
            yield Row(name, leaf.kind, subject, facts, agent.named_on, leaf=leaf.hash)
            by = agent.ended_by and str(agent.ended_by)
            if agent.ended_on is None:
                ended = by is None
            else:
                ended = (agent.ended_on.isoformat(), by) in ends or leaf.facts is None
            if not ended:
                yield Words(
                    "{name}: 대리가 끝난 날이나 끝낸 사람이 기록된 것과 다릅니다.",
                    "{name}: when the agency ended, or who ended it, is not what was recorded.",
                ).filled(name=name)
    yield from strays(model, Agent)
