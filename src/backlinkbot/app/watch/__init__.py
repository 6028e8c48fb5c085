"""The verb watch: new, lost and changed links of our sites and their competitors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.app.watch.looking import changes_of, period_from, period_since
from backlinkbot.app.watch.raising import raised
from backlinkbot.app.watch.sites import watched_sites
from backlinkbot.core.errors import NotFound
from backlinkbot.core.progress import Silent
from backlinkbot.core.watching import Watched
from backlinkbot.io.state.watches import kept_cursors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress

__all__ = ["watch"]


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
    periods = {
        site.domain: period_since(workspace, since)
        if since
        else period_from(workspace, cursors.get(site.domain))
        for site in sites
    }
    found = changes_of(workspace, sites, periods)
    alerts: list[str] = []
    for done, one in enumerate(() if since else found, start=1):
        alerts += [alert.id for alert in raised(workspace, one, snapshot.name)]
        progress.reached(done)
    return Watched(snapshot.name, workspace.clock.today(), tuple(found), tuple(alerts))
