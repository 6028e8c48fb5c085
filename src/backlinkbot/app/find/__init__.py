"""The verb find: where the next good link could come from, priced and in the order of value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backlinkbot.app.find.flags import COPIES, flagged, is_copy
from backlinkbot.app.find.judging import judged
from backlinkbot.app.find.pricing import priced
from backlinkbot.app.find.readiness import readiness
from backlinkbot.app.find.taking import ground_of, rivals_of
from backlinkbot.app.own_sites import site_meant
from backlinkbot.app.profile.beside import need_index
from backlinkbot.app.prospects.adding import keep_opportunities, tactic_like
from backlinkbot.app.prospects.learning import niche_of, odds_of
from backlinkbot.app.prospects.organisations import organisation_of
from backlinkbot.core.chances import candidates, opportunities
from backlinkbot.core.errors import BadInput
from backlinkbot.core.progress import Progress, Silent
from backlinkbot.core.urls.named import domain_named
from backlinkbot.logic.prospect.ranking import Wishes, rank
from backlinkbot.logic.prospect.tactics import tactics

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from backlinkbot.app.prospects.adding import Kept
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.access import Principal
    from backlinkbot.logic.prospect.ground import Ground
    from backlinkbot.logic.prospect.phase import Phase
    from backlinkbot.logic.prospect.tactics import Way

__all__ = ["FindOptions", "Opportunities", "find", "keep_best"]

TOP = 50
MOST_TOP = 10_000
CONTRACT = (
    "prospect", "page", "tactic", "value_per_hour", "p_reply", "p_placement", "worth_points",
    "relevance", "minutes", "reasons", "evidence",
)  # fmt: skip
MOST_ALSO = 5  # other chances at one organisation that are told
BESIDE = ("about", "authority", "site_type", "sells", "fit", "also")


@dataclass(frozen=True, slots=True)
class FindOptions:
    """What a user may say.

    `tactics`: only these, by their words; `top`: so many, None for all; `rivals`: these instead of
    the site's competitors; `seed`: explore, by chances drawn at random; `all_phases`: also tactics
    that wait until the profile is in line with its peers'.
    """

    tactics: Sequence[str] = ()
    top: int | None = TOP
    rivals: Sequence[str] = ()
    seed: int | None = None
    all_phases: bool = False


@dataclass(frozen=True, slots=True)
class Opportunities:
    """What was found for `domain`, best first.

    `table`: `core.chances.opportunities()` and `also` (other chances at the same organisation, in
    words); one row an organisation. `found`: organisations in all; `by_tactic`: chances of each
    tactic that was asked; `left_out`: how many were, by reason; `notes`: what would find more;
    `phase`: what the profile is ready for; `waiting`: tactics that were not asked for that reason.
    """

    domain: str
    table: pa.Table
    found: int
    by_tactic: dict[str, int]
    left_out: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    phase: Phase | None = None
    waiting: tuple[str, ...] = ()

    def as_rows(self) -> pa.Table:
        """The rows of `find --csv` and of files, in the order of the contract."""
        return self.table.select([*CONTRACT, *BESIDE])

    def as_document(self) -> list[dict[str, Any]]:
        """The JSON document of `find --json`."""
        return [dict(row) for row in self.as_rows().to_pylist()]

    def sentences(self) -> tuple[str, ...]:
        """What stands beside the rows: how many there are, what was left out, what waits."""
        shown = self.table.num_rows
        told = [f"{shown:,} of {self.found:,} opportunities; more with --top."]
        if not self.found:
            told = [f"Nothing was found for {self.domain}: {self._why_nothing()}"]
        elif shown == self.found:
            told = []
        told += [f"Left out: {many:,} {reason}." for reason, many in self.left_out.items()]
        told += self.notes
        if self.phase and self.waiting:
            told.append(f"{self.phase.why} Waiting: {', '.join(self.waiting)} (--all-phases).")
        return tuple(told)

    def _why_nothing(self) -> str:
        asked = ", ".join(self.by_tactic)
        return f"the index knows no page that fits ({asked}); read in more of the site's field."


def find(
    workspace: Workspace,
    domain: str,
    options: FindOptions | None = None,
    progress: Progress | None = None,
) -> Opportunities:
    """Who could link to a site next, by every tactic, in the order of what an hour brings.

    Nothing is fetched: candidates come from pages and links that the index knows.

    Raises:
        NotFound: the index is empty, there is no such tactic, or no such site.
        BadInput: the domain is none, or a number is out of range.
    """
    options, progress = options or FindOptions(), progress or Silent()
    domain = domain_named(domain)
    if options.top is not None and not 1 <= options.top <= MOST_TOP:
        raise BadInput(f"give a number of opportunities from 1 to {MOST_TOP:,}")
    named = [tactics[tactic_like(name)] for name in dict.fromkeys(options.tactics)]
    need_index(workspace)
    site_meant(workspace, domain)
    rivals = rivals_of(workspace, domain, options.rivals)
    standing = readiness(workspace, domain, rivals, progress)
    ways = named or _ways(standing, is_open=options.all_phases)
    ground, notes = ground_of(workspace, domain, rivals, ways, progress)
    rows, by_tactic = _thought(ways, ground, progress)
    rows, left_out = _unflagged(workspace, domain, rivals, rows, progress)
    rows, price_notes = priced(workspace, domain, rows, progress)
    rows, judge_notes = judged(workspace, domain, rows, progress)
    progress.stage("Ranking")
    table, found = _ranked(workspace, domain, rows, options)
    return Opportunities(
        domain=domain,
        table=table,
        found=found,
        by_tactic=by_tactic,
        left_out=left_out,
        notes=(*notes, *price_notes, *judge_notes),
        phase=standing,
        waiting=tuple(sorted(standing.closed - set(by_tactic))),
    )


def keep_best(workspace: Workspace, found: Opportunities, many: int, *, by: Principal) -> Kept:
    """Put the first `many` opportunities among the site's prospects, each organisation once.

    Raises:
        BadInput: `many` is not positive.
    """
    rows = found.table.select(opportunities().names)
    return keep_opportunities(workspace, found.domain, rows, by=by, many=many)


def _ways(standing: Phase, *, is_open: bool) -> list[Way]:
    """All tactics that the site is ready for."""
    return [way for name, way in tactics.items() if is_open or name not in standing.closed]


def _thought(
    ways: Sequence[Way], ground: Ground, progress: Progress
) -> tuple[pa.Table, dict[str, int]]:
    """What each tactic makes of the ground, and how many chances each found."""
    import pyarrow as pa

    progress.stage("Thinking of chances")
    found = [(way.tactic.value, way.think(ground)) for way in ways]
    tables = [candidates().empty_table(), *(table for _, table in found)]
    return pa.concat_tables(tables), {name: table.num_rows for name, table in found}


def _unflagged(
    workspace: Workspace, domain: str, rivals: Sequence[str], rows: pa.Table, progress: Progress
) -> tuple[pa.Table, dict[str, int]]:
    """The candidates without those that are no prospects; those of sellers are marked."""
    import pyarrow as pa

    progress.stage("Leaving out who sells links or does harm")
    copies = [is_copy(page) for page in rows["page"].to_pylist()]
    rows = rows.filter(pa.array([not copied for copied in copies], pa.bool_()))
    names = rows["prospect"].to_pylist()
    flags = flagged(workspace, domain, rivals, names)
    stays = pa.array([name not in flags.out for name in names], pa.bool_())
    sells = [
        True if name in flags.sells else told
        for name, told in zip(names, rows["sells"].to_pylist(), strict=True)
    ]
    place = rows.schema.get_field_index("sells")
    marked = rows.set_column(place, "sells", pa.array(sells, pa.bool_()))
    told = flags.counts(names) | ({COPIES: sum(copies)} if any(copies) else {})
    return marked.filter(stays), told


def _ranked(
    workspace: Workspace, domain: str, rows: pa.Table, options: FindOptions
) -> tuple[pa.Table, int]:
    """One row an organisation, best first, as many as are wanted; and how many there are."""
    import pyarrow as pa

    odds = odds_of(workspace)
    niche = niche_of(workspace.state.site_or_plain(domain)) or None
    every = rank(rows, odds, Wishes(niche=niche, seed=options.seed))
    best = _one_each(every)
    places = {_key(row): place for place, row in enumerate(rows.select(KEY).to_pylist())}
    kept = rows.take(pa.array([places[key] for key in best], pa.int64()))
    table = rank(kept, odds, Wishes(options.top, niche, seed=options.seed))
    also = [best[_key(row)] for row in table.select(KEY).to_pylist()]
    return table.append_column("also", pa.array(also, pa.list_(pa.string()))), len(best)


KEY = ["page", "tactic", "about"]


def _key(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(row[name] for name in KEY)


def _one_each(every: pa.Table) -> dict[tuple[str, ...], list[str]]:
    """The best chance at each organisation, with the others there in words."""
    first: dict[str, tuple[str, ...]] = {}
    also: dict[tuple[str, ...], list[str]] = {}
    for row in every.select(KEY).to_pylist():
        organisation = organisation_of(row["page"])
        if organisation not in first:
            first[organisation] = _key(row)
            also[_key(row)] = []
        elif len(others := also[first[organisation]]) < MOST_ALSO:
            others.append(f"{row['tactic']}: {row['page']}")
    return also
