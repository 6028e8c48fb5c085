"""One captured page to what it publishes of ways to reach who answers for its site."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.contacts import Duty, How, PageContacts, Purpose, ShownAddress, Zone
from backlinkbot.core.facts import CUT_HEADER
from backlinkbot.core.mail_addresses import canonical_address
from backlinkbot.core.pages import prescan
from backlinkbot.core.pages.author import author
from backlinkbot.core.pages.challenge import is_challenge
from backlinkbot.core.pages.collector import paused
from backlinkbot.core.pages.contacts.countries import countries_in
from backlinkbot.core.pages.contacts.duties import (
    duty_by_name,
    duty_by_title,
    others_in,
    title_in,
)
from backlinkbot.core.pages.contacts.names import is_name, names_in, owner_of, plain_name
from backlinkbot.core.pages.contacts.purposes import purpose_of
from backlinkbot.core.pages.contacts.refusals import says_no
from backlinkbot.core.pages.contacts.shown import Place, places_of
from backlinkbot.core.pages.contacts.spelled import addresses_in
from backlinkbot.core.pages.contacts.told import ToldData, told_data, told_in_metas
from backlinkbot.core.pages.contacts.ways import has_message_form, profiles_of, ways_of
from backlinkbot.core.pages.decode import as_utf8
from backlinkbot.core.pages.language import language
from backlinkbot.core.pages.links import links_of, parsed
from backlinkbot.core.pages.main_text import main_text
from backlinkbot.core.pages.seen import is_page
from backlinkbot.core.pages.told import read_told
from backlinkbot.core.pages.walk import TAG_CODE
from backlinkbot.core.urls import canonical, domain_of

if TYPE_CHECKING:
    from datetime import datetime

    from backlinkbot.core.facts import RawPage
    from backlinkbot.core.pages.walk import Walk

MOST_ADDRESSES = 60  # of one page: one with more is a list of people, of whom none answers for it
NEAR_BEFORE, NEAR_AFTER = 240, 90  # characters around an address that may tell whose it is
QUOTE_BEFORE, QUOTE_AFTER = 80, 40
TELLING = frozenset({Purpose.CONTACT, Purpose.IMPRINT, Purpose.ABOUT, Purpose.FRONT})
TITLED = frozenset({Purpose.CONTACT, Purpose.IMPRINT})
FOOT_CHARS = 1_500  # of the end of any page, where firms tell their seat

NO_ADDRESS = "the page has no web address"
NO_PAGE = "the answer is no HTML page"
FIREWALL = "the answer is a firewall's page"
A_LIST = "the page lists more addresses than a site has people who answer for it"


def read_contacts(raw: RawPage) -> PageContacts:
    """What a page publishes; one that may not be parsed, or is none, has its `fault`."""
    url = canonical(raw.url)
    if url is None:
        return PageContacts(
            raw.url, "", raw.fetched_at, raw.evidence, says_no=None, fault=NO_ADDRESS
        )
    blank = PageContacts(url, domain_of(url), raw.fetched_at, raw.evidence, says_no=None)
    if not is_page(raw):
        return _faulty(blank, NO_PAGE)
    if len(raw.body) > prescan.MOST_BYTES:
        return _faulty(blank, prescan.TOO_LARGE)
    html = as_utf8(raw.body, raw.headers)
    if refusal := prescan.refusal(html):
        return _faulty(blank, refusal)
    with paused():
        return _read(blank, raw, html)


def read_text(
    url: str, text: str, about: tuple[str, str], told_language: str, at: datetime | None,
    evidence: str,
) -> PageContacts:  # fmt: skip
    """The same out of a page's kept main text, where its bytes are there no more.

    `about`: its title and who wrote it. What frames the text, where addresses often stand, is not
    in it, so nobody knows whether the page refuses advertising.
    """
    domain = domain_of(url)
    title, writer = about
    found = [
        Place(one.address, one.how, Zone.CONTENT, one.start, one.end)
        for one in addresses_in(text, domain)
    ]
    purpose = purpose_of(url, title)
    names = [writer] if is_name(writer) else []
    return PageContacts(
        url, domain, at, evidence, purpose, told_language, writer,
        addresses=_addresses(found, text, names, ToldData(), purpose),
        countries=tuple(countries_in(text)) if purpose in TELLING else (),
        says_no=True if says_no(text) else None,
    )  # fmt: skip


def _faulty(blank: PageContacts, fault: str) -> PageContacts:
    return PageContacts(
        blank.url, blank.domain, blank.fetched_at, blank.evidence, says_no=None, fault=fault
    )


def _read(blank: PageContacts, raw: RawPage, html: bytes) -> PageContacts:
    links = links_of(parsed(html), blank.url, raw.headers)
    walk = links.walk
    if is_challenge(walk.text, links.title, raw.headers, html):
        return _faulty(blank, FIREWALL)
    told = read_told(walk)
    data = told_data(_linked_data(walk))
    data.addresses += told_in_metas(_metas(walk))
    writer = author(told, links) or ""
    purpose = purpose_of(blank.url, links.title)
    named = plain_name(writer)
    names = [*([named] if is_name(named) else []), *data.people]
    is_cut = any(name == CUT_HEADER for name, _ in raw.headers)
    refuses = says_no(walk.text)
    tells = walk.text if purpose in TELLING else walk.text[-FOOT_CHARS:]
    return PageContacts(
        blank.url, blank.domain, blank.fetched_at, blank.evidence, purpose,
        language(walk, raw.headers, main_text(walk).text or walk.text) or "",
        writer,
        addresses=_addresses(places_of(links, html), walk.text, names, data, purpose),
        forms=(blank.url,) if has_message_form(links) else (),
        profiles=profiles_of(links, data.profiles),
        ways=ways_of(links),
        countries=(*data.countries, *countries_in(tells)),
        says_no=None if is_cut and not refuses else refuses,
    )  # fmt: skip


def _metas(walk: Walk) -> list[tuple[str, str]]:
    """The metas with a name, by whichever attribute says it."""
    found = []
    for meta in walk.metas:
        name = meta.get("name") or meta.get("property") or meta.get("http-equiv") or ""
        found.append((name.strip().lower(), meta.get("content") or ""))
    return found


def _linked_data(walk: Walk) -> list[str]:
    scripts = np.flatnonzero(walk.elements.tag == TAG_CODE["script"]).tolist()
    nodes = [walk.nodes[number] for number in scripts]
    return [
        node.text() or ""
        for node in nodes
        if "ld+json" in (node.attributes.get("type") or "").lower()
    ]


def _addresses(
    places: list[Place], text: str, names: list[str], data: ToldData, purpose: Purpose
) -> tuple[ShownAddress, ...]:
    """The addresses of a page, each once, as what tells most about it shows it."""
    by_person: dict[str, list[Place]] = {}
    for one in sorted(places, key=lambda place: place.at):
        by_person.setdefault(canonical_address(one.address), []).append(one)
    found = {
        person: _shown(group, text, names, by_person, purpose)
        for person, group in list(by_person.items())[: 10 * MOST_ADDRESSES]
    }
    for told in data.addresses:
        name = told.name or owner_of(told.address, names)
        shown = ShownAddress(
            told.address, How.SCHEMA, Zone.DATA, duty_by_name(told.address), name, told.role,
            quote=told.role,
        )  # fmt: skip
        person = canonical_address(told.address)
        if person not in found or found[person].zone is Zone.HIDDEN:
            found[person] = shown
    if len(found) > MOST_ADDRESSES:
        return ()
    return tuple(found.values())


_BEST_ZONE = {Zone.CONTENT: 0, Zone.FRAME: 1, Zone.COMMENT: 2, Zone.HIDDEN: 3, Zone.DATA: 4}
_BEST_HOW = {How.LINK: 0, How.CLOUDFLARE: 1, How.SCRIPT: 2, How.TEXT: 3}


def _shown(
    group: list[Place],
    text: str,
    names: list[str],
    all_places: dict[str, list[Place]],
    purpose: Purpose,
) -> ShownAddress:
    ordered = sorted(group, key=lambda one: (_BEST_ZONE[one.zone], _BEST_HOW.get(one.how, 3)))
    best = ordered[0]
    before, after = _around(best, text, all_places)
    title = title_in(before[-100:]) or title_in(after[:50])
    duty = duty_by_name(best.address)
    person = _person(best, before, after, names, purpose, is_office=duty is not Duty.UNKNOWN)
    role = title if person or duty is Duty.UNKNOWN else ""
    if duty is Duty.UNKNOWN:
        duty = duty_by_title(title)
    quote = text[max(0, best.at - QUOTE_BEFORE) : best.end + QUOTE_AFTER]
    return ShownAddress(
        best.address, best.how, best.zone, duty, person, role, others_in(before),
        " ".join(quote.split()),
    )  # fmt: skip


def _around(place: Place, text: str, all_places: dict[str, list[Place]]) -> tuple[str, str]:
    """The words before and after an address that no other address parts from it."""
    ends = [one.end for group in all_places.values() for one in group if one.end <= place.at]
    begins = [one.at for group in all_places.values() for one in group if one.at >= place.end > 0]
    first = max([place.at - NEAR_BEFORE, 0, *ends])
    last = min([place.end + NEAR_AFTER, *begins])
    return text[first : place.at], text[place.end : max(last, place.end)]


def _person(
    place: Place, before: str, after: str, names: list[str], purpose: Purpose, *, is_office: bool
) -> str:
    """Whose an address is by what the page says; empty where it does not say it plainly.

    Capitals make no name: a mailbox must be called like it, or the page must give it to somebody
    for machines. Of an office, only an imprint's or contact page's line with a title tells who
    answers for it.
    """
    if is_office:
        return _titled(before) if purpose in TITLED else ""
    words = plain_name(place.words)
    near = [*reversed(list(names_in(before))), *names_in(after.split("\n", maxsplit=1)[0])]
    known = [words] if is_name(words) else []
    if _is_of_host(place.address):
        return ""
    if found := owner_of(place.address, [*known, *near, *names]):
        return found
    return words if words in names else ""


def _is_of_host(address: str) -> bool:
    """Whether a mailbox is called like its domain: `polityka@polityka.example`, nobody's name."""
    local, _, host = address.lower().rpartition("@")
    return host.startswith(f"{local}.") or f".{local}." in host


def _titled(before: str) -> str:
    """The name beside the last title of an imprint: `Inhaber: Max Muster`, or on the next line."""
    lines = [line.strip() for line in before.rstrip().split("\n")][-4:]
    for line, below in reversed(list(pairwise([*lines, ""]))):
        title = title_in(line)
        if not title:
            continue
        rest = plain_name(line[line.rindex(title) + len(title) :].lstrip(" :-"))
        for text in (rest, plain_name(below) if not rest else ""):
            if is_name(text):
                return text
    return ""
