"""REST about sites: added, changed, listed in pages, forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

SITES = "/api/v1/sites"


def test_a_site_is_added_listed_changed_and_forgotten(empty: Browser) -> None:
    client = empty.client
    told = {"domain": "https://www.fernhill.example/x", "brand_words": ["Fernhill"]}
    added = client.post(SITES, json=told)
    assert added.status_code == 201
    assert added.headers["location"] == f"{SITES}/fernhill.example"
    assert client.post(SITES, json=told).status_code == 200
    assert [row["domain"] for row in client.get(SITES).json()["rows"]] == ["fernhill.example"]
    edit = {"competitors": ["rival.example"], "brand_words": ["Fern"]}
    site = client.patch(f"{SITES}/fernhill.example", json=edit).json()["site"]
    assert (site["competitors"], site["brand_words"]) == (["rival.example"], ["Fern"])
    assert client.delete(f"{SITES}/fernhill.example").status_code == 200
    assert client.get(f"{SITES}/fernhill.example").status_code == 404


def test_a_list_comes_in_pages_by_a_cursor(empty: Browser) -> None:
    for number in range(5):
        empty.client.post(SITES, json={"domain": f"site{number}.example"})
    seen, cursor = [], ""
    while cursor is not None:
        asked = f"{SITES}?limit=2" + (f"&cursor={cursor}" if cursor else "")
        page = empty.client.get(asked).json()
        assert page["total"] == 5
        seen += [row["domain"] for row in page["rows"]]
        cursor = page["next_cursor"]
    assert seen == sorted(seen)
    assert len(seen) == 5
