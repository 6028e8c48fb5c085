"""The verb velocity: how fast a site wins referring domains, and where that is out of line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.app.site_words import site_words
from backlinkbot.core.errors import NotFound
from backlinkbot.core.urls import host_of
from backlinkbot.core.urls.named import domain_named
from backlinkbot.core.urls.platforms import platform_above
from backlinkbot.io.index.filters import LinkFilter
from backlinkbot.io.index.graphs.releases import about_release, current_release, look_up
from backlinkbot.io.readers.series import read_series
from backlinkbot.logic.judge.velocity import Composition, WeeklySeries, velocity_of
from backlinkbot.logic.judge.velocity.looks import READ, NewDomains, composition_of, new_domains

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from pathlib import Path

    from numpy.typing import NDArray

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.facts import Rejects
    from backlinkbot.core.nouns import Growth
    from backlinkbot.core.velocity import Velocity
    from backlinkbot.io.readers.series import SeriesRead

MOST_PAGES = 50_000  # linking pages whose owners are looked up; beyond, owners stay unknown
TRUST = "trust"  # the basis of a release whose points say something of trust


@dataclass(frozen=True, slots=True)
class VelocityOfFile:
    """The velocity of a series in a file, the rows that could not be used, what was assumed."""

    velocity: Velocity
    rejects: Rejects
    notes: tuple[str, ...]


def velocity(workspace: Workspace, domain: str, *, without: Collection[str] = ()) -> Velocity:
    """The velocity of a domain from the index, with what its new links look like.

    `without`: linking domains that are left out.

    Raises:
        NotFound: the index is empty, or nothing in it points at the domain.
    """
    domain = domain_named(domain)
    if workspace.index.current() is None:
        raise NotFound("the index is empty; begin with: backlinkbot ingest FILE")
    now = workspace.clock.now()
    counts = workspace.index.profile(domain, now)
    if not counts.backlinks and not counts.weeks and not counts.only_domains:
        raise NotFound(
            f"nothing in the index points at {domain}; see what is there with: index info"
        )
    series = series_of(domain, now, counts.weeks, counts.start_unknown)
    if not len(series.new):
        return velocity_of(series)
    new = _new(workspace, series)
    if without:
        series, new = _less(series, new, without)
    return velocity_of(series, _composition(workspace, series, new))


def velocity_of_file(workspace: Workspace, path: Path, label: str = "") -> VelocityOfFile:
    """The velocity of a plain series of the user's own (see docs/reference/velocity.md).

    Raises:
        BadInput: no usable row; says why.
    """
    now = workspace.clock.now()
    read = read_series(path, now)
    series = WeeklySeries(
        label or read.name, now.date(), read.first, _floats(read.new), _floats(read.lost)
    )
    return VelocityOfFile(velocity_of(series, _told(read)), read.rejects, read.notes)


def series_of(
    domain: str, now: datetime, weeks: tuple[Growth, ...], start_unknown: int = 0
) -> WeeklySeries:
    """The weeks of a domain in a row, without gaps."""
    known = {one.week: one for one in weeks}
    first = min(known, default=now.date())
    last = max(known, default=first - timedelta(weeks=1))
    days = [first + timedelta(weeks=at) for at in range((last - first).days // 7 + 1)]
    new = tuple(known[day].new if day in known else 0 for day in days)
    lost = tuple(known[day].lost if day in known else 0 for day in days)
    return WeeklySeries(domain, now.date(), first, _floats(new), _floats(lost), start_unknown)


def _new(workspace: Workspace, series: WeeklySeries) -> NewDomains:
    rows = workspace.index.links(series.domain, LinkFilter(backlinks=True), only=READ)
    return new_domains(rows, series.first, len(series.new))


def _less(
    series: WeeklySeries, new: NewDomains, without: Collection[str]
) -> tuple[WeeklySeries, NewDomains]:
    """The series without the domains that began in it and are left out; losses stay."""
    names = new.links["source_domain"].to_pylist()
    is_out = np.array([name in without for name in names], np.bool_)
    gone = np.bincount(new.week[is_out], minlength=len(series.new))
    left = NewDomains(new.week[~is_out], new.links.filter(~is_out))
    return replace(series, new=np.maximum(series.new - gone, 0.0)), left


def _composition(workspace: Workspace, series: WeeklySeries, new: NewDomains) -> Composition:
    """What the new domains look like, as far as the index tells."""
    return composition_of(
        new,
        len(series.new),
        site_words(workspace, series.domain),
        authority=_authority(workspace, new),
        owners=_owners(workspace, new),
    )


def _authority(workspace: Workspace, new: NewDomains) -> dict[str, float]:
    """Points of the linking domains; none where the release in force does not stand on trust."""
    release = current_release(workspace.authority_folder)
    names = new.links["source_domain"].to_pylist()
    if release is None or not names or about_release(release).get("basis", TRUST) != TRUST:
        return {}
    found = look_up(release, names)
    points = zip(found["node"].to_pylist(), found["authority"].to_pylist(), strict=True)
    return {name: float(point) for name, point in points if point is not None}


def _owners(workspace: Workspace, new: NewDomains) -> dict[str, str]:
    """What tells the host or owner of each linking page; pages of which nothing does are left out.

    An id in its source; else the platform that its host is a name of, whose servers and templates
    are everybody's there; else server and template.
    """
    urls = new.links["source_url"].to_pylist()
    found = {url: name for url in urls if (name := platform_above(host_of(url)))}
    if not urls or len(urls) > MOST_PAGES:
        return found
    pages = workspace.index.pages(urls).select(["url", "owner_ids", "ip", "template"])
    for page in pages.to_pylist():
        if page["owner_ids"]:
            found[page["url"]] = min(page["owner_ids"])
        elif page["url"] not in found and page["ip"] and page["template"]:
            found[page["url"]] = f"{page['ip']} {page['template']}"
    return found


def _told(read: SeriesRead) -> Composition | None:
    """The composition that a file tells, None where it has no such column."""
    if read.spam is None and read.repeated is None and read.one_host is None:
        return None
    return Composition(
        known=_floats(read.new if read.known is None else read.known),
        spam=None if read.spam is None else _floats(read.spam),
        repeated=None if read.repeated is None else _floats(read.repeated),
        one_host=None if read.one_host is None else _floats(read.one_host),
    )


def _floats(numbers: tuple[int, ...]) -> NDArray[np.float64]:
    return np.array(numbers, dtype=np.float64)
