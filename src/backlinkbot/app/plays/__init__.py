"""The verb plays: a competitor's new links grouped into named plays."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.app.audited import kept_document
from backlinkbot.app.plays.kept import Question, kept_plays
from backlinkbot.app.points import points_of
from backlinkbot.app.topics import site_types
from backlinkbot.core.audit import GroupKind
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.referrers import channel_of
from backlinkbot.core.urls.named import domain_named
from backlinkbot.core.urls.platforms import platform
from backlinkbot.core.visits import Channel
from backlinkbot.io.index.filters import LinkFilter, LinkOrder
from backlinkbot.logic.prospect.plays import plays_of
from backlinkbot.logic.prospect.plays.ours import Ours
from backlinkbot.logic.prospect.plays.ties import networks

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.plays import Plays
    from backlinkbot.io.index.linking import LinkingSites

READ = (
    "source_domain", "source_url", "source_title", "page_type", "published_on", "target_url",
    "anchor", "left", "right", "kind", "followed", "sponsored", "placement", "external_links",
    "first_seen", "last_seen", "started_on",
)  # fmt: skip
MOST_LINKS = 100_000  # beyond, the best link of each referring domain stands for it
MOST_UNITS = 20_000  # linking pages that are read, the newest ones
NETWORKS = frozenset((GroupKind.LINK_FARM.value, GroupKind.PBN.value))
FIRST_GROUP = 1_000_000
MOST_PAGES = 5_000  # of a site that may stand in for a page of the other
MOST_CHARS = 3_000  # of a page's text: who wrote it is said at its beginning, or beside the link
DAY_S = 86_400


def plays(workspace: Workspace, domain: str, *, since: date | None = None, ours: str = "") -> Plays:
    """The plays of a domain: its new links grouped by tactic, linked page and time.

    `since`: only links that began, or were first seen, from this day on; a site that linked before
    is new in none of its months. `ours`: the site that asks
    what it could repeat; else the first of ours that has the domain among its competitors.

    Raises:
        NotFound: the index is empty, or nothing in it points at the domain.
        BadInput: it is a platform, whose links were earned by those who publish there.
    """
    domain = domain_named(domain)
    if platform(domain) is not None or channel_of(domain) is Channel.SOCIAL:
        raise BadInput(
            f"{domain} is a platform: its links were earned by those who publish there; "
            "give a site that has one owner"
        )
    if workspace.index.current() is None:
        raise NotFound("the index is empty; begin with: backlinkbot ingest FILE")
    beside = _beside(workspace, domain, domain_named(ours) if ours else "")
    asked = Question(domain, since, beside, workspace.clock.today())
    groups = _groups(workspace, domain)
    return kept_plays(workspace, asked, groups, lambda: _made(workspace, asked, groups))


def _made(workspace: Workspace, asked: Question, groups: dict[str, str]) -> Plays:
    domain, since = asked.domain, asked.since
    links, notes = _links(workspace, domain)
    units = _units(links, since)
    if units.num_rows > MOST_UNITS:
        notes.append(f"The newest {MOST_UNITS:,} of {units.num_rows:,} linking pages were read.")
        units = units.slice(0, MOST_UNITS)
    return plays_of(
        _known(workspace, domain, units.combine_chunks(), groups),
        domain=domain,
        as_of=asked.as_of,
        since=since,
        ours=_ours(workspace, asked) if asked.ours else None,
        notes=tuple(notes),
    )


def _beside(workspace: Workspace, domain: str, named: str) -> str:
    """Our site beside the competitor; empty where none is named and none is known."""
    rivals_of = [site for site in workspace.state.sites() if domain in site.competitors]
    name = named or next((site.domain for site in rivals_of if site.is_ours), "")
    return "" if name == domain else name


def _ours(workspace: Workspace, asked: Question) -> Ours:
    linking = workspace.index.referring_domains(asked.ours)["source_domain"].to_pylist()
    theirs = _titles(workspace, asked.domain)
    return Ours(asked.ours, frozenset(linking), _titles(workspace, asked.ours), theirs)


def _titles(workspace: Workspace, domain: str) -> dict[str, str]:
    """The pages of a site that are known, with their titles."""
    told = workspace.index.pages(domain).select(["url", "title"]).slice(0, MOST_PAGES)
    return {row["url"]: row["title"] or "" for row in told.to_pylist()}


def _links(workspace: Workspace, domain: str) -> tuple[pa.Table, list[str]]:
    """All backlinks, standing or lost: a play happened, whatever became of its links."""
    wishes, notes = LinkFilter(backlinks=True), []
    total = workspace.index.count_links(domain, wishes)
    if total > MOST_LINKS:
        wishes = LinkFilter(backlinks=True, best_of_domain=True)
        notes = [f"Of {total:,} backlinks only the best of each referring domain were looked at."]
    rows = workspace.index.links(domain, wishes, order=LinkOrder.SOURCE, only=READ)
    if not rows.num_rows:
        raise NotFound(
            f"no page that links to {domain} is known; read in its links first, from an export or "
            "an archive: backlinkbot ingest FILE"
        )
    return rows, notes


def _units(links: pa.Table, since: date | None) -> pa.Table:
    """One row for each linking site and linked page, its first link; the newest first."""
    import pyarrow as pa
    import pyarrow.compute as pc

    day, is_dated = _days(links)
    known = links.append_column("day", pa.array(day)).append_column("is_dated", pa.array(is_dated))
    order = [("day", "ascending"), ("source_url", "ascending"), ("target_url", "ascending")]
    known = known.take(pc.sort_indices(known, sort_keys=order)).combine_chunks()
    pairs = pc.binary_join_element_wise(known["source_domain"], known["target_url"], " ")
    codes = pairs.combine_chunks().dictionary_encode().indices.to_numpy()
    _, first = np.unique(codes, return_index=True)
    known = known.take(pa.array(np.sort(first)))
    known = known.append_column("site_day", _site_days(known))
    known = known.take(pa.array(np.arange(known.num_rows)[::-1].copy()))
    if since is None:
        return known
    number = (since - date(1970, 1, 1)).days
    return known.filter(pc.greater_equal(known["day"], number))


def _site_days(known: pa.Table) -> pa.Array:
    """The day of each linking site's first link, for each of its rows; the oldest row first.

    Of all rows: within a period a site that linked before it would look new.
    """
    import pyarrow as pa

    codes = known["source_domain"].combine_chunks().dictionary_encode().indices.to_numpy()
    _, first = np.unique(codes, return_index=True)
    return pa.array(known["day"].to_numpy()[first][codes], pa.int32())


def _days(links: pa.Table) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """The day on which each link began, and whether that is known or only when it was seen.

    Where nobody told the beginning, the day on which the article came out counts for a link in it:
    an author's note is written with its article. A list or a footer has no such day.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    started = pc.divide(_seconds(links["started_on"]), DAY_S)
    seen = pc.divide(
        pc.coalesce(_seconds(links["first_seen"]), _seconds(links["last_seen"])), DAY_S
    )
    published = links["published_on"].cast(pa.int32()).cast(pa.int64())
    is_of_article = pc.is_in(
        links["placement"], value_set=pa.array(["content", "author bio"], pa.string())
    )
    is_before = pc.less_equal(published, seen)
    usable = pc.if_else(pc.and_kleene(is_of_article, is_before), published, None)
    told = pc.coalesce(started, usable)
    day = pc.fill_null(pc.coalesce(told, seen), 0)
    return (
        np.asarray(day.to_numpy(), dtype=np.int32),
        np.asarray(pc.is_valid(told).to_numpy(), dtype=np.bool_),
    )


