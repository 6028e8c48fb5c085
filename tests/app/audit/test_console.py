"""Which linking sites the search engine's own list shows."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from backlinkbot.app.audit.console import console_list
from backlinkbot.core.errors import BadInput, NotFound

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SCHEMA = pa.schema([("source_url", pa.string()), ("sources", pa.list_(pa.string()))])
NONE = pa.Table.from_pylist([], schema=SCHEMA)


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_latest_links_name_the_units_of_their_pages(tmp_path: Path) -> None:
    text = "Linking page,Last crawled\nhttps://www.farm.net/1,2026-09-28\nhttps://u1.wordpress.com/p,2026-09-28\n"
    found = console_list(write(tmp_path / "l.csv", text), "a.com", NONE, NOW)
    assert found
    assert found.shows("farm.net", "farm.net") is True
    assert found.shows("u1.wordpress.com", "wordpress.com") is True
    assert found.shows("u2.wordpress.com", "wordpress.com") is False
    assert found.shows("other.net", "other.net") is False


def test_top_linking_sites_do_not_tell_strangers_of_a_platform_apart(tmp_path: Path) -> None:
    text = 'Site,Linking pages,Target pages\nfarm.net,"1,240",3\nwordpress.com,12,1\n'
    found = console_list(write(tmp_path / "s.csv", text), "a.com", NONE, NOW)
    assert found
    assert found.shows("farm.net", "farm.net") is True
    assert found.shows("u1.wordpress.com", "wordpress.com") is None


def test_without_a_file_what_the_index_has_of_the_list_serves() -> None:
    rows = [
        {"source_url": "https://farm.net/1", "sources": ["search-console", "warc"]},
        {"source_url": "https://other.net/1", "sources": ["ahrefs"]},
    ]
    found = console_list(None, "a.com", pa.Table.from_pylist(rows, schema=SCHEMA), NOW)
    assert found
    assert found.shows("farm.net", "farm.net") is True
    assert found.shows("other.net", "other.net") is False
    assert console_list(None, "a.com", pa.Table.from_pylist(rows[1:], schema=SCHEMA), NOW) is None


def test_what_is_no_list_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        console_list(tmp_path / "none.csv", "a.com", NONE, NOW)
    own = "Target page,Incoming links,Linking sites\nhttps://a.com/,3,2\n"
    with pytest.raises(BadInput, match="your own most linked pages"):
        console_list(write(tmp_path / "o.csv", own), "a.com", NONE, NOW)
    ranks = "rank,domain\n1,a.com\n2,b.com\n"
    with pytest.raises(BadInput, match="no list of links"):
        console_list(write(tmp_path / "r.csv", ranks), "a.com", NONE, NOW)
