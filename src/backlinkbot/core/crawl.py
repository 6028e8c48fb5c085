"""What a crawl is told, how each of its requests can end, and what came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

PAGES = 1_000  # of one crawl, where nobody says
PER_SITE = 500  # pages of one registrable domain: a trap costs no more
DEPTH = 3  # links away from where it began
MOST_PAGES = 10_000_000
MOST_DEPTH = 50


class Outcome(StrEnum):
    """How a request ended; the value is the word in answers, archives and the frontier."""

    PAGE = "page"  # an answer 2xx
    NOT_MODIFIED = "not_modified"  # 304: the page is what it was
    REDIRECTED = "redirected"
    ERROR = "error_answer"  # 4xx or 5xx
    FORBIDDEN = "robots_forbidden"
    ROBOTS_UNREACHABLE = "robots_unreachable"  # RFC 9309: then nothing may be fetched
    REFUSED = "refused"  # a private address, or a port that no request goes to
    UNREACHABLE = "unreachable"  # no answer; the reason tells dns, tls, timeout … apart
    BUSY = "busy"  # 429 or 503 more often than we had patience for

    @property
    def is_answer(self) -> bool:
        """Whether a server said something about this page; "later" says nothing."""
        return self in (
            Outcome.PAGE,
            Outcome.NOT_MODIFIED,
            Outcome.REDIRECTED,
            Outcome.ERROR,
        )


class LeftOut(StrEnum):
    """Why an address that was found is not fetched."""

    OTHER_SITE = "leads to another site (--same-site)"
    OTHER_HOSTS = "named by a sitemap of another site"
    NOFOLLOW = "marked nofollow, ugc or sponsored"
    NO_PAGE = "no page by its name (image, archive, film …)"
    BUDGET = "beyond the budget of its site (--per-site)"
    HOSTS = "trap: endless hosts of one site"
    REPEATS = "trap: path repeats itself"
    DEEP_PATH = "trap: path without end"
    LONG = "trap: very long address"
    CALENDAR = "trap: calendar without end"
    SAME_PAGE = "the same page under another address (order of its query, session id)"
    MANY_LINKS = "beyond the 5,000 links of one page"
    VARIANTS = "trap: endless variants of one query"
    HOPS = "too many redirects"
    NOT_PUBLIC = "no host of the public web"


@dataclass(frozen=True, slots=True)
class CrawlPlan:
    """What a crawl is told. `seeds`: addresses or domains, as typed; depth 0 is the seeds alone.

    `pages`, `per_site`: answers fetched in all, and of one registrable domain; `same_site`: only
    the registrable domains of the seeds; `sitemaps`: read those of the seeds' hosts too.
    """

    seeds: tuple[str, ...]
    pages: int = PAGES
    depth: int = DEPTH
    per_site: int = PER_SITE
    same_site: bool = False
    sitemaps: bool = True

    def as_document(self) -> dict[str, Any]:
        """The plan as JSON."""
        return {
            "seeds": list(self.seeds),
            "pages": self.pages,
            "depth": self.depth,
            "per_site": self.per_site,
            "same_site": self.same_site,
            "sitemaps": self.sitemaps,
        }


@dataclass(frozen=True, slots=True)
class Crawled:
    """What came of a crawl, counted from its beginning, over all its resumptions.

    `outcomes`: requests by how they ended; `reasons`: those without a page by outcome and reason;
    `left_out`: addresses that were found and not fetched, by reason; `waiting`: addresses that
    were found and may still be fetched; `archives`: sealed files of it; `snapshot`: the last one
    that its pages went into; `links`: found in its pages, to other domains.
    """

    name: str
    plan: CrawlPlan
    is_finished: bool
    outcomes: Counter[str]
    reasons: Counter[tuple[str, str]]
    left_out: Counter[str]
    sites: int
    hosts: int
    waiting: int
    seconds: float
    requests: int = 0
    archives: tuple[str, ...] = ()
    snapshot: str = ""
    links: int = 0
    notes: tuple[str, ...] = field(default=())

    @property
    def pages(self) -> int:
        """Pages that were fetched or found unchanged."""
        return self.outcomes[Outcome.PAGE] + self.outcomes[Outcome.NOT_MODIFIED]

    def as_document(self) -> dict[str, Any]:
        """The result as JSON."""
        return {
            "crawl": self.name,
            "plan": self.plan.as_document(),
            "finished": self.is_finished,
            "pages": self.pages,
            "outcomes": {str(one): self.outcomes[one] for one in Outcome if self.outcomes[one]},
            "refusals": [
                {"outcome": outcome, "reason": reason, "count": count}
                for (outcome, reason), count in self.reasons.most_common()
            ],
            "left_out": dict(self.left_out.most_common()),
            "sites": self.sites,
            "hosts": self.hosts,
            "waiting": self.waiting,
            "requests": self.requests,
            "seconds": round(self.seconds, 1),
            "archives": list(self.archives),
            "snapshot": self.snapshot or None,
            "links": self.links,
            "notes": list(self.notes),
        }
