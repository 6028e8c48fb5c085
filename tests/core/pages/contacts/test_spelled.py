"""Addresses in texts, as they are and as people spell them out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.contacts import How
from backlinkbot.core.pages.contacts.spelled import addresses_in


def found(text: str, domain: str = "site.org") -> list[str]:
    return [one.address for one in addresses_in(text, domain)]


@pytest.mark.parametrize(
    "text",
    ["name@site.org", "name [at] site dot org", "name(at)site.org", "name at site dot org",
     "name AT site.org", "name{at}site{dot}org", "name(ät)site.org", "name <at> site <dot> org",
     "name(@)site.org", "nameNOSPAM@site.org", "name@site[.]org", "name_at_site.org",
     "name (arroba) site (punto) org", "E-Mail:name@site.org.", "name@site.orgTel",
     "name(a)site.org", "anzr@fvgr.bet", "name@decoysite.org"],
)  # fmt: skip
def test_an_address_is_read_however_it_is_written(text: str) -> None:
    assert found(f"Write to {text} today" if text != "name@site.orgTel" else text) == [
        "name@site.org"
    ]


@pytest.mark.parametrize(
    "text",
    ["look at site.org", "meet me at noon", "logo@2x.png", "you@example.com", "info @ site.org",
     "@name_of_a_handle", "see (at) home", "max.mustermann@site.org", "look -at- this.com",
     "@elmoral_name@site.org", "j\u00f6rg@site.org", "", "@", "a@b", "x@co.uk"],
)  # fmt: skip
def test_what_is_none_is_not_taken_for_one(text: str) -> None:
    assert found(text) == []


def test_a_page_of_marks_costs_no_more_than_its_length() -> None:
    assert len(found("@ (at) " * 200_000)) == 0
    assert len(found("a@" * 200_000)) == 0
    assert found("a." * 100_000 + "@site.org") == []


def test_it_is_told_whether_it_was_spelled_out() -> None:
    plain, spelled = addresses_in("a1@site.org and a2 [at] site.org", "site.org")
    assert (plain.how, spelled.how) == (How.TEXT, How.SPELLED)


@given(st.text(max_size=200))
def test_any_text_ends_in_addresses_that_stand_in_it(text: str) -> None:
    for one in addresses_in(text, "site.org"):
        assert 0 <= one.start < one.end <= len(text)
        assert "@" in one.address
