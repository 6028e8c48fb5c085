"""Pages that answer "200 OK" and are not the page: not-found pages, walls, parked domains."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backlinkbot.core.urls import domain_of

if TYPE_CHECKING:
    from collections.abc import Sequence

# Share of equal hashes from which two pages say the same. A host's answer to an address that cannot
# be there differs from a gone page's only by what repeats the address.
SAME = 0.8
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?")  # a first part of a path: "en", "de-at"
_INDEX = frozenset({"index.html", "index.htm", "index.php", "default.aspx", "home"})


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """How alike two texts are by their sketches (bottom-k, Broder 1997).

    0..1; 0 where one is empty.
    """
    if not one or not other:
        return 0.0
    size = min(len(one), len(other))
    smallest = sorted({*one, *other})[:size]
    both = set(one) & set(other)
    return sum(value in both for value in smallest) / size


def is_front_page(url: str) -> bool:
    """Whether an address is a host's home page, also that of a language."""
    path = url.partition("://")[2].partition("/")[2].partition("?")[0]
    parts = [part.lower() for part in path.split("/") if part]
    if len(parts) > 1:
        return False
    return not parts or parts[0] in _INDEX or _LANGUAGE.fullmatch(parts[0]) is not None


def is_same_page(one: str, other: str) -> bool:
    """Whether two addresses differ by scheme, `www.` or a last slash only."""
    return page_name(one) == page_name(other)


def page_key(url: str) -> str:
    """An address without scheme and `www.`, by which the index knows the addresses of one page."""
    return url.partition("://")[2].removeprefix("www.")


def page_name(url: str) -> str:
    """An address without what does not tell pages apart: scheme, `www.`, last slash."""
    return url.rstrip("/").partition("://")[2].removeprefix("www.")


def is_other_site(one: str, other: str) -> bool:
    """Whether two addresses belong to two registrable domains."""
    return domain_of(one) != domain_of(other)
