"""What is known of a site's robots.txt after every kind of answer, and for how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.urls.asked import asked
from backlinkbot.io.crawl.failures import RefusedPlace, Unfetched, Why
from backlinkbot.io.crawl.fetched import Fetched, Validators
from backlinkbot.io.crawl.robots import MOST_BYTES, Robots
from backlinkbot.io.crawl.robots_cache import (
    ENTRY_BYTES,
    FIRST_RETRY,
    FRESH,
    MOST_RETRY,
    STALE,
    Known,
    RobotsCache,
    robots_url,
)

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
SITE = "https://site.example"
PAGE = f"{SITE}/a"
RULES = b"User-agent: *\nDisallow: /a\nCrawl-delay: 7\n"
DOWN = Unfetched(Why.TIMEOUT, "site.example did not answer within 60 s")


def got(status: int, body: bytes = b"", *, is_cut: bool = False, etag: str = "") -> Fetched:
    return Fetched(
        url=f"{SITE}/robots.txt", final_url=f"{SITE}/robots.txt", status=status, reason="",
        headers=(("ETag", etag),) if etag else (), body=body, is_cut=is_cut, is_unread=False,
        fetched_at=NOW, ip="", hops=(), took_s=0.1,
    )  # fmt: skip


def may(known: Known, url: str = PAGE) -> bool:
    return known.allows("BacklinkBot", url).allowed


def test_nothing_is_known_of_a_site_before_it_answered() -> None:
    assert RobotsCache().known(SITE, NOW) is None


@pytest.mark.parametrize("status", [200, 203])
def test_what_the_site_says_holds_for_a_day(status: int) -> None:
    cache = RobotsCache()
    known = cache.answered(SITE, got(status, RULES), NOW)
    assert (may(known), may(known, f"{SITE}/b"), known.delay_s("BacklinkBot")) == (False, True, 7.0)
    assert cache.known(SITE, NOW + FRESH - timedelta(seconds=1)) is known
    assert cache.known(SITE, NOW + FRESH) is None


@pytest.mark.parametrize("status", [300, 301, 400, 401, 403, 404, 410, 418, 451, 499])
def test_without_a_file_everything_may_be_fetched(status: int) -> None:
    known = RobotsCache().answered(SITE, got(status, b"User-agent: *\nDisallow: /"), NOW)
    assert may(known)
    assert known.delay_s("BacklinkBot") is None


@pytest.mark.parametrize("kind", [Why.REDIRECT_LOOP, Why.TOO_MANY_REDIRECTS])
def test_redirects_that_lead_nowhere_are_no_file(kind: Why) -> None:
    assert may(RobotsCache().answered(SITE, Unfetched(kind, "round and round"), NOW))


FAILURES = [
    got(429),
    got(500),
    got(503, b"User-agent: *\nAllow: /"),
    got(206, b"User-agent: *\n"),
    got(200, RULES[:20], is_cut=True),
    DOWN,
    Unfetched(Why.NO_SUCH_HOST, "there is no machine of the name site.example"),
    Unfetched(Why.TLS, "the certificate of site.example is not valid"),
    RefusedPlace(Why.PRIVATE_ADDRESS, "site.example is no public address"),
]


@pytest.mark.parametrize("failure", FAILURES)
def test_where_the_file_cannot_be_had_nothing_may_be_fetched(
    failure: Fetched | Unfetched | RefusedPlace,
) -> None:
    known = RobotsCache().answered(SITE, failure, NOW)
    assert not may(known)
    assert not may(known, f"{SITE}/")
    assert known.robots is None
    assert known.note
    assert known.allows("BacklinkBot", PAGE).rule == known.note


@pytest.mark.parametrize("failure", FAILURES)
def test_what_the_site_said_before_holds_while_it_cannot_be_had(
    failure: Fetched | Unfetched | RefusedPlace,
) -> None:
    cache = RobotsCache()
    cache.answered(SITE, got(200, RULES), NOW)
    later = cache.answered(SITE, failure, NOW + FRESH)
    assert (may(later), may(later, f"{SITE}/b")) == (False, True)
    assert later.note
    at_last = cache.answered(SITE, failure, NOW + STALE + timedelta(seconds=1))
    assert not may(at_last, f"{SITE}/b")


def test_a_long_file_is_read_as_far_as_it_goes() -> None:
    body = RULES + b"#" * (MOST_BYTES - len(RULES))
    known = RobotsCache().answered(SITE, got(200, body, is_cut=True), NOW)
    assert (may(known), may(known, f"{SITE}/b")) == (False, True)


def test_after_failures_it_is_asked_for_ever_more_seldom_and_after_success_daily() -> None:
    cache, now, waits = RobotsCache(), NOW, []
    for _ in range(12):
        known = cache.answered(SITE, DOWN, now)
        waits.append(known.until - now)
        now = known.until
    assert waits[:3] == [FIRST_RETRY, FIRST_RETRY * 2, FIRST_RETRY * 4]
    assert waits[-1] == MOST_RETRY
    assert cache.answered(SITE, got(200, RULES), now).until == now + FRESH
    assert cache.answered(SITE, DOWN, now + FRESH).until == now + FRESH + FIRST_RETRY


def test_an_unchanged_file_is_not_sent_again() -> None:
    cache = RobotsCache()
    assert cache.validators(SITE) is None
    cache.answered(SITE, got(200, RULES, etag='"v1"'), NOW)
    assert cache.validators(SITE) == Validators('"v1"', "")
    known = cache.answered(SITE, got(304), NOW + FRESH)
    assert not may(known)
    assert known.until == NOW + FRESH + FRESH
    assert cache.validators(SITE) == Validators('"v1"', "")


def test_unchanged_since_never_is_no_permission() -> None:
    known = RobotsCache().answered(SITE, got(304), NOW)
    assert not may(known)
    assert known.robots is None
    assert known.failures == 1


def test_no_more_is_kept_than_may_be_and_the_longest_unused_goes_first() -> None:
    cache = RobotsCache(most_bytes=3 * (ENTRY_BYTES + Robots.parse(RULES).size_bytes))
    for name in "abc":
        cache.answered(name, got(200, RULES), NOW)
    assert cache.known("a", NOW) is not None
    cache.answered("d", got(200, RULES), NOW)
    assert [name for name in "abcd" if cache.known(name, NOW)] == ["a", "c", "d"]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 8)), max_size=40))
def test_what_is_kept_is_counted_right(answers: list[tuple[str, int]]) -> None:
    cache = RobotsCache(most_bytes=20_000)
    for name, rules in answers:
        cache.answered(name, got(200, b"user-agent: *\n" + b"disallow: /a\n" * rules), NOW)
        kept = [known for site in "abcdef" if (known := cache.known(site, NOW))]
        assert sum(known.size_bytes + ENTRY_BYTES for known in kept) <= 20_000
        assert cache.known(name, NOW) is not None


def test_the_file_stands_at_the_root_of_the_origin() -> None:
    place = asked("https://user@Site.example:8443/a/b?c")
    assert robots_url(place) == "https://site.example:8443/robots.txt"
