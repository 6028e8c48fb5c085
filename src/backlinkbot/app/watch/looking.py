"""Finds what changed for sites, and judges the links that did."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.app.profile.beside import inputs, known_authority
from backlinkbot.core import columns
from backlinkbot.core.watching import Basis, ChangeKind, SiteChanges
from backlinkbot.io.index.profile import RECENT
from backlinkbot.logic.judge.changes.gather import Beside, Judged, gathered
from backlinkbot.logic.judge.changes.kinds import NOTHING, kinds_of
from backlinkbot.logic.judge.quality import judge_links

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.app.watch.sites import WatchedSite
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.alerts import Cursor
    from backlinkbot.core.watching import DomainChange
    from backlinkbot.logic.judge.changes.kinds import Kinds

MOST_JUDGED = 20_000  # changed links of one site that are judged: the news first
MOST_NAMED = 3  # sources named in a note; the rest are counted
NOT_KEPT = (
    "No snapshot of that time is kept any more, so the dates of links tell: what began, what was "
    "lost and what became nofollow. Other changes of links cannot be told."
)
FIRST_LOOK = (
    "Watched for the first time: the last 30 days, as the dates of links tell them. From now on "
    "each look is compared with the one before."
)


@dataclass(frozen=True, slots=True)
class Period:
    """What is compared: `before`: a kept snapshot, or empty where dates must tell."""

    since: datetime
    before: str = ""
    note: str = ""


def period_since(workspace: Workspace, day: date) -> Period:
    """From a day on: the snapshot that was in force then, where it is kept."""
    since = datetime.combine(day, time.min, UTC)
    older = [one.name for one in workspace.index.snapshots() if one.created_at <= since]
    return Period(since, older[-1]) if older else Period(since, note=NOT_KEPT)


def period_by_dates(workspace: Workspace) -> Period:
    """The 30 days up to the day when links were read last."""
    return Period(_midnight(workspace.index.recent_until(workspace.clock.now()) - RECENT))


def period_from(workspace: Workspace, cursor: Cursor | None, kept: Collection[str]) -> Period:
    """From the last look on; `kept`: the snapshots that still are.

    What began up to 30 days before what was known then is still called new: reporters find links
    weeks after they began.
    """
    if cursor is None:
        return replace(period_by_dates(workspace), note=FIRST_LOOK)
    known = min(cursor.newest_at or cursor.watched_at, cursor.watched_at)
    if cursor.snapshot in kept:
        return Period(known - RECENT, cursor.snapshot)
    return Period(_midnight(known), note=NOT_KEPT)


def _midnight(moment: datetime) -> datetime:
    """The beginning of the day: a period is shown, and asked for again, by its day."""
    return datetime.combine(moment.astimezone(UTC).date(), time.min, UTC)


def changes_of(
    workspace: Workspace, sites: Sequence[WatchedSite], periods: Mapping[str, Period]
) -> list[SiteChanges]:
    """What changed for each of the sites; those of one period are asked for together."""
    by_period: dict[Period, list[str]] = {}
    for site in sites:
        by_period.setdefault(periods[site.domain], []).append(site.domain)
    rows: dict[str, pa.Table] = {}
    for period, domains in by_period.items():
        rows |= _rows(workspace, period, domains)
    until = _newest(workspace, [site.domain for site in sites])
    read = {period: _read_since(workspace, period) for period in by_period}
    return [
        _site(
            workspace,
            site,
            periods[site.domain],
            rows[site.domain],
            until.get(site.domain),
            read[periods[site.domain]],
        )
        for site in sites
    ]


def _rows(workspace: Workspace, period: Period, domains: Sequence[str]) -> dict[str, pa.Table]:
    """The changed links of each domain."""
    import pyarrow.compute as pc

    index = workspace.index
    if period.before:
        found = index.changed_links(period.before, domains)
    else:
        found = index.links_since(domains, period.since)
    return {name: found.filter(pc.equal(found["target_domain"], name)) for name in domains}


def _site(
    workspace: Workspace,
    site: WatchedSite,
    period: Period,
    rows: pa.Table,
    until: date | None,
    read: Sequence[str],
) -> SiteChanges:
    kinds = kinds_of(rows, period.since)
    changes: tuple[DomainChange, ...] = ()
    if rows.num_rows and (kinds.code != NOTHING).any():
        changes = tuple(gathered(rows, kinds, _beside(workspace, site.domain, rows, kinds)))
    found = SiteChanges(
        site=site.domain,
        is_ours=site.is_ours,
        rival_of=site.rival_of,
        basis=Basis.SNAPSHOTS if period.before else Basis.DATES,
        since=period.since,
        before=period.before,
        until=until,
        changes=changes,
    )
    return replace(found, notes=tuple(_notes(found, period, read)))


def _beside(workspace: Workspace, domain: str, rows: pa.Table, kinds: Kinds) -> Beside:
    names = rows["source_domain"].unique().to_pylist()
    known = known_authority(workspace, names)
    points: dict[str, float] = {}
    if known.table is not None:
        pairs = zip(
            known.table["node"].to_pylist(), known.table["authority"].to_pylist(), strict=True
        )
        points = {name: value for name, value in pairs if value is not None}
    counts = workspace.index.pair_counts([domain], names)
    standing = zip(counts["source_domain"].to_pylist(), counts["links"].to_pylist(), strict=True)
    return Beside(domain, points, dict(standing), _judged(workspace, domain, rows, kinds))


def _judged(workspace: Workspace, domain: str, rows: pa.Table, kinds: Kinds) -> Judged:
    """The quality of the changed links, as far as they are not too many."""
    import pyarrow as pa

    chosen = _first(kinds)
    part = rows.select(columns.links().names).take(pa.array(chosen))
    return Judged(chosen, judge_links(part, inputs(workspace, domain, part, whole=False)))


def _first(kinds: Kinds) -> NDArray[np.int64]:
    told = np.flatnonzero(kinds.code != NOTHING)
    if len(told) > MOST_JUDGED:
        order = np.argsort(~kinds.is_news[told], kind="stable")
        told = np.sort(told[order[:MOST_JUDGED]])
    return told


def _newest(workspace: Workspace, domains: Sequence[str]) -> dict[str, date]:
    found = workspace.index.newest_days(domains)
    pairs = zip(found["target_domain"].to_pylist(), found["newest"].to_pylist(), strict=True)
    return {name: moment.date() for name, moment in pairs if moment}


def _read_since(workspace: Workspace, period: Period) -> list[str]:
    """Sentences on which sources were read, and which forgotten, since the snapshot before."""
    if not period.before:
        return []
    before = {one.digest: one.name for one in workspace.index.sources(period.before)}
    after = {one.digest: one.name for one in workspace.index.sources()}
    told = []
    for which, names in (
        ("read since", [name for digest, name in after.items() if digest not in before]),
        ("forgotten since", [name for digest, name in before.items() if digest not in after]),
    ):
        if names:
            more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
            files = "source was" if len(names) == 1 else "sources were"
            shown = ", ".join(name.rpartition("/")[2] for name in sorted(names)[:MOST_NAMED])
            told.append(f"{len(names):,} {files} {which}: {shown}{more}.")
    return told


def _notes(found: SiteChanges, period: Period, read: Sequence[str]) -> list[str]:
    notes = [period.note] if period.note else []
    only = found.index_only
    if not only:
        return notes
    by_kind = {kind: sum(one.kind is kind for one in only) for kind in ChangeKind}
    told = ", ".join(f"{count:,} {kind.value}" for kind, count in by_kind.items() if count)
    sites = "referring domain" if len(only) == 1 else "referring domains"
    notes.append(f"Only the index changed for {len(only):,} {sites}, not the web: {told}.")
    return [*notes, *read]
