"""From links to weeks: which referring domain began when, and what its first link looks like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import AnchorClass, Placement
from backlinkbot.core.pages.page_type import PageType
from backlinkbot.logic.judge.anchors import CLASSES, anchor_classes
from backlinkbot.logic.judge.velocity.composition import Composition
from backlinkbot.logic.judge.words import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.anchors import AnchorWords

    Floats = NDArray[np.float64]

# What `new_domains` reads of each link.
READ = (
    "source_url", "source_domain", "anchor", "kind", "ugc", "sitewide", "placement", "page_type",
    "external_links", "started_on",
)  # fmt: skip
LINK_PAGE = 100  # external links from which a page is a page of links: an article has about ten
NO_TRUST = 0.5  # points of authority (0..100) below which trust does not reach a site
KEYWORD_WORDS = 4  # a longer text is a title, which those who share a story repeat by nature
KEYWORD_CLASSES = (AnchorClass.EXACT, AnchorClass.PARTIAL, AnchorClass.OTHER)
SPAM_PAGES = (PageType.FORUM.value, PageType.PROFILE.value, PageType.DIRECTORY.value)
NOBODY = -1


@dataclass(frozen=True, slots=True)
class NewDomains:
    """The first link of every referring domain whose start is known, by columns.

    `week`: place in the series of weeks; `links`: rows of `READ`, one a domain.
    """

    week: NDArray[np.int64]
    links: pa.Table


def new_domains(links: pa.Table, first: date, weeks: int) -> NewDomains:
    """The domains that began in the `weeks` weeks from `first` (a Monday) on.

    A domain of which an older link has no known start began nobody knows when, and is left out.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    order = pc.sort_indices(
        links,
        sort_keys=[("source_domain", "ascending"), ("started_on", "ascending"),
                   ("source_url", "ascending")],
    )  # fmt: skip
    ranked = links.select(READ).take(order)
    codes = ranked["source_domain"].combine_chunks().dictionary_encode().indices.to_numpy()
    kept = np.flatnonzero(np.diff(codes, prepend=-1))
    ranked = ranked.take(pa.array(kept))
    ranked = ranked.filter(pc.is_valid(ranked["started_on"]))
    days = ranked["started_on"].cast(pa.timestamp("s")).to_numpy().astype("datetime64[D]")
    week = (days - np.datetime64(first, "D")).astype(np.int64) // 7
    inside = (week >= 0) & (week < weeks)
    return NewDomains(week[inside], ranked.filter(pa.array(inside)))


def composition_of(
    new: NewDomains,
    weeks: int,
    words: AnchorWords,
    *,
    authority: Mapping[str, float] | None = None,
    owners: Mapping[str, str] | None = None,
) -> Composition:
    """What the new domains of each week look like.

    `authority`: points of the linking domains, where a trust-based release knows them; `owners`: of
    source URLs or domains, what tells their owner, server or template. None: nobody asked.
    """
    known = np.bincount(new.week, minlength=weeks).astype(np.float64)
    return Composition(
        known=known,
        spam=_by_week(new.week, _is_spam(new.links, authority), weeks),
        repeated=_most_repeated(new.week, _keywords(new.links, words), weeks),
        one_host=_most_repeated(new.week, _owners(new.links, owners), weeks) if owners else None,
    )


def _by_week(week: NDArray[np.int64], flags: NDArray[np.bool_], weeks: int) -> Floats:
    return np.bincount(week[flags], minlength=weeks).astype(np.float64)


def _is_spam(links: pa.Table, authority: Mapping[str, float] | None) -> NDArray[np.bool_]:
    """Comments, sitewide links, forum, profile and directory pages, pages of links, no trust."""
    import pyarrow as pa
    import pyarrow.compute as pc

    def flag(column: pa.ChunkedArray) -> NDArray[np.bool_]:
        return np.asarray(pc.fill_null(column, False), dtype=bool)  # noqa: FBT003 - not told

    found = flag(links["ugc"]) | flag(links["sitewide"])
    found |= flag(pc.equal(links["placement"], Placement.COMMENT.value))
    found |= flag(pc.is_in(links["page_type"], value_set=pa.array(SPAM_PAGES)))
    found |= flag(pc.greater_equal(links["external_links"], LINK_PAGE))
    if authority:
        points = [authority.get(name, np.nan) for name in links["source_domain"].to_pylist()]
        found |= np.array(points, dtype=np.float64) < NO_TRUST
    return found


def _keywords(links: pa.Table, words: AnchorWords) -> NDArray[np.int64]:
    """A code for each keyword anchor, equal for the same text; `NOBODY` for other anchors."""
    classes = anchor_classes(links["anchor"], links["kind"], words)
    wanted = np.isin(classes, [CLASSES.index(kind) for kind in KEYWORD_CLASSES])
    texts = [folded(text or "") for text in links["anchor"].to_pylist()]
    short = np.array([0 < len(text.split()) <= KEYWORD_WORDS for text in texts], dtype=bool)
    return _codes(texts, wanted & short)


def _owners(links: pa.Table, owners: Mapping[str, str]) -> NDArray[np.int64]:
    urls, domains = links["source_url"].to_pylist(), links["source_domain"].to_pylist()
    told = [owners.get(u) or owners.get(d) or "" for u, d in zip(urls, domains, strict=True)]
    return _codes(told, np.array([bool(one) for one in told], dtype=bool))


def _codes(texts: Sequence[str], wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
    known: dict[str, int] = {}
    codes = [known.setdefault(text, len(known)) for text in texts]
    return np.where(wanted, np.array(codes, dtype=np.int64), NOBODY)


def _most_repeated(week: NDArray[np.int64], codes: NDArray[np.int64], weeks: int) -> Floats:
    """How many domains of each week share its most frequent code, all but one of them."""
    found = np.zeros(weeks)
    told = codes != NOBODY
    if not told.any():
        return found
    pairs = week[told] * (int(codes.max()) + 1) + codes[told]
    seen, times = np.unique(pairs, return_counts=True)
    np.maximum.at(found, seen // (int(codes.max()) + 1), times.astype(np.float64))
    return np.maximum(found - 1, 0)
