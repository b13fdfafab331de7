"""Being told when applications for a programme open: asked for, taken back, told once, gone in time."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from jiphyeon.contexts.programmes.models import Wish
from jiphyeon.contexts.programmes.queries import catalogue, rulebook, wishes
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.notices import api as notices
from jiphyeon.kernel import Refused


def wish(*, programme: str, by: Actor, on: date) -> None:
    """Note that a citizen wants to be told when applications open; asked twice it is one wish, of the first day.

    Refused to whoever is no citizen, and while applications are taken: then there is nothing to wait for.
    """
    if by.user is None or not by.is_citizen:
        raise Refused(
            "not_a_citizen",
            ko="시민으로 로그인하신 뒤에 부탁하실 수 있습니다.",
            en="Please sign in as a citizen first.",
        )
    if programme not in rulebook.offered():
        raise Refused("no_such_programme", ko="그런 지원이 없습니다.", en="There is no such programme.")
    if not catalogue.card(programme, on).may_open:
        raise Refused(
            "nothing_to_wait_for",
            ko="지금 신청하실 수 있습니다. 기다리지 말고 바로 신청해 주세요.",
            en="Applications are taken now. There is no need to wait: please apply.",
        )
    Wish.objects.get_or_create(
        mark=wishes.mark_of(by.user, programme),
        defaults={"person": by.user, "programme": programme, "on": on},
    )


def take_back(*, programme: str, by: Actor) -> None:
    """Let a wish go; does nothing where there is none."""
    if by.user is not None:
        Wish.objects.filter(mark=wishes.mark_of(by.user, programme)).delete()


@transaction.atomic
def tell(*, wish: int, on: date) -> bool:
    """Tell one person that applications are open, and let their wish go; run twice, or too early, it tells nobody."""
    found = Wish.objects.select_for_update().filter(pk=wish).first()
    if found is None or not wishes.is_open(found.programme, on):
        return False
    card = catalogue.card(found.programme, on)
    notices.send(
        to=found.person,
        template="applications-open",
        values={"programme_ko": card.name.ko, "programme_en": card.name.en},
        about=f"programme:{found.programme}",
        dedupe=f"applications-open:{found.mark}:{card.call.id if card.call else ''}",
        on=on,
        link=wishes.page_of(found.programme),
    )
    found.delete()
    return True


def let_go(wishes_over: list[int]) -> int:
    """Destroy wishes whose time to be kept is over, and return how many went."""
    return Wish.objects.filter(pk__in=wishes_over).delete()[0]
