"""The last find of a site as it was told, shown and kept from without looking again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from backlinkbot.app.prospects.adding import keep_opportunities
from backlinkbot.app.prospects.learning import niche_of, odds_of
from backlinkbot.core.cells import plain
from backlinkbot.core.chances import opportunities
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.outputs.place import write_text
from backlinkbot.logic.prospect.priors import Step

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    import pyarrow as pa

    from backlinkbot.app.find import FindOptions, Opportunities
    from backlinkbot.app.prospects.adding import Kept
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.access import Principal

FOLDER = "opportunities"  # in the workspace: one file a site
LAYOUT = 1  # of the files, to be raised when their fields change
ID_DIGITS = 16
BOUNDS = ("p_reply_low", "p_reply_high", "p_placement_low", "p_placement_high")


@dataclass(frozen=True, slots=True)
class KeptFind:
    """What the last find told, best first.

    `rows`: as `find --json` has them, with an `id` each and the ends of the 90 % intervals of both
    odds; `found`: organisations in all; `tactics`: those that alone were asked for, empty for all;
    `left_out`: how many were, by reason; `phase`: a sentence on what the profile is ready for,
    empty where nobody can tell; `waiting`: tactics that were not asked for that reason.
    """

    domain: str
    found_at: datetime
    snapshot: str
    rows: tuple[dict[str, Any], ...]
    found: int
    by_tactic: dict[str, int]
    left_out: dict[str, int]
    notes: tuple[str, ...]
    tactics: tuple[str, ...]
    phase: str
    waiting: tuple[str, ...]


def keep_find(workspace: Workspace, found: Opportunities, options: FindOptions) -> None:
    """Keep what a find told in place of what the one before did."""
    snapshot = workspace.index.current()
    document = {
        "layout": LAYOUT,
        "domain": found.domain,
        "found_at": workspace.clock.now().isoformat(),
        "snapshot": snapshot.name if snapshot else "",
        "rows": _rows(workspace, found),
        "found": found.found,
        "by_tactic": found.by_tactic,
        "left_out": found.left_out,
        "notes": list(found.notes),
        "tactics": list(options.tactics),
        "phase": found.phase.why if found.phase else "",
        "waiting": list(found.waiting),
    }
    told = json.dumps(plain(document), ensure_ascii=False)
    write_text(_path(workspace, found.domain), told)


def kept_find(workspace: Workspace, domain: str) -> KeptFind:
    """What the last find of a site told.

    Raises:
        NotFound: nobody looked yet, or what was kept cannot be read.
    """
    domain = domain_named(domain)
    try:
        told = json.loads(_path(workspace, domain).read_text("utf-8"))
    except (OSError, ValueError):
        told = {}
    if told.get("layout") != LAYOUT:
        raise NotFound(f"nobody looked for opportunities of {domain} yet")
    return KeptFind(
        domain=domain,
        found_at=datetime.fromisoformat(told["found_at"]),
        snapshot=told["snapshot"],
        rows=tuple(told["rows"]),
        found=told["found"],
        by_tactic=told["by_tactic"],
        left_out=told["left_out"],
        notes=tuple(told["notes"]),
        tactics=tuple(told["tactics"]),
        phase=told["phase"],
        waiting=tuple(told["waiting"]),
    )


def keep_rows(workspace: Workspace, domain: str, ids: Collection[str], *, by: Principal) -> Kept:
    """Put the chosen rows of the last find among the site's prospects.

    Raises:
        NotFound: nobody looked yet, or one of them is in the last find no more.
        BadInput: none is chosen.
    """
    import pyarrow as pa

    if not ids:
        raise BadInput("choose at least one opportunity")
    found = kept_find(workspace, domain)
    rows = [row for row in found.rows if row["id"] in ids]
    if len(rows) < len(set(ids)):
        raise NotFound("somebody looked again meanwhile; choose from the new list")
    names = opportunities().names
    table = pa.Table.from_pylist(
        [{name: row[name] for name in names} for row in rows], schema=opportunities()
    )
    return keep_opportunities(workspace, found.domain, table, by=by)


def _rows(workspace: Workspace, found: Opportunities) -> list[dict[str, Any]]:
    """The rows with an id and the ends of the intervals of both odds."""
    rows = found.as_document()
    ends = _ends(workspace, found)
    return [
        row | {"id": _id(row)} | dict(zip(BOUNDS, bounds, strict=True))
        for row, bounds in zip(rows, zip(*ends, strict=True), strict=True)
    ]


def _ends(workspace: Workspace, found: Opportunities) -> list[list[float]]:
    odds, table = odds_of(workspace), found.table
    if niche := niche_of(workspace.state.site_or_plain(found.domain)):
        table = table.append_column("niche", _repeated(niche, table.num_rows))
    fit = table["fit"].to_numpy()
    reply, placement = odds.of(Step.REPLY, table), odds.of(Step.PLACEMENT, table)
    ends = (reply.low, reply.high, placement.low * fit, placement.high * fit)
    return [one.tolist() for one in ends]


def _repeated(word: str, many: int) -> pa.Array:
    import pyarrow as pa

    return pa.repeat(word, many)


def _id(row: dict[str, Any]) -> str:
    """What names a row for as long as the list stands."""
    told = "\n".join((row["page"], row["tactic"], row["about"]))
    return sha256(told.encode()).hexdigest()[:ID_DIGITS]


def _path(workspace: Workspace, domain: str) -> Path:
    return workspace.folder / FOLDER / f"{domain}.json"
