"""What a link from each prospect is worth, and what authority it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.app.known import TRUST
from backlinkbot.app.profile.beside import known_authority
from backlinkbot.app.worth import TOGETHER, worth
from backlinkbot.core.errors import NotFound
from backlinkbot.core.urls import registered_domain

if TYPE_CHECKING:
    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress

NOT_PRICED = "Nothing is priced: {why}. The order is by odds and relevance."


def priced(
    workspace: Workspace, domain: str, rows: pa.Table, progress: Progress
) -> tuple[pa.Table, tuple[str, ...]]:
    """The candidates with `authority` and `worth_points` (null unknown), and why some have none."""
    import pyarrow as pa

    names = sorted(set(rows["prospect"].to_pylist()))
    points, notes = _worth(workspace, domain, names, progress)
    authority = _authority(workspace, names)
    of_row = rows["prospect"].to_pylist()
    return (
        rows.append_column(
            "authority", pa.array([_of(authority, name) for name in of_row], pa.float64())
        ).append_column(
            "worth_points", pa.array([_of(points, name) for name in of_row], pa.float64())
        ),
        notes,
    )


def _of(known: dict[str, float], name: str) -> float | None:
    """A number of a name, or of its registered domain: graphs know a platform as a whole."""
    return known.get(name, known.get(registered_domain(name)))


def _worth(
    workspace: Workspace, domain: str, names: list[str], progress: Progress
) -> tuple[dict[str, float], tuple[str, ...]]:
    """Points of one more link from the content of each; a second link brings next to nothing."""
    if not names:
        return {}, ()
    try:
        found = worth(workspace, domain, sources=names, progress=progress)
    except NotFound as error:
        return {}, (NOT_PRICED.format(why=str(error).rstrip(".")),)
    if found.basis != TRUST:
        why = "the link graph is too small for authority that stands on trust"
        return {}, (NOT_PRICED.format(why=why),)
    rows = zip(found.table["source"].to_pylist(), found.table["points"].to_pylist(), strict=True)
    told = {name: max(points, 0.0) for name, points in rows if points is not None}
    told.pop(TOGETHER, None)
    return told, ()


def _authority(workspace: Workspace, names: list[str]) -> dict[str, float]:
    asked = sorted({*names, *map(registered_domain, names)})
    known = known_authority(workspace, asked)
    if known.table is None or known.gap:
        return {}
    rows = zip(known.table["node"].to_pylist(), known.table["authority"].to_pylist(), strict=True)
    return {name: points for name, points in rows if points is not None}
