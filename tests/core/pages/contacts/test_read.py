"""Pages to what they publish: people, offices, forms, countries, refusals, traps."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from backlinkbot.core.contacts import Duty, How, PageContacts, Purpose, ShownAddress, Zone
from backlinkbot.core.facts import RawPage
from backlinkbot.core.pages.contacts.read import read_contacts, read_text

AT = datetime(2026, 11, 1, tzinfo=UTC)
PROSE = "<p>" + "We tasted forty kinds of tea over the winter and wrote down what we thought. " * 4


def page(body: str, url: str = "https://site.org/contact", head: str = "") -> PageContacts:
    html = (
        f"<!doctype html><html><head><title>A page</title>{head}</head><body>{body}</body></html>"
    )
    told = (("content-type", "text/html; charset=utf-8"),)
    return read_contacts(RawPage(url, 200, told, html.encode(), AT, "a.warc@1", "warc"))


def one(body: str, **more: str) -> ShownAddress:
    (found,) = page(body, **more).addresses
    return found


def test_a_person_and_what_he_does_are_kept_apart() -> None:
    found = one("<p>Jane Smith, Editor-in-chief: <a href='mailto:j.smith@site.org'>write</a></p>")
    assert (found.person, found.role) == ("Jane Smith", "Editor-in-chief")
    assert (found.duty, found.how) == (Duty.EDITORIAL, How.LINK)


def test_capitals_alone_make_no_name() -> None:
    assert one("<p>Community Management: <a href='mailto:team@site.org'>mail</a></p>").person == ""
    assert one("<p>Weitere Hilfe: kruse@site.org</p>").person == ""


def test_who_answers_for_an_office_is_told_by_an_imprint() -> None:
    body = "<p>Inhaber: Max Krause<br>Weg 1<br>info@site.org</p>"
    told = one(body, url="https://site.org/impressum")
    assert (told.duty, told.person, told.role) == (Duty.GENERAL, "Max Krause", "Inhaber")
    assert one(body, url="https://site.org/tea").person == ""


@pytest.mark.parametrize(
    ("body", "how"),
    [
        ("<a href='mailto:ann@site.org'>x</a>", How.LINK),
        ("<p>ann&#64;site&#46;org</p>", How.TEXT),
        ("<p>ann<span style='display:none'>nospam</span>@site.org</p>", How.TEXT),
        ("<p>ann<b>[at]</b>site<i>[dot]</i>org</p>", How.SPELLED),
        ("<p><span style='unicode-bidi:bidi-override;direction:rtl'>gro.etis@nna</span></p>",
         How.REVERSED),
        ("<style>.r{unicode-bidi:bidi-override;direction:rtl}</style><p class='r'>gro.etis@nna</p>",
         How.REVERSED),
        ("<span class='__cf_email__' data-cfemail='543a3a3a14273d20317a3b2633'>x</span>",
         How.CLOUDFLARE),
    ],
)  # fmt: skip
def test_what_people_hide_from_machines_only_is_read(body: str, how: How) -> None:
    found = one(body)
    assert found.address in {"ann@site.org", "nnn@site.org"}
    assert found.how is how


@pytest.mark.parametrize(
    ("body", "zone"),
    [
        (f"{PROSE}<footer>ann@site.org</footer>", Zone.FRAME),
        (f"{PROSE} ann@site.org</p>", Zone.CONTENT),
        (f"{PROSE}<div class='comment-list'>ann@site.org</div>", Zone.COMMENT),
        (f"{PROSE}<div style='display:none'>ann@site.org</div>", Zone.HIDDEN),
        (f"<style>.pot{{display:none}}</style>{PROSE}<p class='pot'>ann@site.org</p>", Zone.HIDDEN),
    ],
)
def test_it_is_told_in_what_part_of_a_page_an_address_stands(body: str, zone: Zone) -> None:
    assert one(body, url="https://site.org/tea").zone is zone


def test_what_readers_see_elsewhere_is_no_trap() -> None:
    body = f"{PROSE}<div hidden>ann@site.org</div><footer>ann@site.org</footer>"
    assert one(body).zone is Zone.FRAME


@pytest.mark.parametrize(
    ("beside", "others"),
    [
        ("Datenschutzbeauftragter: ", "data protection"),
        ("Webdesign: Agentur Blau, ", "maker or host of the site"),
        ("Hosting by Cloud, ", "maker or host of the site"),
        ("Schlichtungsstelle, ", "authority or arbiter"),
        ("Foto: \u00a9 ", "picture credit"),
        ("Call or write to ", ""),
    ],
)
def test_what_stands_beside_an_address_may_say_that_it_is_somebody_elses(
    beside: str, others: str
) -> None:
    assert one(f"<p>{beside}blau@agentur.de</p>").others == others


def test_linked_data_tells_people_countries_and_profiles() -> None:
    data = {
        "@type": "Organization", "email": "mailto:desk@site.org",
        "address": {"@type": "PostalAddress", "addressCountry": "Germany"},
        "sameAs": ["https://twitter.com/site"],
        "employee": {"@type": "Person", "name": "Jane Smith", "email": "jane@site.org"},
        "event": {"location": {"address": {"addressCountry": "FR"}}},
    }  # fmt: skip
    told = page(PROSE, head=f'<script type="application/ld+json">{json.dumps(data)}</script>')
    assert {(one.address, one.person) for one in told.addresses} == {
        ("desk@site.org", ""),
        ("jane@site.org", "Jane Smith"),
    }
    assert [sign.country for sign in told.countries] == ["DE"]
    assert told.profiles == ("https://twitter.com/site",)


def test_a_form_for_messages_is_no_form_for_comments() -> None:
    contact = (
        "<form action='/send'><input type=email name=mail><textarea name=message></textarea></form>"
    )
    comment = (
        "<form action='/wp-comments-post.php'><input type=email><textarea name=comment></textarea>"
        "</form>"
    )
    assert page(contact).forms == ("https://site.org/contact",)
    assert page(comment).forms == ()
    assert page("<form action='/s'><input name=q></form>").forms == ()


def test_a_page_leads_to_those_that_tell_more() -> None:
    told = page(
        "<a href='/impressum'>Impressum</a><a href='/tea'>Contact</a><a href='/2020/01/about-tea'>x"
        "</a><a href='https://else.org/contact'>Contact</a>",
        url="https://site.org/",
    )
    assert dict(told.ways) == {
        "https://site.org/impressum": Purpose.IMPRINT,
        "https://site.org/tea": Purpose.CONTACT,
    }
    assert told.purpose is Purpose.FRONT


def test_a_list_of_people_names_nobody_who_answers() -> None:
    assert page("".join(f"<p>p{n}@site.org</p>" for n in range(200))).addresses == ()


@pytest.mark.parametrize(
    "body",
    [
        "<p>" + "a@" * 50_000,
        "<p>" + "name (at) " * 20_000,
        "<form>" * 3_000 + "<textarea name=message>" * 50,
        "".join(f"<div class=c{n}>@</div>" for n in range(5_000)),
        "<style>" + "".join(f".c{n}{{display:none}}" for n in range(5_000)) + "</style>" + PROSE,
        "<a href='mailto:" + "a" * 60_000 + "'>x</a>",
        "<a data-cfemail='" + "a1" * 20_000 + "'>x</a>",
        '<script type="application/ld+json">' + "[" * 20_000 + "</script>",
        '<script type="application/ld+json">' + '{"a":' * 900 + "1" + "}" * 900 + "</script>",
        "<p>" + "nutzung werbung adresse kontakt " * 8_000,
        "<p>" + "Inhaber: " * 10_000 + "info@site.org",
        "<script>addy1=" + "'a'+" * 20_000 + "</script>",
        "<p>" + "A" * 100_000 + "@site.org",
    ],
    ids=range(13),
)  # fmt: skip
def test_a_hostile_page_ends_soon(body: str) -> None:
    import time

    began = time.process_time()
    page(body)
    assert time.process_time() - began < 2


def test_what_is_no_page_says_why() -> None:
    image = RawPage("https://site.org/x", 200, (), b"\x89PNG", AT, "e", "warc")
    gone = RawPage("https://site.org/x", 404, (), b"<p>a@site.org", AT, "e", "warc")
    nowhere = RawPage("mailto:x", 200, (), b"<p>x", AT, "e", "warc")
    assert all(read_contacts(raw).fault for raw in (image, gone, nowhere))


def test_of_a_kept_text_nobody_knows_whether_the_page_refuses() -> None:
    told = read_text(
        "https://site.org/a", "Write to jane@site.org", ("A", "Jane Smith"), "en", AT, "e"
    )
    assert told.says_no is None
    assert [(one.address, one.person) for one in told.addresses] == [
        ("jane@site.org", "Jane Smith")
    ]
