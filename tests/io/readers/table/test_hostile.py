"""Whatever stands in a table: rows are kept or counted, or the file is refused in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import Facts, Rejects
from backlinkbot.io.readers.format import Reading, formats
from backlinkbot.io.readers.stored import file_source

Rows = Callable[..., list[dict[str, Any]]]
TABLES = ("ahrefs", "majestic", "moz", "se-ranking", "search-console", "semrush", "table")
EXPORT = (
    b"Page ascore,Source title,Source url,Target url,Anchor,Nofollow,First seen,Last seen\n"
    b'12,"T, one",https://blog.example/a,https://our.example/,brand,true,2025-01-02,2026-01-02\n'
    b"3,Two,https://news.test/b,https://our.example/x,,false,28/09/2026,2026-01-02\n"
)
JUNK = st.sampled_from([b'"', b"\n", b"\r", b",", b"\x00", b"\xff\xfe", b"\xc3", b"nan", b"1e999"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.lists(st.tuples(st.integers(0, len(EXPORT)), JUNK | st.binary(max_size=5)), max_size=8))
def test_a_spoiled_export_never_breaks_a_reader(
    tmp_path: Path, changes: list[tuple[int, bytes]]
) -> None:
    data = EXPORT
    for at, junk in changes:
        data = data[:at] + junk + data[at + len(junk) :]
    path = tmp_path / "spoiled.csv"
    path.write_bytes(data)
    source = file_source(path)
    for name in TABLES:
        reading = Reading(Rejects(), datetime(2026, 11, 1, tzinfo=UTC), target="our.example")
        if not formats[name].recognises(source.head()):
            continue
        try:
            found = [f for f in formats[name].read(source, reading) if isinstance(f, Facts)]
        except BadInput:
            continue
        for facts in found:
            facts.batch.validate(full=True)
        assert sum(facts.batch.num_rows for facts in found) <= reading.rows


def test_a_table_without_rows_has_no_links(rows: Rows) -> None:
    assert rows(EXPORT.split(b"\n")[0] + b"\n") == []


def test_the_first_of_two_columns_of_one_name_counts(rows: Rows) -> None:
    found = rows(b"From,To,From\nhttps://a.example/,https://our.example/,https://b.example/\n")
    assert [row["source_url"] for row in found] == ["https://a.example/"]


def test_an_anchor_of_a_megabyte_is_cut(rows: Rows) -> None:
    found = rows(EXPORT.replace(b"brand", b"b" * 1_000_000))
    assert len(found[0]["anchor"]) == 500


@pytest.mark.timeout(120)
def test_a_table_of_a_hundred_thousand_columns_is_read(rows: Rows, reading: Reading) -> None:
    wide = b"From,To," + b",".join(b"c%d" % i for i in range(100_000)) + b"\n"
    assert rows(wide + b"x," * 100_001 + b"x\n") == []
    assert reading.rejects.counts.total() == 1


def test_formulas_and_markup_stay_the_text_they_are(rows: Rows) -> None:
    hostile = "=HYPERLINK(1)<script>alert(1)</script>"
    found = rows(EXPORT.replace(b"brand", hostile.encode()))
    assert found[0]["anchor"] == hostile


def test_a_cut_file_keeps_its_whole_rows(rows: Rows, reading: Reading) -> None:
    found = rows(EXPORT[:-40])
    assert len(found) == 1
    assert reading.rejects.counts == {"row with another number of columns than the header": 1}
