from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.io.readers.format import Head, formats
from backlinkbot.io.readers.table.dialect import dialect_of, key_of


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_told_by_the_first_bytes(encoding: str, delimiter: str) -> None:
    dialect = dialect_of(
        f'"One"{delimiter}Two {delimiter}Grün\n1{delimiter}2{delimiter}3\n'.encode(encoding)
    )
    assert dialect is not None
    assert dialect.header == ("One", "Two", "Grün")
    assert dialect.sample == (("1", "2", "3"),)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\x00\x01\x02\x03" * 50, b"\x1f\x8b\x08" * 9])
def test_what_is_no_text_is_no_table(data: bytes) -> None:
    assert dialect_of(data) is None


@given(st.binary(max_size=300))
def test_no_bytes_break_it(data: bytes) -> None:
    dialect = dialect_of(data)
    assert dialect is None or dialect.header


def test_names_of_columns_are_compared_without_what_differs_for_no_reason() -> None:
    assert key_of("Traffic ") == key_of("traffic") == key_of("TRAFFIC")
    assert key_of("Source url") == key_of("source_url") == key_of("SourceURL")


SEEN = {
    "ahrefs_backlinks_2026_csv": "ahrefs",
    "ahrefs_backlinks_2026_xlsx_importer": "ahrefs",
    "ahrefs_referring_domains": "ahrefs",
    "semrush_backlinks": "semrush",
    "semrush_backlinks_api_csv": "semrush",
    "majestic_backlinks": "majestic",
    "majestic_api_backlinks": "majestic",
    "gsc_latest_links": "search-console",
    "gsc_top_linking_sites": "search-console",
    "gsc_top_linked_pages": "search-console",
}


def test_the_headers_that_were_seen_in_real_exports_are_recognised(shared_data: Path) -> None:
    headers = json.loads((shared_data / "exports" / "export-headers.json").read_text("utf-8"))
    for name, expected in SEEN.items():
        data = (",".join(headers[name]["columns"]) + "\n").encode()
        found = [each for each, form in formats.items() if form.recognises(Head("x", data, data))]
        assert found[:1] == [expected], name


def test_only_one_vendor_takes_each_header(shared_data: Path) -> None:
    headers = json.loads((shared_data / "exports" / "export-headers.json").read_text("utf-8"))
    for name in SEEN:
        data = (",".join(headers[name]["columns"]) + "\n").encode()
        found = [each for each, form in formats.items() if form.recognises(Head("x", data, data))]
        assert len([each for each in found if each != "table"]) == 1, (name, found)
