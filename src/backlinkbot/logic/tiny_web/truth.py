"""What the little web knows about itself: the captures, and the truth that they were made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from backlinkbot.core.nouns import LinkKind, LostReason, Placement


class SiteKind(StrEnum):
    """What a made-up site is, and thereby whether a link from it is honest."""

    CLIENT = "client"
    COMPETITOR = "competitor"
    NEWS = "news"
    INSTITUTION = "institution"
    BLOG = "blog"
    SHOP = "shop"
    DIRECTORY = "directory"
    FORUM = "forum"
    JUNK_DIRECTORY = "junk directory"
    FARM = "link farm"
    PBN = "private blog network"
    SPAM = "spam"
    MONEY = "money site"


HONEST = frozenset(
    {
        SiteKind.CLIENT,
        SiteKind.COMPETITOR,
        SiteKind.NEWS,
        SiteKind.INSTITUTION,
        SiteKind.BLOG,
        SiteKind.SHOP,
        SiteKind.DIRECTORY,
        SiteKind.FORUM,
    }
)


@dataclass(frozen=True, slots=True)
class SiteTruth:
    """One made-up site.

    `owner` is shared by the sites of one hidden owner; `ga` is what its pages
    show (an owner's sites may share it); `rank` is its place in the little rank list, 0 = unlisted.
    """

    domain: str
    host: str
    name: str
    kind: SiteKind
    topic: str
    language: str
    owner: str
    ip: str
    ga: str
    skeleton: int
    born: date
    rank: int

    @property
    def honest(self) -> bool:
        return self.kind in HONEST

    def url(self, path: str) -> str:
        return f"https://{self.host}{path}"


@dataclass(frozen=True, slots=True)
class LinkTruth:
    """One link element of one capture, as it was written.

    `written` is the href in the HTML, `target_url` what it means; `occurrence` counts from 0 the
    links of this page to the same target; `path` is the WAT name of the element ("A@/href");
    `external` tells whether source and target are different sites.
    """

    source_url: str
    source_domain: str
    target_url: str
    target_domain: str
    written: str
    occurrence: int
    anchor: str
    kind: LinkKind
    nofollow: bool
    ugc: bool
    sponsored: bool
    followed: bool
    placement: Placement
    path: str
    rel: str
    external: bool


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer to one request.

    `links` are in document order and hold internal ones too;
    `body` is UTF-8 HTML, empty for redirects; `location` where the answer redirects.
    """

    url: str
    domain: str
    status: int
    fetched_at: datetime
    ip: str
    body: bytes
    title: str
    language: str
    location: str
    canonical_url: str
    robots: str
    links: tuple[LinkTruth, ...]


@dataclass(frozen=True, slots=True)
class Backlink:
    """One external link over all captures of its page; moments are capture times.

    `lost_at`: the first capture that shows it gone (None while live); a page that refuses us (403)
    loses nothing. `changed` is `BECAME_NOFOLLOW` where only the rel changed.
    """

    link: LinkTruth
    source_title: str
    source_language: str
    first_seen: datetime
    last_seen: datetime
    lost_at: datetime | None
    lost_reason: LostReason | None
    changed: LostReason | None


@dataclass(frozen=True, slots=True)
class Wave:
    """Many new links to one target in a short time. `bought` tells what made it."""

    name: str
    target: str
    begins_on: date
    ends_on: date
    sources: tuple[str, ...]
    bought: bool


@dataclass(frozen=True, slots=True)
class OpportunityTruth:
    """A planted chance for the client: `page` could link to it by this `tactic` (product.md)."""

    tactic: str
    page: str
    domain: str
    about: str


@dataclass(frozen=True, slots=True)
class World:
    """The little web: its sites, every capture in order of time, and the tables of truth."""

    seed: int
    begins_on: date
    ends_on: date
    client: str
    competitors: tuple[str, ...]
    brand: str
    trusted: tuple[str, ...]
    sites: tuple[SiteTruth, ...]
    captures: tuple[Capture, ...]
    backlinks: tuple[Backlink, ...]
    waves: tuple[Wave, ...]
    opportunities: tuple[OpportunityTruth, ...]

    def site(self, domain: str) -> SiteTruth:
        """The site of this registrable domain."""
        return next(site for site in self.sites if site.domain == domain)

    def to(self, domain: str) -> tuple[Backlink, ...]:
        """All backlinks that this domain has or had."""
        return tuple(b for b in self.backlinks if b.link.target_domain == domain)
