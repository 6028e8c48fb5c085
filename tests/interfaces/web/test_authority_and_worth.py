"""The pages Authority, Worth, Competitors, Prospects and Reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backlinkbot.app.sites import add_site
from backlinkbot.app.work import Worker
from backlinkbot.core.nouns import Site

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

AT = "/c/home/s/fernhill.example"


@pytest.fixture
def measured(small: Browser) -> Browser:
    add_site(small.root, Site("fernhill.example", competitors=("rival.example",)))
    small.send("/c/home/jobs", "/c/home/authority", kind="measure")
    Worker(small.root).all()
    return small


def test_before_a_measurement_authority_offers_one(small: Browser) -> None:
    text = small.get("/c/home/authority").text
    assert "Nothing was measured yet" in text
    assert "Measure now" in text
    assert "Not known yet" in small.get(f"{AT}/worth").text


def test_domains_stand_side_by_side_and_unknown_ones_say_so(measured: Browser) -> None:
    text = measured.get("/c/home/authority?domains=fernhill.example,+nobody.example").text
    assert "<bdi>fernhill.example</bdi>" in text
    assert "<bdi>nobody.example</bdi>" in text


@pytest.mark.parametrize(
    "typed", ["a.example b.example c.example d.example e.example f.example", "co.uk"]
)
def test_what_cannot_be_looked_up_is_said_at_the_field(measured: Browser, typed: str) -> None:
    answer = measured.client.get("/c/home/authority", params={"domains": typed})
    assert answer.status_code == 400
    assert 'id="e-domains"' in answer.text


def test_worth_prices_everybody_a_set_and_a_loss(measured: Browser) -> None:
    assert "<bdi>moss.example</bdi>" in measured.get(f"{AT}/worth").text
    some = measured.get(f"{AT}/worth?way=from&names=moss.example%0Aglenrow.example").text
    assert "all together" in some
    gone = measured.get(f"{AT}/worth?way=without&names=glenrow.example").text
    assert "<bdi>glenrow.example</bdi>" in gone
    assert 'id="e-names"' in measured.get(f"{AT}/worth?way=from").text


def test_competitors_stand_beside_the_site_and_prospects_link_to_them_alone(
    measured: Browser,
) -> None:
    assert "rival.example" in measured.get(f"{AT}/competitors").text
    text = measured.follow(f"{AT}/prospects?least=1").text
    assert "<bdi>moss.example</bdi>" in text
    assert "hartby.example" not in text.split("<table")[1]
    csv = measured.follow(f"{AT}/prospects.csv?least=1")
    assert csv.text.startswith("source_domain,")
    assert "moss.example" in csv.text
    assert measured.get(f"{AT}/prospects.exe").status_code == 400


def test_without_competitors_both_pages_say_what_to_do(small: Browser) -> None:
    assert "No competitors are named yet" in small.get("/c/home/s/moss.example/competitors").text
    assert (
        "Nobody to compare with yet" in small.get("/c/home/s/moss.example/competitors/links").text
    )


def test_a_report_is_made_kept_shown_shared_and_removed(small: Browser) -> None:
    page = f"{AT}/reports"
    assert "No report yet" in small.get(page).text
    small.send(page, edition="manager", language="de", month="2026-10")
    Worker(small.root).all()
    name = "fernhill.example-report-2026-10-manager-de.html"
    assert name in small.get(page).text
    assert small.get(f"{page}/{name}").headers["content-type"].startswith("text/html")
    told = small.send(f"{page}/{name}/share", page, days="7").text
    link = told.split('id="shared" tabindex="0">')[1].split("<")[0]
    assert small.get("/shared/" + link.rpartition("/")[2]).status_code == 200
    assert small.get(f"/c/home/s/other.example/reports/{name}").status_code == 404
    small.send(f"{page}/{name}/remove", page)
    assert name not in small.get(page).text
    assert small.get("/shared/" + link.rpartition("/")[2]).status_code == 404


@pytest.mark.parametrize(
    ("fields", "wrong"), [({"month": "soon"}, "month"), ({"edition": "nobody"}, "edition")]
)
def test_a_report_that_cannot_be_is_said_at_its_field(
    small: Browser, fields: dict[str, str], wrong: str
) -> None:
    told = {"edition": "manager", "language": "en", **fields}
    answer = small.send(f"{AT}/reports", **told)
    assert answer.status_code == 400
    assert f'id="e-{wrong}"' in answer.text
