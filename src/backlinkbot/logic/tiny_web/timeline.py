"""The crawls: which page was fetched on which day, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b

from backlinkbot.core.urls import canonical
from backlinkbot.logic.tiny_web.page import Page
from backlinkbot.logic.tiny_web.pages import about_page, article_page, home_page
from backlinkbot.logic.tiny_web.render import render
from backlinkbot.logic.tiny_web.story import Article, Plot, Story
from backlinkbot.logic.tiny_web.truth import Capture, SiteKind

HOME_PAUSE_DAYS = 30  # a front page changes too often to be kept each time
LAST_LOOK_DAYS = 12  # before the end, pages with links to the main characters are seen once more
_OK = 200


@dataclass(frozen=True, slots=True)
class PageLife:
    """One address, when anything on it changes, and what it looks like on a day."""

    path: str
    changes: tuple[date, ...]
    on: Callable[[date], Page]


def captures(plot: Plot, seed: int) -> list[Capture]:
    """Every capture in order of time; a page is fetched again only after it changed."""
    watched = {s.site.domain for s in (plot.client(), *plot.competitors())}
    taken: list[Capture] = []
    for story in plot.stories.values():
        days = list(_crawl_days(plot, story))
        for life in _lives(story, seed):
            taken.extend(_visits(story, life, days, watched, plot.ends_on))
    return sorted(taken, key=lambda capture: (capture.fetched_at, capture.url))


def _crawl_days(plot: Plot, story: Story) -> Iterator[date]:
    step = (
        5
        if story.site.kind in (SiteKind.NEWS, SiteKind.SPAM)
        else 9 + _number(story.site.domain, 9)
    )
    day = plot.begins_on + timedelta(days=_number(story.site.host + "/first", step))
    while day <= plot.ends_on:
        if day >= story.site.born:
            yield day
        day += timedelta(days=step)


def _lives(story: Story, seed: int) -> Iterator[PageLife]:
    fixed = {f.since for f in story.fixtures} | {f.until for f in story.fixtures if f.until}
    days = set(fixed)
    for article in story.articles:
        days |= {article.born, *(c.on for c in article.changes)}
    yield PageLife("/", _ordered(days), lambda day: home_page(story, day, seed))
    if story.site.honest:
        yield PageLife("/about", _ordered(fixed), lambda day: about_page(story, day, seed))
    for article in story.articles:
        changes = _ordered({d for d in fixed if d > article.born} | article.change_days())
        yield PageLife(article.path, changes, _article_on(story, article, seed))


def _article_on(story: Story, article: Article, seed: int) -> Callable[[date], Page]:
    return lambda day: article_page(story, article, day, seed)


def _ordered(days: set[date]) -> tuple[date, ...]:
    return tuple(sorted(days))


def _visits(
    story: Story, life: PageLife, days: list[date], watched: set[str], ends_on: date
) -> Iterator[Capture]:
    born = life.changes[0] if life.changes and life.path not in ("/", "/about") else date.min
    last: Capture | None = None
    for day in days:
        if day < born or (last is not None and not _is_due(life, last.fetched_at.date(), day)):
            continue
        last = _capture(story, life.on(day), day)
        yield last
    if last is None or last.status != _OK:
        return
    if any(link.external and link.target_domain in watched for link in last.links):
        final = ends_on - timedelta(days=_number(story.site.host + life.path, LAST_LOOK_DAYS))
        if final > last.fetched_at.date():
            yield _capture(story, life.on(final), final)


def _is_due(life: PageLife, last: date, day: date) -> bool:
    if life.path == "/" and (day - last).days < HOME_PAUSE_DAYS:
        return False
    return any(last < change <= day for change in life.changes)


def _capture(story: Story, page: Page, day: date) -> Capture:
    sheet = render(page, story.site.skeleton)
    seconds = _number(page.url, 86_000)
    found = page.status == _OK
    return Capture(
        url=canonical(page.url) or page.url,
        domain=story.site.domain,
        status=page.status,
        fetched_at=datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=seconds),
        ip=story.site.ip,
        body=sheet.html() if found else _refusal(page.status),
        title=f"{page.title} - {page.site_name}",
        language=page.language,
        location=page.location,
        canonical_url=page.canonical_url,
        robots=page.robots,
        links=tuple(sheet.links) if found else (),
    )


def _refusal(status: int) -> bytes:
    """The body of an answer that shows no page."""
    if status // 100 == 3:  # noqa: PLR2004  # the class of redirects
        return b""
    return f"<!doctype html><title>{status}</title><p>Nothing to see here.</p>\n".encode()


def _number(text: str, below: int) -> int:
    """A number from 0 to `below` - 1 that depends on the text alone."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) % below
