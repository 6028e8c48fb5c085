"""Semrush: backlinks, with the names of its pages or of its API."""

from __future__ import annotations

from backlinkbot.io.readers.format import formats
from backlinkbot.io.readers.table import CsvFormat, Vendor

BACKLINKS = Vendor(
    "semrush",
    columns={
        "source_url": "Source url",
        "target_url": "Target url",
        "source_title": "Source title",
        "anchor": "Anchor",
        "external_links": ("External links", "external_num"),
        "internal_links": ("Internal links", "internal_num"),
        "nofollow": "Nofollow",
        "ugc": "Ugc",
        "sponsored": "Sponsored",
        "sitewide": "Sitewide",
        "is_text": "Text",
        "is_frame": "Frame",
        "is_form": "Form",
        "is_image": "Image",
        "first_seen": "First seen",
        "last_seen": "Last seen",
        "lost": "Lost link",
    },
    scores={"semrush.page_ascore": "Page ascore"},
    marks=("Page ascore",),
)

formats.add("semrush")(CsvFormat(BACKLINKS))
