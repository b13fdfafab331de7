"""`python -m jiphyeon.simulators.payment_house --port 8806 --data DIR --office ADDRESS`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from jiphyeon.simulators.callbacks import Courier
from jiphyeon.simulators.payment_house.house import House, store
from jiphyeon.simulators.payment_house.web import Site
from jiphyeon.simulators.web import listens, serve


@click.command()
@click.option("--port", default=8806, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--socket", "handed", type=int, help="A socket that listens already, by its number, in place of a port."
)
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), required=True, help="Where its database lies."
)
@click.option(
    "--office",
    default="http://localhost:8000",
    show_default=True,
    help="The office's address: people are led back to pages below it alone, and callbacks go there.",
)
def main(port: int, host: str, handed: int | None, data: Path, office: str) -> None:
    """Serve the simulated payment house until stopped."""
    house = House(
        store(data),
        token=os.environ.get("JIPHYEON_PAYMENTS_TOKEN", "demo-payments-token"),
        office=office.rstrip("/"),
    )
    secret = os.environ.get("JIPHYEON_PAYMENTS_SECRET", "demo-payments-secret")
    courier = Courier(house.store, address=f"{house.office}/dues/callbacks/", secret=secret)
    courier.start()
    serve(Site(house, courier), listens(host, port, handed), "payment house")


if __name__ == "__main__":
    main()
