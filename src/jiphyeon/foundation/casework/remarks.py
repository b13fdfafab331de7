"""Talk between the office and the person, and notes among officers; each side sees how much it has not read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework.models import CaseRow, Remark
from jiphyeon.foundation.clock.now import now
from jiphyeon.kernel import Refused


@transaction.atomic
def say(
    row: CaseRow, body: str, *, by: Actor, on: date, shared: bool = True, at: datetime | None = None
) -> Remark:
    """Write a line: the person to the office, an officer to the person, or (not `shared`) a note among officers.

    The caller has seen to who may write. Refused for nothing said, and where nobody is signed in.
    """
    if by.user is None:
        raise Refused(
            "nobody", ko="로그인한 사람만 할 수 있습니다.", en="Only somebody signed in can do this."
        )
    if not body.strip():
        raise Refused("nothing_said", ko="내용을 적어 주세요.", en="Please write something.")
    own = by.user == row.person
    return Remark.objects.create(
        lifecycle=row.lifecycle.name,
        case=row.key,
        on=on,
        at=at or now(),
        by=by.user,
        by_name=by.name,
        from_person=own,
        shared=shared or own,
        body=body.strip(),
    )


def read(row: CaseRow, *, by: Actor, at: datetime | None = None) -> int:
    """Write down that one side has now seen what the other wrote, and return how many lines were new to it.

    The person's own seeing counts for the person, that of whoever holds a role for the office; an auditor's does not,
    and the caller does not ask for it.
    """
    if by.user is None:
        return 0
    unseen = Remark.objects.of(row).filter(shared=True, read_at=None, from_person=by.user != row.person)
    return unseen.update(read_at=at or now(), read_by=by.user)


def unread_by_office(lifecycle: str, cases: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many lines of the person the office has not read, for each matter that has any."""
    return _unread(lifecycle, cases, from_person=True)


def unread_by_person(lifecycle: str, cases: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many lines of the office the person has not read, for each matter that has any."""
    return _unread(lifecycle, cases, from_person=False)


def _unread(lifecycle: str, cases: Iterable[UUID], *, from_person: bool) -> dict[UUID, int]:
    counted = (
        Remark.objects.filter(
            lifecycle=lifecycle, case__in=list(cases), shared=True, read_at=None, from_person=from_person
        )
        .values("case")
        .annotate(lines=Count("pk"))
    )
    return {row["case"]: row["lines"] for row in counted}


def of(row: CaseRow, *, by: Actor) -> list[Remark]:
    """Return what is said about a matter, oldest first; the person does not see the notes among officers."""
    lines = Remark.objects.of(row)
    return list(lines.filter(shared=True) if by.user == row.person else lines)
