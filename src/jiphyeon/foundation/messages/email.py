"""The e-mail channel: letters over a connection that is kept, every wait of which ends."""

from __future__ import annotations

import smtplib
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress

from django.conf import settings

from jiphyeon.foundation.mail import smtp
from jiphyeon.foundation.messages.channels import TAKEN, Away, Outcome, Parcel, Result
from jiphyeon.foundation.messages.enums import Channel
from jiphyeon.foundation.messages.letters import letters_of
from jiphyeon.foundation.messages.terms import terms_of
from jiphyeon.kernel import Refused
from jiphyeon.methods import wording

KEPT_SECONDS = 20.0
"""How long a connection may lie idle before it is not trusted any more."""
MOST_DROPS = 3
"""Letters in a row at which the server left us, each on a new connection: then it is not the letters."""


class _Dropped(Exception):  # noqa: N818 -- says what happened
    """The server left while it had a letter."""


class Email:
    """Hands letters to the configured mail server."""

    channel = Channel.EMAIL
    reports = False

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None
        self._pipelines = False
        self._used_at = 0.0
        self._began = 0.0  # when the step at hand began; 0: none

    def hand_over(self, block: Sequence[Parcel]) -> Generator[Outcome, None, None]:
        """Yield what the server says of each letter. Raises Away where it is not there."""
        if time.monotonic() - self._used_at > KEPT_SECONDS:
            self.close()
        drops = 0
        with self._watched():
            for parcel in block:
                try:
                    letter = self._letter(parcel)
                except Refused as no:
                    yield Outcome(Result.FAULT, no.code[:60])
                    continue
                try:
                    outcome = self._kept_or_new(*letter)
                    drops = 0
                except _Dropped:
                    drops += 1
                    if drops >= MOST_DROPS:
                        raise Away("smtp-dropped") from None
                    outcome = Outcome(Result.NOT_NOW, "smtp-dropped")
                self._used_at = time.monotonic()
                yield outcome

    def close(self) -> None:
        """Leave the server; it need not answer."""
        server, self._server = self._server, None
        if server is not None:
            with suppress(OSError, smtplib.SMTPException):
                server.sock.settimeout(1.0)  # type: ignore[union-attr] # an open one has it
                server.quit()
            server.close()

    def _letter(self, parcel: Parcel) -> tuple[str, bytes]:
        text, rendered, to = parcel.text, parcel.rendered(), parcel.address
        make = letters_of(
            text.sender,
            settings.DEFAULT_FROM_EMAIL,
            text.language,
            reply_to=terms_of(settings.CITY_PACK).office.reply_to,
        )
        plain, html = wording.plain_and_html(rendered.body)
        return to, make(parcel.key, parcel.created_at, to, rendered.subject, plain, html, parcel.headers)

    def _kept_or_new(self, to: str, letter: bytes) -> Outcome:
        """Hand over by the kept connection, and by a new one where the server had left the kept one meanwhile."""
        if self._server is not None:
            try:
                return self._give(to, letter)
            except _Dropped:
                pass
        self._open()
        return self._give(to, letter)

    def _open(self) -> None:
        self._began = time.monotonic()
        try:
            self._server = smtp.opened()
        except (OSError, smtplib.SMTPException) as away:
            # A greeting or a log-in refused is a matter of settings: no letter is at fault.
            raise Away("smtp-away") from away
        finally:
            self._began = 0.0
        self._pipelines = self._server.has_extn("pipelining")

    def _give(self, to: str, letter: bytes) -> Outcome:
        """Say one letter to the server (RFC 5321; commands together where it says so, RFC 2920)."""
        server = self._server
        assert server is not None  # noqa: S101 -- opened by whoever calls
        self._began = time.monotonic()
        try:
            return self._answer(server, to, letter)
        except (OSError, smtplib.SMTPException) as gone:
            if isinstance(gone, smtplib.SMTPSenderRefused):
                raise Away(f"smtp-{gone.smtp_code}") from gone
            self._server = None
            server.close()
            raise _Dropped from gone
        finally:
            self._began = 0.0

    def _answer(self, server: smtplib.SMTP, to: str, letter: bytes) -> Outcome:
        commands = [
            f"MAIL FROM:<{settings.DEFAULT_FROM_EMAIL}>\r\n",
            f"RCPT TO:<{to}>\r\n",
            "DATA\r\n",
        ]
        replies = []
        if self._pipelines:
            server.send("".join(commands))
            replies = [_reply(server) for _ in commands]
        else:
            for command in commands:
                server.send(command)
                replies.append(_reply(server))
                if replies[-1] >= 400:
                    break
        if replies[-1] == 354 and len(replies) == 3:
            accepted = replies[0] < 400 and replies[1] < 400
            server.send(letter + b".\r\n" if accepted else b".\r\n")
            last = _reply(server)
            if accepted and last < 400:
                return TAKEN
            replies.append(last if accepted else 0)
        first_no = next((code for code in replies if code >= 400), 0)
        if replies[0] >= 400:
            self.close()
            raise smtplib.SMTPSenderRefused(replies[0], b"", settings.DEFAULT_FROM_EMAIL)
        if len(replies) < 4:
            server.send("RSET\r\n")
            _reply(server)
        return Outcome(Result.NEVER if first_no >= 500 else Result.NOT_NOW, f"smtp-{first_no}")

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """End a step that the server drips at, so that no letter takes longer than it may."""
        done = threading.Event()

        def watch() -> None:
            while not done.wait(0.5):
                began, server = self._began, self._server
                if began and server is not None and time.monotonic() - began > smtp.LONGEST:
                    smtp.cut(server)

        thread = threading.Thread(target=watch, name="e-mail watch", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()


def _reply(server: smtplib.SMTP) -> int:
    """Return the code of the next reply. Raises SMTPServerDisconnected where the server says it leaves, or left."""
    code, _words = server.getreply()
    if code in {421, -1}:
        raise smtplib.SMTPServerDisconnected("it leaves")
    return code
