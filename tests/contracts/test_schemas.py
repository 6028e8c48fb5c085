"""The same questions to every schema that rows travel in."""

from __future__ import annotations

import io
import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from backlinkbot.core import columns
from backlinkbot.io.outputs.tables import write_csv, write_lines

SCHEMAS = {
    "link_facts": columns.link_facts,
    "page_facts": columns.page_facts,
    "edge_facts": columns.edge_facts,
    "rank_facts": columns.rank_facts,
    "links": columns.links,
}
ENDINGS = {"_on": (pa.date32(), pa.timestamp("s", tz="UTC")), "_at": (pa.timestamp("s", tz="UTC"),)}


def empty_row(schema: pa.Schema) -> dict[str, Any]:
    """The least a row may say: its required texts and numbers."""
    return {
        field.name: ("x" if pa.types.is_string(field.type) else 0)
        for field in schema
        if not field.nullable
    }


@pytest.mark.parametrize("name", SCHEMAS)
def test_names_are_unlike_and_plain(name: str) -> None:
    names = SCHEMAS[name]().names
    assert len(set(names)) == len(names)
    assert all(one.isidentifier() and one == one.lower() for one in names)


@pytest.mark.parametrize("name", SCHEMAS)
def test_days_and_moments_are_named_for_what_they_are(name: str) -> None:
    for field in SCHEMAS[name]():
        for ending, types in ENDINGS.items():
            if field.name.endswith(ending):
                assert field.type in types, field.name
        if pa.types.is_timestamp(field.type):
            assert field.type == pa.timestamp("s", tz="UTC"), field.name


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_row_without_what_is_required_is_not_valid(name: str) -> None:
    schema = SCHEMAS[name]()
    required = [field for field in schema if not field.nullable]
    assert required
    assert {field.name for field in schema if "url" in field.name and not field.nullable} <= {
        "source_url", "target_url", "url",
    }  # fmt: skip


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_least_row_survives_parquet_json_and_csv(name: str, tmp_path: Any) -> None:
    schema = SCHEMAS[name]()
    table = pa.Table.from_pylist([empty_row(schema)], schema=schema)
    table.validate(full=True)
    pq.write_table(table, tmp_path / "t.parquet")
    assert pq.read_table(tmp_path / "t.parquet").to_pylist() == table.to_pylist()
    lines, cells = io.StringIO(), io.StringIO()
    write_lines(table, lines)
    write_csv(table, cells)
    row = json.loads(lines.getvalue())
    assert list(row) == schema.names
    assert {key for key, value in row.items() if value is not None} == set(empty_row(schema))
    assert cells.getvalue().splitlines()[0].split(",") == schema.names


def test_a_record_is_a_fact_without_its_reporter_and_with_all_of_them() -> None:
    fact, record = set(columns.link_facts().names), set(columns.links().names)
    assert fact - record == {"seen_at", "reporter"}
    assert record - fact == {"state", "started_on", "sources", "disagreements"}


def test_the_key_of_a_link_is_required() -> None:
    schema = columns.links()
    assert all(not schema.field(name).nullable for name in columns.LINK_KEY)
