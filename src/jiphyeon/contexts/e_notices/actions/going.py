"""A sending goes on: one block of work at a time, each a transaction, until nothing is left to do on that day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, islice, repeat
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from jiphyeon.contexts.e_notices.enums import ON_ITS_WAY, SERVED, TO_PAPER, Stage, Step, Way
from jiphyeon.contexts.e_notices.events import WorkLeft
from jiphyeon.contexts.e_notices.models import Notice, Sending, service
from jiphyeon.contexts.e_notices.queries.posting import OF_PAPER
from jiphyeon.contexts.e_notices.queries.texts import office_of, terms_of, values_of, writer
from jiphyeon.contexts.e_notices.rules.clock import days_of, respond_by_of
from jiphyeon.contexts.wordings import api as wordings
from jiphyeon.foundation.accounts.actors import MACHINE
from jiphyeon.foundation.casework.blocks import MOST, move_block
from jiphyeon.foundation.casework.moving import move
from jiphyeon.foundation.clock.deadlines import is_working_day
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.foundation.jobs.turns import take_turn
from jiphyeon.foundation.messages import api as messages
from jiphyeon.foundation.relays import api as relays

OWNER = "e_notices"
PAPER = OF_PAPER
"""What the owner's key of a letter begins with; that of a message to the phone is the notice's key alone."""
_AT_WORK = (Stage.APPROVED, Stage.GOING)


def go_on_soon(key: UUID) -> None:
    """Have a sending go on by a job, once the caller's transaction is committed."""
    publish(WorkLeft(str(key)))


def at_work(*, today_only: bool = False) -> list[UUID]:
    """Return the sendings that have something to do: those going out, and those whose notices still wait for a day."""
    waiting = Notice.objects.filter(sending=OuterRef("pk")).at(*SERVED, Step.UPHELD, Step.PUBLIC_NOTICE)
    going = Q(state__in=_AT_WORK)
    found = Sending.objects.filter(going if today_only else going | Exists(waiting))
    return list(found.order_by("pk").values_list("key", flat=True))


@transaction.atomic
def go_on(key: UUID, on: date) -> bool:
    """Do the next block of a sending's work; return whether there may be more today. One at a time for each sending."""
    take_turn(f"{OWNER}:{key}")
    sending = Sending.objects.select_for_update().get(key=key)
    if sending.stage is Stage.CANCELLED:
        return bool(
            _moved(
                sending,
                Notice.objects.at(Step.DRAFTED, Step.APPROVED, Step.BATCHED, Step.PAPER),
                "cancel",
                on,
            )
        )
    if sending.stage in _AT_WORK and (sending.not_before is None or sending.not_before <= now()):
        if sending.stage is Stage.APPROVED:
            sending.sent_on = on
            move(sending, "start", by=MACHINE, on=on)
            return True
        if any(step(sending, on) for step in _SENDING):
            return True
    return any(step(sending, on) for step in _AFTERWARDS)


def _moved(sending: Sending, rows: QuerySet[Notice], deed: str, on: date, **more: object) -> list[Notice]:
    return move_block(rows.filter(sending=sending), deed, by=MACHINE, on=on, **more)  # type: ignore[arg-type]


def _write_documents(sending: Sending, on: date) -> bool:
    """Write down the hash of what each drafted notice will say."""
    drafted = Notice.objects.of(sending).at(Step.DRAFTED).filter(document="").order_by("pk")
    rows = list(drafted[:MOST])
    if not rows:
        return False
    assert sending.document is not None  # noqa: S101 -- nothing is approved without
    write = writer(sending, sending.document, sending.document_edition, on)
    table = connection.ops.quote_name(Notice._meta.db_table)  # noqa: SLF001 -- Django's public name for it
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET document = %s WHERE id = %s",  # noqa: S608 -- the name of our own table
            [(write(row).digest, row.pk) for row in rows],
        )
    return True


def _approve(sending: Sending, on: date) -> bool:
    return bool(_moved(sending, Notice.objects.all(), "approve", on, sets={"respond_by": sending.respond_by}))


def _batch(sending: Sending, on: date) -> bool:
    return bool(_moved(sending, Notice.objects.filter(identity__isnull=False), "batch", on))


def _fill_relay(sending: Sending, on: date) -> bool:
    """Hand the next block of addressees to messages, then let the batch go."""
    assert sending.push is not None  # noqa: S101 -- nothing is approved without
    if sending.relay_batch is None:
        if not Notice.objects.of(sending).at(Step.BATCHED).exists():
            return False
        text = wordings.version_of(sending.push, sending.push_edition)
        batch = messages.begin_batch(text=text, owner=OWNER, owner_key=str(sending.key))
        sending.relay_batch = batch
        sending.save(update_fields=["relay_batch"])
        return True
    waiting = Notice.objects.of(sending).at(Step.BATCHED)
    return _fill(sending, messages.BatchKey(sending.relay_batch), waiting, on, paper=False)


