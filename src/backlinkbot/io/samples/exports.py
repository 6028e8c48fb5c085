"""The little web as the tools' exports: each with its columns, encoding and quirks.

What a column means and where its name was seen: docs/reference/exports.md. Vendors' scores are
made up (a number that depends on the site's name only), because nobody sells scores here.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

from backlinkbot.core.nouns import LinkKind, LostReason
from backlinkbot.core.urls import host_of
from backlinkbot.io.samples.written import Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from backlinkbot.io.samples.made_up import MadeUpBacklink, MadeUpWeb

Row = dict[str, str]

_AHREFS_REASONS = {
    LostReason.REMOVED_FROM_HTML: "removedfromhtml",
    LostReason.PAGE_GONE: "pageerror",
    LostReason.REDIRECTED: "redirect",
    LostReason.NOINDEXED: "noindex",
    LostReason.NO_LONGER_CANONICAL: "notcanonical",
    LostReason.TARGET_CHANGED: "removedfromhtml",
}
_AHREFS_TYPES = {LinkKind.AREA: "image"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a table is put on disk: encoding, delimiter, and whether every value is quoted."""

    encoding: str = "utf-8"
    delimiter: str = ","
    quote_all: bool = False

    def write(self, path: Path, rows: Iterable[Row], columns: list[str]) -> int:
        """Write the table; how many rows it has without the header."""
        text = io.StringIO()
        quoting: Literal[0, 1] = csv.QUOTE_ALL if self.quote_all else csv.QUOTE_MINIMAL
        writer = csv.DictWriter(text, columns, delimiter=self.delimiter, quoting=quoting)
        writer.writeheader()
        count = 0
        for row in rows:
            writer.writerow(row)
            count += 1
        mark = codecs.BOM_UTF16_LE if self.encoding == "utf-16-le" else b""
        path.write_bytes(mark + text.getvalue().encode(self.encoding))
        return count


def write_exports(web: MadeUpWeb, folder: Path) -> Iterator[Written]:
    """Every export about the client, and the backlinks of the first competitor as well.

    Moz has no dates, so its table lists what is live on the last day; the others have lost links
    with the day on which they were last seen.
    """
    for about in (web.client, web.competitors[0]):
        links = list(web.to(about))
        for name, form, sheet, row_of in _LINK_TABLES:
            path = folder / f"{about}-{name}"
            shown = [link for link in links if form != "moz" or link.lost_at is None]
            yield _table(path, form, sheet, [row_of(link) for link in shown], about)
    yield from _domain_tables(web, folder)
    yield from _search_console(web, folder)


def _table(path: Path, form: str, sheet: Sheet, rows: list[Row], about: str) -> Written:
    columns = list(rows[0]) if rows else []
    return Written(path, form, sheet.write(path, rows, columns), about)


def score(text: str, below: int = 101) -> int:
    """A made-up score from 0, the same for the same text."""
    return int.from_bytes(blake2b(text.encode(), digest_size=4).digest()) % below


def _yes(value: bool) -> str:  # noqa: FBT001  # a value to be written, not a switch
    return "true" if value else "false"


