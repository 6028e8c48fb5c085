"""Asks the other verbs for all that a client's report says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

from backlinkbot.app.audit import AuditOptions, audit
from backlinkbot.app.decisions import decisions
from backlinkbot.app.find.kept import kept_find
from backlinkbot.app.gap import gap
from backlinkbot.app.goals import list_goals
from backlinkbot.app.history import history
from backlinkbot.app.pitch.reporting import outreach_in
from backlinkbot.app.plays import plays
from backlinkbot.app.profile import RowQuestion, domain_rows, profile
from backlinkbot.app.results import results_of
from backlinkbot.app.velocity import velocity
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.progress import Silent
from backlinkbot.logic.judge.verdict.model import shipped
from backlinkbot.logic.reports.client.material import Material, VerdictError
from backlinkbot.logic.reports.client.timed import began_in, lost_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pyarrow as pa

    from backlinkbot.app.gap import Gap
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.nouns import Site
    from backlinkbot.core.plays import Play
    from backlinkbot.core.profile import Profile
    from backlinkbot.core.progress import Progress

T = TypeVar("T")
MOST_RIVALS = 8  # more make a table that nobody reads
MOST_GAP = 500  # domains of the gap whose authority is looked up
EVERY_ROW = 10**9


def material_of(
    workspace: Workspace,
    domain: str,
    since: date,
    until: date,
    progress: Progress | None = None,
) -> Material:
    """What the verbs say of a site and a period; days that have not come are left out.

    Raises:
        NotFound: the index is empty, or nothing in it points at the domain.
    """
    progress = progress or Silent()
    as_of = min(until, workspace.clock.today())
    site = workspace.state.site_or_plain(domain)
    missing = _told(lambda: gap(workspace, domain, limit=MOST_GAP))
    linking = _links_to(missing)
    site = replace(site, competitors=site.competitors[:MOST_RIVALS])
    progress.stage("Looking at the profile")
    now = _profile(workspace, domain, as_of)
    then = _told(lambda: profile(workspace, domain, as_of=since - timedelta(days=1)))
    domains = domain_rows(workspace, domain, RowQuestion(limit=EVERY_ROW, order="source_domain"))
    progress.stage("Looking at the competitors")
    field = {name: workspace.index.referring_domains(name) for name in (domain, *site.competitors)}
    chances = _told(lambda: kept_find(workspace, domain))
    progress.stage("Auditing")
    audited = _told(lambda: audit(workspace, domain, AuditOptions(), progress))
    progress.stage("Looking at authority over time")
    named = {
        *field,
        *_names(began_in(domains.table, since, as_of)),
        *_names(lost_in(domains.table, since, as_of)),
        *linking,
    }
    return Material(
        site=site,
        since=since,
        until=until,
        as_of=as_of,
        now=now,
        then=then,
        domains=domains.table,
        field=field,
        authority=_authority(workspace, named),
        gap=linking,
        gap_total=missing.total if missing else 0,
        audit=audited.audit if audited else None,
        velocity=_told(lambda: velocity(workspace, domain)),
        decided=decisions(workspace, domain).in_force,
        goals=tuple(list_goals(workspace, domain)),
        errors=_errors(),
        results=_told(lambda: results_of(workspace, domain, since, as_of)),
        plays=_plays(workspace, site, as_of, progress),
        chances=chances.rows if chances else (),
        chances_on=chances.found_at.date() if chances else None,
        outreach=outreach_in(workspace, domain, since, as_of),
        known_until=workspace.index.recent_until(workspace.clock.now()).date(),
    )


def _plays(
    workspace: Workspace, site: Site, as_of: date, progress: Progress
) -> tuple[tuple[str, tuple[Play, ...]], ...]:
    """The plays of each competitor by its links up to a day; none of a platform."""
    progress.stage("Looking at what competitors did")
    found = []
    for rival in site.competitors:
        try:
            told = plays(workspace, rival, ours=site.domain)
        except (NotFound, BadInput):  # nothing points there, or nobody owns it alone
            continue
        found.append((rival, tuple(one for one in told.plays if one.begins <= as_of)))
    return tuple(found)


def _profile(workspace: Workspace, domain: str, as_of: date) -> Profile:
    """The profile at the end of a day; of the present one as `profile` tells it."""
    is_today = as_of >= workspace.clock.today()
    return profile(workspace, domain, as_of=None if is_today else as_of)


def _links_to(found: Gap | None) -> dict[str, tuple[str, ...]]:
    """Who links to competitors and not to the site, with those; most competitors first."""
    rows = found.table.select(["source_domain", "links_to"]).to_pylist() if found else []
    return {row["source_domain"]: tuple(row["links_to"]) for row in rows}


def _errors() -> tuple[VerdictError, ...]:
    """How often the verdicts of an audit are wrong, as it was measured."""
    told = shipped().measured
    pairs = (("disavow", told.disavow), ("review", told.review))
    return tuple(VerdictError(name, *counts, told.on) for name, counts in pairs)


def _authority(workspace: Workspace, names: Iterable[str]) -> pa.Table | None:
    found = _told(lambda: history(workspace, sorted(names)))
    return found.table if found else None


def _names(domains: pa.Table) -> list[str]:
    names: list[str] = domains["source_domain"].to_pylist()
    return names


def _told(ask: Callable[[], T]) -> T | None:
    """What a verb tells; None where it has nothing to tell."""
    try:
        return ask()
    except NotFound:
        return None
