"""Who is best written to for a site: what its pages publish, judged and put in order.

The confidence of a contact is the share of such contacts that reach who answers for the site, as
far as pages of some hundred domains tell that were read by a person (docs/reference/contacts.md).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from backlinkbot.core.contacts import CountrySign, Duty, How, Purpose, SiteContacts, Zone
from backlinkbot.core.mail_addresses import (
    canonical_address,
    is_free_mail,
    is_no_reply,
    is_role_address,
)
from backlinkbot.core.nouns import Contact
from backlinkbot.core.pages.contacts.believable import MADE_UP
from backlinkbot.core.pages.contacts.countries import country_of_ending
from backlinkbot.core.prospects import ContactKind
from backlinkbot.core.urls.domain import public_suffix, registered_domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from backlinkbot.core.contacts import PageContacts, ShownAddress

LEAST_CONFIDENCE = 0.3  # below, more of them are somebody else's than not
LEAST_COUNTRY = 0.5  # below, a country is not believed
FORM_CONFIDENCE, PROFILE_CONFIDENCE, GUESS_CONFIDENCE = 0.55, 0.4, 0.15
LEAST_LABEL = 4  # letters of a site's name that an address elsewhere must share with it
SHARED_LABEL = 0.6  # of the longer of two names that one must be of the other

NO_REPLY, HIDDEN, COMMENT = "nobody reads it", "hidden from readers", "in a comment"
NOT_THEIRS, NOT_FOR_THIS = "somebody else's", "for data protection, law or applicants"


class Relation(StrEnum):
    """What the host of an address has to do with the site."""

    OWN = "own domain"
    KIN = "the same name elsewhere"
    FREE = "a provider's mailbox"
    FOREIGN = "another domain"


# Shares found right on judged pages, rounded; see docs/reference/contacts.md.
_BY_DUTY: Mapping[Duty, float] = {
    Duty.EDITORIAL: 0.97,
    Duty.MANAGEMENT: 0.95,
    Duty.GENERAL: 0.96,
    Duty.PRESS: 0.9,
    Duty.UNKNOWN: 0.9,
    Duty.ADVERTISING: 0.8,
    Duty.WEBMASTER: 0.85,
    Duty.SALES: 0.75,
    Duty.SUPPORT: 0.75,
}
# How gladly each is taken where several are as sure: who decides about a text comes first.
_WISH: Mapping[Duty, float] = {
    Duty.EDITORIAL: 1.0,
    Duty.MANAGEMENT: 0.97,
    Duty.GENERAL: 0.93,
    Duty.PRESS: 0.9,
    Duty.UNKNOWN: 0.88,
    Duty.WEBMASTER: 0.8,
    Duty.ADVERTISING: 0.78,
    Duty.SALES: 0.7,
    Duty.SUPPORT: 0.68,
}
WRITER_WISH = 1.05  # of the page itself: before all offices
_NAMED_CONFIDENCE = 0.95
_TELLING = frozenset({Purpose.CONTACT, Purpose.IMPRINT, Purpose.ABOUT, Purpose.WRITE_FOR_US})
# What is left of it for an address that is not of the site's own domain, by where it stands.
_ELSEWHERE: Mapping[tuple[Relation, bool], float] = {
    (Relation.KIN, True): 0.95,
    (Relation.KIN, False): 0.85,
    (Relation.FREE, True): 0.85,
    (Relation.FREE, False): 0.3,
    (Relation.FOREIGN, True): 0.8,
    (Relation.FOREIGN, False): 0.12,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address on a page, with the page it stands on."""

    shown: ShownAddress
    page: PageContacts

    @property
    def is_writer(self) -> bool:
        """Whether it is of who wrote the page."""
        name = self.shown.person.casefold()
        return bool(name) and name in self.page.author.casefold()


