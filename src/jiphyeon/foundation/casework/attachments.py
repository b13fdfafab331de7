"""Papers beside a matter: kept sealed, opened by whoever handles it, accepted or returned with words, destroyed in their time."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.foundation.casework import recording, remarks
from jiphyeon.foundation.casework.models import Attachment, AttachmentState, CaseRow
from jiphyeon.foundation.files.store import Opened, Upload, discard, keep, open_for, orphans
from jiphyeon.kernel import Refused

KINDS = frozenset({"pdf", "png", "jpeg"})


@transaction.atomic
def bring(
    row: CaseRow,
    upload: Upload,
    *,
    title: str,
    by: Actor,
    on: date,
    readers: Iterable[Role],
    about: str = "",
    kinds: AbstractSet[str] = KINDS,
) -> Attachment:
    """Keep a file beside a matter, for holders of the `readers` roles to open. The caller has seen to who may bring it.

    Refused as `files.store.keep` refuses, and beside a matter that is over. The row is locked by the caller or here, so
    that what is recorded of the matter is where it stands.
    """
    locked(row)
    if not row.takes_papers:
        raise Refused("case_over", ko="이미 끝난 건입니다.", en="This case is already closed.")
    owner = row.person or by.user
    if owner is None:
        raise Refused(
            "nobody", ko="로그인한 사람만 할 수 있습니다.", en="Only somebody signed in can do this."
        )
    kept = keep(upload, kinds=kinds, owner=owner, purpose=purpose_of(row.lifecycle.name), readers=readers)
    paper = Attachment.objects.create(
        lifecycle=row.lifecycle.name,
        case=row.key,
        file=kept.key,
        about=about,
        title=title.strip() or kept.name,
        brought_on=on,
        brought_by=by.user,
    )
    _record(row, recording.PAPER_BROUGHT, paper, by, on)
    return paper


@transaction.atomic
def take_back(row: CaseRow, key: UUID, *, by: Actor) -> None:
    """Let a paper go that was brought by mistake; until the matter is sent, nobody but its writer knew of it.

    Refused once the matter was sent. Raises Attachment.DoesNotExist for another's, and for a paper of another matter.
    """
    locked(row)
    if row.number is not None:
        raise Refused(
            "paper_sent",
            ko="이미 제출한 서류는 지울 수 없습니다. 잘못 내셨으면 담당자에게 알려 주세요.",
            en="A paper that was sent cannot be removed. If it was a mistake, please tell the officer.",
        )
    paper = Attachment.objects.of(row).select_for_update().get(key=key, brought_by=by.user)
    if paper.file is not None:
        discard(paper.file)
    paper.delete()


def _record(row: CaseRow, kind: str, paper: Attachment, by: Actor, on: date) -> None:
    """Put it on the log; what was never sent, nobody but its writer knows of."""
    if row.number is not None:
        recording.leaf(row, kind, {"paper": str(paper.key), "by": str(by.user)}, on=on)


def locked(row: CaseRow) -> None:
    """Lock a matter and read its columns anew, so that a leaf says where it stands now."""
    model = type(row)
    model._default_manager.select_for_update().get(pk=row.pk)  # noqa: SLF001 -- Django's public name for it
    row.refresh_from_db()


def purpose_of(lifecycle: str) -> str:
    """Return what the files room knows the papers of a lifecycle by."""
    return f"{lifecycle}.paper"


def open_paper(row: CaseRow, key: UUID, *, by: Actor) -> Opened:
    """Open a paper for the person or an officer who may read it; the person can see that it was opened.

    Raises Attachment.DoesNotExist for a paper of another matter or one that was destroyed, PermissionDenied as the
    files room does.
    """
    paper = Attachment.objects.of(row).get(key=key)
    if paper.file is None:
        raise Attachment.DoesNotExist
    opened: Opened = open_for(paper.file, by, reason="서류 확인")
    return opened


@transaction.atomic
def judge(row: CaseRow, key: UUID, *, accepted: bool, words: str, by: Actor, on: date) -> Attachment:
    """Accept a paper, or return it with words, which the person also finds in the talk. The caller has seen to who may.

    Refused for a return without words, by the person themself, and for a paper that was destroyed.
    """
    locked(row)
    paper: Attachment = Attachment.objects.of(row).select_for_update().get(key=key)
    if by.user == row.person:
        raise Refused(
            "own_case",
            ko="본인의 신청은 직접 처리할 수 없습니다. 다른 직원에게 넘겨 주세요.",
            en="You cannot handle your own application. Please hand it to a colleague.",
        )
    if paper.file is None:
        raise Refused("paper_destroyed", ko="이미 파기한 서류입니다.", en="This paper was destroyed already.")
    if not accepted and not words.strip():
        raise Refused(
            "reason_needed",
            ko="왜 돌려보내는지, 무엇을 다시 내면 되는지 적어 주세요.",
            en="Say why it is returned, and what to hand in instead.",
        )
    paper.state = AttachmentState.ACCEPTED if accepted else AttachmentState.RETURNED
    paper.judged_on, paper.judged_by, paper.judged_name, paper.judgement = on, by.user, by.name, words.strip()
    paper.save()
    _record(row, recording.PAPER_JUDGED, paper, by, on)
    if not accepted:
        remarks.say(row, f"{paper.title}: {words.strip()}", by=by, on=on)
    return paper


def destroy(row: CaseRow, *, on: date) -> int:
    """Destroy the files of a matter's papers and return how many; that they were there stays known."""
    papers = list(Attachment.objects.of(row).select_for_update().filter(file__isnull=False))
    for paper in papers:
        if paper.file is not None:
            discard(paper.file)
        paper.file, paper.purged_on = None, on
        paper.save(update_fields=["file", "purged_on"])
    return len(papers)


def of(row: CaseRow) -> list[Attachment]:
    """Return the papers of a matter, in the order they were brought."""
    return list(Attachment.objects.of(row))


@transaction.atomic
def purge_orphans(lifecycle: str, *, kept_before: datetime) -> int:
    """Destroy kept papers of a lifecycle that no matter knows (any more), and return how many."""
    known = Attachment.objects.filter(lifecycle=lifecycle, file__isnull=False).values_list("file", flat=True)
    lost = orphans(purpose=purpose_of(lifecycle), known=known, kept_before=kept_before)
    for key in lost:
        discard(key)
    return len(lost)
