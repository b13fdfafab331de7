"""Two tabs ask for the same consent at the same moment: it is asked once."""

from datetime import date
from uuid import uuid4

import pytest
from tests.at_once import at_once

from jiphyeon.contexts.mydata import api
from jiphyeon.contexts.mydata.models import Consent, ConsentItem
from jiphyeon.kernel import Words


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_ask_at_once_ask_once():
    person, item = uuid4(), api.ItemRequest("income", Words("보려고", "to see"))

    keys = at_once(
        4,
        lambda: api.ask_consent(
            person=person,
            purpose="benefit-application",
            about="benefits:2024-000007",
            items=[item],
            return_to="/back/",
            on=date(2024, 3, 4),
        ),
    )

    assert len(set(keys)) == 1
    assert Consent.objects.count() == 1
    assert ConsentItem.objects.count() == 1
