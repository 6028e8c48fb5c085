"""Broken links, mentions and resource pages on real pages: twenty results of each, read by hand.

The pages are `pages/multi-domain-pages.warc.gz` (593 pages of 563 sites) and two real archives of
`warc/`. What is asked:

* mentions: of 41 well-known organisations whose site some page links to, under the names that they
  give themselves (`BRANDS`); at most two results of each, twenty drawn by a seed;
* resource pages: of every site that some page links to from its content, as the only rival of a
  site that has no page here; twenty pages drawn by a seed;
* broken links: nothing can be fetched here, and the 40 pages that answer 404 in the archives are
  linked from their own sites only. So 404s are put in: an archive in which every page of other
  sites that real pages link to from their content answers 404. The links, the linking pages and the
  own pages are real, only that answer is not: what is measured is whether the tactic names a dead
  link for which the own page could stand in. Each site with a page is "ours" in turn; at most one
  result of each, twenty drawn by a seed.

The rules were made while looking at what other seeds draw (7, 11); this draw was judged once.

`--draw` prints the twenty of each; without it, what was written down in `tactics_by_hand.tsv`
(tactic, site, page, about, right, why; our judgements) is counted, with Wilson's interval, and
checked to be what is drawn.
"""

from __future__ import annotations

import csv
import io
import json
import random
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from page_labels import data_folder

from backlinkbot.app.find.taking import ground_of
from backlinkbot.app.ingest import ingest
from backlinkbot.app.sites import add_site
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import DatedClock
from backlinkbot.core.nouns import Site
from backlinkbot.core.progress import Silent
from backlinkbot.core.settings import Settings
from backlinkbot.core.urls.platforms import platform
from backlinkbot.logic.prospect.tactics import tactics

SEED, EACH = 13, 20  # rules were made while looking at what seeds 7 and 11 draw
HAND = Path(__file__).with_name("tactics_by_hand.tsv")
SOURCES = (
    "pages/multi-domain-pages.warc.gz",
    "warc/ia-2008-38-hosts.warc.gz",
    "warc/cc-slice-15-hosts.warc.gz",
)
MOMENT = datetime(2026, 11, 1, 12, tzinfo=UTC)
BRANDS = {
    "facebook.com": "Facebook", "twitter.com": "Twitter", "instagram.com": "Instagram",
    "youtube.com": "YouTube", "google.com": "Google", "pinterest.com": "Pinterest",
    "creativecommons.org": "Creative Commons", "apple.com": "Apple", "whatsapp.com": "WhatsApp",
    "reddit.com": "Reddit", "amazon.de": "Amazon", "flickr.com": "Flickr",
    "wikipedia.org": "Wikipedia", "wordpress.com": "WordPress.com", "telegram.me": "Telegram",
    "feedburner.com": "FeedBurner", "unsplash.com": "Unsplash", "theguardian.com": "The Guardian",
    "mozilla.org": "Mozilla", "paypal.com": "PayPal", "blogger.com": "Blogger",
    "europa.eu": "Europäische Union", "spotify.com": "Spotify",
    "stackoverflow.com": "Stack Overflow", "microsoft.com": "Microsoft", "reuters.com": "Reuters",
    "adobe.com": "Adobe", "petra.de": "Petra", "silicon.de": "silicon.de",
    "berkeley.edu": "UC Berkeley", "jahr-media.de": "Jahr Media", "berlin.de": "Berlin.de",
    "huawei.com": "Huawei", "bloomberg.com": "Bloomberg", "bundestag.de": "Deutscher Bundestag",
    "hessen.de": "hessen.de", "netzpolitik.org": "netzpolitik.org", "spiegel.de": "Der Spiegel",
    "tagesschau.de": "Tagesschau", "unesco.org": "UNESCO", "wiley.com": "Wiley",
}  # fmt: skip


