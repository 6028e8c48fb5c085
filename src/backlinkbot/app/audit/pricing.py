"""What the links of flagged sites bring, on the graph that was measured last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.app.known import TRUST
from backlinkbot.app.worth import TOGETHER, worth
from backlinkbot.core.errors import NotFound
from backlinkbot.core.urls import registered_domain
from backlinkbot.logic.judge.audit.prices import Prices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress

NOT_MEASURED = "Lines are not priced: no link graph was measured yet (`backlinkbot measure`)."
LINKS_ONLY = "Lines are not priced: the link graph is too small for authority that stands on trust."
PARTS = "Hosts of a platform are not priced: the graph knows the platform as a whole."


def prices_of(
    workspace: Workspace, domain: str, units: Sequence[str], progress: Progress
) -> Prices:
    """What losing the links of these units would cost `domain`; nothing where nobody can tell."""
    priced = [unit for unit in units if unit == registered_domain(unit)]
    note = PARTS if len(priced) < len(units) else ""
    if not priced:
        return Prices(note=note)
    try:
        found = worth(workspace, domain, without=priced, progress=progress)
    except NotFound:
        return Prices(note=NOT_MEASURED)
    if found.basis != TRUST:
        return Prices(note=LINKS_ONLY)
    rows = zip(found.table["source"].to_pylist(), found.table["points"].to_pylist(), strict=True)
    by_unit = {name: max(0.0, -points) for name, points in rows if points is not None}
    whole = by_unit.pop(TOGETHER, None)
    return Prices(by_unit, sum(by_unit.values()) if whole is None else whole, note)
