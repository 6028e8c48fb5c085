"""Plants rivals' plays, and honest look-alikes, on top of the little web, with their truth.

The little web itself stays as it is; planted are further sites, all made up, under names that can
never be real. Their pages are written by `planted_play_texts`, which knows no detector.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import planted_play_texts as said
from planting import PlantedLink, Planting, Site

from backlinkbot.core.nouns import LinkKind
from backlinkbot.logic.tiny_web.odds import chance
from backlinkbot.logic.tiny_web.page import Hyper, Paragraph
from backlinkbot.logic.tiny_web.prose import sentence, title
from backlinkbot.logic.tiny_web.truth import World
from backlinkbot.logic.tiny_web.vocabulary import GENERIC, PEOPLE
from backlinkbot.logic.tiny_web.world import make_world

if TYPE_CHECKING:
    from collections.abc import Iterable

RIVALS = (
    ("oak-and-iron.example", "Oak and Iron"),
    ("rakehaven.test", "Rakehaven"),
    ("plotwise.xa", "Plotwise"),
)
GUEST, PR, ASSET, RESOURCES = (
    "guest-post run", "digital-PR burst", "data or tool asset", "resource-page campaign",
)  # fmt: skip
GIVING, DIRECTORIES, NETWORK = "scholarship or sponsorship", "directory blast", "PBN"
PLAYS = (GUEST, PR, ASSET, RESOURCES, GIVING, DIRECTORIES, NETWORK)
NONE = ""


@dataclass(frozen=True, slots=True)
class PlantedWorld:
    """The little web with rivals' plays in it."""

    world: World
    truth: tuple[PlantedLink, ...]


def planted_world(seed: int, sites: int = 100, *, is_silent: bool = False) -> PlantedWorld:
    """The little web of this seed, three more rivals, every play twice, and look-alikes.

    `is_silent`: no page of a play says what it is, no site is named after its kind, and no two of
    them share an id, a server or a description; what is left is where links stand, and when.
    """
    rng = Random(f"plays {seed}")  # noqa: S311 - a made-up web, no secret
    world = make_world(seed, sites=sites)
    plot = Planting(rng, world, is_silent=is_silent)
    each = {
        GUEST: _guest_posts, PR: _digital_pr, ASSET: _asset, RESOURCES: _resource_pages,
        GIVING: _giving, DIRECTORIES: _directories, NETWORK: _network,
    }  # fmt: skip
    turns = [rival for rival in RIVALS for _ in range(5)]
    rng.shuffle(turns)
    for play, plant in (*each.items(), *each.items()):
        plot.plays += 1
        plant(plot, turns.pop(), play)
    for rival in RIVALS:
        plot.plays += 1
        _own_pages(plot, rival)
        _trickle(plot, rival)
        _look_alikes(plot, rival)
    captures = sorted([*world.captures, *plot.captures], key=lambda one: (one.fetched_at, one.url))
    return PlantedWorld(replace(world, captures=tuple(captures)), tuple(plot.truth))


def _own_pages(plot: Planting, rival: tuple[str, str]) -> None:
    """What the rival has on its own site."""
    site = Site(rival[0], rival[1], "en", 0, "", "192.0.2.99")
    for path, heading in (
        ("/", rival[1]),
        *ASSETS,
        *GUIDES,
        *SHOP,
        ("/scholarship", "Scholarship"),
    ):
        plot.take(plot.page(site, path, heading, plot.day(0, 0.05)), site)


ASSETS = (
    ("/tools/frost-date-calculator", "frost date calculator"),
    ("/data/rainfall-atlas", "rainfall atlas"),
    ("/seed-spacing-chart", "seed spacing chart"),
)
STUDIES = ("/research/water-survey-2026", "/blog/garden-spending-report", "/press/slug-index")
GUIDES = (
    ("/guides/school-garden", "school gardens"),
    ("/learn/soil-basics", "soil"),
    ("/guides/composting", "composting"),
)
SHOP = (("/shop/spades", "garden spades"), ("/shop/forks", "garden forks"))


