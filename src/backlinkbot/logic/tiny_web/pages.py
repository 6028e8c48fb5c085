"""What a site's page looks like on one day: an article and its changes as a `Page`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from backlinkbot.core.nouns import LostReason
from backlinkbot.logic.tiny_web.anchors import around
from backlinkbot.logic.tiny_web.page import Hyper, Page, Paragraph
from backlinkbot.logic.tiny_web.prose import paragraph
from backlinkbot.logic.tiny_web.story import Article, Change, Story
from backlinkbot.logic.tiny_web.vocabulary import LABELS

GONE, MOVED, FORBIDDEN = 404, 301, 403


def article_page(story: Story, article: Article, day: date, seed: int) -> Page:
    """The article as served on this day."""
    page = _frame(story, article.path, article.title, day)
    page.schema_type, page.author, page.published_on = (
        article.schema_type,
        article.author,
        article.born,
    )
    rng = Random(f"{seed} {page.url}")  # noqa: S311  # made-up text, no secret
    page.refresh_to = article.refresh_to
    page.paragraphs = _paragraphs(rng, story, article)
    page.entries = [(link, text) for since, link, text in article.entries if since <= day]
    page.loose, page.bio = list(article.loose), article.bio
    page.comments = [said for said_on, said in article.comments if said_on <= day]
    page.takes_comments = story.comment_rel is not None or bool(article.comments)
    for change in article.changes:
        if change.on <= day:
            _apply(page, change)
    return page


def home_page(story: Story, day: date, seed: int) -> Page:
    """The site's front page: its newest articles as teasers."""
    site = story.site
    page = _frame(story, "/", site.name, day)
    page.schema_type = "WebSite"
    rng = Random(f"{seed} {page.url}")  # noqa: S311  # made-up text, no secret
    page.paragraphs = [(paragraph(rng, site.language, site.topic, 2),)]
    newest = sorted(_published(story, day), key=lambda a: (a.born, a.path), reverse=True)[:8]
    page.entries = [(_inside(story, a.path, a.title), "") for a in newest]
    return page


def about_page(story: Story, day: date, seed: int) -> Page:
    """Who is behind the site, and how to write to them."""
    site, label = story.site, LABELS[story.site.language]["about"]
    page = _frame(story, "/about", label, day)
    page.schema_type = "AboutPage"
    rng = Random(f"{seed} {page.url}")  # noqa: S311  # made-up text, no secret
    page.paragraphs = [
        (paragraph(rng, site.language, site.topic, 3),),
        (f"{site.name}: editor@{site.domain}",),
    ]
    return page


def _published(story: Story, day: date) -> list[Article]:
    gone = (LostReason.PAGE_GONE, LostReason.REDIRECTED)
    return [
        article
        for article in story.articles
        if article.born <= day
        and not any(c.on <= day and c.reason in gone for c in article.changes)
    ]


def _frame(story: Story, path: str, heading: str, day: date) -> Page:
    site, labels = story.site, LABELS[story.site.language]
    page = Page(site.url(path), site.name, heading, site.language, site.topic, ga=site.ga)
    page.navigation = [
        _inside(story, "/", labels["home"]),
        _inside(story, "/about", labels["about"]),
    ]
    if any(a.path == "/links" and a.born <= day for a in story.articles):
        page.navigation.append(_inside(story, "/links", labels["links"]))
    page.footer = [_inside(story, "/privacy", labels["imprint"])]
    for fixture in story.fixtures:
        if fixture.is_up(day):
            getattr(page, fixture.region).append(fixture.link)
    return page


def _inside(story: Story, path: str, words: str) -> Hyper:
    return Hyper(story.site.url(path), words, written=path)


def _paragraphs(rng: Random, story: Story, article: Article) -> list[Paragraph]:
    site = story.site
    made: list[Paragraph] = [
        (paragraph(rng, site.language, site.topic, rng.randint(2, 5)),)
        for _ in range(article.paragraphs)
    ]
    for mention in article.mentions:
        made.insert(rng.randint(0, len(made)), (mention,))
    for link in article.links:
        made.insert(rng.randint(0, len(made)), around(rng, site.language, site.topic, link))
    return made


def _apply(page: Page, change: Change) -> None:
    if change.reason is LostReason.PAGE_GONE:
        page.status = GONE
    elif change.reason is LostReason.REDIRECTED:
        page.status, page.location = MOVED, change.instead
    elif change.reason is LostReason.BLOCKED_TO_US:
        page.status = FORBIDDEN
    elif change.reason is LostReason.NOINDEXED:
        page.robots = "noindex, follow"
    elif change.reason is LostReason.NO_LONGER_CANONICAL:
        page.canonical_url = change.instead
    elif change.reason is LostReason.BECAME_NOFOLLOW:
        _map_links(page, change, rel="nofollow")
    elif change.reason is LostReason.TARGET_CHANGED:
        _map_links(page, change, target=change.instead)
    else:
        page.paragraphs = [_without(p, change.target) for p in page.paragraphs]


def _map_links(page: Page, change: Change, **new: str) -> None:
    page.paragraphs = [
        tuple(
            replace(piece, **new)  # type: ignore[arg-type]  # only text fields are replaced
            if isinstance(piece, Hyper) and piece.target == change.target
            else piece
            for piece in each
        )
        for each in page.paragraphs
    ]


def _without(each: Paragraph, target: str) -> Paragraph:
    """The paragraph with links to the target turned into plain words."""
    return tuple(
        piece.anchor if isinstance(piece, Hyper) and piece.target == target else piece
        for piece in each
    )
