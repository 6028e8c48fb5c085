"""Decisions on robots.txt: Google's published cases, real files, and what people write."""

from __future__ import annotations

import gzip
import json
import tarfile
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.io.crawl.robots import (
    MOST_BYTES,
    MOST_DELAY_S,
    MOST_SITEMAPS,
    Robots,
    product_of,
)


def may(text: str | bytes, url: str, agent: str = "FooBot") -> bool:
    data = text.encode() if isinstance(text, str) else text
    return Robots.parse(data).allows(agent, url).allowed


def test_all_published_cases_are_decided_as_published(shared_data: Path) -> None:
    with gzip.open(shared_data / "crawl" / "google-robots-cases.jsonl.gz") as lines:
        cases = [json.loads(line) for line in lines]
    assert len(cases) == 145
    for case in cases:
        data, agent, url = (
            bytes.fromhex(case[f"{name}_hex"]) for name in ("robots", "agent", "url")
        )
        assert may(data, url.decode(), agent.decode()) is case["allowed"], case


@pytest.fixture(scope="module")
def real_files(shared_data: Path) -> dict[str, bytes]:
    with tarfile.open(shared_data / "crawl" / "robots-txt.tar.gz") as archive:
        streams = ((one.name, archive.extractfile(one)) for one in archive if one.isfile())
        return {Path(name).name: stream.read() for name, stream in streams if stream}


def test_real_files_are_decided_as_google_decides_them(
    shared_data: Path, real_files: dict[str, bytes]
) -> None:
    told: Counter[tuple[bool, bool]] = Counter()
    known = {name: Robots.parse(data) for name, data in real_files.items()}
    with gzip.open(
        shared_data / "crawl" / "robots-decisions.tsv.gz", "rt", encoding="utf-8", newline="\n"
    ) as lines:
        next(lines)
        for line in lines:
            name, agent, url, allowed = line.rstrip("\n").split("\t")
            told[allowed == "1", known[name].allows(agent, url).allowed] += 1
    assert told == {(True, True): 6_150, (False, False): 8_772}


@pytest.fixture(scope="module")
def fixtures(shared_data: Path) -> dict[str, bytes]:
    with tarfile.open(shared_data / "crawl" / "crawler-commons-fixtures.tar.gz") as archive:
        streams = (
            (one.name, archive.extractfile(one)) for one in archive if one.name.startswith("robots")
        )
        return {Path(name).name: stream.read() for name, stream in streams if stream}


