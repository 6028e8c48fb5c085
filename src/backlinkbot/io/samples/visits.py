"""Visits of the little web's client, as its analytics and Search Console would export them.

Made up: links send some readers a day, by a rate that is drawn for their place in the page; those
of sites in no rank list next to none. Half of the sites tell their pages, the others only their
name, as browsers do.
"""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from backlinkbot.core.nouns import Placement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from backlinkbot.io.samples.made_up import MadeUpBacklink, MadeUpWeb

DAYS = 365
# Readers a day that a link in this place sends, on average; elsewhere nobody clicks.
RATES = {Placement.CONTENT: 0.3, Placement.AUTHOR_BIO: 0.05, Placement.LIST: 0.08}
SPAM = ("semalt.com", "buttons-for-website.com")  # what every analytics account sees
UNRANKED = 0.05  # of these rates: who has no readers sends none
GOAL_ODDS, MOST_SPENT = 0.06, 90
CLICKS = 12  # a day from search, of the best known page
SEARCH_HEAD = "page,date,clicks,impressions,ctr,position"
VISITS_HEAD = "Page referrer,Landing page,Date,Sessions,Key events,Total revenue (EUR)"


def write_visits(web: MadeUpWeb, folder: Path) -> list[Path]:
    """Two exports of the client's last year, the same for the same web."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(f"{web.client} {web.ends_on}")  # noqa: S311 - a made-up web
    days = [web.ends_on - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    exports = {
        "ga4-referrers.csv": [VISITS_HEAD, *_visits(web, days, rng)],
        "search-pages-by-day.csv": [SEARCH_HEAD, *_clicks(web, days, rng)],
    }
    for name, lines in exports.items():
        (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return [folder / name for name in exports]


def _visits(web: MadeUpWeb, days: Sequence[date], rng: random.Random) -> Iterator[str]:
    ranked = {site.domain for site in web.sites if site.rank}
    for backlink in web.to(web.client):
        link = backlink.link
        rate = RATES.get(link.placement, 0.0) * rng.expovariate(1)
        rate *= 1 if link.source_domain in ranked else UNRANKED
        tells_page = sum(link.source_domain.encode()) % 2 == 0
        source = link.source_url if tells_page else f"https://{link.source_domain}/"
        page = "/" + link.target_url.partition("://")[2].partition("/")[2]
        for day in days:
            if rate and _stands(backlink, day) and (visits := _count(rate, rng)):
                goals = sum(rng.random() < GOAL_ODDS for _ in range(visits))
                spent = sum(rng.randrange(5, MOST_SPENT) for _ in range(goals))
                yield f"{source},{page},{day:%Y%m%d},{visits},{goals},{spent}"
    for day in days[::7]:
        for name in SPAM:
            yield f"https://{name}/,/,{day:%Y%m%d},{rng.randrange(2, 9)},0,0"


def _clicks(web: MadeUpWeb, days: Sequence[date], rng: random.Random) -> Iterator[str]:
    pages = sorted({backlink.link.target_url for backlink in web.to(web.client)})
    for place, page in enumerate(pages, 1):
        for day in days:
            clicks = _count(CLICKS / place, rng)
            seen = clicks * rng.randrange(9, 30) + rng.randrange(20)
            share = clicks / seen if seen else 0
            yield f"{page},{day},{clicks},{seen},{share:.3f},{3 + 9 * rng.random():.1f}"


def _stands(backlink: MadeUpBacklink, day: date) -> bool:
    """Whether the link stood on a day, as far as captures tell."""
    is_gone = backlink.lost_at is not None and backlink.lost_at.date() <= day
    return backlink.first_seen.date() <= day and not is_gone


def _count(rate: float, rng: random.Random) -> int:
    """A Poisson number: how many exponential waits fit into one day."""
    count, at = 0, rng.expovariate(rate)
    while at < 1:
        count, at = count + 1, at + rng.expovariate(rate)
    return count
