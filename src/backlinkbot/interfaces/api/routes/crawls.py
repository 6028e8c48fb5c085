"""Crawls: fetched politely in the background; and what a robots.txt allows."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from backlinkbot.app.crawl import starts_of
from backlinkbot.app.robots import robots_told
from backlinkbot.core.crawl import CrawlPlan
from backlinkbot.interfaces.api.asked import Changes, Reads
from backlinkbot.interfaces.api.problems import LOOKS
from backlinkbot.interfaces.api.queued import QUEUED, queued
from backlinkbot.interfaces.api.repeating import Repeated
from backlinkbot.interfaces.schemas.jobs import JobOut
from backlinkbot.interfaces.schemas.work import CrawlIn, RobotsIn, RulingsOut

router = APIRouter(tags=["crawl"])


@router.post("/crawl", status_code=202, response_model=JobOut, responses=QUEUED)
def begin(asked: Changes, told: CrawlIn, response: Response, keyed: Repeated) -> Any:
    """Queues a polite crawl of public addresses, whose pages are read into the index."""
    arguments = told.model_dump()
    starts_of(CrawlPlan(**{**arguments, "seeds": tuple(told.seeds)}))  # BadInput before it waits
    return queued(asked, response, keyed, "crawl", lambda: arguments)


@router.post("/robots", response_model=RulingsOut, openapi_extra=LOOKS)
def robots(asked: Reads, told: RobotsIn) -> Any:
    """What a robots.txt allows an agent to fetch, and by which rule; nothing is fetched."""
    found = robots_told(asked.workspace, told.text, told.urls, told.agent or None)
    return {
        "agent": found.agent, "rulings": found.as_document(), "delay_s": found.delay_s,
        "sitemaps": list(found.sitemaps),
    }  # fmt: skip
