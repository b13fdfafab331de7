"""Two workers send the same notice at the same moment: the person has it once."""

from datetime import date
from uuid import uuid4

import pytest
from django.conf import settings
from tests.at_once import at_once

from jiphyeon.foundation.ledger.models import Entry
from jiphyeon.foundation.notices import api
from jiphyeon.foundation.notices.models import Mail, Notice


@pytest.mark.django_db(transaction=True)
def test_one_notice_is_sent():
    api.load_city(settings.CITY_PACK)
    person = uuid4()

    keys = at_once(
        4,
        lambda: api.send(
            to=person,
            template="payment-made",
            values={"programme_ko": "지원", "programme_en": "Support", "case": "7", "number": 1, "amount": 1},
            about="benefits:7",
            dedupe="case-7:paid:1",
            on=date(2024, 3, 4),
        ),
    )

    assert len(set(keys)) == 1
    assert (Notice.objects.count(), Mail.objects.count()) == (1, 1)
    assert Entry.objects.filter(kind="notices.sent").count() == 1
