"""What a page and its links say to search engines: rel tokens, meta robots, X-Robots-Tag."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Whom a robots meta may address; the others speak to crawlers whose view is not what we report.
ADDRESSED = frozenset({"robots", "googlebot"})
CACHED_RELS = 4096  # a few dozen values make up nearly all rel attributes


class Rel(NamedTuple):
    """The three facts a rel attribute tells, and its other tokens."""

    nofollow: bool
    ugc: bool
    sponsored: bool
    others: frozenset[str]


class Robots(NamedTuple):
    """What the page as a whole asks of search engines."""

    noindex: bool
    nofollow: bool


@lru_cache(CACHED_RELS)
def rel_facts(value: str) -> Rel:
    """The facts of one rel attribute; tokens in any order and case, commas taken for spaces."""
    tokens = frozenset(value.lower().replace(",", " ").split())
    facts = tokens & {"nofollow", "ugc", "sponsored"}
    return Rel("nofollow" in facts, "ugc" in facts, "sponsored" in facts, tokens - facts)


def robots_facts(
    metas: Iterable[Mapping[str, str | None]], headers: Iterable[tuple[str, str]]
) -> Robots:
    """What all robots metas and X-Robots-Tag headers say together: the strictest wins."""
    tokens: set[str] = set()
    for meta in metas:
        if (meta.get("name") or "").strip().lower() in ADDRESSED:
            tokens.update(_directives(meta.get("content") or ""))
    for name, value in headers:
        if name.lower() == "x-robots-tag":
            tokens.update(_addressed(value))
    every = "none" in tokens
    return Robots(every or "noindex" in tokens, every or "nofollow" in tokens)


def _directives(content: str) -> set[str]:
    return set(content.lower().replace(",", " ").split())


def _addressed(value: str) -> set[str]:
    """The directives of one X-Robots-Tag that speak to everybody or to the addressed crawlers.

    A name before a colon addresses all directives up to the next name ("googlebot: noindex, none").
    """
    tokens: set[str] = set()
    listens = True
    for part in value.lower().split(","):
        name, colon, rest = part.partition(":")
        if colon and " " not in name.strip() and not name.strip().startswith(("max-", "unavail")):
            listens = name.strip() in ADDRESSED
            part = rest  # noqa: PLW2901 - what is left of this part
        if listens:
            tokens.update(part.split())
    return tokens
