"""What happens on each site, day by day, before any page is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from backlinkbot.core.nouns import LostReason
from backlinkbot.logic.tiny_web.page import Comment, Hyper, Paragraph
from backlinkbot.logic.tiny_web.truth import OpportunityTruth, SiteKind, SiteTruth, Wave

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Change:
    """From `on` a page is different: its link to `target` (or the whole page) is lost that way."""

    on: date
    reason: LostReason
    target: str = ""
    instead: str = ""


@dataclass(slots=True)
class Article:
    """One page with text, and what it will ever link to."""

    path: str
    title: str
    born: date
    schema_type: str = "BlogPosting"
    author: str = ""
    links: list[Hyper] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    bio: Paragraph = ()
    comments: list[tuple[date, Comment]] = field(default_factory=list)
    entries: list[tuple[date, Hyper, str]] = field(default_factory=list)
    loose: list[Hyper] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    refresh_to: str = ""
    paragraphs: int = 5

    def change_days(self) -> set[date]:
        """All days on which a reader would see something new here."""
        return {
            self.born,
            *(day for day, _ in self.comments),
            *(day for day, _, _ in self.entries),
            *(change.on for change in self.changes),
        }


@dataclass(frozen=True, slots=True)
class Fixture:
    """A link in a region of every page of a site, from `since` until `until` (None: for good)."""

    region: str
    link: Hyper
    since: date
    until: date | None = None

    def is_up(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(slots=True)
class Story:
    """One site's pages and fixtures. `comment_rel` is what its software gives to comment links."""

    site: SiteTruth
    articles: list[Article] = field(default_factory=list)
    fixtures: list[Fixture] = field(default_factory=list)
    comment_rel: str | None = None  # None: takes no comments


@dataclass
class Plot:
    """All stories while they are being made up, and the truth that goes beside them."""

    rng: Random
    begins_on: date
    ends_on: date
    stories: dict[str, Story]
    waves: list[Wave] = field(default_factory=list)
    opportunities: list[OpportunityTruth] = field(default_factory=list)

    @property
    def days(self) -> int:
        return (self.ends_on - self.begins_on).days

    def day(self, per_cent: int) -> date:
        """The day when this much of the little web's time is over."""
        return self.begins_on + timedelta(days=self.days * per_cent // 100)

    def of(self, *kinds: SiteKind) -> list[Story]:
        """The stories of all sites of these kinds, in the order of the cast."""
        return [story for story in self.stories.values() if story.site.kind in kinds]

    def client(self) -> Story:
        return self.of(SiteKind.CLIENT)[0]

    def competitors(self) -> list[Story]:
        return self.of(SiteKind.COMPETITOR)

    def offer(self, tactic: str, page: str, domain: str, about: str) -> None:
        """Put an opportunity for the client into the table of truth."""
        self.opportunities.append(OpportunityTruth(tactic, page, domain, about))

    def sample_articles(self, story: Story, count: int) -> list[Article]:
        """Up to `count` different articles of a site, in random order."""
        return self.rng.sample(story.articles, min(count, len(story.articles)))

    def sample(self, stories: Iterable[Story], count: int) -> list[Story]:
        """Up to `count` different ones, in random order."""
        pool = list(stories)
        return self.rng.sample(pool, min(count, len(pool)))
