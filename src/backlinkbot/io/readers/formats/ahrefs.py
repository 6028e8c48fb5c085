"""Ahrefs: backlinks (UTF-16 tab-separated, or UTF-8 as of 2026) and referring domains."""

from __future__ import annotations

from backlinkbot.core.nouns import LinkKind, LostReason
from backlinkbot.io.readers.format import formats
from backlinkbot.io.readers.table import CsvFormat, OneOf, Vendor

KINDS = {
    "text": LinkKind.TEXT,
    "image": LinkKind.IMAGE,
    "redirect": LinkKind.REDIRECT,
    "canonical": LinkKind.CANONICAL,
    "frame": LinkKind.FRAME,
    "form": LinkKind.FORM,
}

# Only where the vendor's word means what ours means; all its words are kept beside ours.
LOST_REASONS = {
    "removedfromhtml": LostReason.REMOVED_FROM_HTML,
    "linkremoved": LostReason.REMOVED_FROM_HTML,
    "notfound": LostReason.PAGE_GONE,
    "pageerror": LostReason.PAGE_GONE,
    "redirect": LostReason.REDIRECTED,
    "redirected": LostReason.REDIRECTED,
    "noindex": LostReason.NOINDEXED,
    "notcanonical": LostReason.NO_LONGER_CANONICAL,
    "nolongercanonical": LostReason.NO_LONGER_CANONICAL,
    "dropped": LostReason.DROPPED_NOT_RECHECKED,
}

BACKLINKS = Vendor(
    "ahrefs",
    columns={
        "source_url": "Referring page URL",
        "target_url": ("Target URL", "Link URL"),
        "source_title": "Referring page title",
        "source_language": "Language",
        "page_status": "Referring page HTTP code",
        "anchor": ("Anchor", "Link anchor", "Anchor and backlink"),
        "left": ("Left context", "Text pre"),
        "right": ("Right context", "Text post"),
        "external_links": ("External links", "External links count"),
        "kind": "Type",
        "nofollow": "Nofollow",
        "ugc": "UGC",
        "sponsored": "Sponsored",
        "first_seen": "First seen",
        "last_seen": ("Last seen", "Last check"),
        "lost_on": ("Lost", "Day lost", "Lost date"),
        "vendor_lost_reason": "Drop reason",
        "second_lost_reason": "Lost status",
    },
    scores={
        "ahrefs.domain_rating": ("Domain rating", "DR"),
        "ahrefs.url_rating": ("UR", "URL Rating (desc)", "URL Rating"),
        "ahrefs.domain_traffic": "Domain traffic",
        "ahrefs.page_traffic": "Page traffic",
        "ahrefs.referring_domains": "Referring domains",
        "ahrefs.linked_domains": "Linked domains",
        "ahrefs.keywords": "Keywords",
        "ahrefs.links_in_group": "Links in group",
    },
    marks=("Referring page URL",),
    kinds=KINDS,
    lost_reasons=LOST_REASONS,
)
REFERRING_DOMAINS = Vendor(
    "ahrefs",
    columns={
        "source_domain": ("Domain", "Referring domain"),
        "links": ("Links to target", "Backlinks"),
        "followed_links": "Dofollow links",
        "first_seen": "First seen",
        "lost_on": "Lost",
    },
    scores={
        "ahrefs.domain_rating": ("DR", "Domain rating"),
        "ahrefs.traffic": "Traffic",
        "ahrefs.dofollow_linked_domains": "Dofollow linked domains",
    },
    marks=("Links to target", "Dofollow linked domains", "Dofollow ref. domains"),
)

formats.add("ahrefs")(OneOf((CsvFormat(BACKLINKS), CsvFormat(REFERRING_DOMAINS))))
