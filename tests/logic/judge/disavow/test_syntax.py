"""What a line says, and what is wrong with how it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.judge.disavow.lines import LineKind, Severity
from backlinkbot.logic.judge.disavow.syntax import said_by


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("domain:example.com", LineKind.DOMAIN, "example.com"),
        ("domain:sub.example.com", LineKind.DOMAIN, "sub.example.com"),
        ("domain:a_b.example.com", LineKind.DOMAIN, "a_b.example.com"),
        ("domain:xn--mller-kva.de", LineKind.DOMAIN, "xn--mller-kva.de"),
        ("https://example.com/a?b=1", LineKind.URL, "https://example.com/a?b=1"),
        ("domain:192.0.2.7", LineKind.IP, "192.0.2.7"),
        ("domain:[2001:db8::1]", LineKind.IP, "[2001:db8::1]"),
        ("domain:xyz", LineKind.TLD, "xyz"),
        ("# a comment", LineKind.COMMENT, ""),
        ("  # a comment", LineKind.COMMENT, ""),
        ("", LineKind.BLANK, ""),
        (" \t ", LineKind.BLANK, ""),
    ],
)
def test_lines_that_are_right_say_what_they_name(text: str, kind: LineKind, name: str) -> None:
    said = said_by(text)
    assert (said.kind, said.name, said.flaws) == (kind, name, ())


@pytest.mark.parametrize(
    ("text", "name", "severity", "words"),
    [
        ("Domain:example.com", "example.com", Severity.WARNING, "small letters"),
        ("domain :example.com", "example.com", Severity.WARNING, "around the colon"),
        ("domain: example.com", "example.com", Severity.WARNING, "around the colon"),
        ("domain:Example.com", "example.com", Severity.NOTE, "small letters"),
        ("domain:example.com.", "example.com", Severity.WARNING, "ends in a dot"),
        (" domain:example.com ", "example.com", Severity.NOTE, "spaces around it"),
        ("domain:müller.de", "xn--mller-kva.de", Severity.NOTE, "domain:xn--mller-kva.de"),
        ("domain:example.com\u200b", "example.com", Severity.ERROR, "invisible"),
        ("domain:example.com\u00a0", "example.com", Severity.ERROR, "invisible"),
        ("http://example.com", "http://example.com/", Severity.WARNING, "home page alone"),
        ("http://example.com/", "http://example.com/", Severity.WARNING, "home page alone"),
        ("http://example.com/a/", "http://example.com/a/", Severity.NOTE, "this one page"),
        ("http://example.com/*", "http://example.com/*", Severity.WARNING, "wildcards"),
        ("http://example.com/a#b", "http://example.com/a", Severity.NOTE, "after|follows the #"),
    ],
)
def test_lines_that_can_be_read_but_should_be_mended(
    text: str, name: str, severity: Severity, words: str
) -> None:
    said = said_by(text)
    assert said.name == name
    assert [flaw.severity for flaw in said.flaws] == [severity]
    assert any(word in said.flaws[0].reason for word in words.split("|"))


@pytest.mark.parametrize(
    ("text", "meant", "words"),
    [
        ("example.com", "domain:example.com", "bare name"),
        ("www.example.com/", "domain:www.example.com", "name and a slash"),
        ("example.com/page", "https://example.com/page", "lacks http"),
        ("//example.com/page", "https://example.com/page", "lacks http"),
        ("domain:http://example.com/", "domain:example.com", "an address stands after domain:"),
        ("domain:example.com/en/", "domain:example.com", "part of a site"),
        ("domain:example.com/", "domain:example.com", "part of a site"),
        ("domain:*.example.com", "domain:example.com", "wildcards"),
        ("http://*.example.com/", "domain:example.com", "wildcards"),
        ("domain:.example.com", "domain:example.com", "begins with a dot"),
        ("domain:example.com:8080", "domain:example.com", "port"),
        ("domain:me@example.com", "", "e-mail"),
        ("domain:example.com # bad", "domain:example.com", "comment stands behind"),
        ("domain:a.com, domain:b.com", "domain:a.com", "more than one word"),
        ("domains:example.com", "domain:example.com", 'begins with "domains:"'),
        ("site:example.com", "domain:example.com", 'begins with "site:"'),
        ("domain=example.com", "domain:example.com", 'begins with "domain="'),
        ("domain:", "", "names no domain"),
        ("domain:..", "", "begins with a dot"),
        ("ftp://example.com/a", "", "no links"),
        ("http://exa mple.com/", "", "space in the address"),
        ("// a remark", "", "comments begin with #"),
        ("; a remark", "", "comments begin with #"),
        ("source,links,date", "", "neither an address"),
    ],
)
def test_lines_that_cannot_be_read_say_why_and_what_was_meant(
    text: str, meant: str, words: str
) -> None:
    said = said_by(text)
    assert said.kind is LineKind.UNREADABLE
    assert said.name == ""
    assert said.meant == meant
    assert [flaw.severity for flaw in said.flaws] == [Severity.ERROR]
    assert words in said.flaws[0].reason


def test_an_address_may_have_2048_characters_and_no_more() -> None:
    start = "http://example.com/"
    assert said_by(start + "a" * (2048 - len(start))).flaws == ()
    long = said_by(start + "a" * (2049 - len(start)))
    assert [flaw.severity for flaw in long.flaws] == [Severity.ERROR]
    assert "2,049 characters" in long.flaws[0].reason


def test_an_entry_behind_a_comment_sign_is_pointed_out() -> None:
    assert "does nothing" in said_by("#domain:example.com").flaws[0].reason
    assert said_by("# example.com was asked to remove it").flaws == ()


def test_a_name_whose_idna_is_broken_is_still_a_name() -> None:
    assert said_by("domain:xn--0.com").kind is LineKind.DOMAIN


@given(st.text())
def test_every_text_is_some_kind_of_line(text: str) -> None:
    said = said_by(text)
    assert bool(said.name) == (said.kind not in {"blank", "comment", "unreadable"})
    if said.kind is LineKind.UNREADABLE:
        assert said.flaws


@given(st.text())
def test_what_an_entry_means_is_read_as_the_same_entry(text: str) -> None:
    for line in (f"domain:{text}", f"http://{text}", text):
        said = said_by(line)
        if said.name:
            again = said_by(said.meant)
            assert (again.kind, again.name) == (said.kind, said.name)


@pytest.mark.parametrize(
    "piece", ["a", "ä", "domain:", "http://a.com/", "*.", "xn--", "\u200b", "[", ":", "%", " x"]
)
def test_a_line_of_megabytes_is_refused_without_a_close_look(piece: str) -> None:
    said = said_by("domain:" + piece * (5_000_000 // len(piece)))
    assert said.kind is LineKind.UNREADABLE
    assert len(said.flaws[0].reason) < 100


@pytest.mark.parametrize("piece", ["#", "# ", "# http://a.com "])
def test_a_comment_may_be_as_long_as_it_likes(piece: str) -> None:
    assert said_by(piece * 1_000_000).kind is LineKind.COMMENT


def test_spaces_without_end_are_a_blank_line() -> None:
    assert said_by(" " * 1_000_000).kind is LineKind.BLANK


@pytest.mark.parametrize(
    "piece",
    ["a", "ä", "domain:", "http://", "*.", "xn--", "\u200b", "[", ":", "%", " x", "# ", "/"],
)
def test_reasons_stay_short_whatever_the_line(piece: str) -> None:
    for start in ("", "domain:", "http://", "# "):
        said = said_by((start + piece * 5_000)[:10_000])
        assert all(len(flaw.reason) < 500 for flaw in said.flaws)
