"""The parts of a canonical URL: scheme, host and registrable domain."""

from __future__ import annotations

from backlinkbot.core.errors import BadInput
from backlinkbot.core.nouns import Url
from backlinkbot.core.urls.canonical import Origin, canonical, origin_of, why_refused


def split_url(url: str) -> Url:
    """The URL in canonical form with its host and domain.

    Raises:
        BadInput: it is no http(s) URL; the text says what it is and why not.
    """
    href = canonical(url)
    if href is None:
        raise _refusal(url)
    origin = _origin(href)
    return Url(href, origin.host, origin.domain)


def host_of(url: str) -> str:
    """The host of an http(s) URL. Raises BadInput where there is none."""
    return _origin(url).host


def domain_of(url: str) -> str:
    """The registrable domain of an http(s) URL's host. Raises BadInput where there is none."""
    return _origin(url).domain


def scheme_of(url: str) -> str:
    """`http` or `https`. Raises BadInput for any other URL."""
    return _origin(url).text.partition(":")[0]


def _origin(url: str) -> Origin:
    if url.startswith(("http://", "https://")):
        end = url.find("/", 8)
        origin = origin_of(url[:end]) if end > 0 else None
        if origin is not None:
            return origin
    href = canonical(url)
    if href is None:
        raise _refusal(url)
    return _origin(href)


def _refusal(url: str) -> BadInput:
    return BadInput(f"{url[:200]!r} is not a web address: {why_refused(url)}")
