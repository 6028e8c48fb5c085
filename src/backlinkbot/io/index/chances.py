"""Questions of the tactics to one snapshot: what the index knows of who could link to a site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from backlinkbot.io.index.reader import Reader

NOBODY = ("",)
NEVER = r"[^\x00-\x{10FFFF}]"  # a pattern that no text has: a question that nobody asks
PICTURE = r"(?i)\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?:[?#]|$)"
AROUND = 90  # characters of a quote before and after what was found
HITS = 12  # quotes kept of each kind from one page
MOST_PAGES = 50_000  # rows of an answer at most: some 50 MB; who has more needs a narrower question
IN_TEXT = ("brand", "credit", "guest", "copied")
BESIDE = ("terms", "junk", "topic")  # looked for only where another kind is found
IN_HEAD = ("guest_head", "list_head", "directory_head", "partner_head", "topic_head")


@dataclass(frozen=True, slots=True)
class Chances:
    """Questions about a site, its own other domains and its rivals.

    `own`: registrable domains of the owner, the site's among them; their pages are no chances.
    """

    reader: Reader
    own: Sequence[str]
    rivals: Sequence[str]

    def pages(self, patterns: Mapping[str, str], *, each: int, copies: bool) -> pa.Table:
        """Pages that say something: url, domain, title …, and what each kind of pattern found.

        `patterns`: RE2 expressions by kind (`IN_TEXT`, `BESIDE`, `IN_HEAD`); kinds left out find
        nothing. `each`: pages of one site at most; `copies`: also pages that name a page of another
        site as their original. The texts are read once, and never more than the answer is kept.
        """
        quotes: dict[str, Any] = {
            kind: _quote(patterns.get(kind, "")) for kind in (*IN_TEXT, *BESIDE)
        }
        heads: dict[str, Any] = {kind: patterns.get(kind) or NEVER for kind in IN_HEAD}
        return self.reader.table(
            "chance_pages",
            own=self._own,
            said=_either(patterns, IN_TEXT),
            headed=_either(patterns, IN_HEAD),
            copies=copies,
            hits=HITS,
            each=each,
            most=MOST_PAGES,
            **quotes,
            **heads,
        )

    def lists(self, listed: str) -> pa.Table:
        """Pages that link to rivals and are lists; `listed`: what titles and addresses of such say.

        Columns: url, domain, title, language, page_type, external_links, rivals, targets, followed,
        is_paid, is_listed, placement, anchor, last_seen, evidence.
        """
        return self.reader.table("chance_lists", self._rivals, listed=listed, most=MOST_PAGES)

    def articles(self) -> pa.Table:
        """Articles whose content links to rivals: url, domain, title, rivals, published_on …."""
        return self.reader.table("chance_articles", self._rivals, most=MOST_PAGES)

    def authors(self, urls: Sequence[str], domains: Sequence[str]) -> pa.Table:
        """Who wrote these pages of these domains: url, author, published_on, title, evidence."""
        return self.reader.table(
            "chance_authors", list(domains) or NOBODY, urls=list(urls) or list(NOBODY)
        )

    def dead(self) -> pa.Table:
        """Links to pages that answer 404 or 410, with `sources`: domains that link there."""
        return self.reader.table("chance_dead", own=self._own, rivals=self._rivals, most=MOST_PAGES)

    def statuses(self, urls: Sequence[str], domains: Sequence[str]) -> pa.Table:
        """What these pages of these domains answered last: url, status, redirect_url, title …."""
        return self.reader.table(
            "chance_statuses", list(domains) or NOBODY, urls=list(urls) or list(NOBODY)
        )

    def called(self, urls: Sequence[str], domains: Sequence[str]) -> pa.Table:
        """What others call these pages of these domains: target_url, times, anchors (by ` | `).

        Words that most domains use come first; links that were lost count too.
        """
        asked = list(urls) or list(NOBODY)
        return self.reader.table(
            "chance_called", list(domains) or NOBODY, urls=asked, every=False, most=MOST_PAGES
        )

    def pointed(self, pages: Sequence[str]) -> pa.Table:
        """Where these pages link at the rivals: source_url, target_url, anchor."""
        asked = list(pages) or list(NOBODY)
        return self.reader.table("chance_pointed", self._rivals, urls=asked, most=MOST_PAGES)

    def linked(self, most: int) -> pa.Table:
        """The own pages that most domains link to or did: target_url, times, anchors."""
        return self.reader.table(
            "chance_called", self._own, urls=list(NOBODY), every=True, most=most
        )

    def outgoing(self) -> pa.Table:
        """Where the own sites and the rivals link: source_domain, target_domain, sources …."""
        sources = [*self._own, *self._rivals]
        return self.reader.table("chance_out", sources=sources, most=MOST_PAGES)

    def variants(self, names: Sequence[str]) -> pa.Table:
        """Links to these other names: target_domain, source_domain, source_url, target_url …."""
        return self.reader.table(
            "chance_variants", list(names) or NOBODY, own=self._own, most=MOST_PAGES
        )

    def alive(self, names: Sequence[str]) -> pa.Table:
        """Which of these sites answered: domain, pages (that did), asked, redirect_url."""
        return self.reader.table("chance_alive", list(names) or NOBODY)

    def linking_pages(self) -> pa.Table:
        """The pages that link to the own sites or once did: source_url."""
        return self.reader.table("chance_own_links", self._own)

    def changed(self) -> pa.Table:
        """Links to the own sites that do not stand as they did, or lead to a picture alone.

        Columns: those of `columns.links()` that tell which link it is, and its fate.
        """
        return self.reader.table("chance_changed", self._own, picture=PICTURE, most=MOST_PAGES)

    def own_pages(self, most: int) -> pa.Table:
        """The first pages of the own sites: url, title, status."""
        return self.reader.table("chance_own_pages", self._own, most=most)

    def assets(self, most: int) -> pa.Table:
        """The own pages that earned most links from content: target_url, sources, anchor."""
        return self.reader.table("chance_assets", self._own, most=most)

    @property
    def _own(self) -> list[str]:
        return list(self.own) or list(NOBODY)

    @property
    def _rivals(self) -> list[str]:
        return list(self.rivals) or list(NOBODY)


def _quote(pattern: str) -> str:
    """The pattern with what stands around it; only texts that hold it are asked for that."""
    return f"(?s).{{0,{AROUND}}}{pattern}.{{0,{AROUND}}}" if pattern else NEVER


def _either(patterns: Mapping[str, str], kinds: Sequence[str]) -> str:
    """One expression for all of some kinds, so that most texts are looked through once."""
    asked = [patterns[kind] for kind in kinds if patterns.get(kind)]
    return "|".join(f"(?:{one})" for one in asked) or NEVER
