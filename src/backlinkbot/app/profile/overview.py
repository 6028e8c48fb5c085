"""The verb overview: the main numbers of a domain or a part of it, and of its competitors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.app.known import NOT_THERE, TRUST
from backlinkbot.app.profile.beside import known_authority
from backlinkbot.app.profile.rows import kept_of
from backlinkbot.app.profile.view import WHOLE
from backlinkbot.app.releases import in_force, line_of
from backlinkbot.core.errors import NotFound
from backlinkbot.core.urls.named import domain_named
from backlinkbot.logic.judge.overview import overview_of
from backlinkbot.logic.judge.profile import every_week

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backlinkbot.app.profile.view import View
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.nouns import Growth, Snapshot
    from backlinkbot.core.overview import Overview

NO_POINTS = (None, None, None, None)


@dataclass(frozen=True, slots=True)
class KnownStrength:
    """The authority of a site: points, interval, the share that links alone would add (0..1).

    `note`: why there are no points, empty where there are.
    """

    points: float | None
    low: float | None
    high: float | None
    inflated_share: float | None
    note: str


@dataclass(frozen=True, slots=True)
class FoundOverview:
    """The numbers of one domain, its authority, and the state of the index they were read from."""

    domain: str
    overview: Overview
    authority: KnownStrength
    snapshot: Snapshot | None


@dataclass(frozen=True, slots=True)
class Course:
    """The referring domains of one site over time: weeks without a gap, and where they ended.

    `start_unknown`: how many of those that stand at the end nobody dates; they are in no week.
    """

    domain: str
    weeks: tuple[Growth, ...]
    referring_domains: int
    start_unknown: int


def overview(workspace: Workspace, domain: str, view: View = WHOLE) -> FoundOverview:
    """The main numbers of a domain, or of a part of it, on the day that is looked at.

    Raises:
        BadInput: the view is of no part of the domain.
        NotFound: the index is empty, or nothing in it points at the domain.
    """
    domain = domain_named(domain)
    kept = kept_of(workspace, domain, view)
    moment = view.moment() or workspace.clock.now()
    strength = strength_of(workspace, domain)
    if view.as_of and view.as_of < workspace.clock.today():
        strength = strength_on(workspace, domain, view.as_of)
    return FoundOverview(
        domain,
        overview_of(kept.links, kept.domains, moment, workspace.index.recent_until(moment)),
        strength,
        workspace.snapshot,
    )


def strength_of(workspace: Workspace, domain: str) -> KnownStrength:
    """The authority of a domain in the release in force."""
    known = known_authority(workspace, [domain])
    points, low, high, note = known.of(domain)
    share = None
    if points is not None and known.table is not None:
        rows = {row["node"]: row["inflated_share"] for row in known.table.to_pylist()}
        share = rows.get(domain)
    return KnownStrength(points, low, high, share, note)


def strength_on(workspace: Workspace, domain: str, day: date) -> KnownStrength:
    """The authority of a domain in the last release that was measured by the end of a day.

    Only releases that compare with the one in force count; before the first there are no points.
    """
    from backlinkbot.io.index.graphs.releases import look_up_domains

    try:
        current = in_force(workspace)
    except NotFound:
        return strength_of(workspace, domain)
    if current.about.get("basis", TRUST) != TRUST:
        return strength_of(workspace, domain)
    measured = [
        (str(one.about.get("measured_on", one.day))[:10], one)
        for one in line_of(workspace, current)
    ]
    by_then = [one for on, one in measured if on <= day.isoformat()]
    if not by_then:
        return KnownStrength(*NO_POINTS, f"not measured then; measured first on {measured[0][0]}")
    (row,) = look_up_domains(by_then[-1].path, [domain]).to_pylist()
    if row["authority"] is None:
        return KnownStrength(*NO_POINTS, NOT_THERE)
    return KnownStrength(
        row["authority"], row["authority_low"], row["authority_high"], row["inflated_share"], ""
    )


def courses(workspace: Workspace, domains: Sequence[str], until: date) -> list[Course]:
    """The referring domains of sites over time; a site that nobody links to has no weeks."""
    now = workspace.clock.now()
    found = []
    for domain in domains:
        counts = workspace.index.main_counts(domain, now)
        weeks = every_week(counts.weeks, until)
        unknown = min(counts.start_unknown, counts.referring_domains)
        found.append(Course(domain, weeks, counts.referring_domains, unknown))
    return found
