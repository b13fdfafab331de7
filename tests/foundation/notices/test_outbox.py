"""E-mails go out once each, by messages and a real mail server, and say nothing but that a notice came."""

from datetime import date

import pytest
from django.conf import settings as city

from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.messages.email import Email
from jiphyeon.foundation.messages.models import ChannelStatus, Message
from jiphyeon.foundation.messages.sending import Sender
from jiphyeon.foundation.notices import api, subscribers
from jiphyeon.foundation.notices.enums import MailState
from jiphyeon.foundation.notices.models import Mail, Notice

TODAY = date(2024, 3, 4)
pytestmark = pytest.mark.django_db


@pytest.fixture
def hana():
    api.load_city(city.CITY_PACK)
    return User.objects.create_user("hana", "hana@demo.invalid", display_name="김하나")


@pytest.fixture
def goes_out(run_jobs):
    """Do what waits: tell of notices, hand the e-mails over, write down what came of them."""

    def go():
        run_jobs()
        Sender(Email()).drain()
        run_jobs()

    return go


def sent(person, dedupe="case-7:granted"):
    return api.send(
        to=person.key,
        template="benefit-granted",
        values={
            "programme_ko": "청년 주거임대료 지원", "programme_en": "Youth rent support", "case": "2024-000007",
            "monthly": 200_000, "months": 10, "first": "2024-04-20",
        },
        about="benefits:7",
        dedupe=dedupe,
        on=TODAY,
    )  # fmt: skip


def test_a_notice_is_announced_by_one_mail(hana, mailbox, goes_out):
    key = sent(hana)
    sent(hana)

    goes_out()

    (letter,) = mailbox.letters()
    assert letter["times"] == 1
    assert letter["to"] == ["hana@demo.invalid"]
    mail = Mail.objects.get(notice__key=key)
    assert (mail.state, mail.message) == (MailState.HANDED_OVER, Message.objects.get().key)
    assert mail.handed_over_at == Message.objects.get().handed_over_at


def test_the_mail_says_its_number_and_nothing_of_the_matter(hana, mailbox, goes_out):
    sent(hana)

    goes_out()

    (letter,) = mailbox.letters()
    text = letter["subject"] + letter["body"]
    assert Notice.objects.get().number in text
    for kept in ("주거", "200,000", "2024-000007", "김하나", "hana", "http", "://"):
        assert kept not in text


def test_an_english_reader_gets_english(hana, mailbox, goes_out):
    User.objects.filter(pk=hana.pk).update(language="en")
    sent(hana)

    goes_out()

    (letter,) = mailbox.letters()
    assert letter["subject"] == "[Sejong City] You have a new notice"


def test_running_the_job_again_sends_nothing_more(hana, mailbox, goes_out):
    key = sent(hana)
    goes_out()
    subscribers.announce.enqueue(str(key))

    goes_out()

    assert [letter["times"] for letter in mailbox.letters()] == [1]


def test_a_mail_server_that_is_away_is_tried_again(hana, settings, goes_out, mailbox):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    key = sent(hana)
    goes_out()
    waiting = Mail.objects.get(notice__key=key).state

    settings.EMAIL_PORT = port
    ChannelStatus.objects.update(rest_until=now())
    goes_out()

    assert waiting == MailState.WAITING
    assert len(mailbox.letters()) == 1
    assert Mail.objects.get(notice__key=key).state == MailState.HANDED_OVER


def test_a_mail_that_is_given_up_is_written_down_as_such_and_what_was_first_stays(hana, run_jobs):
    from jiphyeon.foundation.jobs.events import publish
    from jiphyeon.foundation.messages.enums import State
    from jiphyeon.foundation.messages.events import Failed, HandedOver

    key = sent(hana)
    run_jobs()
    (message,) = Message.objects.values_list("key", flat=True)

    publish(Failed("other", (message,), ("",), (State.PERMANENT_FAILURE,), ("smtp-550",), at=now()))
    run_jobs()
    assert Mail.objects.get(notice__key=key).state == MailState.WAITING
    publish(Failed("notices", (message,), ("",), (State.PERMANENT_FAILURE,), ("smtp-550",), at=now()))
    publish(HandedOver("notices", (message,), ("",), at=now()))
    run_jobs()

    assert Mail.objects.get(notice__key=key).state == MailState.REJECTED


def test_somebody_without_an_address_still_has_the_notice(hana, run_jobs):
    User.objects.filter(pk=hana.pk).update(email="")
    key = sent(hana)

    run_jobs()

    assert Mail.objects.get(notice__key=key).state == MailState.NO_ADDRESS
    assert [card.key for card in api.inbox(hana.key)] == [key]
    assert not Message.objects.exists()
