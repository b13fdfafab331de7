"""Objections, their extension and their answers, against their leaves."""

from __future__ import annotations

from collections.abc import Iterator

from jiphyeon.foundation.casework.lifecycle import ANSWERS, Kind
from jiphyeon.foundation.casework.models import CaseRow, Objection, ObjectionState
from jiphyeon.foundation.casework.recording import case_facts
from jiphyeon.foundation.casework.rows.matters import leaf_kinds, named, strays, with_beside
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.foundation.ledger.rows import Leaves, Row
from jiphyeon.kernel import Words


def objections(model: type[CaseRow], leaves: Leaves) -> Iterator[Row | Words]:
    """Yield the objections to every matter with their answers, and what lies beside none."""
    for row, objections in with_beside(model, Objection):
        yield from _objections_of(row, objections, leaves)
    yield from strays(model, Objection)


def _objections_of(row: CaseRow, objections: list[Objection], leaves: Leaves) -> Iterator[Row | Words]:
    life, subject = row.lifecycle, str(row.key)
    name = named(row, "이의신청", "the objection")
    for objection in objections:
        yield from _objection(row, objection, name)
    answers = leaf_kinds(life, *ANSWERS)
    recorded = [leaf for kind in answers for leaf in leaves.about(kind, subject)]
    answered = [one for one in objections if one.state != ObjectionState.OPEN]
    if len(answered) != len(recorded):
        yield Words(
            "{name}: 이의신청의 답이 기록된 것과 다릅니다.",
            "{name}: the answers to its objections are not what was recorded.",
        ).filled(name=named(row))
    for one, leaf in zip(answered, recorded, strict=False):
        facts = {
            "accepted": one.state == ObjectionState.ACCEPTED,
            "line.by": one.answered_by and str(one.answered_by),
            "line.by_name": one.answered_name,
            "line.said": digest_of({"said": one.answer}),
        }
        title = named(row, "이의신청의 답", "the answer to the objection")
        yield Row(title, leaf.kind, subject, facts, one.answered_on, leaf=leaf.hash, counts=False)


def _objection(row: CaseRow, objection: Objection, name: Words) -> Iterator[Row]:
    life, subject = row.lifecycle, str(row.key)
    due, made = objection.extended_from or objection.due_on, objection.made_on.isoformat()
    filed = {
        **case_facts(row),
        "due": due.isoformat(),
        "body": digest_of({"body": objection.body}),
    }
    for kind in leaf_kinds(life, Kind.OBJECTION_FILED):
        yield Row(name, kind, subject, filed, objection.made_on, which={"on": made})
    if objection.extended_on is not None:
        facts = {
            "due_before": due.isoformat(),
            "due": objection.due_on.isoformat(),
            "line.by": objection.extended_by and str(objection.extended_by),
            "line.by_name": objection.extended_name,
            "line.said": digest_of({"said": objection.extension_reason}),
        }
        on = objection.extended_on
        for kind in leaf_kinds(life, Kind.OBJECTION_EXTENDED):
            yield Row(name, kind, subject, facts, on, which={"on": on.isoformat()}, counts=False)