def site_contacts(
    domain: str, pages: Sequence[PageContacts], *, now: datetime, expires_at: datetime
) -> SiteContacts:
    """What the pages of a site tell, its contacts best first; each person once."""
    left_out: Counter[str] = Counter(page.fault for page in pages if page.fault)
    read = [page for page in pages if not page.fault]
    country, why = country_of(domain, read)
    refuses = _refuses(read)
    best: dict[str, tuple[float, Contact]] = {}
    reasons: dict[str, str] = {}
    for candidate in (Candidate(shown, page) for page in read for shown in page.addresses):
        person = canonical_address(candidate.shown.address)
        reason, confidence, wish = judged(domain, candidate)
        if reason:
            reasons.setdefault(person, reason)
            continue
        contact = replace(
            _contact(domain, candidate, confidence, now, expires_at),
            country=country, says_no=refuses,
        )  # fmt: skip
        if person not in best or best[person][0] < wish:
            best[person] = (wish, contact)
    left_out.update(reason for person, reason in reasons.items() if person not in best)
    ordered = [contact for _, contact in sorted(best.values(), key=lambda one: -one[0])]
    form, profiles = _form(read), tuple(dict.fromkeys(p for page in read for p in page.profiles))
    also = _ways(domain, read, form, profiles, now, expires_at)
    return SiteContacts(
        domain,
        (*ordered, *(replace(one, country=country, says_no=refuses) for one in also)),
        country,
        why,
        form,
        profiles,
        _language(read),
        refuses,
        len(read),
        now,
        dict(left_out),
    )


def judged(domain: str, candidate: Candidate) -> tuple[str, float, float]:
    """Why an address is left out (or empty), how sure it reaches who answers, and how gladly."""
    shown, page = candidate.shown, candidate.page
    relation = relation_of(domain, shown.address)
    if reason := _unfit(shown, relation):
        return reason, 0.0, 0.0
    duty = duty_of(domain, shown)
    confidence = _BY_DUTY[duty]
    if shown.person:
        confidence = max(confidence, _NAMED_CONFIDENCE)
    if relation is not Relation.OWN:
        is_of_site = page.purpose in _TELLING or shown.zone is Zone.FRAME
        confidence *= _ELSEWHERE[relation, is_of_site or candidate.is_writer]
    if confidence < LEAST_CONFIDENCE:
        return NOT_THEIRS, confidence, 0.0
    wish = WRITER_WISH if candidate.is_writer else _WISH[duty]
    return "", confidence, confidence * wish


def _unfit(shown: ShownAddress, relation: Relation) -> str:
    """Why an address is none for us whoever reads it; empty where nothing says so."""
    is_own = relation is Relation.OWN
    reasons = (
        (is_no_reply(shown.address), NO_REPLY),
        (not is_own and shown.address.endswith(MADE_UP), NOT_THEIRS),
        (shown.zone is Zone.HIDDEN, HIDDEN),
        (shown.zone is Zone.COMMENT and not is_own, COMMENT),
        (shown.zone is Zone.DATA and relation is Relation.FOREIGN and not shown.person, NOT_THEIRS),
        (shown.duty not in _BY_DUTY or shown.others == "data protection", NOT_FOR_THIS),
        (bool(shown.others) and not is_own, f"{NOT_THEIRS}: {shown.others}"),
    )
    return next((reason for holds, reason in reasons if holds), "")


def relation_of(domain: str, address: str) -> Relation:
    """What the host of an address has to do with a site."""
    local, _, host = address.rpartition("@")
    owner = registered_domain(host)
    if owner == domain or registered_domain(domain) == owner:
        return Relation.OWN
    site = _label(domain)
    if is_free_mail(address):
        is_called_so = _letters(local) == _letters(domain) or _is_alike(site, _letters(local))
        return Relation.KIN if is_called_so else Relation.FREE
    return Relation.KIN if _is_alike(site, _label(owner)) else Relation.FOREIGN


def country_of(domain: str, pages: Iterable[PageContacts]) -> tuple[str | None, str]:
    """The country of who answers for a site, and what tells it; None where nobody knows."""
    signs: dict[str, list[CountrySign]] = defaultdict(list)
    for page in pages:
        trust = 1.0 if page.purpose in _TELLING else 0.75
        for sign in page.countries:
            signs[sign.country].append(replace(sign, weight=sign.weight * trust))
    if (ending := country_of_ending(domain)) is not None:
        signs[ending.country].append(ending)
    ranked = sorted(
        ((_together(found), country, found) for country, found in signs.items()),
        key=lambda one: (-one[0], one[1]),
    )
    if not ranked or ranked[0][0] < LEAST_COUNTRY:
        return None, ""
    if len(ranked) > 1 and ranked[1][0] == ranked[0][0]:
        return None, f"told both {ranked[0][1]} and {ranked[1][1]}"
    _, country, found = ranked[0]
    return country, max(found, key=lambda sign: sign.weight).why


