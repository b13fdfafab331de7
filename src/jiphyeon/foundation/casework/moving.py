"""`move`: the one way in which a matter is changed. May, decide, change, tell, in one transaction, so that nothing is forgotten.

@transaction.atomic
def propose(*, key, reason, by, on):
    case = casework.hold(Petition, key, "propose", by=by)     # locked, and the actor may
    case.answer = reason                                      # what the room itself changes
    casework.move(case, "propose", by=by, on=on, comment=reason)  # state, history, leaf, notice, events
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.db import connection, transaction

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework import (
    agents,
    attachments,
    clock,
    notifications,
    objections,
    recording,
    supplements,
    undoing,
)
from jiphyeon.foundation.casework.events import CaseMoved
from jiphyeon.foundation.casework.lifecycle import (
    NEW,
    Clock,
    Deed,
    Kind,
    Records,
    Tells,
)
from jiphyeon.foundation.casework.models import CaseRow, HistoryLine, Term
from jiphyeon.foundation.casework.permissions import require
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.kernel import Refused

R = TypeVar("R", bound=CaseRow)
Values = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Moved(Generic[R]):
    """What a move left behind. `leaf` is "" and `notices` are none where the table says that there are none."""

    row: R
    line: HistoryLine
    leaf: str
    notices: tuple[UUID, ...]


def hold(model: type[R], key: UUID, deed: str, *, by: Actor, seen: int | None = None) -> R:
    """Return a row, locked until the transaction ends, for an actor who may do the deed to it now.

    `seen`: the version that somebody read before they pressed. Refused where it has changed since, and with the reason
    where the deed is not theirs or not for now. Raises DoesNotExist for whom there is no such matter, and RuntimeError
    outside a transaction, where nothing would stay locked.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A matter is held within a transaction.")
    row: R = model._default_manager.select_for_update().get(key=key)  # noqa: SLF001 -- Django's public name for it
    require(row, row.lifecycle.deed(deed), by)
    if seen is not None and seen != row.version:
        raise _changed()
    return row


@transaction.atomic
def move(  # noqa: PLR0913 -- the one move says all there is to say
    row: R,
    deed: str,
    *,
    by: Actor,
    on: date,
    at: datetime | None = None,
    comment: str = "",
    until: date | None = None,
    term: Term | None = None,
    agent: agents.Naming | None = None,
    facts: Mapping[str, object] | None = None,
    tell: Mapping[str, Values] | None = None,
    announce: Sequence[object] = (),
) -> Moved[R]:
    """Do a deed to a matter: save the row with its new state, and write history, leaf, notices and events, or none of it.

    `comment`: the words of whoever does it; `until` the day given with it (to supply something, to answer an objection
    later); `term` a term other than `row.term_on`; `agent` who is to act for the person; `facts` what the leaf says beside the matter's own; `tell` the values
    of each notice by its template (a deed with one template needs none); `announce` the events that go with it.

    Refused as `permissions.require` refuses, without the words it needs, where another deed came first, and to undo what
    can be undone no longer. Raises
    ValueError where it is given less, or other things, than its table says.
    """
    step = row.lifecycle.deed(deed)
    _require_unchanged(row)
    require(row, step, by)
    late = undoing.obstacle(row, step, on)
    if late is not None:
        raise late
    words = comment.strip()
    if step.says is not None and step.says.needed and not words:
        raise Refused(
            "reason_needed",
            ko="‘{label_ko}’을(를) 적어 주세요.",
            en="Please write something under “{label_en}”.",
            label_ko=step.says.label.ko,
            label_en=step.says.label.en,
        )
    before = row.state if row.pk is not None else NEW
    due = _effect(row, step, _Given(by, on, words, until, term, agent))
    if step.numbers and not row.number:
        row.number = row.number_on(on)
    row.state = step.leads_to(before)
    row.version += 1
    row.save()
    line = HistoryLine(
        lifecycle=row.lifecycle.name,
        case=row.key,
        deed=str(step.code),
        on=on,
        at=at or now(),
        by=by.user,
        by_name=by.name,
        before=before,
        after=row.state,
        shown=step.shown,
        comment=words,
    )
    line.leaf = _recorded(row, step, line, {**(facts or {}), **due})
    line.save()
    notices = _send_notices(row, step, line, tell or {})
    _announce(row, step, line, announce)
    return Moved(row, line, line.leaf, notices)


@dataclass(frozen=True, slots=True)
class _Given:
    by: Actor
    on: date
    comment: str
    until: date | None
    term: Term | None
    agent: agents.Naming | None


def _require_unchanged(row: CaseRow) -> None:
    """Lock the row, and refuse a deed to one that another deed has moved since it was read."""
    if row.pk is None:
        return
    model = type(row)
    kept = (
        model._default_manager.select_for_update()  # noqa: SLF001 -- Django's public name for it
        .values_list("state", "version")
        .get(pk=row.pk)
    )
    if kept != (row.state, row.version):
        raise _changed()


def _changed() -> Refused:
    return Refused(
        "changed_since_seen",
        ko="화면을 연 뒤에 이 건이 바뀌었습니다. 새로 고쳐 확인한 뒤 다시 해 주세요.",
        en="This case changed after you opened it. Reload, look, and do it then.",
    )


def _effect(row: CaseRow, deed: Deed, given: _Given) -> dict[str, object]:
    """Write the rows that go with a deed of this kind, move the clock, and return what its leaf says of them."""
    outcome = _EFFECTS[deed.kind](row, given) if deed.kind in _EFFECTS else {}
    _leave_no_supplement_behind(row, deed, given.on)
    match deed.clock:
        case Clock.STARTS:
            clock.start(row, given.term or row.term_on(given.on), given.on)
        case Clock.STOPS:
            clock.stop(row, given.on)
        case Clock.RESUMES:
            clock.run_on(row, given.on)
        case Clock.ENDS:
            clock.end(row, given.on)
    return outcome


