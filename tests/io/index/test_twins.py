"""One page under several addresses (http, https, www): counted and shown once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from backlinkbot.io.index.filters import LinkFilter

T = "t.example/x"
SECURE, PLAIN, WWW = "https://a.example/1", "http://a.example/1", "https://www.a.example/1"


def _at(web: Any, url: str, seen: float, by: str = "ahrefs", **more: object) -> dict[str, Any]:
    """A link of a page of a.example under one of its addresses."""
    return dict(web.link("a.example/1", T, seen, by=by, **more) | {"source_url": url})


def _counts(web: Any, domain: str = "t.example") -> tuple[int, int, int]:
    found = web.index.profile(domain, web.day(100))
    return found.backlinks, found.referring_domains, found.lost


def test_a_page_under_three_addresses_gives_one_backlink(web: Any) -> None:
    web.put(_at(web, PLAIN, 3), _at(web, SECURE, 5, "moz"), _at(web, WWW, 4, "table"))
    assert _counts(web) == (1, 1, 0)
    record = web.one()
    assert record["source_url"] == SECURE
    assert record["sources"] == ["ahrefs", "moz", "table"]
    assert record["evidence"] == ["moz@5", f"also at {PLAIN}", f"also at {WWW}"]
    assert web.index.referring_domains("t.example")["links"].to_pylist() == [1]
    assert web.index.anchors("t.example")["links"].to_pylist() == [1]
    every = web.index.links("t.example", LinkFilter(twins=True))
    assert sorted(every["source_url"].to_pylist()) == [PLAIN, SECURE, WWW]


def _in_order(told: Sequence[tuple[str, str]]) -> Any:
    """The story of one page that came under these addresses, each in a file of its own."""

    def story(web: Any) -> Iterator[list[dict[str, Any]]]:
        for url, by in told:
            yield web.told(_at(web, url, 5, by))
        record = web.one()
        assert (record["source_url"], record["sources"]) == (SECURE, ["ahrefs", "moz", "table"])
        assert [row["links"] for row in web.referring()] == [1]

    return story


def test_it_does_not_matter_which_address_came_first(tell: Any) -> None:
    told = [(PLAIN, "ahrefs"), (SECURE, "moz"), (WWW, "table")]
    orders = list(itertools.permutations(told))
    ends = tell({str(number): _in_order(order) for number, order in enumerate(orders)})
    assert len(ends) == len(orders)
    assert not any(ends.values()), ends


def test_compaction_keeps_what_is_folded(web: Any) -> None:
    web.put(_at(web, PLAIN, 3))
    web.put(_at(web, SECURE, 5, "moz"), at=101)
    before = web.index.links("t.example", LinkFilter(twins=True))
    web.index.compact(web.day(200))
    assert web.index.links("t.example", LinkFilter(twins=True)).equals(before)


def test_what_happens_to_a_page_happens_to_it_under_all_its_addresses(web: Any) -> None:
    web.put(_at(web, SECURE, 3), _at(web, PLAIN, 3, "moz"))
    assert web.one()["source_url"] == SECURE
    gone = dict(web.page("a.example/1", 9, status=404))
    web.put(gone, at=101)
    assert (web.one()["state"], web.one()["lost_on"]) == ("lost", web.day(9))
    assert _counts(web) == (0, 0, 1)
    web.put(_at(web, PLAIN, 12, "moz"), at=102)
    assert _counts(web) == (1, 1, 0)
    web.put(gone | {"url": PLAIN, "fetched_at": web.day(20)}, at=103)
    assert (web.one()["state"], web.one()["lost_on"]) == ("lost", web.day(20))


def test_a_reading_without_the_link_loses_what_a_vendor_told_of_the_twin(web: Any) -> None:
    web.put(_at(web, PLAIN, 1, anchor="the shop"))
    web.put(_at(web, SECURE, 30, "warc"), web.page("a.example/1", 30), at=101)
    assert _counts(web) == (1, 1, 0)
    web.put(web.page("a.example/1", 60), at=102)
    record = web.one()
    assert (record["source_url"], record["state"]) == (SECURE, "lost")
    assert (record["lost_reason"], record["lost_on"]) == ("removed_from_html", web.day(60))
    assert _counts(web) == (0, 0, 1)


def test_an_older_sighting_under_another_address_does_not_hold_a_link_that_is_lost(
    web: Any,
) -> None:
    stray = {"target_url": "https://t.example/", "target_known": False, "anchor": None}
    lost = {"lost_on": web.day(40), "lost_reason": "page_gone"}
    web.put(_at(web, WWW, 10, "search-console", **stray))
    web.put(_at(web, SECURE, 20, **lost), at=101)
    record = web.one()
    assert (record["state"], record["lost_on"]) == ("lost", web.day(40))
    assert (record["source_url"], record["target_url"]) == (SECURE, f"https://{T}")
    web.put(_at(web, WWW, 50, "search-console", **stray), at=102)
    assert web.one()["state"] == "live"


def test_a_link_began_after_a_reading_of_its_page_without_it_under_another_address(
    web: Any,
) -> None:
    web.put(dict(web.page("a.example/1", 1)) | {"url": WWW})
    web.put(_at(web, SECURE, 30, "warc", placement="footer"), web.page("a.example/1", 30), at=101)
    assert web.one()["started_on"] == web.day(30)


def test_an_address_that_leads_to_another_of_the_same_page_loses_nothing(web: Any) -> None:
    web.put(_at(web, PLAIN, 1), _at(web, SECURE, 5, "warc"))
    moved = dict(web.page("a.example/1", 40, status=301)) | {"url": PLAIN}
    web.put(moved | {"redirect_url": SECURE}, at=101)
    assert _counts(web) == (1, 1, 0)
    web.put(moved | {"redirect_url": "https://a.example/2", "fetched_at": web.day(50)}, at=102)
    assert (web.one()["state"], web.one()["lost_reason"]) == ("lost", "redirected")


def test_a_complete_list_that_names_a_page_under_another_address_still_lists_its_link(
    web: Any,
) -> None:
    web.put(_at(web, PLAIN, 3, evidence="old.csv:2"))
    full = web.source("full", name="a.csv", reporter="ahrefs", complete=True)
    web.put(_at(web, SECURE, 9, evidence="a.csv:2"), at=101, sources=(full,))
    assert _counts(web) == (1, 1, 0)
    every = web.index.links("t.example", LinkFilter(twins=True))
    assert every["state"].to_pylist() == ["live", "live"]


def test_words_with_the_same_anchor_meet_under_all_addresses(web: Any) -> None:
    web.put(_at(web, SECURE, 5, "warc", anchor="first"))
    web.put(_at(web, SECURE, 5, "warc", anchor="second", occurrence=1), at=101)
    web.put(_at(web, PLAIN, 9, anchor="Second"), at=102)
    assert [row["sources"] for row in web.links()] == [["warc"], ["ahrefs", "warc"]]


def test_another_page_another_link_of_the_page_and_another_target_are_no_twins(web: Any) -> None:
    web.put(
        _at(web, SECURE, 3, "warc"),
        _at(web, SECURE, 3, "warc", occurrence=1),
        _at(web, PLAIN, 3, target_url="https://t.example/other"),
        _at(web, "http://a.example/1/", 3),
        _at(web, "http://blog.a.example/1", 3),
    )
    assert _counts(web) == (5, 1, 0)


def test_a_sighting_without_a_target_page_goes_with_the_link_of_its_twin(web: Any) -> None:
    stray = {"target_url": "https://t.example/", "target_known": False, "anchor": None}
    web.put(_at(web, PLAIN, 3))
    web.put(_at(web, SECURE, 9, "search-console", **stray), at=101)
    assert _counts(web) == (1, 1, 0)
    record = web.one()
    assert (record["source_url"], record["target_url"]) == (PLAIN, f"https://{T}")
    assert record["sources"] == ["ahrefs", "search-console"]


def test_a_folded_link_is_found_by_its_address_and_its_reporter(web: Any) -> None:
    web.put(_at(web, PLAIN, 3), _at(web, SECURE, 5, "moz"))
    for asked in (
        LinkFilter(source_url=PLAIN),
        LinkFilter(source_url=SECURE),
        LinkFilter(reporter="ahrefs"),
        LinkFilter(reporter="moz"),
    ):
        found = web.index.links("t.example", asked)["source_url"].to_pylist()
        assert found == [SECURE], asked
    assert web.index.count_links("t.example", LinkFilter(reporter="table")) == 0


def test_a_move_to_another_address_is_neither_a_loss_nor_a_new_link(web: Any) -> None:
    before = web.put(_at(web, PLAIN, 3)).name
    after = web.put(_at(web, SECURE, 9), at=101).name
    assert web.index.diff(before, after, "t.example").num_rows == 0
