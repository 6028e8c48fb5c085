"""A profile as it was known on an earlier day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.nouns import LinkState

if TYPE_CHECKING:
    from datetime import datetime

    import pyarrow as pa


def as_known(links: pa.Table, moment: datetime) -> pa.Table:
    """The links first seen up to `moment`, each in the state it had then.

    `links`: rows of `core.columns.links()`. A link that was lost later is live; one whose first
    sighting nobody told is kept, since it cannot be called newer.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    stamp = pa.scalar(moment, type=links.schema.field("first_seen").type)
    known = pc.fill_null(pc.less_equal(links["first_seen"], stamp), fill_value=True)
    kept = links.filter(known)
    lost_later = pc.fill_null(pc.greater(kept["lost_on"], stamp), fill_value=False)
    state = pc.if_else(lost_later, LinkState.LIVE.value, kept["state"])
    return kept.set_column(kept.schema.get_field_index("state"), "state", state)
