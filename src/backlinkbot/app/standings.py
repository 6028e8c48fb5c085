"""The verb standings: the main numbers of sites side by side, and how they moved."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backlinkbot.app.history import history
from backlinkbot.app.profile.beside import known_authority
from backlinkbot.app.profile.kept import lists_folder
from backlinkbot.core.errors import NotFound
from backlinkbot.io.outputs.place import write_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.nouns import Growth, Site

WEEKS_SHOWN = 26  # half a year: as long as a small line can show


@dataclass(frozen=True, slots=True)
class Standing:
    """The main numbers of one site.

    `new_30d`, `lost_30d`: referring domains in the 30 days up to `recent_until`;
    `authority_change`: since the release before, on the scale of what both know, None where they do
    not compare; `levels`: referring domains at the end
    of each of the last weeks, the oldest first, as far as their beginnings are known.
    """

    site: Site
    backlinks: int
    referring_domains: int
    followed_share: float | None
    new_30d: int
    lost_30d: int
    authority: float | None
    authority_low: float | None
    authority_high: float | None
    authority_note: str
    authority_change: float | None
    levels: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the index points at it."""
        return not self.backlinks and not self.referring_domains


def standings(workspace: Workspace, sites: Sequence[Site]) -> list[Standing]:
    """The main numbers of these sites, in their order; zeros for those that nobody links to."""
    domains = [site.domain for site in sites]
    authority = known_authority(workspace, domains)
    changes = _changes(workspace, domains)
    now = workspace.clock.now()
    found = []
    for site in sites:
        counts = workspace.index.main_counts(site.domain, now)
        points, low, high, note = authority.of(site.domain)
        found.append(
            Standing(
                site=site,
                backlinks=counts.backlinks,
                referring_domains=counts.referring_domains,
                followed_share=counts.followed_share,
                new_30d=counts.new_30d,
                lost_30d=counts.lost_30d,
                authority=points,
                authority_low=low,
                authority_high=high,
                authority_note=note,
                authority_change=changes.get(site.domain),
                levels=_levels(counts.weeks, counts.referring_domains, now.date()),
            )
        )
    return found


def recent_until(workspace: Workspace) -> date:
    """The last of the 30 days that standings look back on: today, or when links were read last."""
    return workspace.index.recent_until(workspace.clock.now()).date()


def authority_change(workspace: Workspace, domain: str) -> float | None:
    """How the authority of a domain moved up to the newest release; None where none compare.

    Worked out once for each release, since two of them are read whole for it.
    """
    path = lists_folder(workspace, domain) / "authority-change.json"
    try:
        told: dict[str, float | None] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        told = {domain: _changes(workspace, [domain]).get(domain)}
        write_text(path, json.dumps(told))
    return told.get(domain)


def _changes(workspace: Workspace, domains: Sequence[str]) -> dict[str, float | None]:
    """How the authority of each moved up to the newest release."""
    if not domains:
        return {}
    try:
        rows: list[dict[str, Any]] = history(workspace, domains).table.to_pylist()
    except NotFound:
        return {}
    return {row["domain"]: row["change"] for row in rows}


def _levels(weeks: Sequence[Growth], level: int, today: date) -> tuple[int, ...]:
    """Referring domains at the end of each week, reckoned back from today's number."""
    known = {one.week: one for one in weeks}
    monday = today - timedelta(days=today.weekday())
    levels = [level]
    for back in range(WEEKS_SHOWN - 1):
        if week := known.get(monday - timedelta(weeks=back)):
            level += week.lost - week.new
        levels.append(max(0, level))
    return tuple(reversed(levels))
