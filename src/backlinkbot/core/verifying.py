"""Looking at backlinks again: what a page shows, what one look tells, what is known then."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from backlinkbot.core.crawl import Outcome
    from backlinkbot.core.nouns import LostReason

PAGES = 500  # looked at in one run, where nobody says


class Look(StrEnum):
    """What one look tells of one link."""

    THERE = "there"
    CHANGED = "changed"  # it leads to the site, but something about it is not what it was
    GONE = "gone"
    BLOCKED = "blocked"  # refused to us: a firewall, a login, robots.txt
    UNREACHABLE = "unreachable"  # nobody answered today
    UNTOLD = "untold"  # an answer from which nothing can be concluded


class Standing(StrEnum):
    """What is known of a link after all looks; the value is the word shown to the user."""

    THERE = "there"
    CHANGED = "changed"
    SUSPECTED = "suspected"  # gone at the last look, too little to call it lost
    LOST = "lost"
    BLOCKED = "blocked_to_us"
    UNREACHABLE = "unreachable"
    UNTOLD = "untold"


class Saying(StrEnum):
    """What a page's few words say of itself instead of showing what it is for."""

    NOTHING = ""
    NOT_FOUND = "not_found"
    FOR_SALE = "for_sale"  # a domain that is parked
    NOT_NOW = "not_now"  # maintenance, a database that does not answer
    WALL = "wall"  # a login, a consent or an age gate
    CHALLENGE = "challenge"  # a firewall's check


@dataclass(frozen=True, slots=True)
class SeenLink:
    """A link as it stands on a page now; `left`, `right`: the words beside it."""

    target_url: str
    target_domain: str
    occurrence: int
    anchor: str
    nofollow: bool
    ugc: bool
    sponsored: bool
    followed: bool
    left: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class PageSeen:
    """What one HTML answer shows of the links that were looked for.

    `links`: those to the wanted domains, and others with a wanted anchor; `hidden`: wanted targets
    that stand in scripts or data, not in a link; `is_shell`: the page draws itself in the browser;
    `is_whole`: nothing of it was cut, so that what is not in it is not on the page; `sketch`: the
    smallest hashes of its texts, to compare pages; `fault`: why it could not be read. `recalled`:
    the share of what was known of its text that stands in it; `has_passage`: words that stood
    beside a known link stand in it; `is_partial`: strangers are shown a part only; `asks_password`:
    it has a field for one; `wrapped`: wanted targets that stand in the address of another link.
    """

    title: str = ""
    words: int = 0
    noindex: bool = False
    canonical_url: str | None = None
    refresh_url: str | None = None
    links: tuple[SeenLink, ...] = ()
    hidden: frozenset[str] = frozenset()
    is_shell: bool = False
    is_whole: bool = True
    saying: Saying = Saying.NOTHING
    sketch: tuple[int, ...] = ()
    fault: str = ""
    recalled: float = 0.0
    has_passage: bool = False
    is_partial: bool = False
    asks_password: bool = False
    wrapped: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class KnownPage:
    """What the index keeps of a page from when its links were seen.

    `sample`: smallest hashes of its main text (`core.pages.looked.sketch`); `words`: of that text.
    """

    title: str = ""
    sample: tuple[int, ...] = ()
    words: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """How asking for a page ended. `final_url`: what answered after `hops` (address, status).

    `outcome`, `reason`, `sentence`: as in `core.crawl`; `page`: None where no HTML came;
    `media_type`: of the answer.
    """

    url: str
    final_url: str
    outcome: Outcome
    at: datetime
    status: int = 0
    reason: str = ""
    sentence: str = ""
    hops: tuple[tuple[str, int], ...] = ()
    media_type: str = ""
    has_body: bool = True
    page: PageSeen | None = None