def _take(row: CaseRow, given: _Given) -> dict[str, object]:
    row.assigned_to = given.by.user
    return {}


def _ask_supplement(row: CaseRow, given: _Given) -> dict[str, object]:
    supplements.ask(row, request=given.comment, until=given.until, on=given.on)
    return {"due": given.until}


def _give_supplement(row: CaseRow, given: _Given) -> dict[str, object]:
    supplements.close(row, answer=given.comment, on=given.on)
    return {}


def _let_supplement_lapse(row: CaseRow, given: _Given) -> dict[str, object]:
    supplements.require_lapsed(row, given.on)
    return {}


def _spare_supplement(row: CaseRow, given: _Given) -> dict[str, object]:
    supplements.close(row, answer="", on=given.on)
    return {}


def _file_objection(row: CaseRow, given: _Given) -> dict[str, object]:
    due = objections.file(row, body=given.comment, on=given.on)
    return {"due": due, "body": digest_of({"body": given.comment})}


def _put_objection_off(row: CaseRow, given: _Given) -> dict[str, object]:
    before = objections.extend(row, until=given.until, reason=given.comment, by=given.by, on=given.on)
    return {"due_before": before, "due": given.until}


def _accept_objection(row: CaseRow, given: _Given) -> dict[str, object]:
    objections.answer(row, accepted=True, reason=given.comment, by=given.by, on=given.on)
    return {"accepted": True}


def _dismiss_objection(row: CaseRow, given: _Given) -> dict[str, object]:
    objections.answer(row, accepted=False, reason=given.comment, by=given.by, on=given.on)
    return {"accepted": False}


def _lengthen_term(row: CaseRow, given: _Given) -> dict[str, object]:
    if given.term is None:
        raise ValueError("A term is lengthened by another one: give `term`.")
    before = row.due_on
    return {"due_before": before, "due": clock.extend(row, given.term, by=given.by, on=given.on)}


def _name_agent(row: CaseRow, given: _Given) -> dict[str, object]:
    return agents.name(row, given.agent, by=given.by, on=given.on)


def _end_agent(row: CaseRow, given: _Given) -> dict[str, object]:
    return agents.require_ended(row, by=given.by, on=given.on)


def _destroy_papers(row: CaseRow, given: _Given) -> dict[str, object]:
    agents.forget(row)
    return {"papers": attachments.destroy(row, on=given.on)}


_EFFECTS: dict[Kind, Callable[[CaseRow, _Given], dict[str, object]]] = {
    Kind.TAKE: _take,
    Kind.SUPPLEMENT_ASKED: _ask_supplement,
    Kind.SUPPLEMENT_GIVEN: _give_supplement,
    Kind.SUPPLEMENT_LAPSED: _let_supplement_lapse,
    Kind.SUPPLEMENT_SPARED: _spare_supplement,
    Kind.OBJECTION_FILED: _file_objection,
    Kind.OBJECTION_EXTENDED: _put_objection_off,
    Kind.OBJECTION_ACCEPTED: _accept_objection,
    Kind.OBJECTION_DISMISSED: _dismiss_objection,
    Kind.CLOCK_EXTENDED: _lengthen_term,
    Kind.AGENT_NAMED: _name_agent,
    Kind.AGENT_ENDED: _end_agent,
    Kind.PAPERS_DESTROYED: _destroy_papers,
}


def _leave_no_supplement_behind(row: CaseRow, deed: Deed, on: date) -> None:
    """Whatever else ends a matter ends the waiting for what was asked for too."""
    after = deed.leads_to(row.state)
    if not row.lifecycle.state(after).is_open and row.pk is not None:
        supplements.close(row, answer="", on=on)


def _recorded(row: CaseRow, deed: Deed, line: HistoryLine, facts: Mapping[str, object]) -> str:
    if not isinstance(deed.records, Records):
        return ""
    lacking = set(deed.records.facts) - set(facts)
    if lacking:
        raise ValueError(f"{deed.code} records {', '.join(sorted(lacking))}, and was not told them.")
    return recording.leaf(row, deed.records.kind, {**recording.line_facts(line), **facts}, on=line.on)


def _send_notices(
    row: CaseRow, deed: Deed, line: HistoryLine, tell: Mapping[str, Values]
) -> tuple[UUID, ...]:
    known = deed.tells
    if not isinstance(known, Tells):
        if tell:
            raise ValueError(f"{deed.code} tells nobody, and was given {', '.join(tell)}.")
        return ()
    by_template: Mapping[str, Values] = tell
    if not set(by_template) & set(known.templates) and len(known.templates) == 1:
        by_template = {known.templates[0]: {}, **by_template}
    unknown = set(by_template) - {*known.templates, *known.also}
    if unknown or not set(by_template) & set(known.templates):
        raise ValueError(
            f"{deed.code} tells by {', '.join(known.templates)}, and was given {', '.join(tell)}."
        )
    if row.person is None:
        return ()
    return tuple(
        notifications.send(row, template, {**row.notice_values(), **values}, line=line)
        for template, values in by_template.items()
    )


def _announce(row: CaseRow, deed: Deed, line: HistoryLine, events: Sequence[object]) -> None:
    if deed.announces is not None and not any(isinstance(event, deed.announces) for event in events):
        raise ValueError(f"{deed.code} announces {deed.announces.__name__}, and was given none.")
    publish(
        CaseMoved(
            lifecycle=row.lifecycle.name,
            case=str(row.key),
            deed=str(deed.code),
            before=line.before,
            after=line.after,
            on=line.on.isoformat(),
        )
    )
    for event in events:
        publish(event)
