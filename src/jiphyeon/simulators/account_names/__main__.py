"""`python -m jiphyeon.simulators.account_names --port 8804`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import click
from werkzeug.serving import WSGIRequestHandler, make_server

from jiphyeon import cities
from jiphyeon.simulators.account_names.book import Service, read_accounts
from jiphyeon.simulators.account_names.web import Site


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        del code, size


@click.command()
@click.option("--port", default=8804, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--city",
    default=cities.named,
    show_default="JIPHYEON_CITY",
    help="The city whose invented accounts these are: a name, or a path to its pack.",
)
@click.option(
    "--accounts",
    type=click.Path(path_type=Path),
    help="The accounts, unless they are the pack's demo/accounts.yaml.",
)
def main(port: int, host: str, city: str, accounts: Path | None) -> None:
    """Serve the simulated account-name service until stopped."""
    known = read_accounts(accounts or cities.pack(city) / "demo" / "accounts.yaml")
    service = Service(
        client=os.environ.get("JIPHYEON_ACCOUNT_NAMES_CLIENT", "jiphyeon"),
        secret=os.environ.get("JIPHYEON_ACCOUNT_NAMES_SECRET", "demo-account-names-secret"),
        accounts={(one.bank, one.number): one for one in known},
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = make_server(host, port, Site(service), threaded=True, request_handler=_Quiet)
    click.echo(f"simulated account names at http://{host}:{port}", err=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
