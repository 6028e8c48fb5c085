"""What is wrong with a file, line by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.judge.disavow.facts import DisavowFacts, Fame
from backlinkbot.logic.judge.disavow.lines import Severity
from backlinkbot.logic.judge.disavow.lint import MAX_BYTES, MAX_LINES, LineFinding, lint
from backlinkbot.logic.judge.disavow.parse import parse, parse_text

NOTHING = DisavowFacts()
E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


def findings(text: str, facts: DisavowFacts = NOTHING) -> list[LineFinding]:
    return lint(parse_text(text), facts)


def of_line(text: str, facts: DisavowFacts = NOTHING) -> LineFinding:
    (found,) = findings(text, facts)
    return found


def test_a_file_that_is_right_has_no_findings() -> None:
    text = "# asked in May\ndomain:bad.example.com\n\nhttps://forum.example.org/t/1\n"
    assert findings(text) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("kiev.ua", "public suffix"),
        ("am.gov.br", "public suffix"),
        ("org.br", "public suffix"),
        ("herokuapp.com", "hosting root by the public suffix list"),
        ("blogspot.com", "hosting root by the public suffix list"),
        ("github.io", "hosting root by the public suffix list"),
        ("wixsite.com", "hosting root by the public suffix list"),
        ("amazonaws.com", "hosting root by the public suffix list"),
        ("wordpress.com", "hosting root by our list"),
        ("www.wordpress.com", "hosting root by our list"),
        ("substack.com", "hosting root by our list"),
        ("medium.com", "hosting root by our list"),
        ("facebook.com", "platform on which anybody publishes"),
        ("www.gitlab.com", "platform on which anybody publishes"),
    ],
)
def test_names_that_are_many_peoples_are_errors(name: str, words: str) -> None:
    found = of_line(f"domain:{name}")
    assert found.severity is E
    assert words in found.reason
    assert found.reason.endswith("that are meant")


@pytest.mark.parametrize(
    "name", ["spam.herokuapp.com", "spam.wordpress.com", "www.spam.blogspot.com", "spam.kiev.ua"]
)
def test_one_user_of_a_platform_is_the_right_unit(name: str) -> None:
    assert findings(f"domain:{name}", DisavowFacts(fame={"wordpress.com": Fame("big")})) == []


@pytest.mark.parametrize("name", ["com", "de", "xn--p1ai"])
def test_a_countrys_or_an_old_top_level_domain_is_an_error(name: str) -> None:
    assert of_line(f"domain:{name}").severity is E


def test_another_top_level_domain_is_a_warning() -> None:
    found = of_line("domain:xyz")
    assert (found.severity, "every site under .xyz" in found.reason) == (W, True)


def test_an_ip_address_is_a_warning() -> None:
    assert (of_line("domain:192.0.2.7").severity, of_line("domain:192.0.2.7").line) == (W, 1)
    assert "IP address" in of_line("domain:192.0.2.7").reason


@pytest.mark.parametrize(
    "line",
    [
        "domain:acme.com",
        "domain:www.acme.com",
        "http://blog.acme.com/post",
        "domain:acme.github.io",
    ],
)
def test_our_own_site_and_its_estate_are_errors(line: str) -> None:
    facts = DisavowFacts(own=frozenset(("acme.com", "acme.github.io")))
    assert "your own site" in of_line(line, facts).reason


def test_a_line_that_covers_our_site_says_so_first() -> None:
    facts = DisavowFacts(own=frozenset(("acme.co.uk",)))
    found = findings("domain:co.uk", facts)
    assert "your own site, as it covers acme.co.uk" in found[0].reason
    assert "public suffix" in found[1].reason


def test_a_site_to_keep_is_an_error() -> None:
    facts = DisavowFacts(kept=frozenset(("partner.com",)))
    assert "a site you keep" in of_line("domain:news.partner.com", facts).reason


def test_a_well_known_site_is_as_grave_as_its_fame() -> None:
    fame = {"big.com": Fame("place 7 of the web by a list"), "known.com": Fame("known", W)}
    facts = DisavowFacts(fame=fame)
    assert of_line("domain:big.com", facts).severity is E
    assert "place 7 of the web" in of_line("domain:www.big.com", facts).reason
    assert of_line("domain:known.com", facts).severity is W
    assert findings("https://big.com/spam", facts) == []


def test_a_part_of_a_well_known_site_is_a_warning() -> None:
    found = of_line("domain:users.big.com", DisavowFacts(fame={"big.com": Fame("large")}))
    assert (found.severity, "part of big.com, which is large" in found.reason) == (W, True)


def test_a_part_of_a_platform_of_pages_is_a_warning() -> None:
    assert of_line("domain:mobile.ok.ru").severity is W


def test_doubles_are_notes_that_name_the_first() -> None:
    found = findings("domain:a.com\ndomain:b.com\nDOMAIN:A.com.\nhttp://c.com/x\nhttp://C.com/x\n")
    notes = [(one.line, one.reason) for one in found if "says the same" in one.reason]
    assert notes == [
        (3, "line 1 says the same: delete one"),
        (5, "line 4 says the same: delete one"),
    ]


def test_what_a_domain_line_covers_is_a_note() -> None:
    found = findings("http://a.com/x\ndomain:sub.a.com\nhttp://www.a.com/y\ndomain:a.com\n")
    assert [(one.line, one.severity) for one in found] == [(1, N), (2, N), (3, N)]
    assert "line 4, domain:a.com, covers it" in found[0].reason


def test_a_line_that_should_go_makes_no_other_needless() -> None:
    found = findings("domain:herokuapp.com\ndomain:spam.herokuapp.com\n")
    assert [one.line for one in found] == [1]


def test_addresses_that_differ_by_www_are_pointed_out() -> None:
    found = of_line("http://a.com/x\nhttps://www.a.com/x\n")
    assert (found.line, "differs from line 1" in found.reason) == (2, True)


def test_many_pages_of_one_owner_are_better_one_line() -> None:
    pages = [f"http://a.com/{n}" for n in range(3)]
    found = of_line("\n".join(pages))
    assert (found.line, "domain:a.com says so" in found.reason) == (1, True)
    assert findings("\n".join(page.replace("a.com", "facebook.com") for page in pages)) == []


def test_too_many_lines_are_an_error_at_the_first_too_many() -> None:
    text = "domain:a.com\n" + "\n" * (MAX_LINES - 1)
    assert findings(text) == []
    found = of_line(text + "\n")
    assert (found.line, found.severity) == (MAX_LINES + 1, E)


def test_too_many_bytes_are_an_error_where_they_begin() -> None:
    comment = "#" + "x" * 999 + "\n"
    text = "domain:a.com\n" + comment * (MAX_BYTES // 1001) + comment
    assert of_line(text).severity is E
    assert of_line(text).line > 1900


@pytest.mark.parametrize(
    ("data", "severity", "words"),
    [
        ("domain:a.com".encode("utf-16"), E, "UTF-16"),
        ("# größe\ndomain:a.com".encode("latin-1"), W, "neither UTF-8"),
        ("domain:müller.de".encode("latin-1"), E, "neither UTF-8"),
        (b"\xef\xbb\xbfdomain:a.com", W, "byte-order mark"),
    ],
)
def test_another_encoding_than_utf_8_is_found(data: bytes, severity: Severity, words: str) -> None:
    found = [one for one in lint(parse(data), NOTHING) if words in one.reason]
    assert [(one.line, one.severity) for one in found] == [(1, severity)]


def test_line_ends_are_judged() -> None:
    assert "mixed" in of_line("domain:a.com\r\ndomain:b.com\n").reason
    assert "CR alone" in of_line("domain:a.com\rdomain:b.com\r").reason


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n"])
def test_a_file_that_disavows_nothing_says_so(text: str) -> None:
    assert (of_line(text).severity, of_line(text).line) == (W, 1)


@given(st.binary(max_size=300))
def test_every_finding_names_a_line_and_says_one_thing(data: bytes) -> None:
    file = parse(data)
    for one in lint(file, NOTHING):
        assert 1 <= one.line <= max(1, len(file.lines))
        assert one.reason.isprintable()
        assert not one.reason.endswith(".")
