"""The mail server is silent, away, or leaves in the middle: nobody waits for it, and no letter is lost or comes twice."""

import re
import threading
from datetime import date
from uuid import uuid4

import pytest
from django.conf import settings as city
from django.core.cache import caches
from django.db import connection, connections
from django.test import Client
from tests.foundation.mail.servers import Speaking, dripping, listening, refusing_port, silent
from tests.waiting import PATIENCE_SECONDS, wait_until

from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.models import Job, JobState
from jiphyeon.foundation.jobs.worker import Worker
from jiphyeon.foundation.mail import smtp
from jiphyeon.foundation.messages.email import Email
from jiphyeon.foundation.messages.enums import State
from jiphyeon.foundation.messages.models import ChannelStatus, Message
from jiphyeon.foundation.messages.sending import Sender, Senders
from jiphyeon.foundation.notices import api as notices
from jiphyeon.foundation.notices.enums import MailState
from jiphyeon.foundation.notices.models import Mail

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]
TODAY = date(2024, 3, 4)
PHRASE = "long enough phrase 7"
TIMEOUT = 1.0
WORKER = "worker"
BAD = {
    "silent": silent,
    "dripping": dripping,
    "refusing": None,
    "leaves before": Speaking(leaves_at="MAIL"),
    "leaves at data": Speaking(leaves_at="DATA"),
    "leaves in the middle": Speaking(leaves_at="BODY"),
    "busy": Speaking(says={"GREETING": b"421 not now"}),
}


@pytest.fixture(autouse=True)
def real(settings, monkeypatch):
    monkeypatch.setattr(smtp, "LONGEST", 2 * TIMEOUT)
    settings.DEMO = False
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.EMAIL_BACKEND = "jiphyeon.foundation.mail.outbox.Outbox"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", TIMEOUT
    settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS = "", False
    notices.load_city(city.CITY_PACK)


@pytest.fixture
def talks(monkeypatch):
    """Who began to speak to a mail server, and whether in a transaction: (the thread, whether it was)."""
    noted, connect = [], smtp._connected

    def noting():
        noted.append((threading.current_thread().name, connection.in_atomic_block))
        return connect()

    monkeypatch.setattr(smtp, "_connected", noting)
    return noted


class Working:
    """A worker at work in a thread, as beside the web."""

    def __enter__(self):
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.work, name=WORKER, daemon=True)
        self.thread.start()
        self.senders = Senders(stop=self.stop)
        self.senders.start()
        return self

    def work(self):
        try:
            Worker(name="drill", stop=self.stop, chores=False).work()
        finally:
            connections.close_all()

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join()
        self.senders.join(PATIENCE_SECONDS)


def one_of_each(number):
    """Sign up, ask for a new pass phrase, send a notice: three letters."""
    caches["limits"].clear()  # one address is sent one confirmation in three minutes
    name, client = f"p{number}-{uuid4().hex[:6]}", Client()
    form = {"username": name, "email": f"{name}@mail.example", "password1": PHRASE, "password2": PHRASE}
    assert client.post("/account/signup/", form).status_code == 302
    reset = {"email": f"{name}@mail.example"}
    assert Client().post("/account/password/reset/", reset).status_code == 302
    notices.send(
        to=User.objects.get(username=name).key, template="case-withdrawn", values={"programme_ko": "가", "programme_en": "a", "case": "1"},
        about="benefits:1", dedupe=f"drill:{name}", on=TODAY,
    )  # fmt: skip
    assert client.get("/healthz").status_code == 200


def letters_waiting():
    messages = Message.objects.exclude(state=State.HANDED_OVER).count()
    return Job.objects.exclude(state=JobState.DONE).count() + messages


def numbers_of(server):
    return [re.search(rb"Message-ID: (\S+)", letter, re.IGNORECASE).group(1) for letter in server.taken]


@pytest.mark.parametrize("kind", BAD)
def test_nobody_waits_for_the_mail_server_and_no_letter_is_lost_or_doubled(
    kind, settings, count, talks, monkeypatch
):
    rounds = count(short=2, long=25)
    behave = BAD[kind]
    with listening(behave or silent) as port, Working():
        settings.EMAIL_PORT = port if behave else refusing_port()
        for number in range(rounds):
            one_of_each(number)
        wait_until(lambda: talks)  # the worker has met it
        one_of_each(rounds)
    # Nobody but the worker speaks to the server, and it holds nothing meanwhile that others would wait for.
    assert set(talks) == {(WORKER, False)}
    assert not Job.objects.filter(state=JobState.DEAD).exists()
    assert not Job.objects.filter(failures__gt=0).exists()

    # A letter is taken twice where whoever hands it over does not wait for the answer.
    settings.EMAIL_TIMEOUT = PATIENCE_SECONDS
    monkeypatch.setattr(smtp, "LONGEST", PATIENCE_SECONDS)
    good = Speaking()
    with listening(good) as port:
        settings.EMAIL_PORT = port
        wait_until(lambda: drained() and letters_waiting() == 0)
    numbers = numbers_of(good)
    assert len(numbers) == 3 * (rounds + 1)
    assert len(set(numbers)) == len(numbers)
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.HANDED_OVER}


def drained():
    Job.objects.filter(state=JobState.WAITING).update(run_after=now())
    Worker(name="drill", chores=False).drain()
    ChannelStatus.objects.update(rest_until=now())
    Message.objects.filter(state=State.CREATED).update(next_at=now())
    Sender(Email()).drain()
    Worker(name="drill", chores=False).drain()
    return True
