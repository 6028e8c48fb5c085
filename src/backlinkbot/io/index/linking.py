"""What the index knows of the sites that link somewhere: their pages, links, owners and lives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core import columns
from backlinkbot.core.urls import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    import pyarrow as pa

    from backlinkbot.io.index.reader import Reader

# A week in which so many of all sites were read is a round of a crawl; a site that was missing from
# two of them was away rather than overlooked.
ROUND_SHARE, LEAST_ROUNDS = 0.02, 2
# Addresses that every site of one program or trade has: they answer whoever owns the site.
COMMON_PAGES = (
    "^[a-z]+://[^/]+/(?:(?:index|home|default)[.][a-z]+|feed|rss|atom|comments/feed|wp-[^/]*|xmlrpc"
    "|robots[.]txt|ads[.]txt|favicon[.]ico|sitemap[^/]*|about|about-us|contact|contact-us|imprint"
    "|impressum|kontakt|privacy|privacy-policy|datenschutz|terms|legal|login|search|blog|news|shop"
    "|archive|cart)(?:[./?#].*)?$"
)
SEVERAL_FAILED = 3  # pages: one that failed was perhaps deleted
NOBODY = ("",)  # a question about no site at all is asked of a name that none has


@dataclass(frozen=True, slots=True)
class LinkingSites:
    """Questions about some domains, asked of one snapshot."""

    reader: Reader
    names: Sequence[str]

    def pages(self, urls: Sequence[str], *, more: int, most_chars: int) -> pa.Table:
        """The pages with these URLs and up to `more` others of each site, as `page_facts`.

        Texts are cut after `most_chars` characters.
        """
        domains = sorted({*self.names, *(domain_of(url) for url in urls)} - {""})
        found = self.reader.table(
            "linking_pages",
            domains or NOBODY,
            urls=list(urls) or [""],
            more=more,
            most_chars=most_chars,
        )
        schema = columns.page_facts()
        return found.select(schema.names).cast(schema)

    def out_links(self, *, most: int) -> pa.Table:
        """Where these sites link now, once a pair, to at most `most` targets each.

        Columns: source_domain, target_domain, links, first_seen, sources (how many domains of the
        whole index link to that target). Where a site has more targets, those shared by fewest.
        """
        return self.reader.table("linking_out", None, sites=self._asked, most=most)

    def in_links(self, first: Iterable[str], *, most: int) -> pa.Table:
        """Who links to these sites: source_domain, target_domain, links.

        At most `most` sources a site, those named `first` before all others.
        """
        wanted = sorted({*first, *self._asked})
        return self.reader.table("linking_in", self._asked, first=wanted, most=most)

    def referring_domains(self) -> pa.Table:
        """How many domains link to each of these sites: domain, referring_domains."""
        return self.reader.table("linking_counts", self._asked)

    def footprints(self) -> pa.Table:
        """What these sites share with others: domain, kind, value, domains (that have it).

        Kinds: "owner id", "server" (its address), "block" (of addresses), "template".
        """
        return self.reader.table("linking_footprints", None, sites=self._asked)

    def lives(self) -> pa.Table:
        """How long these sites are there: domain, first_seen, last_seen, gap_days, back_at.

        `first_seen`: null where a crawl began then rather than the site; `last_seen`: null where
        nobody asked again since; `gap_days`: the longest time between two readings, null where
        hardly any other site was read in it; `back_at`: the reading that ended it.
        """
        return self.reader.table(
            "linking_lives", None, sites=self._asked, share=ROUND_SHARE, rounds=LEAST_ROUNDS
        )

    def turnover(self, back: Mapping[str, datetime]) -> pa.Table:
        """How much of what sites link changed when they came `back`, each at its moment.

        Columns: domain, before (linked domains that were known then), gone (no longer linked),
        now (linked today), fresh (of these, only since), asked_again (pages that answered before
        and were asked since; not the front page nor what every site has), stayed (of these, which
        still answer), was_gone (in between its front page failed, or several pages did).
        """
        sites = sorted(back)
        moments: list[datetime | None] = [back[site].replace(tzinfo=None) for site in sites]
        return self.reader.table(
            "linking_turnover",
            None,
            sites=sites or list(NOBODY),
            back=moments or [None],
            common=COMMON_PAGES,
            several=SEVERAL_FAILED,
        )

    @property
    def _asked(self) -> list[str]:
        return list(self.names) or list(NOBODY)
