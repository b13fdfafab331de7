"""E-mails go out once each, through a real mail server, and say nothing but that a notice came."""

from datetime import date

import pytest
from django.conf import settings as city

from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.models import Job
from jiphyeon.foundation.mail import smtp
from jiphyeon.foundation.notices import actions, api, subscribers
from jiphyeon.foundation.notices.enums import MailState
from jiphyeon.foundation.notices.models import Mail, Notice

TODAY = date(2024, 3, 4)
pytestmark = pytest.mark.django_db


@pytest.fixture
def hana():
    api.load_city(city.CITY_PACK)
    return User.objects.create_user("hana", "hana@demo.invalid", display_name="김하나")


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


def test_a_notice_is_announced_by_one_mail(hana, mailbox, run_jobs):
    key = sent(hana)
    sent(hana)

    run_jobs()

    (letter,) = mailbox.letters()
    assert letter["times"] == 1
    assert letter["to"] == ["hana@demo.invalid"]
    assert Mail.objects.get(notice__key=key).state == MailState.HANDED_OVER


def test_the_mail_says_its_number_and_nothing_of_the_matter(hana, mailbox, run_jobs):
    sent(hana)

    run_jobs()

    (letter,) = mailbox.letters()
    text = letter["subject"] + letter["body"]
    assert Notice.objects.get().number in text
    for kept in ("주거", "200,000", "2024-000007", "김하나", "hana", "http", "://"):
        assert kept not in text


def test_an_english_reader_gets_english(hana, mailbox, run_jobs):
    User.objects.filter(pk=hana.pk).update(language="en")
    sent(hana)

    run_jobs()

    (letter,) = mailbox.letters()
    assert letter["subject"] == "[Sejong City] You have a new notice"


def test_running_the_job_again_sends_nothing_more(hana, mailbox, run_jobs):
    key = sent(hana)
    run_jobs()
    subscribers.announce.enqueue(str(key))

    run_jobs()

    assert [letter["times"] for letter in mailbox.letters()] == [1]


def test_a_worker_killed_after_the_hand_over_leads_to_one_mail_in_the_box(hana, mailbox, run_jobs):
    key = sent(hana)
    actions.hand_over(key=key, carrier=smtp.hand_over, at=now())  # and killed before it was written down

    run_jobs()

    (letter,) = mailbox.letters()
    assert letter["times"] == 2
    assert Mail.objects.get(notice__key=key).state == MailState.HANDED_OVER


def test_a_mail_server_that_is_away_is_tried_again(hana, settings, run_jobs, mailbox):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    key = sent(hana)
    run_jobs(failing=True)
    waiting = Mail.objects.get(notice__key=key).state

    settings.EMAIL_PORT = port
    Job.objects.update(run_after=now())
    run_jobs()

    assert waiting == MailState.WAITING
    assert len(mailbox.letters()) == 1


def test_a_mail_the_server_will_never_take_is_written_down_as_such(hana):
    key = sent(hana)

    assert (
        actions.hand_over(key=key, carrier=lambda *_, **__: smtp.HandOver.REJECTED, at=now())
        == MailState.REJECTED
    )


def test_somebody_without_an_address_still_has_the_notice(hana, run_jobs):
    User.objects.filter(pk=hana.pk).update(email="")
    key = sent(hana)

    run_jobs()

    assert Mail.objects.get(notice__key=key).state == MailState.NO_ADDRESS
    assert [card.key for card in api.inbox(hana.key)] == [key]
