"""Saving, changing and throwing away the answers of a room."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.duties import named
from jiphyeon.foundation.ledger.rows import unheld
from jiphyeon.foundation.replies import gaps
from jiphyeon.foundation.replies.models import Reply
from jiphyeon.kernel import Refused, Words

MOST = 60
"""Answers a room keeps: more are found by nobody."""


def of(lifecycle: str) -> list[Reply]:
    """Return a room's answers by their titles, in one query; titles are sealed, so they are put in order here."""
    return sorted(Reply.objects.filter(of=lifecycle), key=lambda one: (one.title, one.pk))


def one(lifecycle: str, key: UUID) -> Reply:
    """Return an answer of a room. Raises Reply.DoesNotExist for another room's."""
    return Reply.objects.get(of=lifecycle, key=key)


@transaction.atomic
def save(
    *,
    lifecycle: str,
    key: UUID | None,
    title: str,
    body: str,
    english: str,
    known: gaps.Gaps,
    seen: int,
    by: Actor,
    on: date,
) -> UUID:
    """Keep an answer, new (`key` None) or changed, and return its key.

    The caller has seen to who may. Refused: a gap nothing fills, one room's answers beyond their number, a title that
    stands there already, and a change of what a colleague changed meanwhile (`seen`: the version that was read).
    """
    for text in (body, english):
        gaps.check(text, known)
    kept = list(Reply.objects.select_for_update().filter(of=lifecycle))
    if any(row.title == title and row.key != key for row in kept):
        raise Refused(
            "reply_named_so",
            ko="같은 제목의 문구가 있습니다. 제목을 바꾸거나 그 문구를 고쳐 주세요.",
            en="An answer has this title. Choose another, or change that one.",
        )
    if key is None and len(kept) >= MOST:
        raise Refused(
            "too_many_replies",
            ko="문구는 {most}개까지 둘 수 있습니다. 쓰지 않는 것을 지우고 다시 저장해 주세요.",
            en="At most {most} answers are kept. Remove one nobody uses and save again.",
            most=MOST,
        )
    row = Reply(of=lifecycle, version=0) if key is None else one(lifecycle, key)
    if key is not None and row.version != seen:
        raise Refused(
            "changed_since_seen",
            ko="그사이 {name} 담당이 이 문구를 고쳤습니다. 다시 열어 확인해 주세요.",
            en="{name} has changed this answer meanwhile. Open it again.",
            name=row.changed_name,
        )
    row.title, row.body, row.english = title, body, english
    row.changed_on, row.changed_by, row.changed_name = on, named(by), by.name
    row.version += 1
    row.save()
    return row.key


def drop(lifecycle: str, key: UUID) -> None:
    """Throw an answer away; what was sent by it stays as it was sent."""
    Reply.objects.filter(of=lifecycle, key=key).delete()


def declare_rows() -> None:
    """Have `ledger verify --rows` name the table, with the reason."""
    unheld(
        Words("답장 문구는 기록부에 적지 않습니다", "saved answers are not put on the log"), ["replies.Reply"]
    )
