"""The shapes of what is asked of crawls, looks at backlinks, watching, and of robots.txt."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.core.crawl import DEPTH, MOST_DEPTH, MOST_PAGES, PAGES, PER_SITE
from backlinkbot.core.verifying import PAGES as LOOKED_AT
from backlinkbot.interfaces.schemas.answer import Document

MOST_SITES = 100
MOST_SEEDS = 1_000
LONGEST_URL = 8_000
MOST_URLS = 1_000
MOST_ROBOTS = 600_000  # characters: crawlers read 500 KiB of a robots.txt
MOST_LOOKED_AT = 100_000


class WatchIn(BaseModel):
    """Which sites to look at."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"domains": ["fernhill.example"]}]}
    )

    domains: list[str] = Field(
        default_factory=list,
        max_length=MOST_SITES,
        description="These, and the competitors of those that are ours; none named: all sites.",
    )


class VerifyIn(BaseModel):
    """Which backlinks to look at again."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"domains": ["fernhill.example"], "limit": 200}]},
    )

    domains: list[str] = Field(
        default_factory=list, max_length=MOST_SITES, description="Whose; none named: all of ours."
    )
    all: bool = Field(default=False, description="Also what is not due yet.")
    limit: int = Field(
        default=LOOKED_AT, ge=1, le=MOST_LOOKED_AT, description="Pages looked at, at most."
    )
    link: str = Field(default="", max_length=LONGEST_URL, description="This linking page alone.")


class CrawlIn(BaseModel):
    """Where to begin, and how far to go."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"seeds": ["fernhill.example"], "pages": 200}]},
    )

    seeds: list[str] = Field(
        min_length=1, max_length=MOST_SEEDS, description="Addresses, or domains."
    )
    pages: int = Field(default=PAGES, ge=1, le=MOST_PAGES, description="Fetched in all.")
    depth: int = Field(default=DEPTH, ge=0, le=MOST_DEPTH, description="0: the seeds alone.")
    per_site: int = Field(default=PER_SITE, ge=1, le=MOST_PAGES, description="Of one site.")
    same_site: bool = Field(default=False, description="Only the sites of the seeds.")
    sitemaps: bool = Field(default=True, description="Read the seeds' sitemaps too.")


class RobotsIn(BaseModel):
    """A robots.txt, and what is asked of it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "text": "User-agent: *\nDisallow: /private",
                    "agent": "BacklinkBot",
                    "urls": ["https://fernhill.example/private/a"],
                }
            ]
        },
    )

    text: str = Field(max_length=MOST_ROBOTS, description="The file.")
    agent: str = Field(default="", max_length=200, description="Whose name; empty: our own.")
    urls: list[str] = Field(max_length=MOST_URLS, description="Addresses to ask about.")


class RulingOut(Document):
    """Whether one address may be fetched."""

    url: str
    allowed: bool
    rule: str = Field(description="The rule that decides; empty where none speaks of it.")


class RulingsOut(Document):
    """What a robots.txt says to one agent."""

    agent: str
    rulings: list[RulingOut]
    delay_s: float | None = Field(description="The gap between visits that it asks for.")
    sitemaps: list[str]
