"""What a request for a URL consists of: whom to connect to and what to ask for."""

from __future__ import annotations

from typing import NamedTuple

from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls.canonical import MAX_URL_CHARS, origin_of, why_refused
from backlinkbot.core.urls.engine import resolve

DEFAULT_PORTS = {"http": 80, "https": 443}


class Asked(NamedTuple):
    """A URL as a client uses it.

    `url`: absolute, serialised as browsers do, without user name, password and fragment. `host`:
    as the resolver is asked for it (an IPv6 address without brackets). `authority`: what the Host
    header says. `target`: path and query, ASCII only.
    """

    url: str
    scheme: str
    host: str
    port: int
    authority: str
    target: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as robots.txt and connections are kept by."""
        return f"{self.scheme}://{self.authority}"


def asked(url: str, base: str | None = None) -> Asked:
    """What to ask for when `url`, found on the page `base`, is fetched.

    Not the canonical form: tracking parameters and escapes stay as they are written.

    Raises:
        BadInput: it is no http(s) address that a client could ask for; says why.
    """
    href = resolve(url, base)
    if href is None or not href.startswith(("http://", "https://")):
        raise _refusal(url, base)
    path_at = href.find("/", 8)
    origin = origin_of(href[:path_at])
    target = href[path_at:].partition("#")[0]
    if origin is None or len(origin.text) + len(target) > MAX_URL_CHARS:
        raise _refusal(url, base)
    scheme, _, authority = origin.text.partition("://")
    port = authority[len(origin.host) :].removeprefix(":")
    return Asked(
        origin.text + target,
        scheme,
        origin.host.strip("[]"),
        int(port) if port else DEFAULT_PORTS[scheme],
        authority,
        target,
    )


def _refusal(url: str, base: str | None) -> BadInput:
    why = why_refused(url, base) or f"longer than {MAX_URL_CHARS} characters"
    return BadInput(f"{url[:200]!r} is not a web address: {why}")
