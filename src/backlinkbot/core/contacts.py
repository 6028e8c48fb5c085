"""What pages publish of ways to reach who answers for a site, before anybody judges it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from backlinkbot.core.mail_addresses import is_free_mail, is_role_address
from backlinkbot.core.prospects import ContactKind

if TYPE_CHECKING:
    from datetime import datetime

    from backlinkbot.core.nouns import Contact


ADDRESS, OTHER_WAY = "address", "other way"


class Purpose(StrEnum):
    """What a page is for, as far as it matters to who looks for a contact."""

    CONTACT = "contact page"
    IMPRINT = "imprint"
    WRITE_FOR_US = "page for writers"
    ABOUT = "about page"
    AUTHOR = "author page"
    ADVERTISE = "page for advertisers"
    PRIVACY = "privacy page"
    FRONT = "front page"
    OTHER = "other page"


class How(StrEnum):
    """In what form an address is published."""

    LINK = "mail link"
    TEXT = "text"
    SPELLED = "spelled out"  # name [at] site dot org
    REVERSED = "reversed"
    CLOUDFLARE = "Cloudflare's code"
    SCRIPT = "put together by a script"
    SCHEMA = "schema.org"
    BY_HAND = "told by a user"
    GUESSED = "guessed"


class Duty(StrEnum):
    """What a mailbox is for, by its name or by what stands beside it."""

    EDITORIAL = "editorial"
    PRESS = "press"
    MANAGEMENT = "management"
    GENERAL = "general"
    ADVERTISING = "advertising"
    WEBMASTER = "webmaster"
    SALES = "sales"
    SUPPORT = "support"
    JOBS = "jobs"
    PRIVACY = "privacy"
    LEGAL = "legal"
    UNKNOWN = ""


class Zone(StrEnum):
    """In what part of a page an address stands."""

    CONTENT = "content"
    FRAME = "frame"  # header, footer, sidebar
    COMMENT = "comment"
    HIDDEN = "hidden"  # what readers do not see may be laid out for those who collect addresses
    DATA = "data"  # of the page, for machines


@dataclass(frozen=True, slots=True)
class ShownAddress:
    """One address as a page shows it.

    `person`, `role`: a name and a position that the page gives to it, each empty where none;
    `others`: why it is not the site's own, empty where nothing says so; `quote`: the words around.
    """

    address: str
    how: How
    zone: Zone
    duty: Duty = Duty.UNKNOWN
    person: str = ""
    role: str = ""
    others: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class CountrySign:
    """One thing on a page that tells a country; `weight`: 0 to 1, how far it may be believed."""

    country: str
    why: str
    weight: float


@dataclass(frozen=True, slots=True)
class PageContacts:
    """What one page tells of ways to reach who answers for its site.

    `forms`: pages with a form for a message; `profiles`: on social platforms, as the site names
    them; `ways`: pages of the site that may tell more, with what each is for; `says_no`: it says
    that nobody may advertise or ask for links, None where the page could not be read whole.
    """

    url: str
    domain: str
    fetched_at: datetime | None
    evidence: str
    purpose: Purpose = Purpose.OTHER
    language: str = ""
    author: str = ""
    addresses: tuple[ShownAddress, ...] = ()
    forms: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    ways: tuple[tuple[str, Purpose], ...] = ()
    countries: tuple[CountrySign, ...] = ()
    says_no: bool | None = False
    fault: str = ""


@dataclass(frozen=True, slots=True)
class SiteContacts:
    """What is known of an organisation: its contacts, best first, and what was left out and why.

    `country`: ISO 3166 alpha-2, None where nobody knows; `country_why`: what tells it; `form`: a
    page with a form for messages; `pages`: that were read.
    """

    domain: str
    contacts: tuple[Contact, ...] = ()
    country: str | None = None
    country_why: str = ""
    form: str = ""
    profiles: tuple[str, ...] = ()
    language: str = ""
    says_no: bool | None = None
    pages: int = 0
    looked_at: datetime | None = None
    left_out: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The organisation as JSON."""
        return {
            "domain": self.domain,
            "contacts": [as_document(one) for one in self.contacts],
            "country": self.country,
            "country_why": self.country_why or None,
            "form": self.form or None,
            "profiles": list(self.profiles),
            "language": self.language or None,
            "says_no": self.says_no,
            "pages": self.pages,
            "looked_at": _moment(self.looked_at),
            "left_out": self.left_out,
            "notes": list(self.notes),
        }


def what_it_is(one: Contact) -> str:
    """Whom or what a contact reaches, in a word; of an address that nobody owns to: address."""
    if one.kind != ContactKind.UNKNOWN:
        return one.kind
    return ADDRESS if one.address else OTHER_WAY


def law_column(one: Contact) -> str:
    """The column of the table of law that an address falls under, empty for no address.

    By the address alone, as the firewall does it: at a provider of mailboxes for private people, a
    word of an office before the @, else a named person.
    """
    if not one.address:
        return ""
    if is_free_mail(one.address):
        return "private"
    return "office" if is_role_address(one.address) else "named"


def as_document(one: Contact) -> dict[str, Any]:
    """A contact as JSON."""
    return {
        "domain": one.domain,
        "address": one.address or None,
        "kind": one.kind,
        "person": one.person or None,
        "role": one.role or None,
        "duty": one.duty or None,
        "page": one.page or None,
        "found_on": one.found_on or None,
        "found_at": _moment(one.found_at),
        "how": one.how or None,
        "evidence": one.evidence or None,
        "quote": one.quote or None,
        "language": one.language or None,
        "country": one.country,
        "confidence": round(one.confidence, 3),
        "is_guessed": one.is_guessed,
        "says_no": one.says_no,
        "consent": one.consent or None,
        "takes_mail": one.takes_mail,
        "is_catch_all": one.is_catch_all,
        "expires_at": _moment(one.expires_at),
        "barred": one.barred or None,
    }


def _moment(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