def _guest_posts(plot: Planting, rival: tuple[str, str], play: str) -> None:
    """Six to twelve blogs in three months; two in three say so, the others have a note only."""
    rng, begins = plot.rng, plot.day(0.1, 0.75)
    who = rng.choice(PEOPLE)
    for _ in range(rng.randint(6, 12)):
        opening = rng.choice(said.GUEST_OPENINGS)
        language = "de" if "Gast" in opening else "fr" if "invité" in opening else "en"
        site = plot.site("blog", language=language)
        day = begins + timedelta(days=rng.randint(0, 90))
        path, thing = rng.choice((("/", "tools"), *GUIDES, *SHOP))
        link = Hyper(f"https://{rival[0]}{path}", rng.choice((rival[1], rival[1], thing)))
        before, after = rng.choice(said.GUEST_BIOS)
        bio = (before.format(who=who), link, after.format(thing=thing))
        is_inside = chance(rng, 30)
        texts: list[Paragraph] = []
        if (is_inside or chance(rng, 55)) and not plot.is_silent:
            texts.append((opening.format(who=who, rival=rival[1]),))
        if is_inside:
            texts.append((sentence(rng, language, "gardening") + " See ", link, "."))
            bio = ()
        plot.article(site, day, title(rng, language, "gardening"), texts, author=who, bio=bio)
        plot.note(site, rival[0], play, day)


def _digital_pr(plot: Planting, rival: tuple[str, str], play: str) -> None:
    """Seven to fourteen papers in nine days write about one study; a few blogs follow."""
    rng, begins, path = plot.rng, plot.day(0.05, 0.9), plot.rng.choice(STUDIES)
    who = rng.choice(PEOPLE)
    for number in range(rng.randint(7, 14)):
        site = plot.site("news" if number % 5 else "blog")
        day = begins + timedelta(days=rng.choice((0, 0, 1, 1, 2, 3, 4, 6, 9)))
        text = rng.choice(said.PR_SENTENCES).format(rival=rival[1], who=who)
        words = rng.choice((rival[1], "the full report", "research", rival[0]))
        link = Hyper(f"https://{rival[0]}{path}", words)
        schema = "NewsArticle" if number % 5 and chance(rng, 70) else "Article"
        heading = rng.choice(said.PR_TITLES)
        if plot.is_silent:
            text, heading = sentence(rng, "en", "gardening"), title(rng, "en", "gardening")
        plot.article(site, day, heading, [(f"{text} (", link, ").")], schema=schema)
        plot.note(site, rival[0], play, day)


def _asset(plot: Planting, rival: tuple[str, str], play: str) -> None:
    """Ten to eighteen editorial links to one deep page over most of the time."""
    rng, (path, thing) = plot.rng, plot.rng.choice(ASSETS)
    for _ in range(rng.randint(10, 18)):
        site = plot.site(rng.choice(("blog", "blog", "blog", "public", "university", "news")))
        day = plot.day(0.05, 0.95)
        text = rng.choice(said.ASSET_SENTENCES).format(thing=thing)
        words = rng.choice((thing, rival[1], *GENERIC["en"]))
        link = Hyper(f"https://{rival[0]}{path}", words)
        texts = [(f"{text}: ", link, ".")]
        plot.article(site, day, title(rng, "en", "gardening"), texts, author=rng.choice(PEOPLE))
        plot.note(site, rival[0], play, day)


