"""In which unit a host is disavowed, and when not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.urls import is_public_suffix
from backlinkbot.core.urls.platforms import platform
from backlinkbot.logic.judge.disavow.facts import DisavowFacts, Fame
from backlinkbot.logic.judge.disavow.lint import lint
from backlinkbot.logic.judge.disavow.parse import parse_text
from backlinkbot.logic.judge.disavow.units import Unit, unit_of, unit_of_page

HOSTS = st.lists(
    st.sampled_from(["www", "spam", "a-b", "blogspot", "wordpress", "github", "herokuapp", "com",
                     "io", "co", "uk", "kiev", "ua", "facebook", "s3", "amazonaws", "medium"]),
    min_size=1, max_size=5,
).map(".".join)  # fmt: skip


@pytest.mark.parametrize(
    ("host", "line"),
    [
        ("www.example.co.uk", "domain:example.co.uk"),
        ("a.b.example.com", "domain:example.com"),
        ("www.user.github.io", "domain:user.github.io"),
        ("www.user.wordpress.com", "domain:user.wordpress.com"),
        ("user.substack.com", "domain:user.substack.com"),
        ("bucket.s3.amazonaws.com", "domain:bucket.s3.amazonaws.com"),
        ("MÜLLER.de.", "domain:xn--mller-kva.de"),
        ("spam.kiev.ua", "domain:spam.kiev.ua"),
    ],
)
def test_the_unit_is_what_one_owner_has(host: str, line: str) -> None:
    assert unit_of(host) == Unit(line)


@pytest.mark.parametrize(
    "host",
    ["kiev.ua", "herokuapp.com", "www.wordpress.com", "facebook.com", "m.facebook.com", "192.0.2.1",
     "ours.com", "shop.ours.com", "kept.com", "big.com", "com", "no host", ""],
)  # fmt: skip
def test_what_is_not_one_strangers_is_refused_with_a_reason(host: str) -> None:
    facts = DisavowFacts(
        own=frozenset(("ours.com",)), kept=frozenset(("kept.com",)), fame={"big.com": Fame("big")}
    )
    assert unit_of(host, facts).refused


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("http://www.example.com/a", "domain:example.com"),
        ("https://www.facebook.com/page?x=1#top", "https://www.facebook.com/page?x=1"),
        ("https://medium.com/@user/post", "https://medium.com/@user/post"),
        ("https://user.medium.com/post", "domain:user.medium.com"),
        ("https://herokuapp.com/x", "https://herokuapp.com/x"),
    ],
)
def test_a_page_on_a_shared_name_is_disavowed_alone(url: str, line: str) -> None:
    assert unit_of_page(url) == Unit(line)


@pytest.mark.parametrize("url", ["ftp://a.com/", "nothing", "https://facebook.com/" + "x" * 2_048])
def test_a_page_that_cannot_be_named_is_refused(url: str) -> None:
    assert unit_of_page(url).refused


def test_a_page_of_ours_on_a_platform_is_refused() -> None:
    facts = DisavowFacts(own=frozenset(("facebook.com",)))
    assert "your own site" in unit_of_page("https://facebook.com/x", facts).refused


@given(HOSTS)
def test_a_unit_that_may_be_written_is_right_for_lint(host: str) -> None:
    unit = unit_of(host)
    if unit.refused:
        return
    name = unit.line.removeprefix("domain:")
    assert not is_public_suffix(name)
    assert platform(name) is None
    assert host.endswith(name)
    assert lint(parse_text(unit.line), DisavowFacts()) == []
    assert unit_of(name) == unit
