"""Gathers judged links by the site they stand on, and by their anchor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import LinkState

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

LIVE, LOST = LinkState.LIVE.value, LinkState.LOST.value
TOLD = ("first_seen", "last_seen", "started_on", "lost_on", "lost_reason", "basis")
OF_BEST = (
    "quality", "strength", "placement", "source_url", "source_title", "source_language",
    "target_url", "anchor", "anchor_class",
)  # fmt: skip


def by_domain(links: pa.Table, known: pa.Table, authority: pa.Array) -> pa.Table:
    """One row a linking domain, by name.

    `links`: backlinks and others, with `turn` and `is_backlink`; `known`: the domains with the
    times of their links, also those of which no page is known (`basis` "domain"); `authority`:
    0..100, side by side with `known`. Columns: source_domain, backlinks and followed_backlinks
    (live ones), all_backlinks (ever seen), state ("live" where one is, or where a source without
    pages says so), the times and reason of `known`, authority, and of the best link its quality,
    strength, placement, addresses, title, language and anchor (null where no page is known).
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    backlinks = links.filter(links["is_backlink"])
    counted = _counted(backlinks, "source_domain")
    best = backlinks.take(_best_rows(backlinks, counted["best"].to_numpy()))
    at = pc.index_in(known["source_domain"], value_set=counted["source_domain"].combine_chunks())
    at = at.combine_chunks()
    has_pages = pc.is_valid(at)
    live = counted["backlinks"].combine_chunks().take(at)
    told_state = known["state"].combine_chunks()
    state = pc.if_else(
        pc.fill_null(pc.greater(live, 0), False),  # noqa: FBT003 - a value
        LIVE,
        pc.if_else(has_pages, best["state"].combine_chunks().take(at), told_state),
    )
    columns = {"source_domain": known["source_domain"]}
    for name in ("backlinks", "followed_backlinks", "all_backlinks"):
        columns[name] = counted[name].combine_chunks().take(at)
    columns |= {"state": state, "authority": authority}
    columns |= {name: known[name] for name in TOLD}
    columns |= {name: best[name].combine_chunks().take(at) for name in OF_BEST}
    return pa.table(columns).sort_by("source_domain").combine_chunks()


def by_anchor(links: pa.Table) -> pa.Table:
    """One row an anchor text, by text; null for links of which no anchor is told.

    Columns: anchor, anchor_class (of its best link), backlinks, followed_backlinks and
    referring_domains (live), all_backlinks (ever seen), state ("live" where one is, else "lost"),
    first_seen, last_seen, started_on (when the first began; null where that is not known of one),
    quality and strength of its best link.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    backlinks = links.filter(links["is_backlink"])
    counted = _counted(backlinks, "anchor")
    best = backlinks.take(_best_rows(backlinks, counted["best"].to_numpy()))
    live = backlinks.filter(pc.equal(backlinks["state"], LIVE))
    sites = live.group_by("anchor").aggregate([("domain_code", "count_distinct")])
    domains = _looked_up(counted["anchor"], sites["anchor"], sites["domain_code_count_distinct"])
    is_live = pc.greater(counted["backlinks"], 0)
    begun = pc.equal(counted["with_start"], counted["all_backlinks"])
    table = pa.table(
        {
            "anchor": counted["anchor"],
            "anchor_class": best["anchor_class"],
            "backlinks": counted["backlinks"],
            "followed_backlinks": counted["followed_backlinks"],
            "referring_domains": domains,
            "all_backlinks": counted["all_backlinks"],
            "state": pc.if_else(is_live, LIVE, LOST),
            "first_seen": counted["first_seen"],
            "last_seen": counted["last_seen"],
            "started_on": pc.if_else(begun, counted["started_on"], None),
            "quality": best["quality"],
            "strength": best["strength"],
        }
    )
    return table.sort_by("anchor").combine_chunks()


def _counted(backlinks: pa.Table, key: str) -> pa.Table:
    """How many links of each key there are and live, their times, and the turn of the best."""
    import pyarrow as pa
    import pyarrow.compute as pc

    live = pc.equal(backlinks["state"], LIVE)
    followed = pc.and_(live, pc.fill_null(backlinks["followed"], False))  # noqa: FBT003 - a value
    counted = pa.table(
        {
            key: backlinks[key],
            "live": live.cast(pa.int64()),
            "followed": followed.cast(pa.int64()),
            "turn": backlinks["turn"],
            **{name: backlinks[name] for name in ("first_seen", "last_seen", "started_on")},
        }
    ).group_by(key)
    found = counted.aggregate(
        [
            ("live", "sum"), ("followed", "sum"), ([], "count_all"), ("turn", "min"),
            ("first_seen", "min"), ("last_seen", "max"), ("started_on", "min"),
            ("started_on", "count"),
        ]
    )  # fmt: skip
    names = {
        "live_sum": "backlinks", "followed_sum": "followed_backlinks", "turn_min": "best",
        "count_all": "all_backlinks", "first_seen_min": "first_seen", "last_seen_max": "last_seen",
        "started_on_min": "started_on", "started_on_count": "with_start",
    }  # fmt: skip
    return found.rename_columns([names.get(name, name) for name in found.column_names])


def _best_rows(links: pa.Table, turns: NDArray[np.int32]) -> pa.Array:
    """The places of the links with these turns."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.index_in(pa.array(turns), value_set=links["turn"].combine_chunks())


def _looked_up(wanted: pa.ChunkedArray, keys: pa.ChunkedArray, values: pa.ChunkedArray) -> pa.Array:
    """The values of the wanted keys, null for null among them too; 0 where there is none."""
    import pyarrow.compute as pc

    at = pc.index_in(wanted, value_set=keys.combine_chunks())
    return pc.fill_null(values.combine_chunks().take(at.combine_chunks()), 0)
