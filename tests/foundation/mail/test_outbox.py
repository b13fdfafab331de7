"""Signing up, resetting a pass phrase, confirming an address: answered at once, whatever the mail server does."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.db import transaction
from tests.foundation.mail.servers import Speaking, listening, silent
from tests.waiting import PATIENCE_SECONDS

from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.models import Job, JobState
from jiphyeon.foundation.mail import smtp
from jiphyeon.foundation.mail.outbox import Outbox

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def real(settings):
    settings.DEMO = False
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.EMAIL_BACKEND = "jiphyeon.foundation.mail.outbox.Outbox"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", PATIENCE_SECONDS
    settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS = "", False


def signs_up(client, name="bora"):
    phrase = "long enough phrase 7"
    return client.post(
        "/account/signup/",
        {"username": name, "email": f"{name}@city.example", "password1": phrase, "password2": phrase},
    )


def letters():
    return Job.objects.filter(task="jiphyeon.foundation.mail.tasks.deliver")


def test_signing_up_and_resetting_are_answered_without_a_word_to_the_mail_server(
    client, settings, monkeypatch
):
    spoken = []
    monkeypatch.setattr(smtp, "_unconnected", lambda: spoken.append("to the mail server"))
    answers = [signs_up(client)]
    answers += [client.post("/account/password/reset/", {"email": "bora@city.example"}) for _ in range(2)]
    answers.append(client.post("/account/password/reset/", {"email": "nobody@city.example"}))

    assert spoken == []
    assert [answer.status_code for answer in answers] == [302] * 4
    assert User.objects.filter(username="bora").count() == 1
    assert letters().count() == 4


def test_when_the_server_is_back_each_letter_comes_once_and_confirms_the_address(client, settings, run_jobs):
    settings.EMAIL_TIMEOUT = 0.5
    with listening(silent) as port:
        settings.EMAIL_PORT = port
        signs_up(client)
        run_jobs()
    assert letters().filter(state=JobState.WAITING, failures=0).count() == 1

    settings.EMAIL_TIMEOUT = PATIENCE_SECONDS
    server = Speaking()
    with listening(server) as port:
        settings.EMAIL_PORT = port
        Job.objects.update(run_after=now())
        run_jobs()
        run_jobs()

    assert len(server.taken) == 1
    address = (
        re.search(rb"/account/confirm-email/[^\s]+", server.taken[0].replace(b"=\r\n", b"")).group().decode()
    )
    client.post(address)
    assert EmailAddress.objects.get(email="bora@city.example").verified


def test_every_try_of_a_letter_carries_the_same_number_and_each_reader_gets_their_own(run_jobs, settings):
    Outbox().send_messages(
        [EmailMessage("제목", "본문", "no-reply@city.example", ["a@b.example", "c@d.example"])]
    )

    server = Speaking()
    with listening(server) as port:
        settings.EMAIL_PORT = port
        for job in letters():
            raw = dict(job.arguments["kwargs"])
            assert raw["to"] in {"a@b.example", "c@d.example"}
        run_jobs()

    numbers = [re.search(rb"Message-ID: (\S+)", taken).group(1) for taken in server.taken]
    assert len(set(numbers)) == 2
    assert all(number.endswith(b"@jiphyeon.invalid>") for number in numbers)


def test_what_is_rolled_back_is_never_sent():
    with transaction.atomic():
        EmailMessage("x", "y", "a@b.example", ["c@d.example"]).send()
        transaction.set_rollback(True)

    assert letters().count() == 0


def test_nothing_of_a_letter_can_be_read_in_the_queue(django_db_blocker):
    from django.db import connection

    EmailMessage("x", "the words of a letter", "a@b.example", ["reader@d.example"]).send()

    with connection.cursor() as cursor:
        cursor.execute("SELECT arguments FROM jobs_job")
        (kept,) = cursor.fetchone()
    assert "reader@" not in kept
    assert "letter" not in kept
