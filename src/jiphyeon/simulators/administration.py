"""The doors by which whoever runs a simulator makes it err: for this machine alone.

Anybody's page can have a browser call an address of this machine, and can give that address a name of its own. So asked
are whence the call comes, under which name the simulator was called, and which site's page calls.
"""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Request, Response

from jiphyeon.simulators.callbacks import Store
from jiphyeon.simulators.web import ProtocolError, as_json

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


def only_here(request: Request) -> None:
    """Let a request of this machine pass. Refused (403) from elsewhere, under another name, and for another site's page."""
    origin = request.headers.get("Origin")
    own = request.host_url.rstrip("/")
    if not _is_this_machine(request.remote_addr) or _named(own) not in _HERE or origin not in {None, own}:
        raise Forbidden("Only from this machine, by its own address.")


def faults(request: Request, store: Store, known: Collection[str]) -> Response:
    """GET lists, PUT {"fault": "held", "times": 1} switches on, DELETE ?fault= switches one off, or all."""
    only_here(request)
    if request.method == "PUT":
        given = request.get_json(force=True)
        fault, times = (given.get("fault"), given.get("times")) if isinstance(given, dict) else (None, None)
        counted = times is None or (type(times) is int and times > 0)
        if not isinstance(fault, str) or fault not in known or not counted:
            raise ProtocolError("invalid_request")
        store.switch_on(fault, times)
    elif request.method == "DELETE":
        store.switch_off(request.args.get("fault"))
    return as_json(store.faults())


def _is_this_machine(address: str | None) -> bool:
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False


def _named(site: str) -> str | None:
    try:
        return urlsplit(site).hostname
    except ValueError:
        return None
