"""The ordinary life of honest sites: articles, links to neighbours, blogrolls, comments."""

from __future__ import annotations

from datetime import date, timedelta

from backlinkbot.logic.tiny_web.anchors import LANDING, natural_anchor
from backlinkbot.logic.tiny_web.odds import chance
from backlinkbot.logic.tiny_web.page import Comment, Hyper
from backlinkbot.logic.tiny_web.prose import sentence, slug, title
from backlinkbot.logic.tiny_web.story import Article, Fixture, Plot, Story
from backlinkbot.logic.tiny_web.truth import SiteKind
from backlinkbot.logic.tiny_web.vocabulary import PEOPLE

ARTICLES: dict[SiteKind, tuple[int, int]] = {
    SiteKind.NEWS: (7, 12),
    SiteKind.INSTITUTION: (4, 8),
    SiteKind.BLOG: (3, 6),
    SiteKind.SHOP: (2, 5),
    SiteKind.FORUM: (5, 9),
    SiteKind.DIRECTORY: (1, 3),
}
# How likely an ordinary writer is to link to a site of each kind.
PULL: dict[SiteKind, float] = {
    SiteKind.NEWS: 5.0,
    SiteKind.INSTITUTION: 5.0,
    SiteKind.BLOG: 1.0,
    SiteKind.SHOP: 0.8,
    SiteKind.FORUM: 1.5,
    SiteKind.DIRECTORY: 0.6,
}
_SCHEMA = {
    SiteKind.NEWS: "NewsArticle",
    SiteKind.SHOP: "Product",
    SiteKind.FORUM: "DiscussionForumPosting",
}


def live(plot: Plot) -> None:
    """Give every honest extra its articles, its neighbours and its regulars."""
    extras = plot.of(*ARTICLES)
    for story in extras:
        low, high = ARTICLES[story.site.kind]
        for _ in range(plot.rng.randint(low, high)):
            write(plot, story, _some_day(plot))
    for story in extras:
        _link_to_neighbours(plot, story, extras)
        _open_comments(plot, story)
    for story in (plot.client(), *plot.competitors()):
        _main_pages(story)


def write(plot: Plot, story: Story, born: date, heading: str = "") -> Article:
    """A new article on this site."""
    site = story.site
    heading = heading or title(plot.rng, site.language, site.topic)
    number = len(story.articles) + 1
    folder = {SiteKind.NEWS: f"{born.year}/{born.month:02d}", SiteKind.SHOP: "products"}.get(
        site.kind, "articles"
    )
    article = Article(
        path=f"/{folder}/{slug(heading)}-{number}",
        title=heading,
        born=born,
        schema_type=_SCHEMA.get(site.kind, "BlogPosting"),
        author=plot.rng.choice(PEOPLE) if site.kind is not SiteKind.SHOP else "",
        paragraphs=plot.rng.randint(3, 7),
    )
    story.articles.append(article)
    return article


def _some_day(plot: Plot) -> date:
    """One in four articles is older than the little web's first crawl."""
    if chance(plot.rng, 25):
        return plot.begins_on - timedelta(days=plot.rng.randint(1, 400))
    return plot.begins_on + timedelta(days=plot.rng.randint(0, plot.days - 1))


def _link_to_neighbours(plot: Plot, story: Story, extras: list[Story]) -> None:
    rng = plot.rng
    others = [other for other in extras if other is not story]
    weights = [_pull(story, other) for other in others]
    for article in story.articles:
        for other in rng.choices(others, weights, k=rng.randint(0, 3)):
            article.links.append(hyper_to(plot, other, article.born, story.site.language))
    if chance(rng, 35):
        for other in {o.site.domain: o for o in rng.choices(others, weights, k=4)}.values():
            link = Hyper(other.site.url("/"), other.site.name)
            story.fixtures.append(Fixture("sidebar", link, plot.begins_on - timedelta(days=30)))


def _pull(story: Story, other: Story) -> float:
    same = 6.0 if other.site.topic == story.site.topic else 1.0
    spoken = 1.0 if other.site.language == story.site.language else 0.25
    return PULL[other.site.kind] * same * spoken


def hyper_to(plot: Plot, other: Story, born: date, language: str, rel: str = "") -> Hyper:
    """A natural link to one of the other site's pages that existed by then."""
    older = [article.path for article in other.articles if article.born < born]
    path = plot.rng.choice(older) if older and chance(plot.rng, 60) else "/"
    anchor = natural_anchor(plot.rng, other.site, path, language)
    return Hyper(other.site.url(path), anchor, rel)


def _open_comments(plot: Plot, story: Story) -> None:
    rng = plot.rng
    if story.site.kind not in (SiteKind.BLOG, SiteKind.FORUM) or chance(rng, 35):
        return
    story.comment_rel = rng.choice(("nofollow ugc", "nofollow ugc", "ugc", "nofollow", ""))
    for article in story.articles:
        for _ in range(rng.choice((0, 0, 1, 2))):
            day = max(article.born, plot.begins_on) + timedelta(days=rng.randint(1, 20))
            text = sentence(rng, story.site.language, story.site.topic)
            article.comments.append((day, Comment(rng.choice(PEOPLE), (text,))))


def _main_pages(story: Story) -> None:
    for path, about in LANDING[1:]:
        kind = "Product" if path.startswith("/shop") else "Article"
        story.articles.append(
            Article(path, about.capitalize(), story.site.born, kind, paragraphs=6)
        )
