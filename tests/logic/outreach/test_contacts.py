"""Who comes first for a site, and who is left out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from backlinkbot.core.contacts import (
    CountrySign,
    Duty,
    How,
    PageContacts,
    Purpose,
    ShownAddress,
    SiteContacts,
    Zone,
)
from backlinkbot.logic.outreach.contacts import (
    Relation,
    country_of,
    guesses,
    relation_of,
    site_contacts,
)

AT = datetime(2026, 11, 1, tzinfo=UTC)


def shown(address: str, duty: Duty = Duty.UNKNOWN, **more: str | Zone) -> ShownAddress:
    told: dict[str, object] = {"zone": Zone.CONTENT, **more}
    return ShownAddress(address, How.LINK, duty=duty, **told)  # type: ignore[arg-type]


def site(
    *addresses: ShownAddress, purpose: Purpose = Purpose.OTHER, **more: object
) -> SiteContacts:
    page = PageContacts(
        "https://site.org/p", "site.org", AT, "e", purpose, addresses=addresses,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return site_contacts("site.org", [page], now=AT, expires_at=AT)


def order(*addresses: ShownAddress, **more: object) -> list[str]:
    return [one.address for one in site(*addresses, **more).contacts]  # type: ignore[arg-type]


def test_who_wrote_the_page_comes_before_editors_editors_before_info_and_info_before_support() -> (
    None
):
    offices = [
        shown("help@site.org", Duty.SUPPORT),
        shown("info@site.org", Duty.GENERAL),
        shown("edit@site.org", Duty.EDITORIAL),
        shown("jane@site.org", person="Jane Smith"),
    ]
    assert order(*offices, author="Jane Smith") == [
        "jane@site.org", "edit@site.org", "info@site.org", "help@site.org",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "left",
    [
        shown("noreply@site.org"),
        shown("dpo@site.org", Duty.PRIVACY),
        shown("jobs@site.org", Duty.JOBS),
        shown("trap@site.org", zone=Zone.HIDDEN),
        shown("reader@else.org", zone=Zone.COMMENT),
        shown("agency@else.org", others="maker or host of the site", zone=Zone.FRAME),
        shown("someone@else.org"),
        shown("someone@gmail.com"),
        shown("x@agency.example", zone=Zone.FRAME),
    ],
    ids=lambda one: one.address,
)
def test_nobody_is_taken_who_does_not_answer_for_the_site(left: ShownAddress) -> None:
    found = site(left)
    assert found.contacts == ()
    assert sum(found.left_out.values()) == 1


def test_an_address_elsewhere_counts_on_a_page_that_tells_contacts_and_less_than_an_own_one() -> (
    None
):
    imprint = site(shown("ann@else.org"), purpose=Purpose.IMPRINT).contacts[0]
    own = site(shown("ann@site.org")).contacts[0]
    assert 0.5 < imprint.confidence < own.confidence


@pytest.mark.parametrize(
    ("address", "relation"),
    [
        ("a@site.org", Relation.OWN),
        ("a@mail.site.org", Relation.OWN),
        ("a@site.com", Relation.KIN),
        ("site.org@gmail.com", Relation.KIN),
        ("ann@gmail.com", Relation.FREE),
        ("a@else.org", Relation.FOREIGN),
        ("a@notsitemap.org", Relation.FOREIGN),
    ],
)
def test_what_a_host_has_to_do_with_a_site(address: str, relation: Relation) -> None:
    assert relation_of("site.org", address) is relation


def test_the_same_person_stands_once_as_where_most_is_told() -> None:
    first = PageContacts(
        "https://site.org/a", "site.org", AT, "e", addresses=(shown("A.nn+x@site.org"),)
    )
    second = PageContacts(
        "https://site.org/b", "site.org", AT, "e", author="Ann Lee",
        addresses=(shown("a.nn@site.org", person="Ann Lee"),),
    )  # fmt: skip
    found = site_contacts("site.org", [first, second], now=AT, expires_at=AT)
    assert [(one.found_on, one.person) for one in found.contacts] == [
        ("https://site.org/b", "Ann Lee")
    ]


def test_one_page_that_refuses_refuses_for_the_site_and_none_read_says_nothing() -> None:
    pages = [
        PageContacts(f"https://site.org/{n}", "site.org", AT, "e", says_no=said)
        for n, said in enumerate((False, None, True))
    ]
    assert site_contacts("site.org", pages, now=AT, expires_at=AT).says_no is True
    assert site_contacts("site.org", pages[:2], now=AT, expires_at=AT).says_no is False
    assert site_contacts("site.org", pages[1:2], now=AT, expires_at=AT).says_no is None


def signs(*countries: tuple[str, float]) -> list[PageContacts]:
    told = tuple(CountrySign(code, f"sign {n}", w) for n, (code, w) in enumerate(countries))
    return [
        PageContacts("https://site.org/p", "site.org", AT, "e", Purpose.IMPRINT, countries=told)
    ]


def test_the_imprint_outweighs_the_ending_and_nobody_guesses_between_equals() -> None:
    assert country_of("site.org", signs(("AT", 0.9))) == ("AT", "sign 0")
    assert country_of("site.de", signs(("AT", 0.9)))[0] == "AT"
    assert country_of("site.de", [])[0] == "DE"
    assert country_of("site.org", signs(("AT", 0.9), ("DE", 0.9)))[0] is None
    assert country_of("site.org", signs(("AT", 0.3)))[0] is None
    assert country_of("site.io", [])[0] is None


def test_guesses_are_the_usual_ones() -> None:
    assert guesses("site.org", ["Jane Smith"]) == [
        "jane.smith@site.org", "jane@site.org", "info@site.org", "contact@site.org",
    ]  # fmt: skip