def _resource_pages(plot: Planting, rival: tuple[str, str], play: str) -> None:
    """Six to eleven lists of useful pages take up one guide within ten weeks."""
    rng, begins, (path, thing) = plot.rng, plot.day(0.1, 0.8), plot.rng.choice(GUIDES)
    for _ in range(rng.randint(6, 11)):
        site = plot.site(rng.choice(("public", "public", "university", "blog")))
        day = begins + timedelta(days=rng.randint(0, 70))
        where = (rng.choice(said.RESOURCE_PATHS), rng.choice(said.RESOURCE_TITLES))
        note = rng.choice(said.RESOURCE_NOTES).format(thing=thing)
        words = rng.choice((rival[1], f"{thing} guide", f"All about {thing}"))
        entry = (Hyper(f"https://{rival[0]}{path}", words), note)
        introduction = rng.choice(said.RESOURCE_INTRODUCTIONS)
        plot.listing(site, day, plot.hushed(where), entry, plot.quiet(introduction))
        plot.note(site, rival[0], play, day)


def _giving(plot: Planting, rival: tuple[str, str], play: str) -> None:
    """A scholarship that colleges list, or clubs that thank who paid; never both at once."""
    rng, begins = plot.rng, plot.day(0.1, 0.75)
    is_scholarship = chance(rng, 50)
    for _ in range(rng.randint(5, 10)):
        day = begins + timedelta(days=rng.randint(0, 120))
        site = plot.site("university" if is_scholarship else "club")
        if is_scholarship:
            where, note = rng.choice(said.SCHOLARSHIP_PAGES), rng.choice(said.SCHOLARSHIP_NOTES)
            entry = (Hyper(f"https://{rival[0]}/scholarship", f"{rival[1]} scholarship"), note)
            entry = (entry[0], plot.quiet(note))
            plot.listing(site, day, plot.hushed(where), entry, "Ask before you apply.")
        else:
            where = rng.choice(said.SPONSOR_PAGES)
            kind = rng.choice((LinkKind.IMAGE, LinkKind.TEXT))
            entry = (Hyper(f"https://{rival[0]}/", rival[1], kind=kind), "")
            introduction = plot.quiet(rng.choice(said.SPONSOR_SENTENCES))
            plot.listing(site, day, plot.hushed(where), entry, introduction)
        plot.note(site, rival[0], play, day)


def _directories(plot: Planting, rival: tuple[str, str], play: str) -> None:
    """Twelve to twenty catalogues that take everybody, within three weeks, one blurb."""
    rng, begins = plot.rng, plot.day(0.1, 0.9)
    for number in range(rng.randint(12, 20)):
        site = plot.site("directory")
        day = begins + timedelta(days=rng.randint(0, 21))
        where = (f"/garden/{number}", rng.choice(said.DIRECTORY_TITLES))
        entry = (Hyper(f"https://{rival[0]}/", rival[1]), plot.quiet(said.DIRECTORY_BLURB))
        plot.listing(site, day, plot.hushed(where), entry, "")
        plot.note(site, rival[0], play, day)


def _network(plot: Planting, rival: tuple[str, str], play: str) -> None:
    """Eight to fourteen sites of one owner with thin articles and words that sell, in ten weeks."""
    rng, begins = plot.rng, plot.day(0.1, 0.8)
    ga, block = f"UA-{rng.randint(100000, 899999)}-1", rng.randint(2, 250)
    path = rng.choice(SHOP)[0]
    for number in range(rng.randint(8, 14)):
        shown = ga if chance(rng, 80) and not plot.is_silent else ""
        shared = "" if plot.is_silent else f"203.0.113.{(block + number) % 250}"
        site = plot.site("network", ga=shown, ip=shared)
        site = site if plot.is_silent else replace(site, skeleton=3)
        day = begins + timedelta(days=rng.randint(0, 70))
        link = Hyper(f"https://{rival[0]}{path}", rng.choice(said.NETWORK_ANCHORS))
        texts = [(f"{sentence(rng, 'en', 'gardening')} We recommend ", link, " for that.")]
        plot.article(site, day, rng.choice(said.NETWORK_TITLES), texts)
        plot.note(site, rival[0], play, day)


