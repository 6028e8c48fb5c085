"""The page Sites: added, changed, removed, brought back."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.sites import list_sites
from backlinkbot.core import columns
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.interfaces.web.pages import sites

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser


def test_the_start_leads_to_the_sites(empty: Browser) -> None:
    assert empty.get("/").headers["location"] == "/c/home/sites"


def test_an_empty_workspace_says_what_to_do_next(empty: Browser) -> None:
    text = empty.get("/c/home/sites").text
    assert "Begin with your site" in text
    assert "/c/home/sites/new" in text


def test_each_site_has_its_numbers(small: Browser) -> None:
    text = small.get("/c/home/sites").text
    assert "fernhill.example" in text
    assert ">2</a>" in text  # referring domains
    assert ">3</a>" in text  # backlinks


COUNTED = re.compile(r'<td class="number"><a href="([^"]+)">(\d+)</a>')
TOTAL = re.compile(r'<p class="total">(\d+)')


@pytest.mark.parametrize("page", ["sites", "s/fernhill.example/competitors"])
def test_every_number_leads_to_as_many_rows(small: Browser, page: str) -> None:
    _lose_some(small)
    found = COUNTED.findall(small.get(f"/c/home/{page}").text)
    assert [int(shown) for _, shown in found[:4]] == [3, 1, 1, 4]
    for address, shown in found:
        rows = TOTAL.search(small.get(unescape(address)).text)
        assert int(rows.group(1) if rows else 0) == int(shown), address


def test_days_of_which_nothing_was_read_are_not_looked_back_on(small: Browser) -> None:
    small.root.clock.sleep(60 * 24 * 3600)
    for page in ("sites", "s/fernhill.example/overview", "s/fernhill.example/competitors"):
        text = small.get(f"/c/home/{page}").text
        assert '<time datetime="2026-10-30">' in text, page
        assert "when links were read last" in text, page


def test_shares_of_pages_linked_to_are_of_all_referring_domains(small: Browser) -> None:
    lines = [f"https://s{n}.example/p,https://fernhill.example/{n},x,2026-10-25," for n in (1, 2)]
    _read(small, lines)
    text = small.get("/c/home/s/fernhill.example/overview").text
    panel = text.partition("Pages linked to")[2]
    assert re.findall(r'<span class="detail">(\d+)', panel.partition("</section>")[0]) == [
        "50", "25", "25", "25",
    ]  # fmt: skip


def _lose_some(small: Browser) -> None:
    """A link is won, one is lost, one that a graph alone names is lost; of another it stands."""
    lines = ["https://gone.example/p,https://fernhill.example/,x,2026-08-01,2026-10-20"]
    lines += ["https://new.example/p,https://fernhill.example/,x,2026-10-25,"]
    _read(small, lines)
    now = small.root.clock.now()
    edges = [
        {"source": name, "source_domain": name, "target": "fernhill.example", "links": 1}
        | {"target_domain": "fernhill.example", "level": "domain", "reporter": "graph"}
        | {"evidence": "graph:1", "lost_on": lost}
        for name, lost in (("named.example", None), ("was-named.example", now))
    ]
    with small.root.index.begin() as draft:
        batch = pa.RecordBatch.from_pylist(edges, schema=columns.edge_facts())
        draft.add(Facts(FactKind.EDGES, batch))
        draft.publish(now)


def _read(small: Browser, lines: list[str]) -> None:
    head = "source_url,target_url,anchor,first_seen,lost_on"
    path = small.root.settings.workspace.parent / "more.csv"
    path.write_text("\n".join([head, *lines, ""]), "utf-8")
    ingest(small.root, [str(path)], IngestOptions(source="me"))


def test_a_site_is_added_with_what_belongs_to_it(empty: Browser) -> None:
    done = empty.send(
        "/c/home/sites/new", domain="https://www.acme.example/shop", name="Acme", is_ours="1",
        brand_words="Acme\nAcme Tools", competitors="rival.example, other.example",
    )  # fmt: skip
    assert done.status_code == 303
    site = list_sites(empty.root)[0]
    assert (site.domain, site.brand_words) == ("acme.example", ("Acme", "Acme Tools"))
    assert site.competitors == ("other.example", "rival.example")
    assert "acme.example was added." in empty.get("/c/home/sites").text
    assert "acme.example was added." not in empty.get("/c/home/sites").text


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(empty: Browser) -> None:
    answer = empty.send(
        "/c/home/sites/new", domain="acme.example", name="Acme & Co",
        competitors="acme.example", estate="nonsense",
    )  # fmt: skip
    assert answer.status_code == 400
    assert 'id="e-competitors"' in answer.text
    assert 'id="e-estate"' in answer.text
    assert "Acme &amp; Co" in answer.text
    assert list_sites(empty.root) == []


def test_a_site_is_changed_to_what_the_form_says(small: Browser) -> None:
    done = small.send(
        "/c/home/s/fernhill.example/settings", name="Fernhill Ltd", brand_words="Fernhill"
    )
    assert done.status_code == 303
    site = next(one for one in list_sites(small.root) if one.domain == "fernhill.example")
    assert (site.name, site.is_ours, site.competitors) == ("Fernhill Ltd", False, ())


def test_a_removed_site_comes_back_by_one_press(small: Browser) -> None:
    before = list_sites(small.root)
    page = "/c/home/s/fernhill.example/settings"
    small.send("/c/home/s/fernhill.example/remove", page)
    assert list_sites(small.root) == []
    told = small.get("/c/home/sites").text
    assert "Undo" in told
    back = {"name": "Fernhill", "is_ours": "1", "competitors": "rival.example"}
    small.send("/c/home/sites/new", domain="fernhill.example", **back)
    assert list_sites(small.root) == before


def test_a_site_that_is_not_here_is_not_found(small: Browser) -> None:
    assert small.get("/c/home/s/strange.example/settings").status_code == 404
    assert small.get("/c/elsewhere/sites").status_code == 404


def test_a_fault_of_ours_tells_nobody_what_is_inside(
    small: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret inside")

    monkeypatch.setattr(sites, "standings", broken)
    with pytest.raises(ZeroDivisionError):  # it goes on to the server's output
        small.get("/c/home/sites")
    small.client._transport.raise_server_exceptions = False  # type: ignore[attr-defined]  # of tests
    answer = small.get("/c/home/sites")
    assert answer.status_code == 500
    assert "secret inside" not in answer.text
    assert "content-security-policy" in answer.headers
