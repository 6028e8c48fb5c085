"""Which query parameters say who sent a visitor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.urls.tracking import TRACKING_PARAMETERS, is_tracking, without_tracking


@pytest.mark.parametrize(
    ("query", "rest"),
    [
        ("utm_source=a&utm_medium=b", ""),
        ("id=3&utm_source=a", "id=3"),
        ("utm_source=a&id=3", "id=3"),
        ("b=1&gclid=x&a=2&FBCLID=y", "b=1&a=2"),
        ("id=3&amp;utm_source=a&amp;amp;utm_term=b", "id=3"),
        ("id=3&amp%3Butm_medium=a", "id=3"),
        ("gclid", ""),
        ("PHPSESSID=abc&page=2", "page=2"),
        ("a=1&&b=2&", "a=1&&b=2&"),
    ],
)
def test_tracking_is_taken_out_and_the_rest_stays_as_it_is(query: str, rest: str) -> None:
    assert without_tracking(query) == rest


@pytest.mark.parametrize(
    "name",
    [
        "ref",
        "source",
        "sid",
        "id",
        "cid",
        "tag",
        "aff",
        "utm",
        "xutm_source",
        "gclids",
        "pk_id",
        "",
    ],
)
def test_names_that_may_choose_the_page_stay(name: str) -> None:
    assert not is_tracking(name)


def test_every_listed_name_is_lower_case_so_that_it_can_match() -> None:
    assert all(name == name.lower() for name in TRACKING_PARAMETERS)


@given(st.text("abgclidutm_source=&;", max_size=40))
def test_taking_out_twice_is_taking_out_once(query: str) -> None:
    once = without_tracking(query)
    assert without_tracking(once) == once
