"""Which of our pages could stand in for a competitor's."""

from __future__ import annotations

from backlinkbot.logic.prospect.plays.ours import Ours

OURS = Ours(
    "we.example",
    linking=frozenset({"a.example"}),
    pages={
        "https://we.example/": "We",
        "https://we.example/sowing": "A calculator for sowing dates",
        "https://we.example/shop": "Spades and forks",
    },
    theirs={"https://they.example/tools/frost": "Sowing dates calculator"},
)


def test_the_page_with_most_words_in_common_is_ours() -> None:
    assert OURS.like("https://they.example/tools/frost") == "https://we.example/sowing"


def test_a_page_like_none_of_ours_has_none() -> None:
    assert OURS.like("https://they.example/careers") == ""
    assert Ours("new.example").like("https://they.example/tools/frost") == ""


def test_sites_that_never_linked_to_us_are_open() -> None:
    assert OURS.open(["a.example", "b.example", "b.example"]) == 1
