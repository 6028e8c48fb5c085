"""All captures of one page side by side: when each external link came, and when and why it went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from backlinkbot.core.nouns import LostReason
from backlinkbot.logic.tiny_web.truth import Backlink, Capture, LinkTruth

Key = tuple[str, int]  # target URL, occurrence

_MOVED, _FORBIDDEN, _GONE = 301, 403, 404


def backlinks(captures: Iterable[Capture]) -> tuple[Backlink, ...]:
    """Every external link that was ever seen, by source page, then by first sighting."""
    by_page: dict[str, list[Capture]] = defaultdict(list)
    for capture in captures:
        by_page[capture.url].append(capture)
    return tuple(link for page in by_page.values() for link in _of_page(page))


def _of_page(captures: list[Capture]) -> Iterator[Backlink]:
    seen: dict[Key, list[tuple[Capture, LinkTruth]]] = {}
    for capture in captures:
        for link in capture.links:
            if link.external:
                seen.setdefault((link.target_url, link.occurrence), []).append((capture, link))
    for sightings in seen.values():
        yield _history(captures, sightings)


def _history(captures: list[Capture], sightings: list[tuple[Capture, LinkTruth]]) -> Backlink:
    (first, earliest), (last, newest) = sightings[0], sightings[-1]
    lost_at, reason = _end(captures, last)
    turned = earliest.followed and not newest.followed
    return Backlink(
        link=newest,
        source_title=last.title,
        source_language=last.language,
        first_seen=first.fetched_at,
        last_seen=last.fetched_at,
        lost_at=lost_at,
        lost_reason=reason,
        changed=LostReason.BECAME_NOFOLLOW if turned else None,
    )


def _end(captures: list[Capture], last: Capture) -> tuple[datetime | None, LostReason | None]:
    """When the link was first found missing, and why; a page that refuses us tells nothing."""
    for capture in captures:
        if capture.fetched_at <= last.fetched_at or capture.status == _FORBIDDEN:
            continue
        return capture.fetched_at, _why(capture, last)
    for capture in captures:
        if capture.fetched_at <= last.fetched_at and (reason := _set_aside(capture)):
            return capture.fetched_at, reason
    return None, None


def _set_aside(capture: Capture) -> LostReason | None:
    """Why a page that still has the link no longer counts, if so."""
    if "noindex" in capture.robots:
        return LostReason.NOINDEXED
    if capture.canonical_url and capture.canonical_url != capture.url:
        return LostReason.NO_LONGER_CANONICAL
    return None


def _why(capture: Capture, last: Capture) -> LostReason:
    if capture.status == _MOVED:
        return LostReason.REDIRECTED
    if capture.status == _GONE:
        return LostReason.PAGE_GONE
    if len(capture.links) >= len(last.links):
        return LostReason.TARGET_CHANGED
    return LostReason.REMOVED_FROM_HTML