def _random() -> random.Random:
    """The same order of draws for each question."""
    return random.Random(SEED)  # noqa: S311 - a draw, no secret


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(Settings(), workspace=Path(folder) / "workspace", workers=2)
        with Workspace(settings, DatedClock(MOMENT)) as workspace:
            places = [str(data_folder() / name) for name in SOURCES]
            ingest(workspace, places)
            found = {"unlinked mention": _mentions(workspace), "resource page": _lists(workspace)}
            dead = Path(folder) / "dead.warc"
            dead.write_bytes(_answers(_targets(workspace)))
            ingest(workspace, [str(dead)])
            workspace.index.refresh()
            found["broken link"] = _broken(workspace)
    drawn = {name: _drawn(rows) for name, rows in found.items()}
    if "--draw" in sys.argv:
        print(json.dumps(drawn, ensure_ascii=False, indent=1))
        return
    print(json.dumps(_counted(drawn, found), indent=1))


def _thought(workspace: Workspace, site: str, rivals: tuple[str, ...], name: str) -> list[Any]:
    way = tactics[name]
    ground, _ = ground_of(workspace, site, rivals, [way], Silent())
    return [{"site": site, **row} for row in way.think(ground).to_pylist()]


def _mentions(workspace: Workspace) -> list[Any]:
    found = []
    for domain, name in BRANDS.items():
        add_site(workspace, Site(domain=domain, name=name))
        rows = _thought(workspace, domain, (), "unlinked mention")
        found += _random().sample(rows, min(2, len(rows)))
    return found


def _lists(workspace: Workspace) -> list[Any]:
    found: dict[str, Any] = {}
    linked = {row["target_domain"] for row in _content_links(workspace)}
    for rival in sorted(name for name in linked if platform(name) is None):
        for row in _thought(workspace, "example.com", (rival,), "resource page"):
            found.setdefault(row["page"], {**row, "site": rival})
    return [found[page] for page in sorted(found)]


def _content_links(workspace: Workspace) -> list[Any]:
    found = []
    for row in workspace.index.most_linked(10_000).to_pylist():
        columns = ("source_url", "target_url", "target_domain", "placement")
        links = workspace.index.links(row["target_domain"], only=columns).to_pylist()
        found += [link for link in links if link["placement"] == "content"]
    return found


def _targets(workspace: Workspace) -> list[str]:
    """The pages that are to be gone: all that are linked to from content."""
    return sorted({link["target_url"] for link in _content_links(workspace)})


def _answers(urls: list[str]) -> bytes:
    """A WARC in which each of these pages answers 404."""
    out = io.BytesIO()
    for url in urls:
        body = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<title>Not found</title>"
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
            "WARC-Date: 2026-10-30T00:00:00Z\r\n"
            "Content-Type: application/http;msgtype=response\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        out.write(head.encode() + body + b"\r\n\r\n")
    return out.getvalue()


def _broken(workspace: Workspace) -> list[Any]:
    found = []
    pages = workspace.index.page_texts()
    sites = sorted({name for batch in pages for name in batch["domain"].to_pylist()})
    for site in sites:
        rows = _thought(workspace, site, (), "broken link")
        found += _random().sample(rows, min(1, len(rows)))
    return found


def _drawn(rows: list[Any]) -> list[Any]:
    drawn = _random().sample(rows, min(EACH, len(rows)))
    keys = ("site", "page", "about", "fit", "reasons")
    return [{key: row[key] for key in keys} for row in drawn]


def interval(right: int, all_of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    if not all_of:
        return 0.0, 1.0
    z, share = 1.96, right / all_of
    middle = share + z * z / (2 * all_of)
    half = z * ((share * (1 - share) + z * z / (4 * all_of)) / all_of) ** 0.5
    scale = 1 + z * z / all_of
    return (middle - half) / scale, (middle + half) / scale


def _counted(drawn: dict[str, list[Any]], found: dict[str, list[Any]]) -> dict[str, Any]:
    with HAND.open(encoding="utf-8", newline="") as file:
        told = {
            (row["tactic"], row["site"], row["page"], row["about"]): row["right"]
            for row in csv.DictReader(file, delimiter="\t")
        }
    counted: dict[str, Any] = {}
    for name, rows in drawn.items():
        keys = [(name, row["site"], row["page"], row["about"]) for row in rows]
        known = [told[key] == "yes" for key in keys if key in told]
        low, high = interval(sum(known), len(known))
        counted[name] = {
            "found": len(found[name]),
            "drawn": len(rows),
            "judged": len(known),
            "right": sum(known),
            "precision": round(sum(known) / max(len(known), 1), 3),
            "low": round(low, 3),
            "high": round(high, 3),
        }
    return counted


if __name__ == "__main__":
    main()
