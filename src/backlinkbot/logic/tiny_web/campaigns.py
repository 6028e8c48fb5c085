"""How the client and its competitors came by their honest links: when, from whom, and where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from backlinkbot.core.nouns import LinkKind, LostReason
from backlinkbot.logic.tiny_web.anchors import LANDING, natural_anchor
from backlinkbot.logic.tiny_web.everyday import write
from backlinkbot.logic.tiny_web.odds import chance
from backlinkbot.logic.tiny_web.page import Comment, Hyper
from backlinkbot.logic.tiny_web.prose import sentence
from backlinkbot.logic.tiny_web.story import Article, Change, Fixture, Plot, Story
from backlinkbot.logic.tiny_web.truth import SiteKind, Wave
from backlinkbot.logic.tiny_web.vocabulary import PEOPLE

# Referring domains that each main character earns, as a share of the honest extras.
CLIENT_SHARE, RIVAL_SHARES = 0.42, (0.62, 0.34)
# Where earned links stand; the first of each come first, so that every class is there.
STYLES = (
    "content", "bio", "list", "comment", "sidebar", "footer", "widget", "header", "navigation",
    "loose", "image", "area", "frame", "redirect", "sponsored", "nofollow",
)  # fmt: skip
STYLE_WEIGHTS = (62, 7, 5, 7, 5, 2, 2, 1, 1, 1, 4, 1, 1, 0, 3, 4)


def earn(plot: Plot) -> None:
    """All honest campaigns, the losses that followed, and a competitor's viral week."""
    extras = [s for s in plot.of(*_LINKERS) if s.articles]
    _campaign(plot, plot.client(), extras, CLIENT_SHARE)
    for rival, share in zip(plot.competitors(), RIVAL_SHARES, strict=True):
        _campaign(plot, rival, extras, share)
    _viral_week(plot, plot.competitors()[0], extras)
    _losses(plot, extras)


_LINKERS = (
    SiteKind.NEWS, SiteKind.INSTITUTION, SiteKind.BLOG, SiteKind.SHOP, SiteKind.FORUM,
)  # fmt: skip


def _campaign(plot: Plot, target: Story, extras: list[Story], share: float) -> None:
    rng = plot.rng
    near = [s for s in extras if s.site.topic == target.site.topic]
    far = [s for s in extras if s.site.topic != target.site.topic]
    count = int(len(extras) * share)
    sources = plot.sample(near, int(count * 0.7)) + plot.sample(far, count - int(count * 0.7))
    rng.shuffle(sources)
    for number, source in enumerate(sources):
        style = STYLES[number] if number < len(STYLES) else rng.choices(STYLES, STYLE_WEIGHTS)[0]
        day = plot.begins_on + timedelta(days=int(plot.days * rng.betavariate(1.6, 1.2)) - 20)
        place(plot, source, target, style, day)


def place(plot: Plot, source: Story, target: Story, style: str, day: date) -> None:
    """Put one link to the target on the source site, from this day on, in this style."""
    rng = plot.rng
    path = rng.choices([path for path, _ in LANDING], (40, 18, 14, 10, 8, 10))[0]
    anchor = natural_anchor(rng, target.site, path, source.site.language)
    link = Hyper(target.site.url(path), anchor)
    _STYLES[style](plot, source, link, day)


def _content(plot: Plot, source: Story, link: Hyper, day: date) -> None:
    article = write(plot, source, day)
    article.links.append(link)
    if chance(plot.rng, 15):  # the same page links twice
        article.links.append(Hyper(link.target, "their guide"))


def _with_rel(rel: str) -> Callable[[Plot, Story, Hyper, date], None]:
    def place_with_rel(plot: Plot, source: Story, link: Hyper, day: date) -> None:
        write(plot, source, day).links.append(Hyper(link.target, link.anchor, rel))

    return place_with_rel


def _of_kind(kind: LinkKind) -> Callable[[Plot, Story, Hyper, date], None]:
    def place_of_kind(plot: Plot, source: Story, link: Hyper, day: date) -> None:
        anchor = link.anchor if kind is not LinkKind.FRAME else ""
        write(plot, source, day).links.append(Hyper(link.target, anchor, "", kind))

    return place_of_kind


def _redirect(plot: Plot, source: Story, link: Hyper, day: date) -> None:
    article = write(plot, source, day)
    article.refresh_to = link.target


def _bio(plot: Plot, source: Story, link: Hyper, day: date) -> None:
    article = write(plot, source, day)
    article.bio = (f"{article.author or 'Our guest'} writes for ", link, " and keeps a garden.")


def _list(plot: Plot, source: Story, link: Hyper, day: date) -> None:
    resources(plot, source).entries.append((day, link, "with many pictures"))


