"""Rows that call a link lost and yet saw it later: which of the two is right nobody can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.nouns import LostReason
from backlinkbot.io.readers.table.link_facts import lost_words, translated

if TYPE_CHECKING:
    import pyarrow as pa

    from backlinkbot.io.readers.table.columns_read import TypedColumns
    from backlinkbot.io.readers.table.vendor import Vendor

SEEN_AFTER_LOSS = "lost before it was last seen: both dates left empty, not taken as lost"

# Lost for these, a link still stands on its page and is seen there.
STILL_SEEN = (LostReason.NOINDEXED, LostReason.NO_LONGER_CANONICAL, LostReason.BECAME_NOFOLLOW)


def leave_out_contradicted(typed: TypedColumns, vendor: Vendor) -> None:
    """Empty both dates of a link that was seen on a day after its loss; each is told with its row.

    Its last sighting is then the first one, where that is told: so a corrected file has the newer
    word. Lost on the day of the last sighting is no contradiction, whatever the hours say; nor is a
    sighting on a page that no longer counts (`STILL_SEEN`).
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    role = "last_seen" if "last_seen" in typed.values else "seen_at"
    lost, last = typed.values.get("lost_on"), typed.values.get(role)
    if lost is None or last is None:
        return
    is_before = pc.fill_null(pc.less(lost, last), fill_value=False)
    is_before = pc.and_(is_before, pc.invert(_is_still_seen(typed, vendor)))
    if not pc.any(is_before).as_py():
        return
    is_later_day = pc.less(pc.floor_temporal(lost, unit="day"), pc.floor_temporal(last, unit="day"))
    is_odd = pc.and_(is_before, pc.fill_null(is_later_day, fill_value=False))
    nothing = pa.nulls(len(last), last.type)
    first = typed.values.get("first_seen", nothing).cast(last.type)
    lost = pc.if_else(is_before, last.cast(lost.type), lost)
    typed.values["lost_on"] = pc.if_else(is_odd, nothing.cast(lost.type), lost)
    typed.values[role] = pc.if_else(is_odd, first, last)
    rows = np.flatnonzero(is_odd.to_numpy(zero_copy_only=False))
    typed.emptied.extend((int(row), SEEN_AFTER_LOSS) for row in rows)


def _is_still_seen(typed: TypedColumns, vendor: Vendor) -> pa.Array:
    """Where the vendor's reason for a loss leaves the link on its page."""
    import pyarrow as pa
    import pyarrow.compute as pc

    words = lost_words(typed.cells.texts)
    if words is None:
        return pa.repeat(pa.scalar(False), len(typed.values["lost_on"]))  # noqa: FBT003 - a value
    reasons = translated(words, vendor.lost_reasons)
    return pc.is_in(reasons, value_set=pa.array([one.value for one in STILL_SEEN]))
