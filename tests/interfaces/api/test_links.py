"""REST about links: pages, filters, files, one link, problems."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from backlinkbot.app.ingest import IngestOptions, ingest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.interfaces.conftest import Browser

SITE = "/api/v1/domains/fernhill.example"


def test_links_come_judged_with_the_snapshot_and_the_day(small: Browser) -> None:
    page = small.get(f"{SITE}/links").json()
    assert page["total"] == 3
    assert page["snapshot"] == small.root.snapshot.name  # type: ignore[union-attr]  # there is one
    assert page["as_of"] == "2026-11-01"
    assert {row["source_domain"] for row in page["rows"]} == {"hartby.example", "glenrow.example"}
    assert {row["state"] for row in page["rows"]} == {"live"}


def test_a_filter_holds_and_an_unknown_one_is_told(small: Browser) -> None:
    assert small.get(f"{SITE}/links?followed=false").json()["total"] == 1
    wrong = small.get(f"{SITE}/links?folowed=false")
    assert wrong.status_code == 400
    assert wrong.headers["content-type"] == "application/problem+json"
    assert "no parameter 'folowed'" in wrong.json()["detail"]
    unknown = small.get(f"{SITE}/links?placement=moon").json()
    assert unknown["status"] == 400
    assert "author bio" in unknown["detail"]


@pytest.mark.parametrize("how", ["?format=csv", ""])
def test_a_list_is_a_table_for_spreadsheets_without_formulas(small: Browser, how: str) -> None:
    answer = small.get(f"{SITE}/anchors{how}", accept="text/csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["backlinkbot-as-of"] == "2026-11-01"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["anchor"] for row in rows} == {
        "Fernhill spade",
        "fernhill.example",
        "<b onx=1>hi</b>",
    }


def test_a_list_is_a_table_for_programs(small: Browser) -> None:
    answer = small.get(f"{SITE}/referring-domains?format=parquet")
    table = pq.read_table(io.BytesIO(answer.content))
    assert sorted(table["source_domain"].to_pylist()) == ["glenrow.example", "hartby.example"]


def test_one_link_is_told_with_its_five_readings(small: Browser) -> None:
    asked = {
        "source_url": "https://news.glenrow.example/a",
        "target_url": "https://fernhill.example/",
    }
    found = small.client.get(f"{SITE}/link", params=asked).json()["links"]
    assert len(found) == 1
    assert found[0]["anchor"] == "<b onx=1>hi</b>"
    assert len(found[0]["readings"]) == 5
    gone = small.client.get(f"{SITE}/link", params=asked | {"source_url": "https://x.example/"})
    assert gone.status_code == 404


def test_the_profile_is_the_one_of_the_command_line(small: Browser) -> None:
    from backlinkbot.app.profile import profile

    told = small.get(f"{SITE}/profile").json()
    assert told.pop("recent_until") <= told["as_of"]  # the command line says it in a sentence
    assert told == profile(small.root, "fernhill.example").as_document()
    assert small.get("/api/v1/domains/nobody.example/profile").status_code == 404


def test_a_cursor_of_an_older_snapshot_goes_on_and_says_so(small: Browser, tmp_path: Path) -> None:
    first = small.get(f"{SITE}/links?limit=2").json()
    assert first["notes"] == []
    more = tmp_path / "more.csv"
    more.write_text("source_url,target_url\nhttps://n.example/,https://fernhill.example/\n")
    ingest(small.root, [str(more)], IngestOptions())
    second = small.get(f"{SITE}/links?limit=2&cursor={first['next_cursor']}").json()
    assert second["snapshot"] != first["snapshot"]
    assert "changed" in second["notes"][0]
    assert len(second["rows"]) == 2


@pytest.mark.parametrize("change", ["?followed=true&limit=2&cursor=", "?limit=2&cursor=x"])
def test_a_cursor_of_another_question_is_refused(small: Browser, change: str) -> None:
    cursor = small.get(f"{SITE}/links?limit=2").json()["next_cursor"]
    assert small.get(f"{SITE}/links{change}{cursor}").status_code == 400
