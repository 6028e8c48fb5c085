"""Batches of visits and searches put together: one row for equal days, referrers and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.visits import SCHEMAS, VisitFacts, VisitKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

SUMS = {
    VisitKind.VISITS: ("visits", "goals", "revenue"),
    VisitKind.SEARCH: ("clicks", "impressions", "position_sum"),
}
FOLD_ROWS = 500_000  # rows held before they are put together


def summed(batches: Iterable[VisitFacts]) -> dict[VisitKind, pa.Table]:
    """One table for each kind that has rows, sorted by day."""
    held: dict[VisitKind, list[pa.Table]] = {}
    for one in batches:
        tables = held.setdefault(one.kind, [])
        tables.append(one.rows)
        if sum(table.num_rows for table in tables) > FOLD_ROWS and len(tables) > 1:
            held[one.kind] = [_together(one.kind, tables)]
    return {kind: _together(kind, tables) for kind, tables in held.items()}


def _together(kind: VisitKind, tables: list[pa.Table]) -> pa.Table:
    """Texts are numbered while rows are grouped: a page stands in hundreds of rows."""
    import pyarrow as pa

    schema, values = SCHEMAS[kind](), SUMS[kind]
    keys = [name for name in schema.names if name not in values]
    whole = pa.concat_tables(tables)
    texts = {}
    for at, field in enumerate(schema):
        if pa.types.is_string(field.type):
            numbered = whole[field.name].combine_chunks().dictionary_encode()
            texts[field.name] = numbered.dictionary
            whole = whole.set_column(at, field.name, numbered.indices)
    grouped = whole.group_by(keys, use_threads=False).aggregate([(name, "sum") for name in values])
    grouped = grouped.rename_columns([name.removesuffix("_sum") for name in grouped.column_names])
    grouped = grouped.sort_by([(name, "ascending") for name in keys])
    columns = [
        texts[name].take(grouped[name]) if name in texts else grouped[name] for name in schema.names
    ]
    return pa.table(columns, names=schema.names).cast(schema)
