"""What tactics stand on: the site, its names and rivals, and facts of the index as columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from backlinkbot.core.urls import domain_of, host_of
from backlinkbot.core.urls.platforms import owned_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    import pyarrow as pa


class Fact(StrEnum):
    """A table that tactics read; each says which, so that only those are taken from the index."""

    PAIRS = "pairs"
    BACKLINKS = "backlinks"
    DEAD = "dead"
    SAID = "said"
    LISTS = "lists"
    ARTICLES = "articles"
    OUT = "out"
    VARIANTS = "variants"
    OWN_PAGES = "own pages"
    ASSETS = "assets"
    RANKS = "ranks"


@dataclass(frozen=True)
class Ground:
    """All that tactics may know of one site; a table that nobody took is missing from `tables`.

    `names`: how people write the brand, each form as it is written ("Acme Tents", "acme.com"), made
    from the address alone where `is_name_guessed`; `topics`: words and phrases of its trade, taken
    from its titles unless `are_topics_given`; `own`: registrable domains of its owner; `linking`:
    domains that link to it now, `linked_once`: that only did; `linking_pages`: addresses, by
    `page_key`, of pages that link or did; `types`: type of
    sites by domain, as far as it is known.

    Columns by fact: `PAIRS` as `Index.intersect`; `BACKLINKS` as `columns.links`, those that do not
    stand any more or stand on a page of ours that is no page; `DEAD`, `SAID`, `LISTS`, `ARTICLES`,
    `OUT`, `VARIANTS`, `ASSETS` as `io.index.chances` gives them; `OWN_PAGES` as `page_facts`;
    `RANKS`: domain, list, rank.
    """

    domain: str
    today: date
    is_name_guessed: bool = False
    names: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    are_topics_given: bool = False
    own: frozenset[str] = frozenset()
    rivals: tuple[str, ...] = ()
    linking: frozenset[str] = frozenset()
    linked_once: frozenset[str] = frozenset()
    linking_pages: frozenset[str] = frozenset()
    types: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[Fact, pa.Table] = field(default_factory=dict)

    def rows(self, fact: Fact) -> list[dict[str, Any]]:
        """The rows of a fact; none where nobody took it."""
        table = self.tables.get(fact)
        return table.to_pylist() if table is not None else []

    def may_ask(self, page: str) -> bool:
        """Whether a page is somebody else's, and no rival's: nobody asks himself."""
        domain = domain_of(page)
        return bool(domain) and domain not in self.own and domain not in self._rivals

    def links_already(self, page: str) -> bool:
        """Whether this very page links to the site, or once did."""
        return page_key(page) in self.linking_pages

    @cached_property
    def _rivals(self) -> frozenset[str]:
        return frozenset(self.rivals)


def page_key(url: str) -> str:
    """A page's address without scheme, `www.` and last slash: equal for twins of one page."""
    bare = url.partition("://")[2] or url
    return bare.removeprefix("www.").rstrip("/")


def prospect_of(page: str) -> str:
    """Whose page it is: the registrable domain, or the user's host on a platform."""
    return owned_name(host_of(page)) or domain_of(page)


def keys(pages: Iterable[str]) -> frozenset[str]:
    """The keys of many pages."""
    return frozenset(map(page_key, pages))
