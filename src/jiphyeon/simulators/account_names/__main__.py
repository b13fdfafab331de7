"""`python -m jiphyeon.simulators.account_names --port 8804`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from jiphyeon import cities
from jiphyeon.simulators.account_names.book import Service, read_accounts, read_banks
from jiphyeon.simulators.account_names.web import Site
from jiphyeon.simulators.web import listens, serve


@click.command()
@click.option("--port", default=8804, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--socket", "handed", type=int, help="A socket that listens already, by its number, in place of a port."
)
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
def main(port: int, host: str, handed: int | None, city: str, accounts: Path | None) -> None:
    """Serve the simulated account-name service until stopped."""
    known = read_accounts(accounts or cities.pack(city) / "demo" / "accounts.yaml")
    service = Service(
        client=os.environ.get("JIPHYEON_ACCOUNT_NAMES_CLIENT", "jiphyeon"),
        secret=os.environ.get("JIPHYEON_ACCOUNT_NAMES_SECRET", "demo-account-names-secret"),
        accounts={(one.bank, one.number): one for one in known},
        banks=read_banks(cities.pack(city) / "payees.yaml"),
    )
    serve(Site(service), listens(host, port, handed), "account names")


if __name__ == "__main__":
    main()
