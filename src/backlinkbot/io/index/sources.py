"""What was read into the index: one record per source, found again by its digest."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from backlinkbot.io.index.stored import Kind, buckets, schema

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One source (file, address) as it was read.

    `digest`: of the stored bytes; `pages`, `rows`, `links`: how many of each it gave; `rejects`:
    (reason, count) pairs; `complete`: the user vouches that it lists every link its reporter
    knows for its targets, so that a link it leaves out was dropped; `target`: the site it is
    about, where it was told; `as_of`: the day it was said to be of, which is not stored.
    """

    name: str
    digest: str
    format: str
    reporter: str
    pages: int = 0
    rows: int = 0
    links: int = 0
    rejects: tuple[tuple[str, int], ...] = ()
    complete: bool = False
    truncated: bool = False
    target: str = ""
    read_at: datetime | None = None
    as_of: date | None = None


def as_table(records: Sequence[SourceRecord]) -> pa.Table:
    """Source records as the index stores them."""
    import pyarrow as pa

    rows = [asdict(record) | {"rejects": _counted(record), "bucket": 0} for record in records]
    for row in rows:
        moment = row["read_at"]
        row["read_at"] = moment and moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    table = pa.Table.from_pylist(rows, schema=schema(Kind.SOURCES))
    place = table.schema.get_field_index("bucket")
    return table.set_column(place, "bucket", buckets(table["digest"].combine_chunks()))


def as_records(table: pa.Table) -> list[SourceRecord]:
    """Source records out of what the index stored."""
    return [_record(row) for row in table.to_pylist()]


def _counted(record: SourceRecord) -> list[dict[str, object]]:
    return [{"reason": reason, "count": count} for reason, count in record.rejects]


def _record(row: dict[str, Any]) -> SourceRecord:
    del row["bucket"]
    row["rejects"] = tuple((reject["reason"], reject["count"]) for reject in row["rejects"] or ())
    row["read_at"] = row["read_at"] and row["read_at"].replace(tzinfo=UTC)
    return SourceRecord(**row)
