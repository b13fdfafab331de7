"""Which letters there are: of a case, and of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiphyeon.contexts.benefits.models import Case, Decision
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.kernel import Words

KINDS: dict[str, Words] = {
    "decision": Words("결정 통지서", "Decision letter"),
    "payments": Words("지급 계획서", "Plan of payments"),
    "sent": Words("보낸 내용", "What you sent"),
    "receipt": Words("접수증", "Receipt of the application"),
}


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter somebody has: its day, what it is, and of which case."""

    on: date
    what: str
    words: Words
    case: UUID
    programme: Words


def of_person(person: UUID) -> list[LetterLine]:
    """Return a person's letters: the receipt of each application sent, and the last decision on it. Two queries."""
    sent = list(Case.objects.filter(person=person, applied_on__isnull=False))
    found = [_line(case, "receipt", case.applied_on) for case in sent if case.applied_on]
    last = {one.case_id: one for one in Decision.objects.filter(case__in=sent).order_by("id")}
    by_id = {case.pk: case for case in sent}
    return found + [_line(by_id[pk], "decision", one.decided_on) for pk, one in last.items()]


def _line(case: Case, what: str, on: date) -> LetterLine:
    return LetterLine(on, what, KINDS[what], case.key, programmes.programme(case.programme).names)


def named(case: Case) -> list[tuple[str, Words]]:
    """Return the letters a case has by now with what each is called, the newest kind first."""
    there = {
        "decision": case.decisions.exists(),
        "payments": case.payments.exists(),
        **dict.fromkeys(("sent", "receipt"), case.applied_on is not None),
    }
    return [(what, words) for what, words in KINDS.items() if there[what]]
