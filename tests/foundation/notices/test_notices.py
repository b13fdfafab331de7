"""Notices: one for each reason, to one person, in words that never change afterwards."""

from datetime import date
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction

from jiphyeon.foundation.notices import api
from jiphyeon.foundation.notices.models import Notice
from jiphyeon.kernel import Refused

TODAY = date(2024, 3, 4)
pytestmark = pytest.mark.django_db


@pytest.fixture
def wordings():
    api.load_city(settings.CITY_PACK)


def granted(person, *, dedupe="case-7:granted", **changed):
    values = {
        "programme_ko": "청년 주거임대료 지원",
        "programme_en": "Youth rent support",
        "case": "2024-000007",
        "monthly": 200_000,
        "months": 10,
        "first": "2024-04-20",
    }
    return api.send(
        to=person,
        template="benefit-granted",
        values=values | changed,
        about="benefits:7",
        dedupe=dedupe,
        on=TODAY,
        link="/benefits/7/",
    )


def test_a_notice_reads_in_both_languages_with_its_values(wordings):
    person = uuid4()

    granted(person)

    (notice,) = Notice.objects.of(person)
    notice_text = notice.written()
    assert (
        "한 달에 200,000원씩 10개월 동안 드립니다. 첫 지급일은 2024. 4. 20.(토)입니다." in notice_text.body.ko
    )
    assert (
        "You will be paid 200,000 won a month for 10 months, first on Saturday, 20 April 2024."
        in notice_text.body.en
    )


def test_what_would_be_sent_can_be_read_before_and_nothing_is_sent(wordings):
    person, values = uuid4(), {"programme_ko": "가", "programme_en": "A", "known": "2024-03-04"}
    before = api.preview(template="support-you-may-be-due", values=values, on=TODAY)
    assert Notice.objects.count() == 0

    api.send(to=person, template="support-you-may-be-due", values=values, about="a", dedupe="b", on=TODAY)
    notice_text = Notice.objects.get().written()
    assert (before.title, before.body) == (notice_text.title, notice_text.body)
    with pytest.raises(Refused):
        api.preview(template="no-such-notice", values={}, on=TODAY)


def test_the_same_reason_twice_is_one_notice(wordings):
    person = uuid4()

    first, second = granted(person), granted(person)

    assert first == second
    assert [card.key for card in api.inbox(person)] == [first]
    assert api.unread_count(person) == 1


def test_a_reason_used_for_somebody_else_is_refused(wordings):
    granted(uuid4())

    with pytest.raises(Refused) as no:
        granted(uuid4())

    assert no.value.code == "notice_dedupe"


def test_a_notice_of_a_transaction_that_fails_was_never_sent(wordings):
    person = uuid4()

    @transaction.atomic
    def decide_and_fail():
        granted(person)
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk"):
        decide_and_fail()

    assert api.inbox(person) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"monthly": 200_000.0}, "notice_value_kind"),
        ({"monthly": True}, "notice_value_kind"),
        ({"first": "2024-02-30"}, "notice_value_kind"),
        ({"case": "960815-2345678"}, "notice_value_kind"),
        ({"bank": "…"}, "notice_values"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(wordings, changed, code):
    with pytest.raises(Refused) as no:
        granted(uuid4(), **changed)

    assert no.value.code == code
    assert Notice.objects.count() == 0


def test_a_link_out_of_the_house_is_refused(wordings):
    for link in ("https://elsewhere.invalid/", "//elsewhere.invalid/"):
        with pytest.raises(Refused) as no:
            api.send(
                to=uuid4(), template="benefit-granted", values={}, about="", dedupe=link, on=TODAY, link=link
            )

        assert no.value.code == "notice_link"
