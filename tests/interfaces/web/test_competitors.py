"""The page Competitors: suggested rivals, who links to whom, how much is unseen; and Plays."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.sites import list_sites

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

AT = "/c/home/s/fernhill.example"
KINDS = re.compile(r'<a href="([^"]+)"[^>]*>[\w ]+ <span class="count">(\d+)</span>')
TOTAL = re.compile(r'<p class="total">(\d+)')


def read(browser: Browser, *lines: str) -> None:
    """Read links into the index, as an export tells them."""
    path = browser.root.folder / "more.csv"
    rows = ["source_url,target_url,anchor,first_seen,last_seen", *lines, ""]
    path.write_text("\n".join(rows), "utf-8")
    ingest(browser.root, [str(path)], IngestOptions())


def competitors(browser: Browser) -> tuple[str, ...]:
    return next(
        one for one in list_sites(browser.root) if one.domain == "fernhill.example"
    ).competitors


def test_a_suggested_rival_is_taken_over_by_one_press_and_let_go_again(small: Browser) -> None:
    lines = [
        f"https://s{n}.example/p,https://{site}.example/,x,2026-10-01,2026-10-30"
        for n in range(6)
        for site in ("fernhill", "near")
    ]
    read(small, *lines)
    page = f"{AT}/competitors/suggested"
    text = small.get(page).text
    assert "<bdi>near.example</bdi>" in text
    assert "6 sites link to both" in text
    answer = small.send(f"{AT}/competitors/take", page, rival="near.example")
    assert answer.status_code == 303
    assert competitors(small) == ("near.example", "rival.example")
    assert "near.example is a competitor now." in small.get(page).text
    small.send(f"{AT}/competitors/drop", page, rival="near.example")
    assert competitors(small) == ("rival.example",)


@pytest.mark.parametrize("rival", ["fernhill.example", "nonsense", ""])
def test_what_cannot_be_a_rival_is_refused(small: Browser, rival: str) -> None:
    answer = small.send(f"{AT}/competitors/take", "/c/home/sites/new", rival=rival)
    assert answer.status_code == 400
    assert competitors(small) == ("rival.example",)


def test_where_nobody_can_be_suggested_it_says_what_to_read_in(small: Browser) -> None:
    text = small.get(f"{AT}/competitors/suggested").text
    assert "Nobody can be suggested yet" in text
    assert "backlinkbot ingest" not in text


def test_each_kind_of_site_has_as_many_rows_as_its_tab_counts(small: Browser) -> None:
    both = [f"https://both.example/{n},https://{s}.example/,x,2026-10-01,2026-10-30"
            for n, s in enumerate(("fernhill", "rival", "rival"))]  # fmt: skip
    read(small, *both)
    found = KINDS.findall(small.get(f"{AT}/competitors/links").text)
    assert {int(many) for _, many in found} != {0}
    assert len(found) == 7
    for address, many in found:
        text = small.get(unescape(address)).text
        rows = TOTAL.search(text)
        assert int(rows.group(1) if rows else 0) == int(many), address
        shown = text.count('<td class="c-source') if int(many) else 0
        assert shown == int(many), address


def test_a_cell_of_the_matrix_leads_to_its_links(small: Browser) -> None:
    text = small.get(f"{AT}/competitors/links?kind=strong").text
    cells = re.findall(r'<a href="([^"]+/backlinks\?[^"]+)">(\d+)</a>', text)
    assert cells
    for address, many in cells:
        rows = TOTAL.search(small.get(unescape(address)).text)
        assert rows
        assert rows.group(1) == many


def test_all_rows_of_a_kind_are_a_file(small: Browser) -> None:
    answer = small.get(f"{AT}/competitors/links.csv?kind=all")
    assert answer.text.splitlines()[0].startswith("source_domain,authority,fernhill.example")
    assert "moss.example" in answer.text
    assert small.get(f"{AT}/competitors/links.exe").status_code == 400


@pytest.mark.parametrize(
    "query", ["kind=what", "least=999", "least=-1", "rival=nonsense", "page=9"]
)
def test_wishes_that_cannot_be_break_nothing(small: Browser, query: str) -> None:
    assert small.get(f"{AT}/competitors/links?{query}").status_code == 200


def test_the_address_that_showed_the_gap_leads_to_it_still(small: Browser) -> None:
    answer = small.get(f"{AT}/prospects?least=1")
    assert answer.headers["location"] == f"{AT}/competitors/links?least=1"
    assert "moss.example" in small.follow(f"{AT}/prospects.csv?least=1").text


def test_how_much_is_unseen_says_why_it_cannot_be_told(small: Browser) -> None:
    text = small.get(f"{AT}/competitors/unseen").text
    assert "cannot be told" in text
    assert "Nothing is known of it yet" in small.get("/c/home/s/no.example/competitors/unseen").text


def test_plays_of_a_rival_say_what_is_known_and_of_whom(small: Browser) -> None:
    text = small.get(f"{AT}/plays").text
    assert "Plays of rival.example" in text
    own = small.get(f"{AT}/plays?rival=fernhill.example&period=365").text
    assert "What fernhill.example did" in own
    assert small.get(f"{AT}/plays?rival=nonsense").status_code == 400
    assert "Nothing to tell" in small.get("/c/home/s/no.example/plays").text