def guesses(domain: str, people: Iterable[str]) -> list[str]:
    """Addresses that nobody published and many sites have; for who switched guessing on."""
    names = [re.sub(r"[^a-z ]", "", one.casefold()).split() for one in people]
    found = [f"{'.'.join(name)}@{domain}" for name in names if len(name) == 2]  # noqa: PLR2004
    found += [f"{name[0]}@{domain}" for name in names if name]
    return list(dict.fromkeys([*found, f"info@{domain}", f"contact@{domain}"]))


def _together(found: Sequence[CountrySign]) -> float:
    """How sure several signs are; those that say the same thing count once."""
    left = 1.0
    for weight in {sign.why.rstrip("0123456789"): sign.weight for sign in found}.values():
        left *= 1 - weight
    return round(1 - left, 6)


def _refuses(pages: Sequence[PageContacts]) -> bool | None:
    """Whether a page of the site says no; None where no page was read whole."""
    said = {page.says_no for page in pages}
    if True in said:
        return True
    return False if False in said else None


def _contact(
    domain: str, candidate: Candidate, confidence: float, now: datetime, expires_at: datetime
) -> Contact:
    shown, page = candidate.shown, candidate.page
    duty = duty_of(domain, shown)
    return Contact(
        domain=domain,
        address=shown.address,
        person=shown.person,
        role=shown.role,
        found_on=page.url,
        found_at=page.fetched_at or now,
        confidence=confidence,
        kind=kind_of(shown, duty),
        duty=duty.value,
        how=shown.how.value,
        evidence=page.evidence,
        quote=shown.quote,
        language=page.language,
        expires_at=expires_at,
    )


def duty_of(domain: str, shown: ShownAddress) -> Duty:
    """What a mailbox is for; one that is called like the site is its general one."""
    local = _letters(shown.address.rpartition("@")[0])
    is_called_so = not shown.person and _is_alike(_label(domain), local)
    return Duty.GENERAL if shown.duty is Duty.UNKNOWN and is_called_so else shown.duty


def kind_of(shown: ShownAddress, duty: Duty) -> str:
    """Whom a message to an address reaches, in the word of `core.prospects.ContactKind`."""
    if duty is Duty.GENERAL:
        return ContactKind.GENERAL.value
    if is_role_address(shown.address) or (not shown.person and duty):
        return ContactKind.ROLE.value
    return (ContactKind.NAMED if shown.person else ContactKind.UNKNOWN).value


def _form(pages: Sequence[PageContacts]) -> str:
    """A page with a form for messages, a contact page's first."""
    found = [(page.purpose is not Purpose.CONTACT, form) for page in pages for form in page.forms]
    return min(found)[1] if found else ""


def _ways(
    domain: str, pages: Sequence[PageContacts], form: str, profiles: Sequence[str], now: datetime,
    expires_at: datetime,
) -> list[Contact]:  # fmt: skip
    """The form and the profiles of a site as contacts without an address."""
    told = [(form, ContactKind.FORM, FORM_CONFIDENCE)] if form else []
    told += [(one, ContactKind.SOCIAL, PROFILE_CONFIDENCE) for one in profiles]
    return [
        Contact(
            domain, "", "", "", source.url, source.fetched_at or now, confidence,
            kind=kind.value, how=How.LINK.value, page=way, evidence=source.evidence,
            language=source.language, expires_at=expires_at,
        )
        for way, kind, confidence in told
        if (source := next((p for p in pages if way in (*p.forms, *p.profiles)), None))
    ]  # fmt: skip


def _language(pages: Sequence[PageContacts]) -> str:
    counted = Counter(page.language for page in pages if page.language)
    return counted.most_common(1)[0][0] if counted else ""


def _label(domain: str) -> str:
    """The name without its ending: `monde-diplomatique` of `monde-diplomatique.fr`, in letters."""
    ending = public_suffix(domain)
    return _letters(domain.removesuffix(f".{ending}").rpartition(".")[2])


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def _is_alike(one: str, other: str) -> bool:
    """Whether one name is the other, or most of it."""
    short, long = sorted((one, other), key=len)
    if len(short) < LEAST_LABEL:
        return short == long and bool(short)
    return short in long and len(short) >= SHARED_LABEL * len(long)
