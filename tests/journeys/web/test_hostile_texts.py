"""Texts from the web that want to be more than texts: on every page they stay what they are."""

from __future__ import annotations

import csv
from itertools import product
from typing import TYPE_CHECKING

import pytest
from databases import Databases

from backlinkbot.app.ingest import ingest
from backlinkbot.app.sites import add_site
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.nouns import Site
from backlinkbot.interfaces.web.places import places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from playwright.sync_api import Page
    from tests.journeys.web.conftest import Seen, Served

SITE = "acme.example"
RUNS = "document.title='PWNED'"
BREAKERS = (
    "",
    '"',
    "'",
    "`",
    "-->",
    "]]>",
    "</td></tr></table>",
    "</title>",
    "</textarea>",
    "</a>",
)
HOSTILE = (
    f"<script>{RUNS}</script>",
    f"<img src=x id=pwned onerror={RUNS}>",
    f"<svg id=pwned onload={RUNS}>",
    f"<a id=pwned href=javascript:{RUNS}>x</a>",
    f"<iframe id=pwned srcdoc='<script>parent.{RUNS}</script>'></iframe>",
    f"<form id=pwned action=//evil.example><input name=_form onfocus={RUNS} autofocus></form>",
    "<style id=pwned>body{display:none}</style>",
    "<meta id=pwned http-equiv=refresh content='0;url=//evil.example'>",
    "<base id=pwned href=//evil.example/>",
    "<link id=pwned rel=stylesheet href=//evil.example/x.css>",
    "{{ 7*7 }}{% raw %}<%= 7*7 %>${7*7}#{7*7}",
    "\u202egnp.exe\u2066\u200f\ufeff\x0b",
    "=cmd|' /C calc'!A0",
    "&lt;script&gt;&#60;script&#62;",
    "\u2028</script><script>" + RUNS + "</script>",
)
ADDRESSES = (
    'https://one.example/"><img id=pwned src=x onerror=1>',
    "https://one.example/'onmouseover='document.title=1",
    "https://one.example/<script>x</script>",
)


def rows() -> list[tuple[str, str, str]]:
    """Source, title and anchor of each link: every hostile text behind everything it may close."""
    texts = [before + text for before, text in product(BREAKERS, HOSTILE)]
    found = [(f"https://site{at}.example/page-{at}", text, text) for at, text in enumerate(texts)]
    return found + [(address, "title", "anchor") for address in ADDRESSES]


@pytest.fixture(scope="module")
def hostile(
    all_databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
    serve_folder: Callable[..., AbstractContextManager[Served]],
) -> Iterator[Served]:
    """A workspace whose every text is hostile, served."""
    folder = tmp_path_factory.mktemp("hostile")
    with (folder / "links.csv").open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(("source_url", "source_title", "target_url", "anchor", "first_seen"))
        writer.writerows(
            (source, title, f"https://{SITE}/{at % 7}", anchor, "2026-10-20")
            for at, (source, title, anchor) in enumerate(rows())
        )
    with Workspace.open(all_databases.told(folder / "workspace")) as workspace:
        add_site(
            workspace,
            Site(SITE, HOSTILE[0], brand_words=HOSTILE[1:3], competitors=("site1.example",)),
        )
        done = ingest(workspace, [str(folder / "links.csv")])
        assert done.snapshot is not None
        assert done.snapshot.links > len(HOSTILE) * len(BREAKERS) * 0.9
    with serve_folder(folder / "workspace") as served:
        yield served


@pytest.mark.parametrize("name", [one.name for one in places()])
def test_a_page_of_hostile_texts_runs_nothing_and_asks_nobody(
    hostile: Served, open_page: Callable[..., tuple[Page, Seen]], name: str
) -> None:
    place = next(one for one in places() if one.name == name)
    page, seen = open_page(hostile.address)
    page.on("dialog", lambda dialog: seen.complaints.append(dialog.message))
    answer = page.goto(place.address("home", SITE))
    assert answer is not None
    assert answer.status == 200, page.inner_text("body")
    page.wait_for_load_state("networkidle")
    assert page.locator("#pwned").count() == 0
    assert page.evaluate("document.title") != "PWNED"
    assert page.evaluate("getComputedStyle(document.body).display") != "none"
    assert page.url.startswith(hostile.address)
    assert all(url.startswith((hostile.address, "data:")) for url in seen.requests)
    assert seen.complaints == []
    links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.protocol)")
    assert set(links) <= {"http:", "https:"}


def test_the_form_of_a_site_with_hostile_words_shows_them_as_typed(
    hostile: Served, open_page: Callable[..., tuple[Page, Seen]]
) -> None:
    page, seen = open_page(hostile.address)
    page.goto(f"/c/home/s/{SITE}/settings")
    assert page.get_by_label("Name").input_value() == HOSTILE[0]
    assert page.locator("#pwned").count() == 0
    assert seen.complaints == []
