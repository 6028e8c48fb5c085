"""Which links to show, in which order: each wish is a fixed clause with a bound value."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backlinkbot.core.nouns import LinkKind, LinkState, Placement


class LinkOrder(StrEnum):
    """How links are sorted; ties always fall the same way, so that pages of a list fit."""

    NEWEST = "newest"
    FIRST_SEEN = "first_seen"
    LOST = "lost"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class LinkFilter:
    """What a link must be to be shown; None (or an empty tuple) asks for nothing.

    `twins`: also the other addresses (scheme, www.) of a page that is shown under its best one;
    `anchor`: contained, in any case; `target_url` exact, `target_prefix` the beginning of it,
    `target_page` the same in any scheme and with or without "www.", `target_host` its host;
    `reporter`: one of its sources; `since`/`until`: first seen from/before; `lost_since`: lost
    from; `backlinks`: what counts as one (true), or frames, forms, canonicals (false);
    `best_of_domain`: the best links of their source domain (those of the roll-up, every occurrence)
    or the others; `external_least`/`external_most`: external links on the source page.
    """

    states: tuple[LinkState, ...] = ()
    followed: bool | None = None
    nofollow: bool | None = None
    ugc: bool | None = None
    sponsored: bool | None = None
    sitewide: bool | None = None
    backlinks: bool | None = None
    placements: tuple[Placement, ...] = ()
    kinds: tuple[LinkKind, ...] = ()
    anchor: str | None = None
    source_domain: str | None = None
    source_url: str | None = None
    target_url: str | None = None
    target_prefix: str | None = None
    target_page: str | None = None
    target_host: str | None = None
    reporter: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    lost_since: datetime | None = None
    twins: bool = False
    best_of_domain: bool | None = None
    external_least: int | None = None
    external_most: int | None = None


CLAUSES = {
    "states": "state in (select unnest($states))",
    "followed": "followed = $followed",
    "nofollow": "nofollow = $nofollow",
    "ugc": "ugc = $ugc",
    "sponsored": "sponsored = $sponsored",
    "sitewide": "coalesce(sitewide, false) = $sitewide",
    "placements": "coalesce(placement, 'unknown') in (select unnest($placements))",
    "backlinks": "is_backlink(kind) = $backlinks",
    "kinds": "coalesce(kind, 'unknown') in (select unnest($kinds))",
    "anchor": "contains(lower(anchor), lower($anchor))",
    "source_domain": "source_domain = $source_domain",
    "source_url": "$source_url in (source_url, twin_of) or list_contains(also_at, $source_url)",
    "target_url": "target_url = $target_url",
    "target_prefix": "starts_with(target_url, $target_prefix)",
    "target_page": "starts_with(page_name(target_url), page_name($target_page))",
    "target_host": "host(target_url) = $target_host",
    "reporter": "list_contains(sources, $reporter) or list_contains(also_by, $reporter)",
    "since": "first_seen >= $since",
    "until": "first_seen < $until",
    "lost_since": "state = 'lost' and lost_on >= $lost_since",
    "best_of_domain": "(source_url, target_url) in "
    "(select (source_url, target_url) from {rollup}) = $best_of_domain",
    "external_least": "external_links >= $external_least",
    "external_most": "external_links <= $external_most",
}
ORDERS = {
    LinkOrder.NEWEST: "last_seen desc nulls last, source_url, target_url, occurrence",
    LinkOrder.FIRST_SEEN: "first_seen desc nulls last, last_seen desc nulls last, source_url, "
    "target_url, occurrence",
    LinkOrder.LOST: "lost_on desc nulls last, source_url, target_url, occurrence",
    LinkOrder.SOURCE: "source_url, target_url, occurrence",
}


def clauses(wishes: LinkFilter) -> tuple[str, dict[str, object]]:
    """The condition for a filter, made of `CLAUSES`, and the values to bind."""
    asked = {f.name: getattr(wishes, f.name) for f in fields(wishes)}
    shows_twins = asked.pop("twins")
    asked = {name: value for name, value in asked.items() if value not in (None, ())}
    texts = ["true" if shows_twins else "twin_of is null", *(CLAUSES[name] for name in asked)]
    return " and ".join(f"({text})" for text in texts), {
        name: _bound(value) for name, value in asked.items()
    }


def _bound(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, tuple):
        return [str(item) for item in value]
    return value