@pytest.mark.parametrize(
    ("file", "agent", "path", "allowed"),
    [
        ("rfc-longest-match-robots.txt", "foobot", "/example/page/a", True),
        ("rfc-longest-match-robots.txt", "foobot", "/example/page/disallowed.gif", False),
        ("rfc-rule-group-merging.txt", "examplebot", "/foo", False),
        ("rfc-rule-group-merging.txt", "examplebot", "/baz", False),
        ("rfc-rule-group-merging.txt", "bazbot", "/foo", True),
        ("rfc-rule-group-merging.txt", "otherbot", "/baz", True),
        ("rfc-simple-robots.txt", "otherbot", "/a.gif", False),
        ("rfc-simple-robots.txt", "otherbot", "/publications/", True),
        ("rfc-simple-robots.txt", "foobot", "/example/page.html", True),
        ("rfc-simple-robots.txt", "foobot", "/publications/", False),
        ("rfc-simple-robots.txt", "bazbot", "/example/page.html", False),
        ("rfc-simple-robots.txt", "quxbot", "/example/", True),
        ("directive-typos-robots.txt", "bot1", "/dissalow/", False),
        ("directive-typos-robots.txt", "bot2", "/useragent/", False),
        ("directive-typos-robots.txt", "bot4", "/useragent-no-colon/", False),
        ("format-errors-robots.txt", "bot1", "/whitespace-before-colon/", False),
        ("format-errors-robots.txt", "bot1", "/no-colon/", False),
        ("format-errors-robots.txt", "bot2", "/no-colon-useragent/", False),
        ("format-errors-robots.txt", "bot3", "/whitespace-before-colon", True),
        ("format-errors-robots.txt", "bot3", "/", False),
        ("robots-with-utf8-bom.txt", "anybot", "/profile", False),
        ("robots-with-utf16le-bom.txt", "anybot", "/profile", False),
        ("robots-with-utf16be-bom.txt", "anybot", "/profile", False),
        ("extensions-group-merging.txt", "mybot", "/private/", False),
        ("extensions-group-merging.txt", "yourbot", "/login/", False),
        ("extensions-group-merging.txt", "otherbot", "/x", False),
        ("many-user-agents.txt", "wget", "/", False),
        ("many-user-agents.txt", "mybot", "/", True),
        ("many-user-agents.txt", "mybot", "/bot-trap/", False),
        ("wildcards.txt", "anybot", "/gp/registry/wishlist/2/reserve", False),
        ("wildcards.txt", "anybot", "/wishlist/universal-1", True),
        ("wildcards.txt", "anybot", "/x/gcrnsts", False),
        ("merge-rules.txt", "wget", "/foo/bar", True),
        ("merge-rules.txt", "wget", "/tmp/bar", False),  # noqa: S108 - a path of a site
        ("precedence-of-rules.txt", "testy", "/foo/bar", True),
        ("precedence-of-rules.txt", "testy", "/foo/bees", False),
    ],
)  # fmt: skip
def test_files_of_another_crawler(
    fixtures: dict[str, bytes], file: str, agent: str, path: str, allowed: bool  # noqa: FBT001 - of a table
) -> None:  # fmt: skip
    file = file.replace("rfc-", "rfc9309-example-")
    assert may(fixtures[file], f"http://www.example.com{path}", agent) is allowed


def test_delays_and_sitemaps_of_another_crawlers_files(fixtures: dict[str, bytes]) -> None:
    merged = Robots.parse(fixtures["crawl-delay-group-merging.txt"])
    assert [merged.delay_s(agent) for agent in ("mybot", "yourbot", "else")] == [10.0, None, 30.0]
    assert not merged.allows("mybot", "/private/").allowed
    assert Robots.parse(fixtures["dos-line-endings.txt"]).delay_s("any") == 1.0
    assert Robots.parse(fixtures["sitemap-robots-dedup.txt"]).sitemaps == (
        "http://example.org/sitemap.xml",
    )
    assert Robots.parse(fixtures["relative-sitemap-robots.txt"]).sitemaps == ("/sitemap.xml",)
    assert Robots.parse(fixtures["format-errors-robots.txt"]).sitemaps == ("/sitemap.xml",)


# Rules by rule.


def test_the_rule_that_decides_is_told_as_it_stands_in_the_file() -> None:
    robots = Robots.parse(b"user-agent: *\nDISALLOW : /a # why\nallow: /a/\xc3\xa4\n")
    assert robots.allows("FooBot", "http://x.example/a/b") == (False, "Disallow: /a")
    assert robots.allows("FooBot", "http://x.example/a/%C3%A4") == (True, "Allow: /a/ä")
    assert robots.allows("FooBot", "http://x.example/") == (True, "")


def test_what_either_way_of_reading_escapes_forbids_is_forbidden() -> None:
    text = "user-agent: *\ndisallow: /%7Euser\ndisallow: /a b\ndisallow: /ä\ndisallow: /c|d"
    for path in ("/~user", "/%7euser", "/a%20b", "/%c3%a4", "/%C3%A4", "/c%7Cd"):
        assert not may(text, f"http://x.example{path}")


def test_rules_above_the_first_agent_speak_to_nobody() -> None:
    assert may("disallow: /\nuser-agent: foobot\nallow: /b", "http://x.example/a")


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n", "\n\n", "\r\n\r\n"])
def test_every_line_end_is_one(line_end: str) -> None:
    text = line_end.join(["user-agent: a", "user-agent: foobot", "disallow: /x", "allow: /x/y"])
    assert not may(text, "http://x.example/x")
    assert may(text, "http://x.example/x/y")