@dataclass(frozen=True, slots=True)
class KnownLink:
    """A backlink as it was known before a look; `noindex`, `canonical_url`: of its page then."""

    source_url: str
    target_url: str
    target_domain: str
    occurrence: int
    anchor: str | None = None
    nofollow: bool | None = None
    ugc: bool | None = None
    sponsored: bool | None = None
    followed: bool | None = None
    left: str | None = None
    right: str | None = None
    noindex: bool | None = None
    canonical_url: str | None = None

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from other links."""
        return (self.source_url, self.target_url, self.occurrence)


@dataclass(frozen=True, slots=True)
class Change:
    """What is not as it was: `what` of anchor, nofollow, ugc, sponsored, followed, target, page."""

    what: str
    before: str
    now: str

    def as_document(self) -> dict[str, str]:
        """The change as JSON."""
        return {"what": self.what, "before": self.before, "now": self.now}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look tells of one link.

    `loses`: whether the index, told of this look alone, would call the link lost: such a look is
    held back until another one says the same.
    """

    look: Look
    reason: LostReason | None = None
    sentence: str = ""
    changes: tuple[Change, ...] = ()
    loses: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """What is known of one link after all looks.

    `looks`: looks in a row that found it gone, far enough apart to count; `gone_at`: the first of
    them, `gone_again_at` the last; `seen_at`: the last look that found it; `changes`: how often a
    look found something else than the one before; `next_at`: when it is due.
    """

    site: str
    source_url: str
    target_url: str
    occurrence: int
    standing: Standing
    checked_at: datetime
    reason: LostReason | None = None
    sentence: str = ""
    looks: int = 0
    gone_at: datetime | None = None
    gone_again_at: datetime | None = None
    seen_at: datetime | None = None
    changes: int = 0
    next_at: datetime | None = None
    evidence: str = ""
    news: tuple[Change, ...] = ()

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells the link from others."""
        return (self.source_url, self.target_url, self.occurrence)

    def as_document(self) -> dict[str, Any]:
        """The link as JSON."""
        return {
            "source_url": self.source_url,
            "target_url": self.target_url,
            "occurrence": self.occurrence,
            "standing": self.standing.value,
            "reason": self.reason.value if self.reason else None,
            "sentence": self.sentence,
            "changes": [one.as_document() for one in self.news],
            "looks_without": self.looks,
            "gone_since": _moment(self.gone_at),
            "last_seen": _moment(self.seen_at),
            "checked_at": _moment(self.checked_at),
            "next_at": _moment(self.next_at),
            "evidence": self.evidence or None,
        }


@dataclass(frozen=True, slots=True)
class VerifyPlan:
    """What to look at. `sites`: whose backlinks, all of ours where none is named.

    `all`: also what is not due; `limit`: pages at most; `link`: this source page alone.
    """

    sites: tuple[str, ...] = ()
    all: bool = False
    limit: int = PAGES
    link: str = ""

    def as_document(self) -> dict[str, Any]:
        """The plan as JSON."""
        return {
            "sites": list(self.sites),
            "all": self.all,
            "limit": self.limit,
            "link": self.link or None,
        }


@dataclass(frozen=True, slots=True)
class Due:
    """A page to look at and the links on it; `why`: what made it due."""

    source_url: str
    links: int
    due_at: datetime
    why: str

    def as_document(self) -> dict[str, Any]:
        """The page as JSON."""
        return {
            "source_url": self.source_url,
            "links": self.links,
            "due_at": _moment(self.due_at),
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of one run. `links`: what is known now of each link that was looked at.

    `due`: the pages of the run; `left`: pages that are due and had no room; `outcomes`: pages by
    how asking for them ended; `snapshot`: what was read into the index; `lost_now`, `found_again`:
    links whose standing became lost, or ceased to be, in this run.
    """

    sites: tuple[str, ...]
    plan: VerifyPlan
    due: tuple[Due, ...]
    left: int
    links: tuple[Check, ...] = ()
    outcomes: Counter[str] = field(default_factory=Counter)
    snapshot: str = ""
    archives: tuple[str, ...] = ()
    lost_now: int = 0
    found_again: int = 0
    notes: tuple[str, ...] = ()
    is_dry_run: bool = False

    @property
    def standings(self) -> Mapping[str, int]:
        """How many links stand how, the words in the order of `Standing`."""
        counted = Counter(one.standing for one in self.links)
        return {word.value: counted[word] for word in Standing if counted[word]}

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `verify --json`."""
        return {
            "sites": list(self.sites),
            "plan": self.plan.as_document(),
            "dry_run": self.is_dry_run,
            "pages": len(self.due),
            "pages_left": self.left,
            "outcomes": dict(self.outcomes.most_common()),
            "standings": dict(self.standings),
            "lost_now": self.lost_now,
            "found_again": self.found_again,
            "links": [one.as_document() for one in self.links],
            "due": [one.as_document() for one in self.due] if self.is_dry_run else [],
            "archives": list(self.archives),
            "snapshot": self.snapshot or None,
            "notes": list(self.notes),
        }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
