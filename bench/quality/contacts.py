"""How often the first contact found for a site is right, on pages that a person judged.

Pages: the 593 of `data/pages/multi-domain-pages.warc.gz` (one or two of each domain, mostly
articles; what a site says on its contact page is not among them). Judgements:
`contacts_by_hand.tsv`, by one person, mostly from the words around the address: is this an address
of who answers for the site, or of who wrote the page?
`look` tells whether an address came first before anything was changed because of what was read
("first") or after ("later"); "missed": the page publishes an address and none was found. Addresses
are not kept, only a hash of each.

    python bench/quality/contacts.py [--json]
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections import Counter, defaultdict
from datetime import UTC, datetime
from hashlib import blake2b
from math import sqrt
from pathlib import Path

from fastwarc import ArchiveIterator, WarcRecordType

from backlinkbot.core.contacts import PageContacts, SiteContacts
from backlinkbot.core.facts import RawPage
from backlinkbot.core.mail_addresses import canonical_address
from backlinkbot.core.nouns import Contact
from backlinkbot.core.pages.contacts.read import read_contacts
from backlinkbot.logic.outreach.contacts import site_contacts

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DATA = Path(os.environ.get("BACKLINKBOT_SHARED_DATA", ROOT.parent / "shared" / "data"))
PAGES = "pages/multi-domain-pages.warc.gz"
JUDGED = HERE / "contacts_by_hand.tsv"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
BUCKETS = (0.0, 0.7, 0.8, 0.9, 0.955, 1.01)
Z = 1.96


def hash_of(address: str) -> str:
    """By which a judged address is known again."""
    return blake2b(canonical_address(address).encode(), digest_size=8).hexdigest()


def raw_pages() -> list[RawPage]:
    with (DATA / PAGES).open("rb") as stored:
        return [
            RawPage(
                url=record.headers["WARC-Target-URI"],
                status=200,
                headers=(("content-type", "text/html"),),
                body=record.reader.read(),
                fetched_at=NOW,
                evidence=PAGES,
                reporter="bench",
            )
            for record in ArchiveIterator(stored, record_types=WarcRecordType.response)
        ]


def found() -> list[SiteContacts]:
    """What is found for every domain of the pages."""
    by_site: dict[str, list[PageContacts]] = defaultdict(list)
    for raw in raw_pages():
        page = read_contacts(raw)
        by_site[page.domain].append(page)
    return [
        site_contacts(domain, pages, now=NOW, expires_at=NOW)
        for domain, pages in sorted(by_site.items())
    ]


def first_of(site: SiteContacts) -> Contact | None:
    return next((one for one in site.contacts if one.address), None)


def interval(right: int, of: int) -> list[float]:
    """Wilson's interval of 95 % for a share."""
    share, middle = right / of, Z * Z / of
    half = Z * sqrt((share * (1 - share) + middle / 4) / of)
    return [round((share + middle / 2 + s * half) / (1 + middle), 3) for s in (-1, 1)]


def measured() -> dict[str, object]:
    rows = list(csv.DictReader(JUDGED.open(encoding="utf-8"), delimiter="\t"))
    verdicts = {(row["domain"], row["address_hash"]): row["verdict"] for row in rows}
    sites = found()
    verdict_of: Counter[str] = Counter()
    by_sure: dict[float, list[bool]] = defaultdict(list)
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for site in sites:
        contact = first_of(site)
        if contact is None:
            continue
        verdict = verdicts.get((site.domain, hash_of(contact.address)), "not judged")
        verdict_of[verdict] += 1
        if verdict in {"right", "wrong"}:
            low = max(edge for edge in BUCKETS if edge <= contact.confidence)
            by_sure[low].append(verdict == "right")
            by_kind[contact.kind].append(verdict == "right")
    told = verdict_of["right"] + verdict_of["wrong"]
    missed = sum(
        row["verdict"] == "missed" and first_of(site) is None
        for row in rows
        for site in sites
        if site.domain == row["domain"]
    )
    first = Counter(row["verdict"] for row in rows if row["look"] == "first")
    return {
        "domains": len(sites),
        "with_address": sum(verdict_of.values()),
        "not_judged": verdict_of["not judged"],
        "precision_at_1": round(verdict_of["right"] / told, 3),
        "interval": interval(verdict_of["right"], told),
        "precision_at_1_first_look": round(first["right"] / (first["right"] + first["wrong"]), 3),
        "interval_first_look": interval(first["right"], first["right"] + first["wrong"]),
        "found_of_published": round(verdict_of["right"] / (told + missed), 3),
        "missed": missed,
        "any_way": sum(bool(site.contacts) for site in sites),
        "country": sum(site.country is not None for site in sites),
        "by_confidence": {
            str(low): [round(sum(all_) / len(all_), 3), len(all_)]
            for low, all_ in sorted(by_sure.items())
        },
        "by_kind": {
            kind: [round(sum(all_) / len(all_), 3), len(all_)]
            for kind, all_ in sorted(by_kind.items())
        },
    }


if __name__ == "__main__":
    figures = measured()
    if "--json" in sys.argv:
        print(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name:28} {value}")