def _fill(
    sending: Sending, batch: messages.BatchKey, rows: QuerySet[Notice], on: date, *, paper: bool
) -> bool:
    stands = messages.progress(batch)
    if stands.state is not messages.BatchState.FILLING:
        return False
    block = rows.order_by("pk")[stands.total : stands.total + MOST]
    new = messages.put_many(batch, _behind(stands.total, _addressees(sending, block, on, paper=paper)))
    if new == 0:
        messages.release(batch)
    return True


def _behind(stored: int, rows: Iterator[messages.Addressee]) -> Iterator[messages.Addressee]:
    """Yield what is stored already as it is passed over, then the rows."""
    return chain(islice(repeat(messages.Addressee("", {})), stored), rows)


def _addressees(
    sending: Sending, rows: QuerySet[Notice], on: date, *, paper: bool
) -> Iterator[messages.Addressee]:
    terms, office = terms_of(sending, on), office_of(sending)
    for row in rows:
        values = values_of(row, sending, terms, office)
        if paper:
            yield messages.Addressee(row.postal, values, f"{PAPER}{row.key}", row.number or "")
        elif row.identity is not None:
            yield messages.Addressee(relays.person(row.identity), values, str(row.key), row.number or "")


def _expire(sending: Sending, on: date) -> bool:
    """Turn what was not opened in time to paper, and take it back at the relay."""
    if sending.sent_on is None or on < _cutoff(sending, on):
        return False
    moved = _moved(sending, Notice.objects.at(*ON_ITS_WAY), "expire", on)
    if moved:
        relays.close([row.message for row in moved if row.message is not None])
    return bool(moved)


def _cutoff(sending: Sending, on: date) -> date:
    assert sending.respond_by is not None and sending.sent_on is not None  # noqa: S101, PT018 -- nothing is approved without
    working = service().working_on(on)
    return days_of(sending.respond_by, terms_of(sending, on), working, is_working_day).cutoff(
        sending.sent_on, working
    )


def _turn_to_paper(sending: Sending, on: date) -> bool:
    """Turn whoever is not served by phone, or cannot be, to paper."""
    rows = Notice.objects.at(*TO_PAPER) | Notice.objects.at(Step.APPROVED).filter(identity__isnull=True)
    return bool(_moved(sending, rows, "to_paper", on, sets={"went_on": on}))


def _gather_letters(sending: Sending, _on: date) -> bool:
    """Put letters that are in no batch into one; a batch that was released takes no more, and another is begun."""
    loose = Notice.objects.of(sending).at(Step.PAPER).filter(paper_batch__isnull=True)
    rows = list(loose.order_by("pk").values_list("pk", flat=True)[:MOST])
    if not rows:
        return False
    if not _takes_more(sending):
        assert sending.document is not None  # noqa: S101 -- nothing is approved without
        text = wordings.version_of(sending.document, sending.document_edition)
        sending.paper_batch = messages.begin_batch(text=text, owner=OWNER, owner_key=str(sending.key))
        sending.save(update_fields=["paper_batch"])
    Notice.objects.filter(pk__in=rows).update(paper_batch=sending.paper_batch)
    return True


def _takes_more(sending: Sending) -> bool:
    if sending.paper_batch is None:
        return False
    stands = messages.progress(messages.BatchKey(sending.paper_batch))
    return stands.state is messages.BatchState.FILLING


def _fill_paper(sending: Sending, on: date) -> bool:
    if not _takes_more(sending):
        return False
    batch = messages.BatchKey(sending.paper_batch)  # type: ignore[arg-type] # it takes more, so there is one
    rows = Notice.objects.of(sending).filter(paper_batch=sending.paper_batch)
    return _fill(sending, batch, rows, on, paper=True)


def _finish(sending: Sending, on: date) -> bool:
    if Notice.objects.of(sending).unserved().exists():
        return False
    move(sending, "finish", by=MACHINE, on=on)
    return True


def _serve_publicly(sending: Sending, on: date) -> bool:
    """Take as served those whose public notice has been up for its days."""
    up = service().working_on(on).public_days
    over = Notice.objects.at(Step.PUBLIC_NOTICE).filter(published_on__lt=on - timedelta(days=up))
    return bool(_moved(sending, over, "serve_publicly", on, sets=served(sending, Way.PUBLIC, on)))


def served(sending: Sending, way: Way, on: date, planned: date | None = None) -> dict[str, object]:
    """Return what is written down of whoever was served on a day: how, when, and until when they may answer."""
    planned = planned or sending.respond_by
    assert planned is not None  # noqa: S101 -- nothing is approved without
    until = respond_by_of(on, planned, terms_of(sending, on), is_working_day)
    return {"way": way, "served_on": on, "respond_by": until}


def _lapse(sending: Sending, on: date) -> bool:
    over = Notice.objects.at(*SERVED, Step.UPHELD).filter(respond_by__lt=on)
    return bool(_moved(sending, over, "lapse", on))


_SENDING = (
    _write_documents,
    _approve,
    _batch,
    _fill_relay,
    _expire,
    _turn_to_paper,
    _gather_letters,
    _fill_paper,
    _finish,
)
_AFTERWARDS = (_serve_publicly, _lapse)
