"""The one canonical form of an http(s) URL; every rule is told in docs/reference/urls.md.

Two addresses get one form only where a server cannot or, by published rule, does not tell them
apart; when in doubt they stay two.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from backlinkbot.core.urls.domain import HOSTS_KEPT, registered_domain
from backlinkbot.core.urls.engine import MAX_HREF_CHARS, resolver
from backlinkbot.core.urls.hosts import MAX_HOST_CHARS, is_possible_host
from backlinkbot.core.urls.tracking import without_tracking

# RFC 9110 §4.1 asks everyone to support 8,000 octets; common servers refuse a little above that,
# so a longer URL is no page anybody can visit.
MAX_URL_CHARS = 8_000

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

# Escapes to be normalised, percent signs that begin none, and marks browsers send raw although
# RFC 3986 has no place for them in a path or query.
_TO_NORMALISE = re.compile(r"%[0-9A-Fa-f]{2}|[%\[\]^|`{}\\]")
# The same, but only those that normalising would change; most texts have none.
_NOT_NORMAL = re.compile(
    r"%(?![0-9A-F]{2})|%(?:2[DE]|3[0-9]|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])|[\[\]^|`{}\\]"
)
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/._~!$&'()*+,:@=-]*\Z")
_AUTHORITY = re.compile(r"(https?)://([^/@]*?)\.?(:[0-9]+)?\Z")
# `https://`, a host, its last dot and a port. Longer ones are not remembered, or hostile pages
# would fill memory.
MAX_AUTHORITY_CHARS = MAX_HOST_CHARS + len("https://.:65535")
# Servlet specification §7.1.3: the session id in a path parameter of exactly this name. A segment
# that would be left as `.` or `..` keeps it, as the dots would then mean something else.
_PATH_SESSION = re.compile(
    r"(?<!/\.)(?<!/\.\.)(?:;jsessionid=[^/;]*)+(?=[/;]|\Z)", re.ASCII | re.IGNORECASE
)


class Origin(NamedTuple):
    """Scheme, host and port as the canonical form begins, with the two names derived from it."""

    text: str
    host: str
    domain: str


def canonical(href: str, base: str | None = None) -> str | None:
    """Our one form of the http(s) URL that `href` means on the page `base`.

    None when it is not http(s), cannot be parsed, names a host that DNS cannot hold, or is longer
    than `MAX_URL_CHARS`; `why_refused` tells which. A canonical form is its own canonical form.
    """
    url = resolver(base)(href)
    found = None if url is None else canonical_form(url)
    return None if found is None else found[0]


def canonical_form(url: str) -> tuple[str, Origin] | None:
    """Canonical form and origin of a URL that is absolute and serialised by the engine."""
    if not url.startswith(("http://", "https://")):
        return None
    path_start = url.find("/", 8)
    origin = origin_of(url[:path_start])
    if origin is None:
        return None
    tail = url[path_start:]
    form = origin.text + (tail if _PLAIN_PATH.match(tail) else canonical_tail(tail))
    return (form, origin) if len(form) <= MAX_URL_CHARS else None


def why_refused(href: str, base: str | None = None) -> str | None:
    """Why `canonical` gives None, in a few words for counting rejects; None when it does not."""
    if len(href) > MAX_HREF_CHARS:
        return f"longer than {MAX_HREF_CHARS} characters"
    url = resolver(base)(href)
    if url is None:
        return "cannot be parsed as a URL"
    if not url.startswith(("http://", "https://")):
        return "not an http or https address"
    if origin_of(url[: url.find("/", 8)]) is None:
        return "names a host that DNS cannot hold"
    return f"longer than {MAX_URL_CHARS} characters" if canonical_form(url) is None else None


def origin_of(authority: str) -> Origin | None:
    """The origin for `https://user@host.:8080` as the engine serialises it; None if impossible."""
    if "@" in authority:
        scheme, _, rest = authority.partition("://")
        authority = f"{scheme}://{rest.rpartition('@')[2]}"
    return _origin(authority) if len(authority) <= MAX_AUTHORITY_CHARS else None


@lru_cache(maxsize=HOSTS_KEPT)
def _origin(authority: str) -> Origin | None:
    found = _AUTHORITY.match(authority)
    if found is None or not is_possible_host(found[2]):
        return None
    scheme, host, port = found[1], found[2], found[3] or ""
    return Origin(f"{scheme}://{host}{port}", host, registered_domain(host))


def canonical_tail(tail: str) -> str:
    """Path and query in canonical form, from path, query and fragment as the engine leaves them."""
    if "#" in tail:
        tail = tail[: tail.find("#")]
    if _NOT_NORMAL.search(tail):
        tail = _TO_NORMALISE.sub(lambda found: _escape(found[0]), tail)
    path, _, query = tail.partition("?")
    if ";" in path:
        path = _PATH_SESSION.sub("", path)
    query = without_tracking(query) if query else ""
    return f"{path}?{query}" if query else path


@cache
def _escape(text: str) -> str:
    """One escape in its shortest equal form (RFC 3986 §6.2.2), or a raw mark escaped."""
    if len(text) == 1:
        return f"%{ord(text):02X}"
    character = chr(int(text[1:], 16))
    return character if character in _UNRESERVED else text.upper()
