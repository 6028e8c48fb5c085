"""Lists of documents: a page as JSON, or all of them as CSV or Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.interfaces.api.paging import told_to
from backlinkbot.interfaces.api.tables import MOST_TABLE_ROWS, Format, table_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backlinkbot.interfaces.api.paging import Place


def documents(
    place: Place,
    rows: Sequence[Mapping[str, Any]],
    wished: Format,
    name: str,
    columns: Sequence[str],
) -> Any:
    """A page of documents; in a file these `columns` of all of them, unless a limit is said."""
    if wished is Format.JSON:
        return place.of(rows)
    most = place.limit or MOST_TABLE_ROWS
    return written(place, rows[place.offset : place.offset + most], wished, name, columns)


def written(
    place: Place,
    rows: Sequence[Mapping[str, Any]],
    wished: Format,
    name: str,
    columns: Sequence[str],
) -> Any:
    """These `columns` of all these rows as a file."""
    import pyarrow as pa

    told = told_to(place.asked, rows)
    table = pa.table({column: [row[column] for row in told] for column in columns})
    return table_file(place.asked, table, name, wished)
