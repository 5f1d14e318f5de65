"""The address of a visitor behind trusted proxies."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.http import HttpRequest

type Network = IPv4Network | IPv6Network

ANYWHERE = "*"
NETWORK_BITS = 64


def proxy_networks(names: Iterable[str]) -> list[Network]:
    return [ip_network(name.strip(), strict=False) for name in names if name.strip() != ANYWHERE]


def client_address(peer: str, forwarded: str, proxies: list[Network], *, trusts_peer: bool) -> str:
    """The last address that a trusted proxy saw; those before it may be forged.

    `forwarded` is X-Forwarded-For; `trusts_peer` trusts the peer whatever its address is.
    """
    client = peer
    for hop in map(str.strip, reversed(forwarded.split(","))):
        is_trusted = (trusts_peer and client == peer) or is_within(client, proxies)
        if not is_trusted or not is_address(hop):
            break
        client = hop
    return client


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def is_within(address: str, networks: list[Network]) -> bool:
    """Whether an address is in a network; always so for an empty one, that of a local socket."""
    return not address or any(ip_address(address) in network for network in networks)


def network_of(request: HttpRequest) -> str | None:
    """The visitor's IPv4 address or IPv6 network, which is hard to change; None without one."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if not is_address(address):
        return None
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, NETWORK_BITS), strict=False).network_address)
    return address
