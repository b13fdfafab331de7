"""`python -m jiphyeon.simulators.mailbox --smtp-port 8025 --port 8802 --data DIR`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click
from aiosmtpd.controller import Controller

from jiphyeon.simulators.mailbox.letters import Letters
from jiphyeon.simulators.mailbox.page import Page
from jiphyeon.simulators.web import serve


class _Slot:
    """Where the SMTP server drops what it took; the name of the method is aiosmtpd's."""

    def __init__(self, letters: Letters) -> None:
        self.letters = letters

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        del server, session
        self.letters.take(envelope.content, list(envelope.rcpt_tos), at=time.time())
        return "250 Taken"


@click.command()
@click.option("--smtp-port", default=8025, show_default=True)
@click.option("--port", default=8802, show_default=True, help="Where the page is.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), required=True, help="Where the letters lie."
)
def main(smtp_port: int, port: int, host: str, data: Path) -> None:
    """Take mail and show it until stopped."""
    letters = Letters(data)
    smtp = Controller(_Slot(letters), hostname=host, port=smtp_port)
    smtp.start()
    try:
        serve(Page(letters), host, port, f"mailbox (SMTP on {smtp_port})")
    finally:
        smtp.stop()


if __name__ == "__main__":
    main()
