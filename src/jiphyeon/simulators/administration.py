"""Who may ask a simulator: anything at all, only who calls it by a number or as localhost; to make it err, this machine alone.

Anybody's page can have a browser call an address of this machine, and can give that address a name of its own. So asked
are whence the call comes, under which name the simulator was called, and which site's page calls.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Request

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


def only_here(request: Request) -> None:
    """Let a request of this machine pass. Refused (403) from elsewhere, under another name, and for another site's page."""
    origin = request.headers.get("Origin")
    own = request.host_url.rstrip("/")
    if not _is_this_machine(request.remote_addr) or _named(own) not in _HERE or origin not in {None, own}:
        raise Forbidden("Only from this machine, by its own address.")


def only_by_own_name(request: Request) -> None:
    """Let a request pass whose Host is `localhost` or a number: no name that another site can give to this machine. Else 403."""
    name = _named(request.host_url) or ""
    if name != "localhost" and not _is_number(name):
        raise Forbidden("Only under the name localhost, or by number.")


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


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
