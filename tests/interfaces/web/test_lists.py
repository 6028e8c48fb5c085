"""The pages Backlinks, Referring domains and Anchors: rows, filters, files, choices."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from databases import Databases
from starlette.testclient import TestClient

from backlinkbot.app.decisions import decisions
from backlinkbot.app.filters import list_filters
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.interfaces.serve import make_app

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

SITE = "/c/home/s/fernhill.example"
BLOG = "https://blog.hartby.example/tools"


@pytest.fixture(scope="module")
def reader(
    small_folder: Path, all_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """A browser on the small workspace for tests that change nothing."""
    from tests.interfaces.conftest import Browser

    folder = all_databases.copied(small_folder, tmp_path_factory.mktemp("reader") / "small")
    clock = FixedClock(datetime(2026, 11, 1, 12, 0, tzinfo=UTC))
    root = Workspace(all_databases.settings(folder, workers=1), clock)
    address = ("127.0.0.1", 50_000)
    with TestClient(make_app(root), base_url="http://localhost", client=address) as client:
        yield Browser(client, root)
    root.close()


def total(text: str) -> int:
    found = re.search(r'<p class="total">(\d+) ', text)
    assert found, text
    return int(found.group(1))


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", 3), ("followed=yes", 2), ("followed=no", 1), ("status=live", 3), ("status=lost", 0),
        ("status=new", 1), ("anchor=SPADE", 1), ("source_domain=hartby.example", 2), ("one=1", 2),
        ("quality=strong", 0), ("quality=strong&quality=unjudged", 3), ("since=2026-09-01", 2),
        ("until=2026-09-01", 1), ("source_url=/more", 1), ("ending=.example", 3),
        ("ending=.org", 0), ("scope=url&target=fernhill.example/spade", 1),
        ("scope=prefix&target=https://www.fernhill.example/sp", 1), ("scope=domain", 3),
        ("scope=subdomains&target=shop.fernhill.example", 0), ("as_of=2026-09-30", 2),
        ("anchor_is=Fernhill+spade", 1), ("similar=1", 3),
        ("since=0001-01-01&until=9999-12-31", 3),
    ],
)  # fmt: skip
def test_filters_of_the_address_choose_the_rows(reader: Browser, query: str, rows: int) -> None:
    answer = reader.get(f"{SITE}/backlinks?{query}")
    assert answer.status_code == 200
    assert total(answer.text) == rows


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("since=yesterday", "since"), ("as_of=2026-13-01", "as_of"), ("status=dead", "status"),
        ("as_of=0001-01-01", "as_of"), ("as_of=9999-12-31", "as_of"),
        ("scope=all", "scope"), ("target=rival.example", "target"), ("quality=good", "quality"),
        ("source_domain=nonsense", "source_domain"), ("placement=roof", "placement"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_at_its_field(reader: Browser, query: str, field: str) -> None:
    answer = reader.get(f"{SITE}/backlinks?{query}")
    assert answer.status_code == 400
    assert f'id="e-{field}"' in answer.text


def test_texts_of_the_web_are_shown_and_do_nothing(reader: Browser) -> None:
    text = reader.get(f"{SITE}/backlinks").text
    assert "&lt;b onx=1&gt;hi&lt;/b&gt;" in text
    assert "<b onx" not in text


def test_each_wish_can_be_taken_away_alone(reader: Browser) -> None:
    text = reader.get(f"{SITE}/backlinks?status=live&followed=yes&as_of=2026-10-31").text
    gone = re.search(r'href="([^"]+)" aria-label="Take away Status"', text)
    assert gone
    assert html.unescape(gone.group(1)).endswith("?followed=yes&as_of=2026-10-31")


@pytest.mark.parametrize("of", ["backlinks", "referring-domains", "anchors"])
@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "json"])
def test_a_file_has_every_row_of_the_filter(reader: Browser, of: str, ending: str) -> None:
    answer = reader.get(f"{SITE}/{of}.{ending}?size=25&followed=yes")
    assert answer.status_code == 200
    assert f'filename="fernhill.example-{of}.{ending}"' in answer.headers["content-disposition"]
    if ending == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert len(rows) == (1 if of == "referring-domains" else 2)


def test_a_file_of_another_kind_is_refused_in_a_sentence(reader: Browser) -> None:
    answer = reader.get(f"{SITE}/backlinks.exe")
    assert answer.status_code == 400
    assert "Cannot write .exe" in answer.text


def test_chosen_rows_are_decided_about_and_one_press_undoes_it(small: Browser) -> None:
    at = f"{SITE}/backlinks"
    done = small.send(f"{at}/decide", at, pick=[BLOG], do="keep", query="followed=yes")
    assert done.headers["location"] == f"{at}?followed=yes"
    (one,) = decisions(small.root, "fernhill.example").in_force
    assert (one.unit, one.choice) == ("hartby.example", "keep")
    told = small.get(at).text
    assert "hartby.example is on the keep list now." in told
    assert "decided: keep" in told
    fields = dict(re.findall(r'name="(since|until)" value="([^"]+)"', told))
    small.send(f"{at}/decide", at, **{n: html.unescape(v) for n, v in fields.items()})
    assert decisions(small.root, "fernhill.example").in_force == ()


def test_two_pages_of_one_site_are_one_decision(small: Browser) -> None:
    at = f"{SITE}/backlinks"
    picks = [BLOG, "https://blog.hartby.example/more"]
    small.send(f"{at}/decide", at, pick=picks, do="remove")
    assert len(decisions(small.root, "fernhill.example").all) == 1
    small.send(f"{at}/decide", at, pick=picks, do="undo")
    assert decisions(small.root, "fernhill.example").in_force == ()


def test_no_choice_is_told_and_nothing_is_decided(small: Browser) -> None:
    at = f"{SITE}/referring-domains"
    small.send(f"{at}/decide", at, do="keep")
    assert "tick the boxes" in small.get(at).text
    assert small.send(f"{at}/decide", at, pick=["hartby.example"], do="disavow").status_code == 400
    assert decisions(small.root, "fernhill.example").all == ()


@pytest.mark.parametrize(
    ("of", "pick"), [("backlinks", BLOG), ("referring-domains", "hartby.example")]
)
def test_chosen_rows_are_copied_or_saved(small: Browser, of: str, pick: str) -> None:
    at = f"{SITE}/{of}"
    shown = small.send(f"{at}/chosen", at, pick=[pick], do="copy")
    assert shown.status_code == 200
    assert f">{pick}\n" in shown.text
    saved = small.send(f"{at}/chosen", at, pick=[pick], do="csv")
    assert len(list(csv.DictReader(io.StringIO(saved.text)))) == 1


def test_a_filter_is_saved_used_removed_and_brought_back(small: Browser) -> None:
    at = f"{SITE}/backlinks"
    small.send(f"{at}/filters", at, name="Live & <mine>", query="status=live&columns=quality")
    text = small.get(at).text
    assert "Saved as Live &amp; &lt;mine&gt;." in text
    assert f'href="{at}?status=live&amp;columns=quality"' in text
    small.send(f"{at}/filters", at, remove="Live & <mine>")
    assert list_filters(small.root, "fernhill.example", "backlinks") == []
    told = small.get(at).text
    assert "Undo" in told
    small.send(f"{at}/filters", at, name="Live & <mine>", query="status=live")
    assert len(list_filters(small.root, "fernhill.example", "backlinks")) == 1
    assert small.send(f"{at}/filters", at, name="", query="").status_code == 400


def test_columns_are_chosen_and_order_is_turned(reader: Browser) -> None:
    text = reader.get(
        f"{SITE}/backlinks?columns=source&columns=language&order=source_url&up=1"
    ).text
    assert 'class="c-language"' in text
    assert 'class="c-anchor"' not in text
    assert 'aria-sort="ascending"' in text
    assert text.index("/more") < text.index("/tools") < text.index("glenrow")


@pytest.mark.parametrize(
    "of", ["overview", "backlinks", "referring-domains", "anchors", "velocity"]
)
def test_a_site_without_links_is_told_what_to_do_next(empty: Browser, of: str) -> None:
    empty.send("/c/home/sites/new", domain="acme.example", name="Acme", is_ours="1")
    answer = empty.get(f"/c/home/s/acme.example/{of}")
    assert answer.status_code == 200
    assert "No link to acme.example is known yet" in answer.text
    assert 'href="/c/home/import"' in answer.text


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("target=fernhill.example&scope=subdomains", "/s/fernhill.example/backlinks"),
        ("target=rival.example/x&scope=subdomains",
         "/s/rival.example/backlinks?scope=prefix&target=rival.example%2Fx"),
        ("target=https://fernhill.example/&scope=domain&as_of=2026-10-01",
         "/s/fernhill.example/backlinks?scope=domain&as_of=2026-10-01"),
        ("target=!!&site=fernhill.example",
         "/s/fernhill.example/backlinks?target=%21%21"),
    ],
)  # fmt: skip
def test_the_bar_leads_to_what_was_typed(reader: Browser, asked: str, leads: str) -> None:
    answer = reader.get(f"/c/home/look?at=backlinks&{asked}")
    assert answer.headers["location"] == f"/c/home{leads}"


@pytest.mark.parametrize(
    "of", ["overview", "backlinks", "referring-domains", "anchors", "velocity", "results"]
)
def test_every_link_of_a_page_leads_somewhere(reader: Browser, of: str) -> None:
    text = reader.get(f"{SITE}/{of}").text
    hrefs = {html.unescape(one) for one in re.findall(r'href="(/c/[^"#]+)', text)}
    assert len(hrefs) > 10
    for href in sorted(hrefs):
        if f"/{of}." not in href:  # files are asked for elsewhere
            assert reader.get(href).status_code in {200, 303}, href
