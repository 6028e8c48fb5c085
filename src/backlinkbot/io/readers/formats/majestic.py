"""Majestic: backlinks as exported from its pages or its API, mentions included."""

from __future__ import annotations

from backlinkbot.io.readers.format import formats
from backlinkbot.io.readers.table import CsvFormat, Vendor

BACKLINKS = Vendor(
    "majestic",
    columns={
        "source_url": "Source URL",
        "target_url": "Target URL",
        "anchor": "Anchor Text",
        "seen_at": ("Source Crawl Date", "Date"),
        "first_seen": ("Source First Found Date", "First Indexed Date"),
        "last_seen": ("Last Seen Date", "Source Crawl Date"),
        "lost_on": "Date Lost",
        "lost": "Flag Deleted",
        "vendor_lost_reason": "Reason Lost",
        "nofollow": "Flag No Follow",
        "is_image": ("Flag Image Link", "Flag Images"),
        "is_redirect": "Flag Redirect",
        "is_frame": "Flag Frame",
        "is_mention": "Flag Mention",
    },
    scores={
        "majestic.ac_rank": "ACRank",
        "majestic.source_citation_flow": "Source Citation Flow",
        "majestic.source_trust_flow": "Source Trust Flow",
        "majestic.target_citation_flow": "Target Citation Flow",
        "majestic.target_trust_flow": "Target Trust Flow",
    },
    marks=("Source Trust Flow", "Flag No Follow", "ACRank", "Flag Mention"),
)

formats.add("majestic")(CsvFormat(BACKLINKS))
