"""SE Ranking: backlinks."""

from __future__ import annotations

from backlinkbot.io.readers.format import formats
from backlinkbot.io.readers.table import CsvFormat, Vendor

BACKLINKS = Vendor(
    "se-ranking",
    columns={
        "source_url": ("Source URL", "Referring page", "URL from"),
        "target_url": ("Target URL", "Target page", "URL to"),
        "source_title": ("Title", "Page title"),
        "anchor": ("Anchor", "Anchor text"),
        "nofollow": "Nofollow",
        "followed": ("Dofollow", "Follow"),
        "is_image": "Image",
        "first_seen": "First seen",
        "last_seen": ("Last seen", "Last visited"),
        "lost_on": ("Lost date", "Date lost"),
    },
    scores={
        "se_ranking.domain_trust": ("Domain Trust", "Domain InLink Rank"),
        "se_ranking.page_trust": ("Page Trust", "InLink Rank"),
    },
    marks=("Domain Trust", "Page Trust", "InLink Rank", "Domain InLink Rank"),
)

formats.add("se-ranking")(CsvFormat(BACKLINKS))
