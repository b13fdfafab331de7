"""Views an officer keeps under a name."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from jiphyeon.foundation.queues.models import SavedView
from jiphyeon.kernel import Refused
from jiphyeon.kernel.text import clean

MOST_SAVED = 30
LONGEST_QUERY = 1_000


@transaction.atomic
def save_view(*, queue: str, name: str, query: str, officer: UUID) -> None:
    """Keep a list as it is narrowed; the same name again replaces it.

    Refused without a name, beyond thirty, and where the list is narrowed by more than fits.
    """
    name = clean(name)[:40]
    if not name:
        raise Refused("view_unnamed", ko="보기 이름을 적어 주세요.", en="Give the view a name.")
    if len(query) > LONGEST_QUERY:  # cut, it would lead to other rows
        raise Refused(
            "view_too_long",
            ko="조건이 너무 길어 보기로 저장할 수 없습니다. 조건을 줄이고 다시 저장해 주세요.",
            en="The list is narrowed by too much to be kept as a view. Narrow it by less and save again.",
        )
    # Names are sealed, so they are compared here; there are thirty of them at most.
    kept = list(SavedView.objects.filter(officer=officer, queue=queue))
    same = [view.pk for view in kept if view.name == name]
    if len(kept) - len(same) >= MOST_SAVED:
        raise Refused(
            "too_many_views",
            ko="저장한 보기는 {most}개까지입니다. 쓰지 않는 보기를 지우고 다시 저장해 주세요.",
            en="At most {most} views can be kept. Remove one you no longer use and save again.",
            most=MOST_SAVED,
        )
    if same:
        SavedView.objects.filter(pk__in=same).update(query=query)
    else:
        SavedView.objects.create(officer=officer, queue=queue, name=name, query=query)


def drop_view(*, view: int, officer: UUID) -> None:
    """Throw a saved view of one's own away."""
    SavedView.objects.filter(officer=officer, pk=view).delete()
