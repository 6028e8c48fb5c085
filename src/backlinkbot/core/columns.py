"""Arrow schemas: what a fact looks like when it comes in millions.

Readers give FACTS (`LINK_FACTS`, `PAGE_FACTS`, `EDGE_FACTS`, `RANK_FACTS`): one row per sighting,
with one reporter. The index merges them into records (`LINKS`): one row per link, with all
reporters. A null always means "nobody told us", never "no".
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

# A link is one occurrence of one target URL on one source page, counted from 0 in page order.
LINK_KEY = ("source_url", "target_url", "occurrence")


@cache
def link_facts() -> pa.Schema:
    """One sighting of a link by one reporter.

    `reporter`: who says so ("warc", "wat", "ahrefs", "search-console", "crawl" …).
    `evidence`: where it can be read again: `archive.warc.gz@12345` (offset of the record),
    `export.csv:17` (line), or a fetch time.
    `seen_at`: when the reporter saw it, null where it tells no date; `first_seen`/`last_seen` only
    where a vendor tells both (then `seen_at` = `last_seen`); `lost_on` and `lost_reason` only
    where a vendor says lost (its own words in `vendor_lost_reason`).
    `placement_probability` 0..1; `position` 0 (top of the page) .. 1; `block_density`: share of the
    enclosing block's words that are inside links, 0..1; `vendor_scores`: the vendor's own numbers
    by "vendor.name", never mixed into ours. `target_known`: false where the reporter names the
    linked site but no page of it (`target_url` is then the site's front page); null: it is known.
    """
    import pyarrow as pa

    text, flag = pa.string(), pa.bool_()
    moment = pa.timestamp("s", tz="UTC")
    return pa.schema(
        [
            pa.field("source_url", text, nullable=False),
            pa.field("source_domain", text, nullable=False),
            pa.field("target_url", text, nullable=False),
            pa.field("target_domain", text, nullable=False),
            pa.field("occurrence", pa.int32(), nullable=False),
            ("anchor", text),
            ("kind", text),
            ("nofollow", flag),
            ("ugc", flag),
            ("sponsored", flag),
            ("followed", flag),
            ("placement", text),
            ("placement_probability", pa.float32()),
            ("sitewide", flag),
            ("position", pa.float32()),
            ("block_density", pa.float32()),
            ("left", text),
            ("right", text),
            ("external_links", pa.int32()),
            ("internal_links", pa.int32()),
            ("source_title", text),
            ("source_language", text),
            ("page_type", text),
            ("page_status", pa.int16()),
            ("noindex", flag),
            ("published_on", pa.date32()),
            ("context_html", text),
            ("seen_at", moment),
            ("first_seen", moment),
            ("last_seen", moment),
            ("lost_on", moment),
            ("lost_reason", text),
            ("vendor_lost_reason", text),
            ("vendor_scores", pa.map_(text, pa.float32())),
            ("target_known", flag),
            pa.field("reporter", text, nullable=False),
            pa.field("evidence", text, nullable=False),
        ]
    )


@cache
def page_facts() -> pa.Schema:
    """One sighting of a page: what it answered and what it says.

    `status`: HTTP status (0 where the archive holds none); `canonical_url`/`redirect_url`: where it
    points instead of itself; `text`: main text, cut at `core.pages` limits; `template`: hash of the
    page's skeleton of tags, equal for pages of one template; `words`: words of main text;
    `owner_ids`: analytics, ad and verification ids found in the source ("ga:UA-1", "ads:pub-2");
    `cut`: the capture ends before the page does, so that a link not found may stand in the rest.
    """
    import pyarrow as pa

    text, flag = pa.string(), pa.bool_()
    moment = pa.timestamp("s", tz="UTC")
    return pa.schema(
        [
            pa.field("url", text, nullable=False),
            pa.field("domain", text, nullable=False),
            ("status", pa.int16()),
            ("title", text),
            ("language", text),
            ("page_type", text),
            ("published_on", pa.date32()),
            ("author", text),
            ("text", text),
            ("words", pa.int32()),
            ("external_links", pa.int32()),
            ("internal_links", pa.int32()),
            ("noindex", flag),
            ("nofollow", flag),
            ("takes_comments", flag),
            ("canonical_url", text),
            ("redirect_url", text),
            ("template", pa.uint64()),
            ("owner_ids", pa.list_(text)),
            ("cut", flag),
            ("fetched_at", moment),
            ("ip", text),
            pa.field("reporter", text, nullable=False),
            pa.field("evidence", text, nullable=False),
        ]
    )


@cache
def edge_facts() -> pa.Schema:
    """A link between two hosts or domains without pages: graph files and domain-level exports.

    `source`/`target`: host names as given, cleaned; `level` "host" or "domain"; `links`: how many,
    at least 1; `first_seen`, `last_seen`, `lost_on` where the reporter tells.
    """
    import pyarrow as pa

    text = pa.string()
    moment = pa.timestamp("s", tz="UTC")
    return pa.schema(
        [
            pa.field("source", text, nullable=False),
            pa.field("source_domain", text, nullable=False),
            pa.field("target", text, nullable=False),
            pa.field("target_domain", text, nullable=False),
            pa.field("level", text, nullable=False),
            ("links", pa.int64()),
            ("followed_links", pa.int64()),
            ("first_seen", moment),
            ("last_seen", moment),
            ("lost_on", moment),
            ("vendor_scores", pa.map_(text, pa.float32())),
            pa.field("reporter", text, nullable=False),
            pa.field("evidence", text, nullable=False),
        ]
    )


@cache
def rank_facts() -> pa.Schema:
    """A domain's place in a published list, from 1; `scores`: the list's own numbers."""
    import pyarrow as pa

    text = pa.string()
    return pa.schema(
        [
            pa.field("domain", text, nullable=False),
            pa.field("list", text, nullable=False),
            ("rank", pa.int64()),
            ("as_of", pa.date32()),
            ("scores", pa.map_(text, pa.float64())),
            pa.field("evidence", text, nullable=False),
        ]
    )


@cache
def links() -> pa.Schema:
    """One link record merged over all sightings; what `links DOMAIN` and every judgement read.

    `first_seen`: the earliest first date that a reporter tells or day on which we read it, null
    where only later sightings are known; `last_seen`: the latest sighting; `started_on`: when the
    link began, null where nobody can tell (see docs/reference/index.md); `state` and
    `lost_reason`: the words of `core.nouns`; `sources`: reporters, sorted; `evidence`: the
    readings' places, newest first; `disagreements`: plain sentences ("nofollow: ahrefs says yes,
    warc says no").
    """
    import pyarrow as pa

    text = pa.string()
    kept = [
        field
        for field in link_facts()
        if field.name not in {"seen_at", "reporter", "evidence", "lost_reason", "lost_on"}
    ]
    moment = pa.timestamp("s", tz="UTC")
    return pa.schema(
        [
            *kept,
            ("state", text),
            ("started_on", moment),
            ("lost_on", moment),
            ("lost_reason", text),
            ("sources", pa.list_(text)),
            ("evidence", pa.list_(text)),
            ("disagreements", pa.list_(text)),
        ]
    )
