"""The e-mail channel: a kept connection, what each answer of a server means, and an end to every wait."""

import re
import socket
from email import message_from_bytes
from email.policy import SMTP

import pytest
from django.db import connection
from tests.foundation.mail.servers import Dripping, Speaking, listening, refusing_port, silent
from tests.foundation.messages.conftest import AT, published, put, row, sender, states
from tests.waiting import PATIENCE_SECONDS

from jiphyeon.foundation.mail import smtp
from jiphyeon.foundation.messages import putting
from jiphyeon.foundation.messages.email import Email
from jiphyeon.foundation.messages.enums import State
from jiphyeon.foundation.messages.models import ChannelStatus, Message
from jiphyeon.foundation.messages.putting import Addressee

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here(settings):
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", PATIENCE_SECONDS
    settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS = "", False


class Counting(Speaking):
    """Counts the connections that were opened, and offers to take commands together where told to."""

    opened, pipelines = 0, False

    def __call__(self, connection):
        self.opened += 1
        super().__call__(connection)


def goes(server, settings, clock):
    with listening(server) as port:
        settings.EMAIL_PORT = port
        return sender(Email(), clock).drain()


def ids(server):
    return [re.search(rb"Message-ID: <(\S+)@", letter)[1].decode() for letter in server.taken]


def test_a_letter_has_marks_beside_plain_text_and_says_how_to_have_no_more(clock, settings):
    to = Addressee("hana@mail.example", {"name": "하나"}, unsubscribe="https://city.example/leave/1")
    putting.put(text=published(body="# 알림\n* ((name))\n"), to=to, owner="tests", at=AT)
    server = Speaking()

    goes(server, settings, clock)
    letter = message_from_bytes(server.taken[0], policy=SMTP)
    plain, html = letter.iter_parts()

    assert plain.get_content().splitlines() == ["알림", "----", "", "• 하나"]
    assert "<h2>알림</h2>" in html.get_content()
    assert letter["List-Unsubscribe"] == "<https://city.example/leave/1>"


@pytest.mark.parametrize("ehlo", [b"250 fine", b"250-fine\r\n250 PIPELINING"])
def test_letters_go_over_one_connection(text, clock, settings, ehlo):
    keys = [put(text) for _ in range(5)]
    server = Counting(says={"EHLO": ehlo})

    assert goes(server, settings, clock) == 5
    assert (server.opened, sorted(ids(server))) == (1, sorted(map(str, keys)))
    assert states() == {State.HANDED_OVER: 5}


@pytest.mark.parametrize("ehlo", [b"250 fine", b"250-fine\r\n250 PIPELINING"])
@pytest.mark.parametrize(
    ("says", "state", "reason"),
    [
        ({"RCPT": b"550 nobody here"}, State.PERMANENT_FAILURE, "smtp-550"),
        ({"RCPT": b"450 later"}, State.CREATED, "smtp-450"),
        ({"END": b"554 no"}, State.PERMANENT_FAILURE, "smtp-554"),
        ({"END": b"452 full"}, State.CREATED, "smtp-452"),
    ],
)
def test_what_a_server_says_to_one_letter_is_of_that_letter(text, clock, settings, says, state, reason, ehlo):
    keys = [put(text), put(text)]
    server = Counting(says={"EHLO": ehlo, **says})

    assert goes(server, settings, clock) == 2
    assert {(row(key).state, row(key).reason) for key in keys} == {(state, reason)}
    assert server.opened == 1
    assert not ChannelStatus.objects.exists()


@pytest.mark.parametrize(
    ("behave", "reason"),
    [
        (Speaking(says={"GREETING": b"554 not today"}), "smtp-away"),
        (Speaking(says={"GREETING": b"421 not now"}), "smtp-away"),
        (Speaking(says={"MAIL": b"530 log in first"}), "smtp-530"),
        (silent, "smtp-away"),
        (Dripping(), "smtp-away"),
        (None, "smtp-away"),
    ],
    ids=["refuses", "busy", "wants a log-in", "silent", "drips", "is not there"],
)
def test_a_server_that_is_away_costs_no_letter_an_attempt_and_is_left(
    text, clock, settings, monkeypatch, behave, reason
):
    if behave is silent:
        settings.EMAIL_TIMEOUT = 0.5
    if isinstance(behave, Dripping):
        monkeypatch.setattr(smtp, "LONGEST", 1.0)
    put(text)

    if behave is None:
        settings.EMAIL_PORT = refusing_port()
        assert sender(Email(), clock).drain() == 0
    else:
        assert goes(behave, settings, clock) == 0

    assert ChannelStatus.objects.get().reason == reason
    assert list(Message.objects.values_list("state", "attempt")) == [(State.CREATED, 0)]


@pytest.mark.parametrize("at", ["MAIL", "DATA", "BODY"])
def test_a_letter_at_which_the_server_leaves_does_not_stand_before_the_others(text, clock, settings, at):
    keys = [put(text) for _ in range(4)]
    server = Counting(leaves_at=at)

    goes(server, settings, clock)

    assert [row(key).attempt for key in keys] == [1, 1, 0, 0]
    assert row(keys[0]).reason == "smtp-dropped"
    assert ChannelStatus.objects.get().reason == "smtp-dropped"
    assert server.taken == []


def test_a_kept_connection_that_was_closed_is_opened_again(text, clock, settings):
    server = Counting()
    with listening(server) as port:
        settings.EMAIL_PORT = port
        one = sender(Email(), clock)
        put(text)
        one.step()
        one.adapter._server.sock.shutdown(socket.SHUT_RDWR)
        put(text)
        one.step()

    assert (server.opened, len(server.taken)) == (2, 2)
    assert states() == {State.HANDED_OVER: 2}


def test_a_letter_whose_values_were_altered_is_ours_to_mend_and_stops_no_other(text, clock, settings):
    altered, whole = put(text), put(text)
    with_other = Message.objects.filter(key=whole).values_list("pk", flat=True).get()
    with connection.cursor() as cursor:
        cursor.execute('UPDATE outbox_message SET "values" = address WHERE id <> %s', [with_other])
    server = Counting()

    goes(server, settings, clock)

    assert (row_state(altered), row_state(whole)) == (State.TECHNICAL_FAILURE, State.HANDED_OVER)


def row_state(key):
    return Message.objects.filter(key=key).values_list("state", flat=True).get()
