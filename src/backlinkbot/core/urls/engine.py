"""The WHATWG URL engine: what a browser would open for an href on a page.

Two builds of one engine stand behind this file. can-ada answers in a third of a microsecond and is
asked first. ada-url knows the newest host rules (labels that only look like IDNA, newer Unicode)
and is asked for hosts that are not plain ASCII and for what can-ada refuses.

Source: WHATWG URL Standard, https://url.spec.whatwg.org/
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import can_ada

if TYPE_CHECKING:
    from collections.abc import Callable

# Longer hrefs are refused unparsed. A URL of this length is beyond every server (8 kB) even when
# most of it is a fragment, and the cap bounds what a hostile attribute of 100 MB can cost.
MAX_HREF_CHARS = 65_536

PAGES_KEPT = 64  # addresses kept parsed for callers with one href at a time; 8 MB at the worst

# Scheme, slashes, then an authority with a character that IDNA may map (or an escaped one). Every
# step is possessive: hostile text is read once, whatever it is.
_UNUSUAL_HOST = re.compile(
    r"[\x00-\x20]*+(?:[A-Za-z][A-Za-z0-9+.\-\t\r\n]*+:)?+[/\\\t\r\n]*+"
    r"[\x00-\x22\x24\x26-\x2e\x30-\x3e\x40-\x5b\x5d-\x7f]*+[^\x00-\x24\x26-\x7f]"
)


def resolve(href: str, base: str | None = None) -> str | None:
    """The absolute URL that a browser would open for `href` on the page `base`, any scheme.

    The serialisation of the WHATWG standard, without the rules of `canonical`. None when a browser
    could not open it, or when it is longer than `MAX_HREF_CHARS`.
    """
    if len(href) > MAX_HREF_CHARS or (base is not None and len(base) > MAX_HREF_CHARS):
        return None
    return _exact(href, base)


def resolver(base: str | None) -> Callable[[str], str | None]:
    """`resolve` for the many hrefs of one page, whose address is parsed once.

    Exact for http(s) results but for a few marks in paths that `canonical` escapes anyway. A base
    that cannot be parsed is as good as none: only absolute hrefs have a result.
    """
    return _resolver(base if base is not None and len(base) <= MAX_HREF_CHARS else None)


@lru_cache(maxsize=PAGES_KEPT)
def _resolver(base: str | None) -> Callable[[str], str | None]:
    page = None if base is None else _resolver(None)(base)
    join = _quick_join(page)

    def resolved(href: str) -> str | None:
        if len(href) > MAX_HREF_CHARS:
            return None
        if join is None or (
            ("%" in href or not href.isascii()) and _UNUSUAL_HOST.match(href) is not None
        ):
            return _exact(href, page)
        try:
            return join(href).href
        except (ValueError, TypeError):  # TypeError: a lone surrogate
            return _exact(href, page)

    return resolved


def _quick_join(page: str | None) -> Callable[[str], can_ada.URL] | None:
    """The quick engine's way to join to `page`; None for a page on a host it does not know."""
    if page is None:
        return can_ada.parse
    try:
        return can_ada.parse(page).__add__
    except ValueError:
        return None


def _exact(href: str, base: str | None) -> str | None:
    import ada_url

    try:
        if base is None:
            return ada_url.normalize_url(_scalar_values(href))
        return ada_url.join_url(_scalar_values(base), _scalar_values(href))
    except ValueError:
        return None


def _scalar_values(text: str) -> str:
    """`text` with lone surrogates replaced by U+FFFD, as the standard's input is defined."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