def _moment(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S") if at else ""


def _day(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d") if at else ""


def _ahrefs(found: MadeUpBacklink) -> Row:
    link = found.link
    lost = _AHREFS_REASONS.get(found.lost_reason, "") if found.lost_reason else ""
    return {
        "Referring page title": found.source_title,
        "Referring page URL": link.source_url,
        "Language": found.source_language,
        "Platform": "blog, wordpress",
        "Referring page HTTP code": "200",
        "Domain rating": str(score(link.source_domain)),
        "UR": str(score(link.source_url)),
        "Domain traffic": str(score(link.source_domain, 90_000)),
        "Referring domains": str(score(link.source_url, 40)),
        "Linked domains": "3",
        "External links": "5",
        "Page traffic": str(score(link.source_url, 900)),
        "Keywords": "4",
        "Target URL": link.target_url,
        "Left context": "",
        "Anchor": link.anchor,
        "Right context": "",
        "Redirect Chain URLs": "",
        "Redirect Chain status codes": "",
        "Type": _AHREFS_TYPES.get(link.kind, link.kind.value),
        "Is spam": _yes(value=False),
        "Content": link.placement.value,
        "Nofollow": _yes(link.nofollow),
        "UGC": _yes(link.ugc),
        "Sponsored": _yes(link.sponsored),
        "Rendered": _yes(value=False),
        "Raw": _yes(value=True),
        "Lost status": lost,
        "Drop reason": lost,
        "Discovered status": "linkfound",
        "First seen": _moment(found.first_seen),
        "Last seen": _moment(found.last_seen),
        "Lost": _moment(found.lost_at),
        "Author": "",
        "Page type": "Article > Guide",
        "Page category": "Home > Garden",
        "Links in group": "1",
    }


def _semrush(found: MadeUpBacklink) -> Row:
    link = found.link
    return {
        "Page ascore": str(score(link.source_url)),
        "Source title": found.source_title,
        "Source url": link.source_url,
        "Target url": link.target_url,
        "Anchor": link.anchor,
        "External links": "5",
        "Internal links": "3",
        "Nofollow": _yes(link.nofollow),
        "Sponsored": _yes(link.sponsored),
        "Ugc": _yes(link.ugc),
        "Text": _yes(link.kind is LinkKind.TEXT),
        "Frame": _yes(link.kind is LinkKind.FRAME),
        "Form": _yes(value=False),
        "Image": _yes(link.kind in (LinkKind.IMAGE, LinkKind.AREA)),
        "Sitewide": _yes(value=False),
        "First seen": _day(found.first_seen),
        "Last seen": _day(found.last_seen),
        "New link": _yes(value=False),
        "Lost link": _yes(found.lost_at is not None),
    }


def _majestic(found: MadeUpBacklink) -> Row:
    link = found.link
    return {
        "Target URL": link.target_url,
        "Source URL": link.source_url,
        "Anchor Text": link.anchor,
        "Source Crawl Date": _day(found.last_seen),
        "Source First Found Date": _day(found.first_seen),
        "FlagNoFollow": _flag(link.nofollow),
        "FlagImageLink": _flag(link.kind in (LinkKind.IMAGE, LinkKind.AREA)),
        "FlagRedirect": _flag(link.kind is LinkKind.REDIRECT),
        "FlagFrame": _flag(link.kind is LinkKind.FRAME),
        "FlagOldCrawl": "-",
        "FlagAltText": _flag(link.kind is LinkKind.IMAGE),
        "FlagMention": "-",
        "SourceCitationFlow": str(score(link.source_url)),
        "SourceTrustFlow": str(score(link.source_domain)),
        "TargetCitationFlow": "20",
        "TargetTrustFlow": "20",
        "SourceTopicalTrustFlow_Topic_0": "Home/Gardening",
        "SourceTopicalTrustFlow_Value_0": "12",
        "RefDomainTopicalTrustFlow_Topic_0": "Home/Gardening",
        "RefDomainTopicalTrustFlow_Value_0": "12",
    }


def _flag(value: bool) -> str:  # noqa: FBT001  # a value to be written, not a switch
    return "+" if value else "-"


def _moz(found: MadeUpBacklink) -> Row:
    link = found.link
    return {
        "Linking Page URL": link.source_url,
        "Target URL": link.target_url,
        "Anchor Text": link.anchor,
        "Domain Authority": str(score(link.source_domain)),
        "Page Authority": str(score(link.source_url)),
        "Spam Score": f"{score(link.source_domain, 60)}%",
        "Follow": _yes(link.followed),
    }


def _se_ranking(found: MadeUpBacklink) -> Row:
    link = found.link
    return {
        "Source URL": link.source_url,
        "Title": found.source_title,
        "Target URL": link.target_url,
        "Anchor": link.anchor,
        "Nofollow": "1" if link.nofollow else "0",
        "Image": "1" if link.kind in (LinkKind.IMAGE, LinkKind.AREA) else "0",
        "Domain Trust": str(score(link.source_domain)),
        "Page Trust": str(score(link.source_url)),
        "First Seen": _day(found.first_seen),
        "Last Seen": _day(found.last_seen),
    }


def _other(found: MadeUpBacklink) -> Row:
    link = found.link
    return {
        "From page": link.source_url,
        "To page": link.target_url,
        "Link words": link.anchor,
        "Follows": "yes" if link.followed else "no",
        "Seen": found.last_seen.strftime("%d/%m/%Y"),
    }


_LINK_TABLES: tuple[tuple[str, str, Sheet, Callable[[MadeUpBacklink], Row]], ...] = (
    ("ahrefs-backlinks-2026.csv", "ahrefs", Sheet(), _ahrefs),
    ("ahrefs-backlinks.csv", "ahrefs", Sheet("utf-16-le", "\t", quote_all=True), _ahrefs),
    ("semrush-backlinks.csv", "semrush", Sheet("utf-8-sig"), _semrush),
    ("majestic-backlinks.csv", "majestic", Sheet(), _majestic),
    ("moz-inbound-links.csv", "moz", Sheet(), _moz),
    ("se-ranking-backlinks.csv", "se-ranking", Sheet("utf-8-sig", ";"), _se_ranking),
    ("other-tool.csv", "table", Sheet("utf-8", ";"), _other),
)


def _domain_tables(web: MadeUpWeb, folder: Path) -> Iterator[Written]:
    """Ahrefs' referring domains; the traffic header has the trailing space of real files."""
    rows = []
    for domain, links in _by_source(web).items():
        gone = all(link.lost_at for link in links)
        rows.append(
            {
                "Domain": domain,
                "DR": str(score(domain)),
                "Links to target": str(len(links)),
                "Dofollow linked domains": "4",
                "Dofollow links": str(sum(link.link.followed for link in links)),
                "Is spam": _yes(value=False),
                "Traffic ": str(score(domain, 90_000)),
                "First seen": _day(min(link.first_seen for link in links)),
                "Lost": _day(max(link.last_seen for link in links)) if gone else "",
            }
        )
    path = folder / f"{web.client}-ahrefs-referringdomains.csv"
    yield _table(path, "ahrefs", Sheet(), rows, web.client)


def _by_source(web: MadeUpWeb) -> dict[str, list[MadeUpBacklink]]:
    found: dict[str, list[MadeUpBacklink]] = defaultdict(list)
    for link in web.to(web.client):
        found[link.link.source_domain].append(link)
    return dict(sorted(found.items()))


def _search_console(web: MadeUpWeb, folder: Path) -> Iterator[Written]:
    """What a property's owner can download: a sample of pages, and the sites."""
    pages: dict[str, datetime] = {}
    for found in web.to(web.client):
        if found.lost_at is None:
            seen = pages.get(found.link.source_url, found.last_seen)
            pages[found.link.source_url] = max(seen, found.last_seen)
    stem, day = folder / web.client, web.ends_on.isoformat()
    latest = sorted(pages.items(), key=lambda item: (item[1], item[0]), reverse=True)
    rows = [
        {"Linking page": url, "Last crawled": f"{at:%b} {at.day}, {at.year}"} for url, at in latest
    ]
    path = stem.with_name(f"{stem.name}-Latest links-{day}.csv")
    yield _table(path, "search-console", Sheet(), rows, web.client)
    path = stem.with_name(f"{stem.name}-More sample links-{day}.csv")
    more = [{"Linking page": url} for url in sorted(pages)]
    yield _table(path, "search-console", Sheet(), more, web.client)
    sites: dict[str, set[str]] = defaultdict(set)
    targets: dict[str, set[str]] = defaultdict(set)
    for found in web.to(web.client):
        host = host_of(found.link.source_url).removeprefix("www.")
        sites[host].add(found.link.source_url)
        targets[host].add(found.link.target_url)
    top = [
        {
            "Site": site,
            "Linking pages": f"{len(sites[site]):,}",
            "Target pages": str(len(targets[site])),
        }
        for site in sorted(sites, key=lambda name: (-len(sites[name]), name))
    ]
    path = stem.with_name(f"{stem.name}-Top linking sites-{day}.csv")
    yield _table(path, "search-console", Sheet(), top, web.client)
