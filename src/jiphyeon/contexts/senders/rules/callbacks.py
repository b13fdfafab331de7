"""Where a service may be told: an https address, never this machine nor one that a network gives to itself."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from jiphyeon.kernel import Words

NO_ADDRESS = Words(
    "https://로 시작하는 주소를 적어 주세요. 사용자 이름과 #은 넣지 않습니다.",
    "Write an address that begins with https://, without a user name and without #.",
)
NOT_THERE = Words("이 서버 자신의 주소로는 알리지 않습니다.", "This machine is not told by itself.")


def fault_of(url: str, *, simulated: bool) -> Words | None:
    """Return why a service cannot be told at an address, None where it can; `simulated`: plain http and this machine will do."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return NO_ADDRESS
    schemes = ("https", "http") if simulated else ("https",)
    if parts.scheme not in schemes or not parts.hostname or parts.username or parts.fragment or port == 0:
        return NO_ADDRESS
    if not url.isascii() or not url.isprintable() or " " in url:
        return NO_ADDRESS
    if not all(0 < len(label) < 64 for label in parts.hostname.rstrip(".").split(".")):
        return NO_ADDRESS
    if not simulated and parts.hostname.rstrip(".").rpartition(".")[2] in {"localhost", "local", "internal"}:
        return NOT_THERE
    return None if simulated else fault_of_machines([parts.hostname])


def fault_of_machines(addresses: Iterable[str]) -> Words | None:
    """Return why none of these network addresses is called: this machine's, or one that is nobody's. Names pass."""
    for address in addresses:
        try:
            found = ip_address(address.partition("%")[0])
        except ValueError:
            continue
        meant = _within(found)
        odd = meant.is_loopback or meant.is_link_local or meant.is_unspecified or meant.is_multicast
        if odd or meant.is_reserved or any(meant in network for network in NOBODYS):
            return NOT_THERE
    return None


NOBODYS = tuple(map(ip_network, ("0.0.0.0/8", "100.64.0.0/10", "240.0.0.0/4", "fd00:ec2::/32")))
"""Of no machine, or of what a provider of machines gives itself to speak to them."""
_NAT64 = ip_network("64:ff9b::/96")
_COMPATIBLE = ip_network("::/96")


def _within(found: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the address of the older kind that one of the newer stands for, or the address itself."""
    if isinstance(found, IPv4Address):
        return found
    if found in _NAT64 or (found in _COMPATIBLE and int(found) > 1):
        return IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour or found
