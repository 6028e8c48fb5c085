"""Host names: cleaned, judged, and reversed for sorting."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache

from backlinkbot.core.urls.engine import resolve

MAX_HOST_CHARS = 253  # RFC 1035 §2.3.4: 255 octets on the wire

# What DNS can hold and the web does: letters, digits, hyphens and underscores (RFC 2181 §11 allows
# any octet; commas, quotes and the like are typing mistakes in practice).
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\Z", re.ASCII)
_STRICT_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_STRICT = re.compile(rf"(?=.{{1,253}}\Z){_STRICT_LABEL}(?:\.{_STRICT_LABEL})*\Z", re.ASCII)
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}\Z", re.ASCII)
_ENDS_IN_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\Z", re.ASCII)
_IPV6 = re.compile(r"\[[0-9a-f:.]{2,45}\]\Z", re.ASCII)
_LOCAL_ENDINGS = (".localhost", ".local", ".internal", ".home.arpa")
_NOT_IN_A_NAME = re.compile(r"[\x00-\x20/\\?#@:%,\x7f]")


def clean_host(text: str) -> str | None:
    """The host name meant by `text`: lower case, no trailing dot, IDNA as A-labels; None if none.

    IP addresses stay as they are. Refused: anything with spaces, commas, empty labels, a port, a
    path or a scheme, and names DNS cannot hold. Underscores pass: see `is_strict_hostname`.
    """
    name = text.strip().lower().removesuffix(".")
    if _HOST.match(name) and "xn--" not in name:
        return name if not _ENDS_IN_NUMBER.match(name) or is_ip_address(name) else None
    if _IPV6.match(name):
        return name if resolve(f"http://{name}/") == f"http://{name}/" else None
    if not name or name[-1] == "." or _NOT_IN_A_NAME.search(name):
        return None
    return _through_idna(name)


def _through_idna(name: str) -> str | None:
    url = resolve(f"http://{name}/")
    if url is None:
        return None
    host = url.removeprefix("http://").removesuffix("/").removesuffix(".")
    return host if is_possible_host(host) and not is_ip_address(host) else None


def is_possible_host(host: str) -> bool:
    """Whether DNS could hold this lower-case A-label name, or it is an IP address of a URL."""
    return bool(_HOST.match(host) or _IPV6.match(host))


def is_strict_hostname(host: str) -> bool:
    """Whether `host` keeps to letters, digits and inner hyphens (RFC 952, RFC 1123 §2.1).

    Names with underscores or outer hyphens do occur on the web; callers count them.
    """
    return bool(_STRICT.match(host)) and not is_ip_address(host)


def is_ip_address(host: str) -> bool:
    """Whether `host`, in the form URLs have, is an IPv4 address or an IPv6 one in brackets."""
    last = host[-1:]
    if last == "]":
        return bool(_IPV6.match(host))
    return last.isdigit() and bool(_IPV4.match(host))


@lru_cache(maxsize=4_096)
def is_on_the_web(host: str) -> bool:
    """Whether everybody could reach this host: no bare name, no name or address of a local network.

    Source: the special-use names of RFC 6761, RFC 6762, RFC 8375 and ICANN's `internal`; addresses
    by the IANA registries. `localhost` and `intranet` are nobody's domain.
    """
    if is_ip_address(host):
        return ipaddress.ip_address(host.strip("[]")).is_global
    return "." in host and not host.endswith(_LOCAL_ENDINGS)


def reversed_name(host: str) -> str:
    """`www.example.com` → `com.example.www`, so that a domain and its hosts sort together.

    An IP address has no such order and stays as it is.
    """
    return host if is_ip_address(host) else ".".join(reversed(host.split(".")))


def unreversed_name(name: str) -> str:
    """`com.example.www` → `www.example.com`: the way back from `reversed_name`."""
    return reversed_name(name)
