"""Which IP addresses belong to the public internet."""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv6Address
from typing import TYPE_CHECKING

from backlinkbot.core.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

# IPv6 networks that carry an IPv4 address inside, which is where a packet ends up: its first bit
# counted from the left. Sources: RFC 6052 (NAT64), RFC 8215 (local NAT64), RFC 3056 (6to4),
# RFC 4380 (Teredo, where the bits are flipped), RFC 4291 (IPv4-compatible), RFC 2765
# (IPv4-translated).
_CARRIERS = (
    (ipaddress.IPv6Network("64:ff9b::/96"), 96, False),
    (ipaddress.IPv6Network("2002::/16"), 16, False),
    (ipaddress.IPv6Network("2001::/32"), 96, True),
    (ipaddress.IPv6Network("::/96"), 96, False),
    (ipaddress.IPv6Network("::ffff:0:0:0/96"), 96, False),
)
# All that IANA ever gave to the internet: https://www.iana.org/assignments/ipv6-address-space
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# An interface's half of an address that ends in an IPv4 address, whatever its network is
# (ISATAP, RFC 5214 §6.1): the middle 32 bits, without and with the mark of a global address.
_ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})
# `is_global` alone lets these through: protocol assignments (192.0.0.192 is a cloud's metadata
# server, and so is 168.63.129.16), local NAT64, segment routing, old site-local, benchmarking and
# documentation addresses (RFC 9637), and multicast.
_NEVER = tuple(
    ipaddress.ip_network(text)
    for text in (
        "168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "100::/64",
        "2001::/23", "3fff::/20", "5f00::/16", "fec0::/10", "224.0.0.0/4", "ff00::/8",
    )
)  # fmt: skip
_WHOLE = 0xFFFFFFFF


def is_public_address(text: str) -> bool:
    """Whether an IP address, as a resolver gives it, is one of the public internet.

    Private, loopback, link-local, shared, reserved, documentation and multicast addresses are not,
    also where an IPv6 address carries one of them inside. What is no address is not public.
    Source: the IANA special-purpose address registries.
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return _is_public(address)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return _is_public(address.ipv4_mapped)
        for network, first_bit, is_flipped in _CARRIERS:
            if address in network:
                inner = (int(address) >> (96 - first_bit)) & _WHOLE
                return _is_public(IPv4Address(inner ^ _WHOLE if is_flipped else inner))
        if address not in _GLOBAL_UNICAST:
            return False
        if (int(address) >> 32) & _WHOLE in _ISATAP and not _is_public(
            IPv4Address(int(address) & _WHOLE)
        ):
            return False
    return address.is_global and not any(
        address in network for network in _NEVER if network.version == address.version
    )


def check_public(host: str, addresses: Iterable[str]) -> None:
    """Let a connection to `host` pass only if every address it resolved to is public.

    All of them, because a name with one public and one private address is a trap or a mistake.

    Raises:
        Refused: one is not.
    """
    if not all(map(is_public_address, addresses)):
        raise Refused(f"{host} is no public address, and requests go to public ones only")