def _trickle(plot: Planting, rival: tuple[str, str]) -> None:
    """Customers, readers and papers who link now and then, wherever they like."""
    rng = plot.rng
    everywhere = (("/", rival[1]), ("/", rival[1]), ("/", rival[1]), *SHOP, *GUIDES, *ASSETS)
    for _ in range(rng.randint(18, 30)):
        site = plot.site(rng.choice(("blog", "blog", "blog", "blog", "news", "public")))
        _plain(plot, rival, site, rng.choice(everywhere)[0], said.REVIEW_SENTENCES)


def _plain(
    plot: Planting, rival: tuple[str, str], site: Site, path: str, sentences: Iterable[str]
) -> None:
    rng, day = plot.rng, plot.day(0.02, 0.97)
    text = rng.choice(tuple(sentences)).format(rival=rival[1])
    link = Hyper(f"https://{rival[0]}{path}", rng.choice((rival[1], rival[0], "here")))
    texts = [(f"{text} (", link, ").")]
    plot.article(site, day, title(rng, "en", "gardening"), texts, author=rng.choice(PEOPLE))
    plot.note(site, rival[0], NONE, day)


def _look_alikes(plot: Planting, rival: tuple[str, str]) -> None:
    """Honest links that use a play's words, pages or pace for something else."""
    rng = plot.rng
    for words in (
        said.GUEST_BUT_OTHERS, said.SCHOLARSHIP_BUT_OTHERS, said.SPONSOR_BUT_OTHERS,
        said.SURVEY_BUT_OTHERS,
    ):  # fmt: skip
        for other in words:
            site = plot.site("blog")
            text = f"{other} {rng.choice(said.REVIEW_SENTENCES)}"
            _plain(plot, rival, site, rng.choice(("/", "/shop/spades")), (text,))
    _publisher(plot, rival)
    for _ in range(2):  # an edited list takes the site up, once in a while
        site, day = plot.site("public"), plot.day(0.02, 0.97)
        where = (rng.choice(said.RESOURCE_PATHS), rng.choice(said.RESOURCE_TITLES))
        entry = (Hyper(f"https://{rival[0]}/", rival[1]), "tools")
        plot.listing(site, day, where, entry, rng.choice(said.RESOURCE_INTRODUCTIONS))
        plot.note(site, rival[0], NONE, day)
    begins = plot.day(0.1, 0.9)
    for _ in range(5):  # a lovely week among friends: many blogs, one page of the shop
        site, day = plot.site("blog"), begins + timedelta(days=rng.randint(0, 20))
        link = Hyper(f"https://{rival[0]}/shop/forks", rng.choice((rival[1], "this fork")))
        text = rng.choice(said.REVIEW_SENTENCES).format(rival=rival[1])
        texts = [(f"{text}: ", link, ".")]
        plot.article(site, day, title(rng, "en", "gardening"), texts, author=rng.choice(PEOPLE))
        plot.note(site, rival[0], NONE, day)


def _publisher(plot: Planting, rival: tuple[str, str]) -> None:
    """Three papers of one publisher, with one analytics id and server, print the same story."""
    rng, begins = plot.rng, plot.day(0.1, 0.9)
    path, thing = rng.choice(GUIDES)
    heading, ga = title(rng, "en", "gardening"), f"UA-{rng.randint(100000, 899999)}-1"
    for number in range(3):
        site = replace(plot.site("news", ga=ga, ip=f"198.51.100.{70 + number}"), skeleton=1)
        day = begins + timedelta(days=rng.randint(0, 4))
        words = rng.choice((rival[1], thing, rival[0]))
        text = rng.choice(said.REVIEW_SENTENCES).format(rival=rival[1])
        texts = [(f"{text} (", Hyper(f"https://{rival[0]}{path}", words), ").")]
        plot.article(site, day, heading, texts, schema="NewsArticle", author=rng.choice(PEOPLE))
        plot.note(site, rival[0], NONE, day)
