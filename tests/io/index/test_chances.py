"""What tactics ask of the index, on a web small enough to count by hand."""

from __future__ import annotations

from typing import Any

import pytest

from backlinkbot.io.index.chances import Chances

US, RIVAL, OTHER = "us.example", "rival.example", "other.example"
CALLED, NAMED = "called.example", "named.example"


def _web(web: Any) -> None:
    said = "We met Ann. All of it came from Acme Tents, she said, and went on."
    web.put(
        web.page("a.example/1", 1, text=said, title="A story"),
        web.page("a.example/2", 1, text=said, title="Another story"),
        web.page("b.example/1", 1, text=said, noindex=True),
        web.page("c.example/1", 1, 404, text=said),
        web.page("d.example/links", 1, text="", title="Useful links", page_type="list"),
        web.page("e.example/1", 1, text="", canonical_url="https://x.example/1"),
        web.page("f.example/1", 1, text="", canonical_url="https://www.f.example/1"),
        web.page(f"{US}/1", 1, text=said),
        web.link("d.example/links", f"{RIVAL}/", 1, source_title="Useful links", page_type="list"),
        web.link("d.example/links", f"{OTHER}/", 1, source_title="Useful links", page_type="list"),
        web.link("g.example/post", f"{RIVAL}/", 1, page_type="article"),
        web.link("h.example/post", f"{RIVAL}/", 1, page_type="list", placement="comment"),
        web.link("g.example/post", "gone.example/guide", 1, anchor="the guide"),
        web.link("d.example/links", "gone.example/guide", 1),
        web.link("g.example/post", f"{US}/old", 1),
        web.page("gone.example/guide", 2, status=404),
        web.page(f"{US}/old", 2, status=410),
        web.link(f"{US}/1", "supplier.example/", 1),
        web.link("k.example/p", "uss.example/", 1, anchor="us"),
        web.link("k.example/p", f"{US}/tent.jpg", 1),
        web.link("m.example/p", f"{US}/", 1),
    )


@pytest.fixture(scope="module")
def chances(filled: Any) -> Chances:
    made: Chances = filled(_web).index.chances((US,), (RIVAL, OTHER))
    return made


def urls(table: Any, column: str = "url") -> list[str]:
    return sorted(url.removeprefix("https://") for url in table[column].to_pylist())


def test_pages_that_say_a_name_come_with_quotes_and_without_ours_and_the_dead(
    chances: Chances,
) -> None:
    found = chances.pages({"brand": "(?i)acme tents"}, each=5, copies=False)
    assert urls(found) == ["a.example/1", "a.example/2"]
    (quote,) = found["brand"][0].as_py()
    assert "came from Acme Tents, she" in quote
    assert found["guest"].to_pylist() == [[], []]


def test_of_one_site_no_more_pages_are_told_than_asked_for(chances: Chances) -> None:
    assert urls(chances.pages({"brand": "Acme"}, each=1, copies=False)) == ["a.example/1"]


def test_titles_and_addresses_are_looked_through_as_well(chances: Chances) -> None:
    found = chances.pages({"list_head": "(?i)useful links"}, each=5, copies=False)
    assert urls(found) == ["d.example/links"]
    assert found["list_head"].to_pylist() == ["Useful links"]


def test_a_copy_names_a_page_of_another_site(chances: Chances) -> None:
    assert urls(chances.pages({}, each=5, copies=True)) == ["e.example/1"]
    assert chances.pages({}, each=5, copies=False).num_rows == 0


def test_lists_tell_once_a_page_which_rivals_they_link_to(chances: Chances) -> None:
    found = chances.lists("(?i)useful links")
    assert urls(found) == ["d.example/links"]
    assert found["rivals"].to_pylist() == [[OTHER, RIVAL]]


def test_articles_that_link_to_rivals_are_no_lists_and_no_comments(chances: Chances) -> None:
    assert urls(chances.articles()) == ["g.example/post"]


def test_dead_pages_are_those_of_others_with_how_many_link_there(chances: Chances) -> None:
    found = chances.dead()
    assert set(found["target_domain"].to_pylist()) == {"gone.example"}
    assert found["sources"].to_pylist() == [2, 2]


def test_outgoing_links_tell_how_many_link_to_the_same_site(chances: Chances) -> None:
    rows = chances.outgoing().to_pylist()
    assert [(row["target_domain"], row["sources"]) for row in rows] == [("supplier.example", 1)]


def test_links_to_names_like_ours_and_who_answers_there(chances: Chances) -> None:
    assert urls(chances.variants(["uss.example", "us.test"]), "source_url") == ["k.example/p"]
    assert chances.alive(["uss.example"]).num_rows == 0
    assert chances.alive(["a.example"]).to_pylist()[0]["pages"] == 2


def test_changed_links_are_the_broken_and_those_to_pictures(chances: Chances) -> None:
    assert urls(chances.changed(), "target_url") == [f"{US}/old", f"{US}/tent.jpg"]


def test_pages_that_link_here_and_what_earned_links(chances: Chances) -> None:
    linking = ["g.example/post", "k.example/p", "m.example/p"]
    assert urls(chances.linking_pages(), "source_url") == linking
    assert f"https://{US}/" in chances.assets(5)["target_url"].to_pylist()


def test_what_others_call_a_page_begins_with_the_words_of_most(filled: Any) -> None:
    def web(made: Any) -> None:
        made.put(
            *(made.link(f"{n}.example/1", f"{CALLED}/guide", 1, anchor="the guide") for n in "abc"),
            made.link("d.example/1", f"{CALLED}/guide", 1, anchor="a book"),
            made.link("e.example/1", f"{CALLED}/", 1, anchor=""),
            made.link("e.example/1", f"{NAMED}/guide", 1, anchor="theirs"),
        )

    found = filled(web).index.chances((CALLED,), ())
    assert found.linked(10).to_pylist() == [
        {"target_url": f"https://{CALLED}/guide", "times": 4, "anchors": "the guide | a book"},
        {"target_url": f"https://{CALLED}/", "times": 1, "anchors": ""},
    ]
    assert found.linked(1).num_rows == 1
    called = found.called([f"https://{NAMED}/guide", f"https://{NAMED}/none"], [NAMED])
    assert called["anchors"].to_pylist() == ["theirs"]
    assert found.called([], []).num_rows == 0
