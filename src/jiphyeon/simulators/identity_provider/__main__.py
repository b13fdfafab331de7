"""`python -m jiphyeon.simulators.identity_provider --port 8803`."""

from __future__ import annotations

import os

import click

from jiphyeon.simulators.identity_provider.provider import Provider
from jiphyeon.simulators.identity_provider.web import Site
from jiphyeon.simulators.web import listens, port_of, serve


@click.command()
@click.option("--port", default=8803, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--socket", "handed", type=int, help="A socket that listens already, by its number, in place of a port."
)
@click.option("--redirect-uri", multiple=True, required=True, help="An exact address people are led back to.")
def main(port: int, host: str, handed: int | None, redirect_uri: tuple[str, ...]) -> None:
    """Serve the simulated identity provider until stopped."""
    at = listens(host, port, handed)
    provider = Provider(
        issuer=f"http://{host}:{port_of(at)}",
        client=os.environ.get("JIPHYEON_OIDC_CLIENT", "jiphyeon"),
        secret=os.environ.get("JIPHYEON_OIDC_SECRET", "demo-oidc-secret"),
        redirect_uris=frozenset(redirect_uri),
    )
    serve(Site(provider), at, "identity provider")


if __name__ == "__main__":
    main()
