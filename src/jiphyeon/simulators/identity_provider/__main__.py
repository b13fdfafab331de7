"""`python -m jiphyeon.simulators.identity_provider --port 8803`."""

from __future__ import annotations

import os

import click

from jiphyeon.simulators.identity_provider.provider import Provider
from jiphyeon.simulators.identity_provider.web import Site
from jiphyeon.simulators.web import serve


@click.command()
@click.option("--port", default=8803, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--redirect-uri", multiple=True, required=True, help="An exact address people are led back to.")
def main(port: int, host: str, redirect_uri: tuple[str, ...]) -> None:
    """Serve the simulated identity provider until stopped."""
    provider = Provider(
        issuer=f"http://{host}:{port}",
        client=os.environ.get("JIPHYEON_OIDC_CLIENT", "jiphyeon"),
        secret=os.environ.get("JIPHYEON_OIDC_SECRET", "demo-oidc-secret"),
        redirect_uris=frozenset(redirect_uri),
    )
    serve(Site(provider), host, port, "identity provider")


if __name__ == "__main__":
    main()
