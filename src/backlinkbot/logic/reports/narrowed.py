"""Narrows judged links to a part of their target, and gathers who stands behind what is left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import LinkState

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

PLAIN = r"^https?://(www\.)?"  # of equal pages these differ
LIVE, LOST = LinkState.LIVE.value, LinkState.LOST.value


def of_host(links: pa.Table, host: str, *, below: bool) -> NDArray[np.bool_]:
    """Where the target stands on this host, or (`below`) on it and on those under it."""
    under = r"([^/?#]+\.)?" if below else ""
    return _matching(links, f"{PLAIN}{under}{re.escape(host)}(:[0-9]+)?([/?#]|$)")


def of_address(links: pa.Table, address: str, *, below: bool) -> NDArray[np.bool_]:
    """Where the target is this address (without scheme and "www."), or begins with it."""
    end = "" if below else "/?$"
    return _matching(links, f"{PLAIN}{re.escape(address)}{end}")


def only_known(links: pa.Table) -> pa.Table:
    """What `grouped.by_domain` asks to know of each linking site, told by these links alone.

    A site whose links all ended is lost on the day of the last; when it began to link is known
    unless a link that nobody dates was seen before the first dated one.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    backlinks = links.filter(links["is_backlink"])
    begun = pc.is_valid(backlinks["started_on"])
    undated = pc.if_else(begun, None, backlinks["first_seen"])
    stands = pc.equal(backlinks["state"], LIVE)
    counted = pa.table(
        {
            "source_domain": backlinks["source_domain"],
            "undated": undated,
            "stands": stands.cast(pa.int64()),
            **{n: backlinks[n] for n in ("first_seen", "last_seen", "started_on", "lost_on")},
            "lost_reason": backlinks["lost_reason"],
        }
    ).group_by("source_domain")
    found = counted.aggregate(
        [
            ("first_seen", "min"), ("last_seen", "max"), ("started_on", "min"),
            ("undated", "min"), ("lost_on", "max"), ("lost_reason", "max"), ("stands", "sum"),
        ]
    )  # fmt: skip
    is_live = pc.greater(found["stands_sum"], 0)
    first_is_undated = pc.fill_null(
        pc.less(found["undated_min"], found["started_on_min"]), fill_value=False
    )
    gone = pc.invert(is_live)
    return pa.table(
        {
            "source_domain": found["source_domain"],
            "first_seen": found["first_seen_min"],
            "last_seen": found["last_seen_max"],
            "started_on": pc.if_else(first_is_undated, None, found["started_on_min"]),
            "lost_on": pc.if_else(gone, found["lost_on_max"], None),
            "lost_reason": pc.if_else(gone, found["lost_reason_max"], None),
            "state": pc.if_else(is_live, LIVE, LOST),
            "basis": pa.array(["pages"] * found.num_rows, pa.string()),
        }
    )


def _matching(links: pa.Table, pattern: str) -> NDArray[np.bool_]:
    import pyarrow.compute as pc

    found = pc.match_substring_regex(links["target_url"], pattern)
    return np.asarray(found.to_numpy(), dtype=np.bool_)