def test_an_agent_is_compared_whole_and_in_any_case() -> None:
    text = "user-agent: FOOBOT/2.1 (like Gecko)\ndisallow: /"
    assert not may(text, "http://x.example/")
    assert may(text, "http://x.example/", "FooBotNews")
    assert may(text, "http://x.example/", "Foo")


def test_the_name_is_read_out_of_a_user_agent() -> None:
    assert product_of("BacklinkBot/0.1 (+https://example.com)") == "BacklinkBot"
    assert product_of("Mozilla/5.0 (compatible; AcmeBot/2.0; +https://example.com)") == "AcmeBot"
    assert product_of("") == product_of("2000") == ""


def test_a_name_with_digits_finds_its_own_lines() -> None:
    text = "user-agent: bot1\ndisallow: /a\nuser-agent: bot2\ndisallow: /b"
    assert [may(text, f"http://x.example/{path}", "bot1") for path in "ab"] == [False, True]
    assert [may(text, f"http://x.example/{path}", "bot") for path in "ab"] == [False, False]


def test_a_star_with_something_behind_it_is_nobodys_name() -> None:
    text = "user-agent: *\ndisallow: /\nuser-agent: */\nallow: /\nuser-agent: *bot\nallow: /"
    for agent in ("FooBot", "*", "*bot", "bot"):
        assert not may(text, "http://x.example/", agent)


def test_delays_are_numbers_within_reason() -> None:
    told = {
        "10": 10.0, "0.5": 0.5, "0": 0.0, "86400": MOST_DELAY_S, ".5": 0.5, "-1": None, "x": None,
        "1e9": 1.0, "nan": None, "": None, "1,5": None, "9" * 400: None, "10 # s": 10.0,
    }  # fmt: skip
    for value, delay_s in told.items():
        robots = Robots.parse(f"user-agent: *\ncrawl-delay: {value}".encode())
        assert robots.delay_s("FooBot") == delay_s, value


def test_the_longest_delay_of_an_agent_counts() -> None:
    robots = Robots.parse(b"user-agent: *\ncrawl-delay: 9\ncrawl-delay: 3\nuser-agent: b\n")
    assert (robots.delay_s("a"), robots.delay_s("b")) == (9.0, None)


def test_a_long_file_is_read_to_its_last_whole_line_within_the_limit() -> None:
    begin = b"user-agent: *\ndisallow: /a\n"
    filler = b"#" * (MOST_BYTES - len(begin) - 14) + b"\n"
    data = begin + filler + b"disallow: /bcd\n" + b"x" * 10
    assert not may(data, "http://x.example/a")
    assert may(data, "http://x.example/bcd")  # cut in the middle, and `/b` is not what it says
    assert may(data, "http://x.example/b")


def test_a_long_line_is_read_to_its_limit() -> None:
    data = b"user-agent: foobot\ndisallow: /" + b"x" * 20_000
    assert not may(data, "http://x.example/" + "x" * 20_000)


def test_sitemaps_have_an_end() -> None:
    data = b"".join(b"sitemap: /%d\n" % n for n in range(MOST_SITEMAPS + 10))
    assert len(Robots.parse(data).sitemaps) == MOST_SITEMAPS


