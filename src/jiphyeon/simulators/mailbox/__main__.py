"""`python -m jiphyeon.simulators.mailbox --smtp-port 8025 --port 8802 --data DIR`."""

from __future__ import annotations

import socket
import time
from asyncio import AbstractServer
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import click
from aiosmtpd.controller import Controller

from jiphyeon.simulators.mailbox.letters import Letters
from jiphyeon.simulators.mailbox.page import Page
from jiphyeon.simulators.web import listens, port_of, serve


class _Slot:
    """Where the SMTP server drops what it took; the name of the method is aiosmtpd's."""

    def __init__(self, letters: Letters) -> None:
        self.letters = letters

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        del server, session
        self.letters.take(envelope.content, list(envelope.rcpt_tos), at=time.time())
        return "250 Taken"


class _Mail(Controller):
    """The SMTP server, at a socket that listens already; what it is overridden by is aiosmtpd's."""

    def __init__(self, slot: _Slot, at: socket.socket) -> None:
        super().__init__(slot, hostname=at.getsockname()[0], port=port_of(at))
        self._at = at

    def _create_server(self) -> Awaitable[AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self._at)


@click.command()
@click.option("--smtp-port", default=8025, show_default=True)
@click.option("--port", default=8802, show_default=True, help="Where the page is.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--socket", "handed", type=int, help="A socket that listens already, by its number, in place of a port."
)
@click.option("--smtp-socket", "smtp_handed", type=int, help="The same for mail.")
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), required=True, help="Where the letters lie."
)
def main(
    smtp_port: int, port: int, host: str, handed: int | None, smtp_handed: int | None, data: Path
) -> None:
    """Take mail and show it until stopped."""
    letters = Letters(data)
    at, mail_at = listens(host, port, handed), listens(host, smtp_port, smtp_handed)
    smtp = _Mail(_Slot(letters), mail_at)
    smtp.start()
    try:
        serve(Page(letters), at, f"mailbox (SMTP on {port_of(mail_at)})")
    finally:
        smtp.stop()


if __name__ == "__main__":
    main()
