"""The twelve nouns of the product; frozen values that every floor speaks in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Placement(StrEnum):
    """Where on a page a link stands; the value is the word shown to the user."""

    CONTENT = "content"
    AUTHOR_BIO = "author bio"
    NAVIGATION = "navigation"
    HEADER = "header"
    FOOTER = "footer"
    SIDEBAR = "sidebar"
    COMMENT = "comment"
    LIST = "list/directory"
    WIDGET = "widget"
    UNKNOWN = "unknown"


class LinkKind(StrEnum):
    """What element of the page makes the link."""

    TEXT = "text"
    IMAGE = "image"
    AREA = "area"
    CANONICAL = "canonical"
    REDIRECT = "redirect"
    FRAME = "frame"
    FORM = "form"
    MENTION = "mention"
    UNKNOWN = "unknown"


# What counts as a backlink, and makes its domain a referring domain: what a visitor can follow, and
# what an export does not tell the kind of. Frames, forms and canonicals are kept and counted apart.
BACKLINK_KINDS = frozenset(
    (LinkKind.TEXT, LinkKind.IMAGE, LinkKind.AREA, LinkKind.REDIRECT, LinkKind.UNKNOWN)
)


class AnchorClass(StrEnum):
    """What an anchor text is, in the order the classes are tried."""

    IMAGE_EMPTY = "image/empty"
    NAKED_URL = "naked URL"
    BRANDED = "branded"
    EXACT = "exact match"
    PARTIAL = "partial match"
    GENERIC = "generic"
    OTHER = "other"


class LinkState(StrEnum):
    """Whether a link can still be followed to its target."""

    LIVE = "live"
    LOST = "lost"
    BROKEN = "broken"
    REDIRECTED = "redirected"


class LostReason(StrEnum):
    """Why a link is lost. A refusal to us is `blocked_to_us` and never counts as lost."""

    REMOVED_FROM_HTML = "removed_from_html"
    PAGE_GONE = "page_gone"
    HOST_GONE = "host_gone"
    NOINDEXED = "noindexed"
    NO_LONGER_CANONICAL = "no_longer_canonical"
    REDIRECTED = "redirected"
    BECAME_NOFOLLOW = "became_nofollow"
    TARGET_CHANGED = "target_changed"
    JAVASCRIPT_ONLY = "javascript_only"
    BLOCKED_TO_US = "blocked_to_us"
    DROPPED_NOT_RECHECKED = "dropped_not_rechecked"


class Strength(StrEnum):
    """A link's quality in one word."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Domain:
    """A registered domain (the private section of the public suffix list is split)."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Url:
    """One canonical http(s) URL with the two names derived from it."""

    href: str
    host: str
    domain: str

    def __str__(self) -> str:
        return self.href


@dataclass(frozen=True, slots=True)
class Link:
    """One link from a source page to a target URL, as seen on one day.

    `followed`, `nofollow`, `ugc` and `sponsored` are four facts; None means nobody told us.
    Links that come in millions travel as columns (`core.columns.LINKS`), not as this class.
    """

    source_url: str
    target_url: str
    anchor: str
    kind: LinkKind
    placement: Placement
    placement_probability: float
    nofollow: bool | None
    ugc: bool | None
    sponsored: bool | None
    followed: bool | None
    seen_at: datetime | None
    left: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A site of ours, or one we watch (`is_ours` tells), and what belongs to its owner."""

    domain: str
    name: str = ""
    is_ours: bool = True
    brand_words: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()
    estate: tuple[str, ...] = ()  # other domains of the same owner
    topic_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One sealed, published state of the link index.

    `lost`, where it was just published: links that became lost because a source that was marked
    complete no longer lists them.
    """

    name: str
    created_at: datetime
    links: int
    pages: int
    edges: int
    referring_domains: int
    lost: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Growth:
    """Referring domains won and lost in the week that begins on `week` (a Monday).

    `lost_start_unknown`: those of the lost of which nobody knows when they began to link.
    """

    week: date
    new: int
    lost: int
    lost_start_unknown: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One signal's number, what it says in a plain sentence, and the evidence for it.

    `value` is in the signal's own range, `score` in 0..1 (1 is best); both None when unknown.
    """

    signal: str
    value: float | None
    score: float | None
    sentence: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What we conclude about one link or domain, how sure we are, and from which readings."""

    subject: str
    word: str
    probability: float
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A page that could link to us, by which tactic, and what that would be worth."""

    prospect: str
    page: str
    tactic: str
    worth_points: float
    probability: float
    minutes: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach whoever answers for a site, and where that way was published.

    `address`: as published, empty where only `page` is known, a form or a profile; `person`,
    `role`: kept apart, each empty where nobody tells; `kind`: of `core.prospects.ContactKind`;
    `duty`, `how`: of `core.contacts`; `evidence`: where the page can be read again; `quote`: the
    words around it; `confidence`: 0 to 1, how likely it reaches who answers for the site;
    `country`: ISO 3166 alpha-2, None unknown; `says_no`: nobody may advertise there, None unknown;
    `consent`: what shows that he agreed; `takes_mail`, `is_catch_all`: of its mail host, None
    unknown; `expires_at`: when it is forgotten; `barred`: why nobody may write there and since
    when, empty where nothing is known against it.
    """

    domain: str
    address: str
    person: str
    role: str
    found_on: str
    found_at: datetime
    confidence: float
    kind: str = "unknown"
    duty: str = ""
    how: str = ""
    page: str = ""
    evidence: str = ""
    quote: str = ""
    language: str = ""
    country: str | None = None
    is_guessed: bool = False
    says_no: bool | None = None
    consent: str = ""
    takes_mail: bool | None = None
    is_catch_all: bool | None = None
    expires_at: datetime | None = None
    barred: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one contact; its id never changes, so it is never sent twice."""

    message_id: str
    sender: str
    recipient: str
    subject: str
    body: str
    headers: tuple[tuple[str, str], ...] = field(default=())
