"""`python -m jiphyeon.simulators.identity_provider --port 8803`."""

from __future__ import annotations

import os
import signal
import sys

import click
from werkzeug.serving import WSGIRequestHandler, make_server

from jiphyeon.simulators.identity_provider.provider import Provider
from jiphyeon.simulators.identity_provider.web import Site


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        del code, size


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
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = make_server(host, port, Site(provider), threaded=True, request_handler=_Quiet)
    click.echo(f"simulated identity provider at {provider.issuer}", err=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
