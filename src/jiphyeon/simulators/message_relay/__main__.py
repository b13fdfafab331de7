"""`python -m jiphyeon.simulators.message_relay --port 8805 --data DIR --office ADDRESS`."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import click

from jiphyeon import cities
from jiphyeon.simulators.callbacks import Courier
from jiphyeon.simulators.message_relay.people import People, read_terms
from jiphyeon.simulators.message_relay.relay import Relay
from jiphyeon.simulators.message_relay.store import store
from jiphyeon.simulators.message_relay.web import Site
from jiphyeon.simulators.web import listens, serve

CLOSES_AFTER_DAYS = 7
SWEEP_SECONDS = 5.0


@click.command()
@click.option("--port", default=8805, show_default=True)
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
    help="The office's address: people are led to pages below it alone, and callbacks go there.",
)
@click.option(
    "--city",
    default=cities.named,
    show_default="JIPHYEON_CITY",
    help="The city whose people these are: a name, or a path to its pack.",
)
@click.option(
    "--closes-after", default=CLOSES_AFTER_DAYS, show_default=True, help="Days until what is unread closes."
)
def main(
    port: int, host: str, handed: int | None, data: Path, office: str, city: str, closes_after: int
) -> None:
    """Serve the simulated relay until stopped."""
    pack = cities.pack(city)
    secret = os.environ.get("JIPHYEON_RELAY_SECRET", "demo-relay-secret")
    relay = Relay(
        store(data),
        People(pack / "demo" / "people.yaml", read_terms(pack / "demo" / "relay.yaml"), secret),
        token=os.environ.get("JIPHYEON_RELAY_TOKEN", "demo-relay-token"),
        office=office.rstrip("/"),
        closes_after=closes_after * 86_400.0,
    )
    courier = Courier(relay.store, address=f"{relay.office}/relays/callbacks/", secret=secret)
    courier.start()
    threading.Thread(target=_sweep, args=[relay, courier], name="closing", daemon=True).start()
    serve(Site(relay, courier), listens(host, port, handed), "relay of electronic documents")


def _sweep(relay: Relay, courier: Courier) -> None:
    while True:
        if relay.close_overdue(at=time.time()):
            courier.hurry()
        time.sleep(SWEEP_SECONDS)


if __name__ == "__main__":
    main()
