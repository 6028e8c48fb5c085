"""The chances that wait for the client: planted on honest sites, each with its truth."""

from __future__ import annotations

from datetime import timedelta

from backlinkbot.core.nouns import LostReason
from backlinkbot.logic.tiny_web.anchors import natural_anchor
from backlinkbot.logic.tiny_web.campaigns import resources
from backlinkbot.logic.tiny_web.everyday import write
from backlinkbot.logic.tiny_web.page import Hyper
from backlinkbot.logic.tiny_web.story import Change, Plot, Story
from backlinkbot.logic.tiny_web.truth import SiteKind

PLANTED = 6  # of each tactic


def plant(plot: Plot) -> None:
    """Six of each tactic, first on sites that do not link to the client otherwise."""
    near = [
        s
        for s in plot.of(SiteKind.BLOG, SiteKind.INSTITUTION, SiteKind.NEWS, SiteKind.SHOP)
        if s.site.language == "en" and s.site.topic in ("gardening", "science", "news")
    ]
    fresh = [s for s in near if not _names(s, plot.client().site.host)]
    pool = plot.sample(fresh, len(fresh)) + [s for s in near if s not in fresh]
    groups = [pool[at : at + PLANTED] for at in range(0, 4 * PLANTED, PLANTED)]
    _broken_links(plot, groups[0])
    _mentions(plot, groups[1])
    _resource_pages(plot, groups[2])
    _guest_posts(plot, groups[3])
    _directories(plot)


def intersect(plot: Plot) -> None:
    """Record every honest site that links to both competitors and never to the client."""
    client, rivals = plot.client().site.host, [r.site.host for r in plot.competitors()]
    extras = (s for s in plot.stories.values() if s.site.honest)
    for story in extras:
        if story.site.kind in (SiteKind.CLIENT, SiteKind.COMPETITOR) or _names(story, client):
            continue
        if all(_names(story, rival) for rival in rivals):
            plot.offer("link intersect", story.site.url("/"), story.site.domain, "both rivals")


def _names(story: Story, host: str) -> bool:
    """Whether any page of the site ever links to this host."""
    found = [f.link.target for f in story.fixtures]
    for article in story.articles:
        found += [link.target for link in (*article.links, *article.loose)]
        found += [piece.target for piece in article.bio if isinstance(piece, Hyper)]
        found += [link.target for _, link, _ in article.entries]
        found.append(article.refresh_to)
        for _, said in article.comments:
            found += [p.target for p in (said.name, *said.text) if isinstance(p, Hyper)]
    return any(f"//{host}/" in target for target in found)


def _broken_links(plot: Plot, stories: list[Story]) -> None:
    """A competitor's guide is taken down; honest pages still link to it."""
    rival = plot.competitors()[0]
    dead = write(plot, rival, rival.site.born, "Soil testing guide")
    dead.path = "/guides/soil-testing"
    gone_on = plot.day(67)
    dead.changes.append(Change(gone_on, LostReason.PAGE_GONE))
    target = rival.site.url(dead.path)
    for story in stories:
        article = write(plot, story, plot.day(plot.rng.randint(1, 45)))
        article.links.append(Hyper(target, "guide to soil testing"))
        plot.offer("broken link", story.site.url(article.path), story.site.domain, target)


def _mentions(plot: Plot, stories: list[Story]) -> None:
    """Articles that name the client and do not link to it."""
    name = plot.client().site.name
    for story in stories:
        article = write(plot, story, plot.day(plot.rng.randint(11, 88)))
        article.mentions.append(f"A reader told us that she buys everything at {name} these days.")
        plot.offer("unlinked mention", story.site.url(article.path), story.site.domain, name)


def _resource_pages(plot: Plot, stories: list[Story]) -> None:
    """Pages of useful links that list both competitors."""
    for story in stories:
        page = resources(plot, story)
        for rival in plot.competitors():
            words = natural_anchor(plot.rng, rival.site, "/", story.site.language)
            since = plot.day(plot.rng.randint(2, 36))
            page.entries.append((since, Hyper(rival.site.url("/"), words), "tools and guides"))
        plot.offer("resource page", story.site.url(page.path), story.site.domain, page.title)


def _guest_posts(plot: Plot, stories: list[Story]) -> None:
    """Pages that invite writers."""
    for story in stories:
        page = write(plot, story, plot.begins_on - timedelta(days=50), "Write for us")
        page.path, page.schema_type = "/write-for-us", "WebPage"
        page.mentions.append(
            "We welcome guest posts about gardening. Please read our guidelines "
            f"and send your idea to editor@{story.site.domain} before you start."
        )
        plot.offer("guest post", story.site.url(page.path), story.site.domain, page.title)


def _directories(plot: Plot) -> None:
    """Edited directories of the niche; those that leave the client out are a chance."""
    shops = [s for s in plot.of(SiteKind.SHOP, SiteKind.BLOG) if s.site.topic == "gardening"]
    for number, story in enumerate(plot.of(SiteKind.DIRECTORY)):
        page = resources(plot, story)
        listed = [*plot.sample(shops, 14), *plot.competitors()]
        if number % 2:
            listed.append(plot.client())
        else:
            plot.offer("niche directory", story.site.url("/links"), story.site.domain, page.title)
        for other in listed:
            since = plot.day(11 * plot.rng.randint(0, 5))
            link = Hyper(other.site.url("/"), other.site.name)
            page.entries.append((since, link, f"{other.site.topic}, checked by our editors"))
