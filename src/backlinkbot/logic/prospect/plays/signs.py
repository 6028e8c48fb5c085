"""Signs by which one link is told to belong to a kind of play: each with its points and sentence.

Points are set by hand, in halves: 2 is a sign that by itself makes the play likely, 1 one that two
of are needed of, 0.5 a hint. They are no weights that were fitted; the planted plays of
bench/quality/plays.py were not used to choose them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import LinkKind, Placement
from backlinkbot.core.plays import PlayKind
from backlinkbot.core.site_types import SiteType
from backlinkbot.logic.prospect.plays import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from backlinkbot.logic.prospect.plays.units import Units

SEVERAL = 3  # sites that share a byline, a blurb or an anchor: two may be chance
LEAST_BLURB, LEAST_ANCHOR, LEAST_AUTHOR = 25, 5, 5  # characters: shorter texts are shared by chance
COMPARED_CHARS = 40  # of a description: the rest may be the next entry of its list
THIN_WORDS = 250
HARDLY_LINKED = 3  # referring domains of the linking site itself
MANY_OUT = 40  # links to other sites on one page

# From so many points on a link is of that kind by itself; a burst and an asset are told by groups.
LEAST_POINTS = {
    PlayKind.GUEST_POSTS: 2.0,
    PlayKind.RESOURCES: 3.0,
    PlayKind.GIVING: 2.5,
    PlayKind.DIRECTORIES: 3.0,
    PlayKind.NETWORK: 3.5,  # a tie alone is any owner's: a publisher's papers are tied as well
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: where it holds, what it counts for, and what it says."""

    play: PlayKind
    points: float
    sentence: str
    holds: Callable[[Units], NDArray[np.bool_]]


def is_list(units: Units) -> NDArray[np.bool_]:
    """Links in a list, or on a page that is one."""
    of_page = units.is_one_of("page_type", "list", "directory", "search/archive")
    return units.is_one_of("placement", Placement.LIST.value) | (of_page & ~is_article(units))


def is_article(units: Units) -> NDArray[np.bool_]:
    """Links out of the text of an article."""
    placed = units.is_one_of("placement", Placement.CONTENT.value, Placement.AUTHOR_BIO.value)
    return placed & ~units.is_one_of("page_type", "list", "directory", "forum", "shop")


def is_press(units: Units) -> NDArray[np.bool_]:
    """Links on sites of news, or publications."""
    told = units.is_one_of("site_type", SiteType.NEWS.value, SiteType.DIGITAL_PUBLICATION.value)
    return told | units.says("source_domain", words.NEWS_NAME)


def is_institution(units: Units) -> NDArray[np.bool_]:
    """Links on sites of universities, associations and public bodies."""
    kinds = (SiteType.UNIVERSITY, SiteType.ASSOCIATION, SiteType.GOVERNMENT)
    return units.is_one_of("site_type", *(kind.value for kind in kinds))


def is_university(units: Units) -> NDArray[np.bool_]:
    """Links on sites of universities and colleges."""
    named = units.says("source_domain", words.UNIVERSITY)
    return named | units.is_one_of("site_type", SiteType.UNIVERSITY.value)


def tells_figures(units: Units) -> NDArray[np.bool_]:
    """Links beside words by which papers tell whose figures they print."""
    return units.says("near", words.FIGURES) | units.says("near", words.PRESS_RELEASE)


def _says_title_or_path(units: Units, title: str, path: str) -> NDArray[np.bool_]:
    return units.says("title", title) | units.says("source_url", path)


def _is_same_on_several(units: Units, name: str, least_chars: int) -> NDArray[np.bool_]:
    shared = units.shared(name, least_chars, COMPARED_CHARS)
    return np.asarray(shared >= SEVERAL, dtype=np.bool_)


def _guest_byline(units: Units) -> NDArray[np.bool_]:
    said = units.says("text", words.GUEST_BYLINE) | units.says("near", words.GUEST_BYLINE)
    return (said | units.says("title", words.GUEST_BYLINE)) & ~is_list(units)


def _guest_mention(units: Units) -> NDArray[np.bool_]:
    said = units.says("text", words.GUEST_MENTION) | units.says("source_url", words.GUEST_PATH)
    return said & ~is_list(units)


def _sponsor_beside(units: Units) -> NDArray[np.bool_]:
    said = units.says("near", words.SPONSOR) | units.says("text", words.SPONSOR)
    return said & ~is_article(units)


def _commercial_anchor(units: Units) -> NDArray[np.bool_]:
    several = _is_same_on_several(units, "anchor", LEAST_ANCHOR)
    return several & is_article(units) & ~units.is_brand


