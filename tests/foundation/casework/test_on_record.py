"""`ledger verify --rows`: every column beside a matter is held against its leaves, or named with the reason why not."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, models, transaction
from tests.foundation.casework.conftest import TODAY
from tests.foundation.casework.example.models import Stall

from jiphyeon.contexts.programmes.roles import CASE_OFFICER
from jiphyeon.foundation.casework import attachments, remarks
from jiphyeon.foundation.casework.models import (
    Attachment,
    ClockStop,
    HistoryLine,
    LegalClock,
    NumberSeries,
    Objection,
    ObjectionState,
    Remark,
    Supplement,
)
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.ledger import rows

pytestmark = pytest.mark.django_db
ON_RECORD = (
    Stall,
    Attachment,
    ClockStop,
    HistoryLine,
    LegalClock,
    NumberSeries,
    Objection,
    Remark,
    Supplement,
)
DAY = timedelta(days=1)


@pytest.fixture
def lived(market, settings, tmp_path):
    """A stall with everything beside it, and one that was only sent."""
    settings.DATA_DIR = tmp_path
    stall = market.applied()
    paper = SimpleUploadedFile("도면.pdf", b"%PDF-1.4 a plan\n%%EOF")
    kept = attachments.bring(
        stall, paper, title="도면", by=market.hana, on=TODAY, readers=[CASE_OFFICER], about="plan"
    )
    attachments.judge(stall, kept.key, accepted=False, words="흐립니다", by=market.seoyeon, on=TODAY)
    remarks.say(stall, "알겠습니다", by=market.hana, on=TODAY)
    market.does(stall, "take", by=market.seoyeon)
    market.does(stall, "ask_supplement", by=market.seoyeon)
    market.does(stall, "supply", by=market.hana, on=TODAY + DAY, comment="다시 냈습니다")
    market.does(stall, "lengthen", by=market.seoyeon, on=TODAY + DAY)
    market.does(stall, "propose", by=market.seoyeon)
    market.does(stall, "refuse", by=market.minjae)
    market.does(stall, "object", by=market.hana)
    market.does(stall, "extend", by=market.sora)
    market.does(stall, "dismiss", by=market.sora)
    market.applied(market.doyun)
    return Stall.objects.get(key=stall.key)


def problems():
    book = rows.compare()
    return [words.en for words in book.problems + book.unchecked]


def something_else(column, value):
    """Return a value that a column does not hold now and that it may hold."""
    if column.choices:
        return next(word for word, _label in column.choices if word != value)
    if isinstance(value, dict):
        return {"forged": True}
    if isinstance(column, models.UUIDField):
        return UUID(int=9)
    if isinstance(column, models.DateTimeField):
        return now() + DAY
    if isinstance(column, models.DateField):
        return (value or date(2024, 3, 18)) + DAY
    if isinstance(column, models.BooleanField):
        return not value
    return (value or 0) + 1 if isinstance(column, models.IntegerField) else f"x{value}"[: column.max_length]


def test_everything_beside_a_matter_is_held_as_it_was_recorded(lived):
    assert problems() == []


def test_every_column_is_held_or_named_with_the_reason(lived):
    apart, passed = rows.compare().apart, set()
    for model in ON_RECORD:
        for column in model._meta.concrete_fields:
            if column.primary_key:
                continue
            kept = model.objects.order_by("pk")
            if model is HistoryLine:
                kept = kept.exclude(leaf="")  # what was never sent stands on no log
            for row in {kept.first(), kept.last()}:
                other = something_else(column, getattr(row, column.attname))
                with transaction.atomic():
                    try:
                        with transaction.atomic():
                            model.objects.filter(pk=row.pk).update(**{column.attname: other})
                        if not problems():
                            passed.add(f"{model._meta.app_label}.{model.__name__}.{column.name}")
                    except IntegrityError:  # the row guards itself
                        pass
                    transaction.set_rollback(True)

    named = {name for name in apart if name.startswith(("stalls.", "casework."))}
    assert passed == named


def test_an_objection_that_waits_for_its_answer_is_missed_when_it_is_taken_away(lived, market):
    other = market.does(Stall.objects.exclude(key=lived.key).get(), "propose", by=market.seoyeon)
    other = market.does(other, "refuse", by=market.minjae)
    market.does(other, "object", by=market.doyun)
    assert problems() == []

    Objection.objects.get(state=ObjectionState.OPEN).delete()

    assert problems() == [
        f"The row of entry ? (Objection received, {TODAY}) is gone from the database, or was set to another state."
    ]


@pytest.mark.parametrize("gone", [HistoryLine, Supplement, Objection, Attachment, LegalClock, ClockStop])
def test_a_row_that_is_taken_away_is_missed(lived, gone):
    gone.objects.all().delete()

    assert problems() != []
