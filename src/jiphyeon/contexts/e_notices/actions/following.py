"""What officers do about one notice: why a letter came back, a new address, a public notice. Each by `move`."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.e_notices.actions.going import go_on_soon, served
from jiphyeon.contexts.e_notices.enums import Reason, Way
from jiphyeon.contexts.e_notices.models import Notice, service
from jiphyeon.contexts.e_notices.queries.texts import terms_of, writer
from jiphyeon.contexts.e_notices.rules.clock import earliest_by_paper
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.foundation.clock.deadlines import is_working_day
from jiphyeon.foundation.messages import api as messages
from jiphyeon.foundation.messages.addresses import KEPT
from jiphyeon.kernel import Refused


@transaction.atomic
def came_back(*, key: UUID, why: Reason, comment: str, seen: int, by: Actor, on: date) -> None:
    """Write down that a letter came back, and why."""
    row = hold(Notice, key, "return", by=by, seen=seen)
    row.returned_for = why
    move(row, "return", by=by, on=on, comment=comment or why.words.ko)


@transaction.atomic
def arrived(*, key: UUID, seen: int, by: Actor, on: date) -> None:
    """Write down that a letter arrived: its addressee is served from this day."""
    row = hold(Notice, key, "arrive", by=by, seen=seen)
    for name, value in served(row.sending, Way.PAPER, on, row.respond_by).items():
        setattr(row, name, value)
    move(row, "arrive", by=by, on=on)


@transaction.atomic
def resend(*, key: UUID, postal: str, comment: str, seen: int, by: Actor, on: date) -> None:
    """Send a letter once more, to an address that was found, with a new last day to answer. Refused: what is no address."""
    row = hold(Notice, key, "resend", by=by, seen=seen)
    sending = row.sending
    row.postal = KEPT[messages.Channel.PAPER](postal)
    row.respond_by = earliest_by_paper(on, terms_of(sending, on), service().working_on(on), is_working_day)
    assert sending.document is not None  # noqa: S101 -- nothing is approved without
    row.document = writer(sending, sending.document, sending.document_edition, on)(row).digest
    row.paper_batch, row.returned_for = None, ""
    move(row, "resend", by=by, on=on, comment=comment)
    go_on_soon(sending.key)


@transaction.atomic
def publish(*, key: UUID, comment: str, seen: int, by: Actor, on: date) -> None:
    """Publish a public notice; it serves when its days have passed."""
    row = hold(Notice, key, "publish", by=by, seen=seen)
    row.published_on = on
    move(row, "publish", by=by, on=on, comment=comment)


@transaction.atomic
def give_opinion(*, key: UUID, words: str, by: Actor, on: date) -> None:
    """Take an addressee's opinion. Refused when their days are over."""
    row = hold(Notice, key, "object", by=by)
    if row.respond_by is None or on > row.respond_by:
        raise Refused(
            "days_to_answer_over",
            ko="의견을 낼 수 있는 날이 지났습니다. 과태료가 매겨지면 그 통지를 받은 날부터 60일 안에 이의를 낼 수 있습니다(질서위반행위규제법 제20조).",
            en="The days to answer are over. Once a fine is set you may object within 60 days of being told (Act on the Regulation of Violations of Public Order, article 20).",
        )
    move(row, "object", by=by, on=on, comment=words)