SIGNS: tuple[Sign, ...] = (
    Sign(PlayKind.GUEST_POSTS, 2.5, "the page says that a guest wrote it", _guest_byline),
    Sign(
        PlayKind.GUEST_POSTS, 2.0, "the link stands in the author's own note",
        lambda units: units.is_one_of("placement", Placement.AUTHOR_BIO.value),
    ),
    Sign(PlayKind.GUEST_POSTS, 0.5, "the page speaks of guest posts", _guest_mention),
    Sign(
        PlayKind.GUEST_POSTS, 0.5, "the same author links to it from several sites",
        lambda units: _is_same_on_several(units, "author", LEAST_AUTHOR) & is_article(units),
    ),
    Sign(PlayKind.RESOURCES, 1.0, "the link stands in a list", is_list),
    Sign(
        PlayKind.RESOURCES, 2.0, "the page is a list of what its readers may use",
        lambda units: _says_title_or_path(units, words.RESOURCE_TITLE, words.RESOURCE_PATH),
    ),
    Sign(PlayKind.RESOURCES, 0.5, "a university, association or public body", is_institution),
    Sign(
        PlayKind.RESOURCES, 0.5, "a page below the front page is listed",
        lambda units: ~units.is_home,
    ),
    Sign(
        PlayKind.GIVING, 2.0, "the page lists scholarships",
        lambda units: _says_title_or_path(units, words.SCHOLARSHIP, words.SCHOLARSHIP_PATH)
        & ~(is_article(units) & ~units.says("near", words.SCHOLARSHIP)),
    ),
    Sign(
        PlayKind.GIVING, 2.5, "the linked page or the anchor is a scholarship",
        lambda units: units.says("target_url", words.SCHOLARSHIP_PATH)
        | units.says("anchor", words.SCHOLARSHIP),
    ),
    Sign(PlayKind.GIVING, 0.5, "a university or college", is_university),
    Sign(
        PlayKind.GIVING, 2.5, "the page thanks its sponsors",
        lambda units: _says_title_or_path(units, words.SPONSOR, words.SPONSOR_PATH)
        & ~is_article(units),
    ),
    Sign(PlayKind.GIVING, 2.0, "the words around it speak of sponsors", _sponsor_beside),
    Sign(
        PlayKind.GIVING, 0.5, "a logo that leads to the front page",
        lambda units: units.is_one_of("kind", LinkKind.IMAGE.value) & units.is_home,
    ),
    Sign(
        PlayKind.DIRECTORIES, 1.0, "a page that lists everybody",
        lambda units: units.is_one_of("page_type", "directory") | is_list(units)
        | (units.numbers("external_links") >= MANY_OUT),
    ),
    Sign(
        PlayKind.DIRECTORIES, 2.0, "its title offers listing or submission",
        lambda units: units.says("title", words.OPEN_LIST),
    ),
    Sign(
        PlayKind.DIRECTORIES, 1.0, "a directory by its site",
        lambda units: units.is_one_of("site_type", SiteType.DIRECTORY.value),
    ),
    Sign(
        PlayKind.DIRECTORIES, 2.0, "the same description stands on several sites",
        lambda units: _is_same_on_several(units, "after", LEAST_BLURB) & is_list(units),
    ),
    Sign(
        PlayKind.DIRECTORIES, 0.5, "the front page is listed", lambda units: units.is_home,
    ),
    Sign(
        PlayKind.NETWORK, 2.5, "the site is tied to others that link here",
        lambda units: units.network >= 0,
    ),
    Sign(
        PlayKind.NETWORK, 3.5, "the last audit put it into an artificial group",
        lambda units: ~units.is_one_of("group", "") & ~_is_null(units, "group"),
    ),
    Sign(PlayKind.NETWORK, 1.0, "the same words link from several sites", _commercial_anchor),
    Sign(
        PlayKind.NETWORK, 0.5, "a thin page", lambda units: units.numbers("words") < THIN_WORDS,
    ),
    Sign(
        PlayKind.NETWORK, 0.5, "hardly any site links to it",
        lambda units: units.numbers("referrers") <= HARDLY_LINKED,
    ),
    Sign(PlayKind.DIGITAL_PR, 2.0, "a site of news or a publication", is_press),
    Sign(PlayKind.DIGITAL_PR, 1.0, "the words beside it tell figures", tells_figures),
    Sign(
        PlayKind.DIGITAL_PR, 0.5, "the linked page is a study or for the press",
        lambda units: units.says("target_url", words.FIGURES_PATH),
    ),
    Sign(PlayKind.ASSET, 1.0, "the link stands in the text of an article", is_article),
    Sign(
        PlayKind.ASSET, 1.0, "the linked page is a tool or data",
        lambda units: units.says("target_url", words.TOOL_PATH),
    ),
)  # fmt: skip


def _is_null(units: Units, name: str) -> NDArray[np.bool_]:
    return np.asarray(units.links[name].is_null().to_numpy(), dtype=np.bool_)


class Read:
    """Every sign of every link, and its points for each kind of play."""

    def __init__(self, units: Units) -> None:
        self.units = units
        self.holds = np.array([sign.holds(units) for sign in SIGNS], dtype=np.bool_).reshape(
            len(SIGNS), units.rows
        )

    def points(self, play: PlayKind) -> NDArray[np.float64]:
        """The points of each link for a play."""
        weights = np.array([sign.points if sign.play is play else 0.0 for sign in SIGNS])
        return np.asarray(weights @ self.holds, dtype=np.float64)

    def sentences(self, play: PlayKind, row: int) -> tuple[str, ...]:
        """What tells that a link is of a play."""
        return tuple(
            sign.sentence
            for sign, holds in zip(SIGNS, self.holds[:, row], strict=True)
            if holds and sign.play is play
        )

    def counted(self, play: PlayKind, rows: NDArray[np.int64]) -> list[tuple[str, int]]:
        """How many of some links show each sign of a play, those that show in most first."""
        found = [
            (sign.sentence, int(holds[rows].sum()))
            for sign, holds in zip(SIGNS, self.holds, strict=True)
            if sign.play is play
        ]
        return sorted((one for one in found if one[1]), key=lambda one: (-one[1], one[0]))
