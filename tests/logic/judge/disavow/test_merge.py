"""One file out of two, and files of our own."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.errors import Refused
from backlinkbot.logic.judge.disavow.facts import DisavowFacts, Fame
from backlinkbot.logic.judge.disavow.lines import Severity, written
from backlinkbot.logic.judge.disavow.lint import MAX_LINES, lint
from backlinkbot.logic.judge.disavow.merge import Entry, Merged, disavow_text, merge
from backlinkbot.logic.judge.disavow.parse import parse, parse_text

TODAY = date(2026, 11, 21)
LINES = st.sampled_from(
    ["domain:a.com", "domain:sub.a.com", "DOMAIN:A.com", "http://a.com/x", "http://b.com/x",
     "domain:b.com", "domain:c.org", "domain:kiev.ua", "domain:x.herokuapp.com", "bare.com",
     "domain:herokuapp.com", "domain:192.0.2.7", "domain:xyz", "# a comment", "#", "", "  ",
     "http://192.0.2.7/p", "domain:müller.de", "domain:xn--mller-kva.de", "?"]
)  # fmt: skip
FILES = st.builds(
    lambda lines, end, last: (end.join(lines) + (end if last else "")).encode(),
    st.lists(LINES, max_size=12),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)


def merged(current: str, new: str, facts: DisavowFacts | None = None, name: str = "") -> Merged:
    return merge(parse_text(current), parse_text(new), TODAY, facts or DisavowFacts(), name=name)


@given(FILES, FILES)
def test_a_merged_file_is_parsed_to_itself(current: bytes, new: bytes) -> None:
    file = merge(parse(current), parse(new), TODAY).file
    assert parse(written(file)) == file


@given(FILES, FILES)
def test_merging_twice_changes_nothing(current: bytes, new: bytes) -> None:
    once = merge(parse(current), parse(new), TODAY)
    twice = merge(once.file, parse(new), TODAY)
    assert written(twice.file) == written(once.file)
    assert twice.added == ()


@given(FILES, FILES)
def test_nothing_of_the_current_file_is_lost_but_what_another_line_says(
    current: bytes, new: bytes
) -> None:
    before, found = parse(current), merge(parse(current), parse(new), TODAY)
    gone = {one.line for one in found.collapsed}
    kept = [line.text for line in before.lines if line.number not in gone]
    assert [line.text for line in found.file.lines][: len(kept)] == kept
    assert all(before.lines[number - 1].is_entry for number in gone)


@given(FILES, FILES)
def test_every_new_entry_is_taken_covered_or_refused(current: bytes, new: bytes) -> None:
    found = merge(parse(current), parse(new), TODAY)
    refused = {one.line for one in found.refused}
    names = {line.name for line in found.file.entries}
    for line in parse(new).entries:
        is_covered = any(
            line.name.partition("://")[2].startswith(f"{name}/") or line.name.endswith(f".{name}")
            for name in names
        )
        assert line.number in refused or line.name in names or is_covered


@given(FILES, FILES)
def test_what_was_added_is_free_of_errors(current: bytes, new: bytes) -> None:
    found = merge(parse(current), parse(new), TODAY)
    added = {line.number for line in found.added}
    faults = lint(found.file, DisavowFacts())
    assert not [f for f in faults if f.line in added and f.severity is Severity.ERROR]


@given(FILES)
def test_nothing_new_leaves_a_file_without_doubles_as_it_is(current: bytes) -> None:
    file = parse(current)
    found = merge(file, parse(b""), TODAY)
    if not found.collapsed:
        assert written(found.file) == current


def test_what_is_new_stands_at_the_end_under_a_dated_comment() -> None:
    found = merged(
        "# ours\ndomain:a.com\n",
        "# farm\ndomain:b.com\ndomain:a.com\ndomain:c.com\nhttp://d.com/x\n",
        name="new.txt",
    )
    assert found.text == (
        "# ours\ndomain:a.com\n\n# Backlink Bot, 2026-11-21: 2 domains, 1 page from new.txt\n"
        "# farm\ndomain:b.com\ndomain:c.com\nhttp://d.com/x\n"
    )
    assert [line.number for line in found.added] == [6, 7, 8]


def test_the_current_files_line_ends_are_kept() -> None:
    assert merged("domain:a.com", "domain:b.com").text.count("\n") == 4
    assert merged("domain:a.com\r\n", "domain:b.com\n").text.count("\r\n") == 4


def test_comments_of_what_is_not_taken_stay_behind() -> None:
    found = merged("domain:a.com\n", "# known\ndomain:a.com\n\n# new\ndomain:b.com\n")
    assert "# known" not in found.text
    assert "# new\ndomain:b.com" in found.text


def test_pages_go_under_their_domain_line() -> None:
    found = merged("# c\nhttp://a.com/x\nhttp://b.com/x\n", "domain:a.com\nhttp://a.com/y\n")
    assert "http://a.com" not in found.text
    assert [(one.line, one.reason) for one in found.collapsed] == [(2, "domain:a.com covers it")]


def test_a_faulty_line_swallows_no_other() -> None:
    found = merged("domain:herokuapp.com\ndomain:x.herokuapp.com\n", "domain:y.herokuapp.com\n")
    assert found.collapsed == ()
    assert [line.name for line in found.added] == ["y.herokuapp.com"]


@pytest.mark.parametrize(
    "line",
    ["domain:kiev.ua", "domain:github.io", "domain:xyz", "b.com", "domain:ours.com",
     "http://ours.com/x", "domain:kept.com", "domain:big.com", "domain:b.com # why"],
)  # fmt: skip
def test_lines_that_would_do_harm_are_refused_with_their_reason(line: str) -> None:
    facts = DisavowFacts(
        own=frozenset(("ours.com",)), kept=frozenset(("kept.com",)), fame={"big.com": Fame("big")}
    )
    found = merged("domain:a.com\n", f"domain:ok.com\n{line}\n", facts)
    assert [line.name for line in found.added] == ["ok.com"]
    assert [(one.line, one.text) for one in found.refused] == [(2, line)]
    assert found.refused[0].reason


def test_another_encoding_becomes_utf_8() -> None:
    current = parse("# größe\ndomain:a.com\n".encode("utf-16"))
    assert written(merge(current, parse(b""), TODAY).file) == "# größe\ndomain:a.com\n".encode()


def test_a_file_longer_than_the_limit_is_refused() -> None:
    current = parse_text("\n" * MAX_LINES)
    with pytest.raises(Refused, match="100,002 lines"):
        merge(current, parse_text("domain:a.com"), TODAY)


def test_entries_are_written_in_groups_with_their_reasons() -> None:
    found = disavow_text(
        [
            Entry("domain:a.com", ("one analytics id",), 'link farm "Foo"'),
            Entry("domain:b.com", ("one analytics id",), 'link farm "Foo"'),
            Entry("http://facebook.com/x", ("spam\nin a comment",)),
        ],
        None,
        TODAY,
    )
    assert found.text == (
        '# Backlink Bot, 2026-11-21: link farm "Foo", 2 domains\n#   one analytics id\n'
        "domain:a.com\ndomain:b.com\n"
        "# Backlink Bot, 2026-11-21: 1 page\n#   spam in a comment\nhttp://facebook.com/x\n"
    )
    assert found.refused == ()


@pytest.mark.parametrize(
    "unit",
    ["domain:kiev.ua", "domain:herokuapp.com", "domain:192.0.2.7", "domain:xyz", "domain:ours.com",
     "domain:known.com", "a.com", "", "domain:a.com\ndomain:b.com", "# x", "http://a.com/"],
)  # fmt: skip
def test_what_lint_would_only_warn_of_we_never_write_ourselves(unit: str) -> None:
    facts = DisavowFacts(
        own=frozenset(("ours.com",)), fame={"known.com": Fame("known", Severity.WARNING)}
    )
    found = disavow_text([Entry(unit)], None, TODAY, facts)
    assert found.text == ""
    assert [one.text for one in found.refused] == [unit]
    assert found.refused[0].reason


def test_a_long_address_is_written_whole() -> None:
    url = "http://a.com/" + "x" * 1_500
    assert url in disavow_text([Entry(url)], None, TODAY).text.splitlines()


def test_text_from_the_web_cannot_leave_its_comment() -> None:
    entry = Entry("domain:a.com", ("x\rdomain:kept.com\x1b[31m",), "g\ndomain:big.com")
    found = disavow_text([entry], None, TODAY)
    assert [line.name for line in found.file.entries] == ["a.com"]


def test_entries_that_stand_already_are_not_repeated() -> None:
    current = parse_text("domain:a.com\n")
    entries = [Entry("domain:a.com"), Entry("domain:sub.a.com"), Entry("http://a.com/x")]
    assert disavow_text(entries, current, TODAY).text == "domain:a.com\n"
