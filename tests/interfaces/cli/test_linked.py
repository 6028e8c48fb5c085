"""Backlinks on the terminal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from backlinkbot.app.profile import FoundLinks
from backlinkbot.interfaces.cli.linked import say_rest, show_links

URL = "https://www.a-rather-long-name.example/articles/how-to-choose-a-wheelbarrow-that-lasts-17"
ROW: dict[str, Any] = {
    "source_url": URL, "anchor": "the wheelbarrow shop in town", "anchor_class": "partial match",
    "kind": "text", "placement": "content", "followed": True, "state": "live", "lost_on": None,
    "lost_reason": None, "first_seen": datetime(2026, 3, 4, tzinfo=UTC), "quality": 71.4,
    "strength": "strong", "sources": ["ahrefs"], "target_known": True,
    "last_seen": datetime(2026, 10, 2, tzinfo=UTC), "disagreements": None,
}  # fmt: skip


def shown(capsys: pytest.CaptureFixture[str], *rows: dict[str, Any]) -> str:
    show_links("Backlinks", FoundLinks(pa.Table.from_pylist([ROW | row for row in rows]), 1))
    return capsys.readouterr().out


def test_addresses_can_be_read_to_their_end_at_80_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = shown(capsys, {})
    assert max(map(len, text.splitlines())) <= 80
    heading = next(line for line in text.splitlines() if "what it is" in line)
    start, end = heading.index("from"), heading.index("what it is")
    cells = [line[start:end].strip() for line in text.splitlines()]
    assert URL in "".join(cells)
    assert sum("https" in line or "wheelbarrow" in line for line in text.splitlines()) <= 4


BARE: dict[str, Any] = {
    "anchor": None, "anchor_class": None, "kind": "unknown", "placement": "unknown",
    "followed": None, "first_seen": None, "quality": None, "strength": "unjudged",
}  # fmt: skip


def test_a_row_says_what_is_known_and_nothing_of_what_is_not(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    bare = BARE | {"followed": False}
    text = shown(capsys, {}, {"source_url": "https://b.example/", **bare})
    assert "71 strong" in text
    assert "“the wheelbarrow shop in town” (partial" in text
    row = text.splitlines()[-2].split()
    assert row == ["unjudged", "https://b.example/", "not", "followed"]
    assert "unknown" not in text


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"target_known": False}, "reported by search-console, last seen 2026-10-02; anchor and "
         "target unknown"),
        ({"last_seen": None}, "reported by search-console; anchor unknown"),
    ],
)  # fmt: skip
def test_of_a_link_that_was_only_reported_it_is_said_by_whom_and_what_is_not_known(
    capsys: pytest.CaptureFixture[str], told: dict[str, Any], says: str
) -> None:
    about = BARE | {"source_url": "https://b.example/", "sources": ["search-console"]} | told
    assert says in " ".join(word for word in shown(capsys, about).split() if "://" not in word)


def test_a_lost_link_says_so_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    gone = {"state": "lost", "lost_reason": "page_gone", "source_url": "https://b.example/"}
    text = shown(capsys, gone | {"lost_on": datetime(2026, 5, 6, tzinfo=UTC)})
    assert "LOST: page_gone on 2026-05-06" in " ".join(text.split())


def test_what_the_sources_say_of_a_lost_link_is_shown_where_they_differ(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = ["state: ahrefs no longer lists it, search-console says live", "ugc: a says yes"]
    text = " ".join(shown(capsys, {"state": "lost", "disagreements": said}).split())
    assert "(ahrefs no longer lists it; search-console says live)" in text
    assert "ugc" not in text
    assert "(" not in " ".join(shown(capsys, {"anchor_class": None}).split())


def test_what_the_table_does_not_hold_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    table = pa.Table.from_pylist([ROW])
    say_rest(FoundLinks(table, 1))
    assert capsys.readouterr().err == ""
    say_rest(FoundLinks(table, 40, 3))
    told = capsys.readouterr().err
    assert "1 of 40 links; more with --limit and --offset, all with --limit 0 or -o FILE" in told
    assert "Left out as no backlinks (frames, forms, canonicals): 3" in told
    say_rest(FoundLinks(table.slice(0, 0), 0))
    assert "No link fits these wishes" in capsys.readouterr().err
