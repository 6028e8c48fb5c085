"""Which sites are watched: ours, those we only watch, and the competitors of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.errors import NotFound
from backlinkbot.core.urls.named import domain_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class WatchedSite:
    """A site that is watched: `rival_of`: sites of ours that name it as a competitor."""

    domain: str
    is_ours: bool
    rival_of: tuple[str, ...] = ()


def watched_sites(workspace: Workspace, domains: Sequence[str] = ()) -> list[WatchedSite]:
    """These sites and the competitors of those that are ours; all sites where none are named.

    Raises:
        NotFound: none are named, and there are none yet.
    """
    known = workspace.state.sites()
    ours = {site.domain for site in known if site.is_ours}
    rivals: dict[str, list[str]] = {}
    for site in known:
        for rival in site.competitors if site.is_ours else ():
            rivals.setdefault(rival, []).append(site.domain)
    named = list(dict.fromkeys(map(domain_named, domains))) or [site.domain for site in known]
    if not named:
        raise NotFound("there is no site to watch yet; begin with: backlinkbot site add DOMAIN")
    of_named = [rival for rival, whose in rivals.items() if set(whose) & set(named)]
    every = dict.fromkeys((*named, *sorted(of_named)))
    return [WatchedSite(one, one in ours, tuple(rivals.get(one, ()))) for one in every]
