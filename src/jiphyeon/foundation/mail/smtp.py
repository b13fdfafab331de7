"""Handing one mail to the mail server, outside any transaction: every wait ends, and a server that is away is left alone.

A worker does one job at a time. Were every mail to find out for itself that the server is silent, the other work of the
city would stand behind them all; so one finds out, and the rest wait in the queue until it is worth another try.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings

from jiphyeon.foundation.jobs.retry import Later

LONGEST = 30.0  # seconds for one mail, however slowly the server drips
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
ASK_AGAIN = 60.0  # a server that said "not now" to one mail
GIVE_UP = timedelta(
    days=4
)  # "the give-up time generally needs to be at least 4-5 days", RFC 5321 section 4.5.4.1


class HandOver(StrEnum):
    """What became of a mail."""

    TAKEN = "taken"
    REJECTED = "rejected"  # the server will never take it (5xx)


class MailServerAway(Exception):  # noqa: N818 -- says what happened
    """The mail server did not answer for so long that an officer should know: a failure that counts."""


@dataclass(slots=True)
class Absence:
    """How a server has fared in this process; the pause doubles with every try that failed."""

    clock: Callable[[], float] = time.monotonic
    failures: int = 0
    until: float = 0.0

    def rest(self) -> float:
        """Return the seconds for which it is not worth trying."""
        return max(0.0, self.until - self.clock())

    def failed(self) -> None:
        """Note a try in vain."""
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(self.failures, 10))
        self.failures += 1
        self.until = self.clock() + pause

    def answered(self) -> None:
        """Note that the server is there."""
        self.failures, self.until = 0, 0.0


@dataclass(slots=True)
class _Absences:
    known: dict[tuple[str, int], Absence] = field(default_factory=dict)

    def here(self) -> Absence:
        return self.known.setdefault((settings.EMAIL_HOST, settings.EMAIL_PORT), Absence())


_absences = _Absences()


def hand_over(raw: bytes, *, sender: str, to: Sequence[str], written: datetime, at: datetime) -> HandOver:
    """Give one mail to the configured server and return what came of it.

    Raises Later while the server is away, which costs the mail nothing, and MailServerAway where it has been for days.
    A mail that was taken is taken, whatever the server says to our leaving.
    """
    absence = _absences.here()
    if absence.rest() > 0:
        raise _later(absence.rest(), written, at)
    try:
        with _connected() as server:
            server.sendmail(sender, list(to), raw)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as no:
        absence.answered()  # it is there, and said no to this mail: for good (5xx) or for now
        if all(500 <= code < 600 for code in _codes(no)):
            return HandOver.REJECTED
        raise _later(ASK_AGAIN, written, at) from no
    except (OSError, smtplib.SMTPException) as away:
        # A greeting, a log-in or a sender refused is a matter of settings: no mail is given up for it.
        absence.failed()
        raise _later(absence.rest(), written, at) from away
    absence.answered()
    return HandOver.TAKEN


def _codes(no: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> list[int]:
    if isinstance(no, smtplib.SMTPRecipientsRefused):
        return [code for code, _words in no.recipients.values()]
    return [no.smtp_code]


def _later(seconds: float, written: datetime, at: datetime) -> Exception:
    if at - written > GIVE_UP:
        return MailServerAway(f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}")
    return Later(max(1.0, seconds))


@contextmanager
def _connected() -> Iterator[smtplib.SMTP]:
    """Give a server that was greeted and logged in to. The time is counted for all of it together."""
    server = _unconnected()
    with _bounded(server):
        try:
            _greet(server)
            yield server
            with suppress(OSError, smtplib.SMTPException):
                server.sock.settimeout(1.0)  # type: ignore[union-attr]
                server.quit()
        finally:
            server.close()


def opened() -> smtplib.SMTP:
    """Return a connection to the configured server, greeted and logged in to within the longest time.

    Whoever has it closes it. Raises OSError or smtplib.SMTPException.
    """
    server = _unconnected()
    with _bounded(server):
        try:
            _greet(server)
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
    return server


def _unconnected() -> smtplib.SMTP:
    # Its own name is given, for smtplib would ask a name server for it.
    name = settings.DEFAULT_FROM_EMAIL.partition("@")[2] or "localhost"
    return smtplib.SMTP(local_hostname=name, timeout=settings.EMAIL_TIMEOUT or 10)


def _greet(server: smtplib.SMTP) -> None:
    code, words = server.connect(settings.EMAIL_HOST, settings.EMAIL_PORT)
    if code != 220:
        raise smtplib.SMTPConnectError(code, words)
    if settings.EMAIL_USE_TLS:
        server._host = settings.EMAIL_HOST  # type: ignore[attr-defined]  # noqa: SLF001 -- what a certificate is held against
        server.starttls(context=ssl.create_default_context())
    if settings.EMAIL_HOST_USER:
        server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)


@contextmanager
def _bounded(server: smtplib.SMTP) -> Iterator[None]:
    """Let what is done inside take no longer than the longest time, however slowly the server drips."""
    watch = threading.Timer(LONGEST, cut, [server])
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def cut(server: smtplib.SMTP) -> None:
    """End the wait of a server that drips: whoever reads from it meets the end."""
    held = server.sock
    if held is not None:
        with suppress(OSError):
            held.shutdown(socket.SHUT_RDWR)