def _seconds(moments: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa

    return moments.cast(pa.timestamp("s", "UTC")).cast(pa.int64())


def _known(workspace: Workspace, domain: str, units: pa.Table, groups: dict[str, str]) -> pa.Table:
    """The rows with what is known of their pages and sites, as `plays.units.Units` has them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names: list[str] = units["source_domain"].unique().to_pylist()
    sites = workspace.index.linking_sites(names)
    pages = _pages(sites, units)
    types = site_types(workspace, names)
    tied = _numbered(groups) | networks(names, sites.footprints())
    own = workspace.index.pages(domain).select(["url", "page_type"])
    near = pc.binary_join_element_wise(
        *(pc.fill_null(units[name], "") for name in ("left", "anchor", "right")), " "
    )
    domains = units["source_domain"]
    return pa.table(
        {
            "source_domain": domains,
            "source_url": units["source_url"],
            "target_url": units["target_url"],
            "anchor": units["anchor"],
            "near": near,
            "after": units["right"],
            "kind": units["kind"],
            "placement": units["placement"],
            "page_type": pc.coalesce(pages["page_type"], units["page_type"]),
            "title": pc.coalesce(pages["title"], units["source_title"]),
            "author": pages["author"],
            "text": pages["text"],
            "site_type": _of(types, "domain", "type", domains),
            "group": pa.array([groups.get(one) for one in domains.to_pylist()], pa.string()),
            "target_type": _of(own, "url", "page_type", units["target_url"]),
            "day": units["day"],
            "is_dated": units["is_dated"],
            "site_day": units["site_day"],
            "followed": units["followed"],
            "sponsored": units["sponsored"],
            "words": pages["words"],
            "external_links": units["external_links"],
            "referrers": _of(sites.referring_domains(), "domain", "referring_domains", domains),
            "authority": points_of(workspace, domains),
            "network": pa.array([tied.get(one, -1) for one in domains.to_pylist()], pa.int32()),
        }
    )


def _pages(sites: LinkingSites, units: pa.Table) -> pa.Table:
    """What the linking pages say, one row for each unit."""
    import pyarrow.compute as pc

    urls = units["source_url"]
    found = sites.pages(urls.unique().to_pylist(), more=0, most_chars=MOST_CHARS)
    at = pc.index_in(urls, value_set=found["url"].combine_chunks())
    return found.select(["title", "author", "text", "words", "page_type"]).take(at)


def _of(table: pa.Table, key: str, name: str, wanted: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of a table for each of the wanted keys, null where there is none."""
    import pyarrow.compute as pc

    at = pc.index_in(wanted, value_set=table[key].combine_chunks())
    return table[name].combine_chunks().take(at.combine_chunks())


def _groups(workspace: Workspace, domain: str) -> dict[str, str]:
    """The farm or network of each linking site, where an audit of the domain told one.

    Waves that somebody else placed, and lists and comments, are no network of the domain's.
    """
    told = kept_document(workspace, domain) or {}
    return {
        name: group["name"]
        for group in told.get("groups", ())
        if group["kind"] in NETWORKS
        for name in group["members"]
    }


def _numbered(groups: dict[str, str]) -> dict[str, int]:
    """A number for each site that is in a group, far from those of ties."""
    names = sorted(set(groups.values()))
    return {site: FIRST_GROUP + names.index(group) for site, group in groups.items()}