def resources(plot: Plot, story: Story) -> Article:
    """The site's page of useful links; made when first needed."""
    for article in story.articles:
        if article.path == "/links":
            return article
    article = write(plot, story, plot.begins_on - timedelta(days=100), "Useful links")
    article.path, article.schema_type, article.paragraphs = "/links", "CollectionPage", 1
    return article


def _comment(plot: Plot, source: Story, link: Hyper, day: date) -> None:
    if source.comment_rel is None:
        source.comment_rel = "nofollow ugc"
    old = [article for article in source.articles if article.born < day]
    article = old[0] if old else write(plot, source, day)
    said = sentence(plot.rng, source.site.language, source.site.topic)
    signed = Hyper(link.target, link.anchor, source.comment_rel)
    article.comments.append((day, Comment(plot.rng.choice(PEOPLE), (f"{said} ", signed))))


def _fixture(region: str) -> Callable[[Plot, Story, Hyper, date], None]:
    def place_fixture(plot: Plot, source: Story, link: Hyper, day: date) -> None:
        until = day + timedelta(days=plot.rng.randint(90, 200))
        gone = chance(plot.rng, 20) and until < plot.ends_on
        source.fixtures.append(Fixture(region, link, day, until if gone else None))

    return place_fixture


def _loose(plot: Plot, source: Story, link: Hyper, day: date) -> None:
    write(plot, source, day).loose.append(link)


_STYLES: dict[str, Callable[[Plot, Story, Hyper, date], None]] = {
    "content": _content,
    "bio": _bio,
    "list": _list,
    "comment": _comment,
    "sidebar": _fixture("sidebar"),
    "footer": _fixture("footer"),
    "widget": _fixture("widget"),
    "header": _fixture("header"),
    "navigation": _fixture("navigation"),
    "loose": _loose,
    "image": _of_kind(LinkKind.IMAGE),
    "area": _of_kind(LinkKind.AREA),
    "frame": _of_kind(LinkKind.FRAME),
    "redirect": _redirect,
    "sponsored": _with_rel("sponsored"),
    "nofollow": _with_rel("noopener nofollow"),
}


def _viral_week(plot: Plot, rival: Story, extras: list[Story]) -> None:
    """Many different honest sites write about one asset of a competitor in the same week."""
    begins = plot.begins_on + timedelta(days=plot.days * 11 // 18)
    sources = plot.sample(extras, max(6, len(extras) // 9))
    for source in sources:
        day = begins + timedelta(days=plot.rng.randint(0, 6))
        anchor = natural_anchor(
            plot.rng, rival.site, "/tools/sowing-calendar", source.site.language
        )
        target = rival.site.url("/tools/sowing-calendar")
        write(plot, source, day).links.append(Hyper(target, anchor))
    names = tuple(source.site.domain for source in sources)
    plot.waves.append(
        Wave(
            "viral week", rival.site.domain, begins, begins + timedelta(days=6), names, bought=False
        )
    )


LOST_PER_CENT = 28  # of editorial links: enough that each reason occurs for each main character
_LOSSES = (
    LostReason.REMOVED_FROM_HTML, LostReason.REMOVED_FROM_HTML, LostReason.PAGE_GONE,
    LostReason.REDIRECTED, LostReason.NOINDEXED, LostReason.NO_LONGER_CANONICAL,
    LostReason.BECAME_NOFOLLOW, LostReason.TARGET_CHANGED, LostReason.BLOCKED_TO_US,
)  # fmt: skip


def _losses(plot: Plot, extras: list[Story]) -> None:
    """Some links to main characters are lost later, in each of the ways in turn."""
    mains = {s.site.host: s for s in (plot.client(), *plot.competitors())}
    turn = dict.fromkeys(mains, 0)
    for story in extras:
        for article in story.articles:
            for link in article.links[:1]:
                host = link.target.split("/")[2]
                if host not in mains or link.rel or not chance(plot.rng, LOST_PER_CENT):
                    continue
                reason = _LOSSES[turn[host] % len(_LOSSES)]
                turn[host] += 1
                _lose(plot, story, article, link, reason)


def _lose(plot: Plot, story: Story, article: Article, link: Hyper, reason: LostReason) -> None:
    earliest = max(article.born, plot.begins_on) + timedelta(days=45)
    if earliest >= plot.ends_on - timedelta(days=20):
        return
    room = (plot.ends_on - timedelta(days=20) - earliest).days
    on = earliest + timedelta(days=plot.rng.randint(0, room))
    instead = plot.competitors()[0].site.url("/guides/compost")
    if plot.competitors()[0].site.host in link.target:
        instead = plot.competitors()[1].site.url("/guides/compost")
    if reason in (LostReason.REDIRECTED, LostReason.NO_LONGER_CANONICAL):
        instead = story.site.url("/")
    if link.kind is LinkKind.FRAME and reason is LostReason.BECAME_NOFOLLOW:
        reason = LostReason.REMOVED_FROM_HTML  # a frame has no rel
    article.changes.append(Change(on, reason, link.target, instead))
