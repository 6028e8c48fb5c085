"""The verb watch: new, lost and changed links of our sites and their competitors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.app.profile.nothing import unknown_domain
from backlinkbot.app.watch.looking import changes_of, period_by_dates, period_from, period_since
from backlinkbot.app.watch.raising import raised
from backlinkbot.app.watch.sites import WatchedSite, watched_sites
from backlinkbot.core.errors import NotFound
from backlinkbot.core.progress import Silent
from backlinkbot.core.urls.named import domain_named
from backlinkbot.core.watching import Watched
from backlinkbot.io.state.watches import kept_cursors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress
    from backlinkbot.core.watching import SiteChanges

__all__ = ["lately", "watch"]


def watch(
    workspace: Workspace,
    domains: Sequence[str] = (),
    *,
    since: date | None = None,
    progress: Progress | None = None,
) -> Watched:
    """What changed since the last look at each site, which this look becomes; raises alerts.

    `domains`: these sites and the competitors of those that are ours, else all. `since`: from that
    day on instead; that only shows: nothing is raised, and the next look begins where it would
    have.

    Raises:
        NotFound: the index is empty, or there is no site.
        BadInput: a name is none of a domain.
    """
    workspace.refresh()
    snapshot = workspace.index.current()
    if snapshot is None:
        raise NotFound("the index is empty; begin with: backlinkbot ingest FILE")
    sites = watched_sites(workspace, domains)
    progress = progress or Silent()
    progress.stage("comparing", len(sites), "sites")
    with workspace.state.reading() as connection:
        cursors = kept_cursors(connection, [site.domain for site in sites])
    if since:
        periods = dict.fromkeys([one.domain for one in sites], period_since(workspace, since))
    else:
        kept = {one.name for one in workspace.index.snapshots()}
        periods = {
            one.domain: period_from(workspace, cursors.get(one.domain), kept) for one in sites
        }
    found = changes_of(workspace, sites, periods)
    alerts: list[str] = []
    for done, one in enumerate(() if since else found, start=1):
        alerts += [alert.id for alert in raised(workspace, one, snapshot.name)]
        progress.reached(done)
    return Watched(snapshot.name, workspace.clock.today(), tuple(found), tuple(alerts))


def lately(workspace: Workspace, domain: str, since: date | None = None) -> SiteChanges:
    """What changed for one site since a day, else what the dates of its links tell of 30 days.

    Those are the days up to when links were read last. Nothing is raised.

    Raises:
        NotFound: the index is empty, or nothing in it points at the domain.
    """
    domain = domain_named(domain)
    if workspace.index.current() is None or not workspace.index.newest_days([domain]).num_rows:
        raise unknown_domain(workspace, domain)
    site = WatchedSite(domain, is_ours=workspace.state.site_or_plain(domain).is_ours)
    period = period_since(workspace, since) if since else period_by_dates(workspace)
    (found,) = changes_of(workspace, [site], {domain: period})
    return found
