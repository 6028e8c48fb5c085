"""Dates that have not come yet: no sighting can have one, so they are left empty and told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from backlinkbot.io.readers.table.roles import DATE_ROLES

if TYPE_CHECKING:
    from datetime import datetime

    from backlinkbot.io.readers.table.columns_read import TypedColumns

NOT_YET = "date in the future, left empty"
ALLOWED = timedelta(days=1)  # a day of the exporter's time zone may begin before ours


def leave_out_future(typed: TypedColumns, now: datetime) -> None:
    """Empty every date of a block later than `now` and a day; each is told with its row."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    for role in DATE_ROLES:
        column = typed.values.get(role)
        if column is None or not pa.types.is_timestamp(column.type):
            continue
        latest = pa.scalar(now + ALLOWED, column.type)
        is_future = pc.fill_null(pc.greater(column, latest), fill_value=False)
        rows = np.flatnonzero(is_future.to_numpy(zero_copy_only=False))
        if not len(rows):
            continue
        typed.values[role] = pc.if_else(is_future, pa.scalar(None, column.type), column)
        typed.emptied.extend((int(row), NOT_YET) for row in rows)
