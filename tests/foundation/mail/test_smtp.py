"""One mail to the mail server: every wait ends, nothing is lost where it is away, nothing is sent twice where it was taken."""

from datetime import timedelta

import pytest
from tests.foundation.mail.servers import Dripping, Speaking, listening, refusing_port, silent
from tests.waiting import PATIENCE_SECONDS

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.retry import Later
from jiphyeon.foundation.mail import smtp

LETTER = b"Message-ID: <1@city.example>\r\nSubject: x\r\n\r\nbody\r\n"


@pytest.fixture(autouse=True)
def _here(settings):
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", PATIENCE_SECONDS
    settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS = "", False


def given(port, settings, *, age=timedelta(0)):
    settings.EMAIL_PORT = port
    return smtp.hand_over(
        LETTER, sender="no-reply@city.example", to=["a@b.example"], written=now() - age, at=now()
    )


def test_a_mail_taken_is_taken_once_even_where_the_server_is_rude_at_leaving(settings):
    for leaving in ({}, {"QUIT": b"421 go away"}):
        server = Speaking(says=leaving)
        with listening(server) as port:
            assert given(port, settings) is smtp.HandOver.TAKEN
        assert len(server.taken) == 1


def test_a_server_that_is_silent_is_left_after_its_time(settings):
    settings.EMAIL_TIMEOUT = 0.5
    with listening(silent) as port, pytest.raises(Later):
        given(port, settings)


def test_a_server_that_drips_is_left_after_the_time_of_the_whole(settings, monkeypatch):
    monkeypatch.setattr(smtp, "LONGEST", 1.0)
    drips = Dripping()
    with listening(drips) as port, pytest.raises(Later):
        given(port, settings)
    assert drips.left.wait(PATIENCE_SECONDS)


@pytest.mark.parametrize(
    "server",
    [
        Speaking(leaves_at="MAIL"),
        Speaking(leaves_at="DATA"),
        Speaking(leaves_at="BODY"),
        Speaking(says={"GREETING": b"554 not today"}),
        Speaking(says={"MAIL": b"530 log in first"}),
        Speaking(says={"RCPT": b"451 later"}),
        Speaking(says={"END": b"452 full"}),
    ],
    ids=[
        "leaves before",
        "leaves at data",
        "leaves in the middle",
        "greeting",
        "sender",
        "recipient",
        "full",
    ],
)
def test_whatever_may_pass_leaves_the_mail_in_the_queue(settings, server):
    with listening(server) as port, pytest.raises(Later):
        given(port, settings)
    assert server.taken == []


@pytest.mark.parametrize("says", [{"RCPT": b"550 no such mailbox"}, {"END": b"554 never"}])
def test_a_lasting_no_to_this_mail_ends_it(settings, says):
    with listening(Speaking(says=says)) as port:
        assert given(port, settings) is smtp.HandOver.REJECTED


def test_while_a_server_is_away_nobody_asks_it_again_and_the_pause_grows(settings, monkeypatch):
    port = refusing_port()
    with pytest.raises(Later):
        given(port, settings)

    monkeypatch.setattr(smtp, "_unconnected", lambda: pytest.fail("it is asked again"))
    with pytest.raises(Later) as second:
        given(port, settings)
    assert 1 <= second.value.seconds <= smtp.FIRST_PAUSE
    moment = [0.0]
    absence = smtp.Absence(clock=lambda: moment[0])
    pauses = []
    for _ in range(8):
        absence.failed()
        pauses.append(absence.rest())
        moment[0] += absence.rest()
    assert pauses == [5, 10, 20, 40, 80, 160, 300, 300]
    absence.answered()
    assert absence.rest() == 0


def test_after_four_days_an_officer_is_told_by_a_failure_that_counts(settings):
    port = refusing_port()
    with pytest.raises(Later):
        given(port, settings, age=timedelta(days=4) - timedelta(minutes=1))
    with pytest.raises(smtp.MailServerAway):
        given(port, settings, age=timedelta(days=4, minutes=1))
