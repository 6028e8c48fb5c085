"""Moz: inbound links."""

from __future__ import annotations

from backlinkbot.io.readers.format import formats
from backlinkbot.io.readers.table import CsvFormat, Vendor

INBOUND_LINKS = Vendor(
    "moz",
    columns={
        "source_url": "Linking Page URL",
        "target_url": "Target URL",
        "source_title": ("Linking Page Title", "Title"),
        "anchor": "Anchor Text",
        "followed": "Follow",
    },
    scores={
        "moz.domain_authority": "Domain Authority",
        "moz.page_authority": "Page Authority",
        "moz.spam_score": "Spam Score",
    },
    marks=("Linking Page URL",),
)

formats.add("moz")(CsvFormat(INBOUND_LINKS))
