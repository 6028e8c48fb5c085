"""Patterns and paths, against the table-filling matcher that the rules are defined by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.io.crawl.robots_rules import matches, normal, path_of, plain

LETTERS = st.text(alphabet="ab/*$", max_size=12).map(str.encode)
PATHS = st.text(alphabet="ab/*$", max_size=12).map(lambda text: b"/" + text.encode())


def by_table(pattern: bytes, path: bytes) -> bool:
    """Every place where the pattern read so far may end, letter by letter."""
    ends = {0}
    for place, letter in enumerate(pattern):
        if letter == ord("$") and place == len(pattern) - 1:
            return len(path) in ends
        if letter == ord("*"):
            ends = set(range(min(ends), len(path) + 1))
        else:
            ends = {end + 1 for end in ends if path[end : end + 1] == bytes([letter])}
        if not ends:
            return False
    return True


@given(LETTERS, PATHS)
def test_a_pattern_matches_what_the_table_says(pattern: bytes, path: bytes) -> None:
    assert matches(pattern, path) is by_table(pattern, path)


@pytest.mark.parametrize(
    ("pattern", "path", "does"),
    [
        (b"/fish", b"/fish.html", True),
        (b"/fish", b"/Fish", False),
        (b"/fish*", b"/fish/salmon", True),
        (b"/*.php$", b"/a/b.php", True),
        (b"/*.php$", b"/a/b.php?c", False),
        (b"/a$b", b"/a$b/c", True),
        (b"/a*$", b"/abc", True),
        (b"*a*a$", b"/a", False),
        (b"/ab*ab$", b"/ab", False),
        (b"$", b"/", False),
        (b"", b"/", True),
    ],
)
def test_known_pairs(pattern: bytes, path: bytes, does: bool) -> None:  # noqa: FBT001 - of a table
    assert matches(pattern, path) is does


@pytest.mark.timeout(60)  # trying all ways takes for ever
@pytest.mark.parametrize("end", [b"", b"$", b"b", b"*b$"])
def test_no_pattern_costs_more_than_its_length(end: bytes) -> None:
    assert not matches(b"/" + b"*a" * 8_000 + end, b"/" + b"a" * 7_900)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://a.example", b"/"),
        ("http://a.example/", b"/"),
        ("http://a.example/b/c?d=e#f", b"/b/c?d=e"),
        ("http://a.example?b", b"/?b"),
        ("http://a.example;b", b"/;b"),
        ("http://a.example#b/c", b"/"),
        ("//a.example/b", b"/b"),
        ("a.example/b", b"/b"),
        ("/b?c=http://d/", b"/b?c=http://d/"),
        ("http://a.example/ä", b"/\xc3\xa4"),
        ("", b"/"),
    ],
)
def test_the_path_is_cut_out_of_an_address(url: str, path: bytes) -> None:
    assert path_of(url) == path


def test_escapes_are_compared_as_written_or_as_meant() -> None:
    assert plain(b"/%e3%83%84/\xe3\x83\x84/%62") == b"/%E3%83%84/%E3%83%84/%62"
    assert normal(b"/%e3%83%84/\xe3\x83\x84/%62 %2f") == b"/%E3%83%84/%E3%83%84/b%20%2F"


@given(st.binary(max_size=20))
def test_what_is_normal_stays_so(text: bytes) -> None:
    assert normal(normal(text)) == normal(text)
