"""`python -m jiphyeon.simulators.mydata_provider --port 8801 --data DIR`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from jiphyeon import cities
from jiphyeon.simulators.mydata_provider.people import People, read_items, read_month_end
from jiphyeon.simulators.mydata_provider.protocol import Client, Provider
from jiphyeon.simulators.mydata_provider.signing import Signer
from jiphyeon.simulators.mydata_provider.store import Store
from jiphyeon.simulators.mydata_provider.web import Site
from jiphyeon.simulators.web import listens, port_of, serve


@click.command()
@click.option("--port", default=8801, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--socket", "handed", type=int, help="A socket that listens already, by its number, in place of a port."
)
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), required=True, help="Where its database lies."
)
@click.option(
    "--city",
    default=cities.named,
    show_default="JIPHYEON_CITY",
    help="The city whose people these are: a name, or a path to its pack.",
)
@click.option("--cast", type=click.Path(path_type=Path), help="The named people, unless they are the pack's.")
@click.option(
    "--synthetic",
    type=click.Path(path_type=Path),
    help="A synthetic city's people.sqlite3 (default: in --data).",
)
@click.option(
    "--items",
    type=click.Path(path_type=Path),
    help="What can be asked, unless it is the pack's.",
)
@click.option("--redirect-uri", multiple=True, help="An exact address of the office, besides loopback ones.")
def main(
    port: int,
    host: str,
    handed: int | None,
    data: Path,
    city: str,
    cast: Path | None,
    synthetic: Path | None,
    items: Path | None,
    redirect_uri: tuple[str, ...],
) -> None:
    """Serve the simulated data holders until stopped."""
    at, pack = listens(host, port, handed), cities.pack(city)
    client = Client(
        name=cities.mydata_client(pack),
        secret=os.environ.get("JIPHYEON_MYDATA_SECRET", "demo-client-secret"),
        redirect_path="/mydata/return/",
        redirect_uris=redirect_uri,
    )
    catalogue = items or pack / "mydata" / "items.yaml"
    known = read_items(catalogue)
    store = Store(data)
    provider = Provider(
        store=store,
        people=People(known, cast or pack / "demo" / "people.yaml", synthetic or data / "people.sqlite3"),
        signer=Signer(data),
        client=client,
        issuer=f"http://{host}:{port_of(at)}",
        items=frozenset(known),
        month_end=read_month_end(catalogue),
    )
    serve(Site(provider), at, "data holders")


if __name__ == "__main__":
    main()
