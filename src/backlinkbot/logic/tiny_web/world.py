"""The little web, made from one number: the same arguments always give the same world."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from backlinkbot.core.errors import BadInput
from backlinkbot.logic.tiny_web.campaigns import earn
from backlinkbot.logic.tiny_web.cast import Casting, cast
from backlinkbot.logic.tiny_web.everyday import live
from backlinkbot.logic.tiny_web.ledger import backlinks
from backlinkbot.logic.tiny_web.opportunities import intersect, plant
from backlinkbot.logic.tiny_web.schemes import scheme
from backlinkbot.logic.tiny_web.story import Plot, Story
from backlinkbot.logic.tiny_web.timeline import captures
from backlinkbot.logic.tiny_web.truth import OpportunityTruth, SiteKind, World

DEMO_END = date(2026, 10, 31)
MIN_SITES = 60  # below it some kinds of site would be missing
DAYS_PER_MONTH = 30.4


def make_world(seed: int = 7, sites: int = 300, months: int = 18, end: date = DEMO_END) -> World:
    """A made-up web of `sites` sites as crawled over the `months` before `end`.

    Raises:
        BadInput: fewer than `MIN_SITES` sites or fewer than 6 months.
    """
    if sites < MIN_SITES or months < 6:  # noqa: PLR2004  # waves need room before and after
        raise BadInput(f"the little web needs at least {MIN_SITES} sites and 6 months")
    rng = Random(seed)  # noqa: S311  # a made-up web, no secret
    begins_on = end - timedelta(days=round(months * DAYS_PER_MONTH))
    people = cast(Casting(rng, begins_on, (end - begins_on).days), sites)
    plot = Plot(rng, begins_on, end, {site.domain: Story(site) for site in people})
    live(plot)
    earn(plot)
    plant(plot)
    scheme(plot)
    intersect(plot)
    taken = captures(plot, seed)
    links = backlinks(taken)
    lost = tuple(
        OpportunityTruth(
            "lost-link reclamation", b.link.source_url, b.link.source_domain, b.link.target_url
        )
        for b in links
        if b.link.target_domain == plot.client().site.domain
        and b.lost_at is not None
        and plot.stories[b.link.source_domain].site.honest
    )
    trusted = plot.of(SiteKind.INSTITUTION)[:6] + plot.of(SiteKind.NEWS)[:6]
    return World(
        seed=seed,
        begins_on=begins_on,
        ends_on=end,
        client=plot.client().site.domain,
        competitors=tuple(rival.site.domain for rival in plot.competitors()),
        brand=plot.client().site.name,
        trusted=tuple(story.site.domain for story in trusted),
        sites=people,
        captures=tuple(taken),
        backlinks=links,
        waves=tuple(plot.waves),
        opportunities=(*plot.opportunities, *lost),
    )