HOSTILE = {
    "stars": b"*a" * 250_000,
    "one line": b"Disallow: /" + b"*a" * 250_000,
    "patterns": b"".join(b"Allow:/*ab%x\n" % n for n in range(40_000)),
    "rules": b"".join(b"Disallow:/%d\n" % n for n in range(30_000)),
    "agents": b"User-agent: a\n" * 36_000,
    "named": b"".join(b"User-agent: %s\n" % bytes([97 + n % 26] * (n // 26)) for n in range(5_000)),
    "lines": b"\n" * MOST_BYTES,
    "colons": b":" * MOST_BYTES,
    "spaces": b" " * MOST_BYTES,
    "nuls": b"\0" * MOST_BYTES,
    "escapes": b"Disallow: /" + b"%e4" * 100_000,
}


@pytest.mark.timeout(60)  # some 0.2 s; what tries all ways takes hours
@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_holds_the_crawl_up(name: str) -> None:
    data = b"User-agent: *\n" + HOSTILE[name]
    robots = Robots.parse(data)
    for path in ("/" + "a" * 7_900, "/" + "ab" * 100, "/"):
        robots.allows("FooBot", f"http://x.example{path}")


@pytest.mark.parametrize("name", ["patterns", "rules", "agents", "named", "escapes"])
def test_a_file_takes_no_more_memory_than_it_says(name: str) -> None:
    data = b"User-agent: *\n" + HOSTILE[name]
    taken_bytes = []
    for _ in range(3):  # other threads of the process take memory, too: the least is the file's
        tracemalloc.start()
        try:
            robots = Robots.parse(data)
            robots.allows("FooBot", "http://x.example/a%41")
            taken_bytes.append(tracemalloc.get_traced_memory()[0])
        finally:
            tracemalloc.stop()
    assert min(taken_bytes) < robots.size_bytes + 10_000


def test_where_asking_would_take_too_long_the_answer_is_no() -> None:
    robots = Robots.parse(b"User-agent: *\n" + b"".join(PATTERNS[:1_500]))
    assert robots.allows("FooBot", "http://x.example/b").allowed
    told = robots.allows("FooBot", "http://x.example/" + "a" * 7_900)
    assert not told.allowed
    assert "too long" in told.rule
    robots = Robots.parse(b"User-agent: *\n" + b"".join(PATTERNS))
    assert "too long" in robots.allows("FooBot", "http://x.example/b").rule


PATTERNS = [b"Disallow: /*a%d*b\n" % number for number in range(24_000)]
PLAIN = [b"Disallow: /p%d\n" % number for number in range(24_000)]


@pytest.mark.timeout(60)  # asking rule by rule would take hours
def test_a_decision_costs_the_same_however_many_plain_rules_there_are() -> None:
    robots = Robots.parse(b"User-agent: *\n" + b"".join(PLAIN))
    for n in range(50_000):
        assert robots.allows("FooBot", f"http://x.example/q/{'x' * 700}-{n}").allowed


def test_an_end_mark_is_no_letter_of_an_address() -> None:
    text = "user-agent: *\ndisallow: /a$\ndisallow: /bcd"
    assert not may(text, "http://x.example/a")
    assert may(text, "http://x.example/a$")
    assert may(text, "http://x.example/a$b")


@given(st.binary(max_size=200), st.text(max_size=20), st.text(max_size=30))
def test_nothing_in_a_file_is_an_error(data: bytes, agent: str, url: str) -> None:
    robots = Robots.parse(data)
    assert isinstance(robots.allows(agent, url).allowed, bool)
    assert robots.delay_s(agent) is None or 0 <= (robots.delay_s(agent) or 0) <= MOST_DELAY_S


RULES = st.lists(
    st.tuples(st.booleans(), st.text(alphabet="ab/*$", min_size=1, max_size=6)), max_size=5
)


@given(RULES, st.text(alphabet="ab/", max_size=6))
def test_more_allow_lines_never_forbid_and_more_disallow_lines_never_allow(
    rules: list[tuple[bool, str]], path: str
) -> None:
    def text(kept: list[tuple[bool, str]]) -> str:
        lines = [f"{'allow' if allows else 'disallow'}: {value}" for allows, value in kept]
        return "\n".join(["user-agent: *", *lines])

    url = f"http://x.example/{path}"
    whole = may(text(rules), url)
    only_forbidding = may(text([rule for rule in rules if not rule[0]]), url)
    only_allowing = may(text([rule for rule in rules if rule[0]]), url)
    assert only_allowing
    assert whole or not only_forbidding
