"""What changed between two files."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.judge.disavow.diff import difference
from backlinkbot.logic.judge.disavow.parse import parse_text

LINES = st.lists(st.sampled_from([f"domain:{c}.com" for c in "abcd"] + ["# x", "", "broken line"]))


def names(lines: tuple[object, ...]) -> list[str]:
    return [getattr(line, "name", "") for line in lines]


def test_entries_are_kept_added_or_removed() -> None:
    before = parse_text("# x\ndomain:a.com\ndomain:b.com\n")
    found = difference(before, parse_text("domain:C.com\n\n domain:A.com\n"))
    assert (names(found.kept), names(found.added), names(found.removed)) == (
        ["a.com"],
        ["c.com"],
        ["b.com"],
    )


def test_a_removed_line_that_another_covers_is_told() -> None:
    found = difference(parse_text("http://a.com/x\nhttp://b.com/x\n"), parse_text("domain:a.com"))
    assert {number: line.name for number, line in found.covered.items()} == {1: "a.com"}


def test_lines_that_cannot_be_read_are_compared_too() -> None:
    found = difference(parse_text("a.com\nb.com"), parse_text("b.com\n"))
    assert [line.text for line in found.removed] == ["a.com"]
    assert [line.text for line in found.kept] == ["b.com"]


@given(LINES, LINES)
def test_there_and_back_are_each_others_mirror(one: list[str], other: list[str]) -> None:
    first, second = parse_text("\n".join(one)), parse_text("\n".join(other))
    there, back = difference(first, second), difference(second, first)
    assert {line.key for line in there.added} == {line.key for line in back.removed}
    assert {line.key for line in there.kept} == {line.key for line in back.kept}
    assert difference(first, first).added == difference(first, first).removed == ()
