"""The verb release: authority releases listed, chosen, exchanged, and compared over time."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from backlinkbot.app.known import TOO_LITTLE, TRUST
from backlinkbot.core.errors import BadInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.io.index.database import Budget
    from backlinkbot.io.index.graphs.releases import Release
    from backlinkbot.logic.graph.changes import Marks, Yardstick

SHOWN = 100  # rows of a comparison, if the user does not say how many


@dataclass(frozen=True, slots=True)
class Imported:
    """A release that was taken in. `is_new`: it was not here before; `rejects`: rows left out."""

    name: str
    nodes: int
    is_new: bool
    is_in_force: bool
    rejects: dict[str, int]
    notes: tuple[str, ...]

    def as_document(self) -> dict[str, Any]:
        """The document of `release import --json`."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two releases compared. `counts`: domains by what became of them; `table`: those on show.

    `common`: domains that both know and that have authority in one of them; `median_movement`: how
    far the median one moved, |log10 rank|. `incomparable`: why nothing here is a change, or "".
    """

    before: str
    after: str
    common: int
    median_movement: float
    counts: dict[str, int]
    incomparable: str
    notes: tuple[str, ...]
    table: pa.Table

    def as_document(self) -> dict[str, Any]:
        """The document of `release compare --json`."""
        fields = ("before", "after", "common", "median_movement", "counts", "incomparable")
        told = {name: getattr(self, name) for name in fields}
        return told | {"notes": list(self.notes), "domains": self.table.to_pylist()}


def list_releases(workspace: Workspace) -> list[dict[str, Any]]:
    """Every kept release, the oldest first, with what it says about itself."""
    from backlinkbot.io.index.graphs.releases import releases

    return [_told(release) for release in releases(workspace.authority_folder)]


def use_release(workspace: Workspace, name: str) -> dict[str, Any]:
    """Look domains up in this release from now on. `latest`: the newest one.

    Raises:
        NotFound: there is none of that name, or more than one.
        Broken: it cannot be read.
    """
    from backlinkbot.io.index.graphs.releases import put_in_force

    release = _named(workspace, name)
    put_in_force(workspace.authority_folder, release.path, chosen=True)
    return _told(release) | {"is_in_force": True}


def import_release(workspace: Workspace, file: Path, *, use: bool = False) -> Imported:
    """Keep a release that somebody published. It comes into force when told to, or if none is.

    Raises:
        BadInput: the file is no authority release.
        NotFound: it is not there.
    """
    from backlinkbot.io.index.graphs.exchange import release_names_domains, take
    from backlinkbot.io.index.graphs.releases import current_release, put_in_force

    workspace.write()
    folder = workspace.authority_folder
    taken = take(file, folder, workspace.clock.today(), budget_of(workspace))
    notes = list(taken.notes)
    current = current_release(folder)
    if use or (current is None and release_names_domains(taken.path)):
        put_in_force(folder, taken.path, chosen=use)
        current = taken.path
    if current != taken.path:
        where = current.stem if current else "no release"
        notes.append(
            f"domains are looked up in {where} as before; "
            f"`backlinkbot release use {taken.path.stem}` changes that"
        )
    return Imported(
        name=taken.path.stem,
        nodes=taken.nodes,
        is_new=taken.is_new,
        is_in_force=current == taken.path,
        rejects=dict(taken.rejects.counts),
        notes=tuple(notes),
    )


def export_release(workspace: Workspace, out: Path, name: str = "") -> dict[str, Any]:
    """Write a copy of a release, by default of the one in force, for others to import.

    Raises:
        NotFound: there is none of that name, or none at all.
        Refused: the place cannot be written to.
    """
    from backlinkbot.io.index.graphs.exchange import give

    release = _named(workspace, name) if name else in_force(workspace)
    return {"release": release.name, "path": str(out), "nodes": give(release.path, out)}


def compare_releases(
    workspace: Workspace,
    before: str,
    after: str,
    domains: Sequence[str] = (),
    *,
    whole: bool = False,
    limit: int | None = SHOWN,
) -> Compared:
    """What changed between two releases beyond what their intervals leave open.

    The table holds the domains asked for, or those that measurably changed, the largest change
    first; with `whole` every domain. Where the two cannot be compared, no change is called one.

    Raises:
        NotFound: a release is not there.
        BadInput: both are the same.
    """
    import pyarrow as pa

    from backlinkbot.io.index.graphs.together import Together
    from backlinkbot.logic.graph.changes import Yardstick, cautions, why_incomparable

    first, second = _named(workspace, before), _named(workspace, after)
    if first.path == second.path:
        raise BadInput(f"{before} and {after} are the same release, {first.name}")
    together = Together(first.path, second.path, budget_of(workspace))
    yardstick = Yardstick.of(*together.common())
    incomparable = why_incomparable(first.about, second.about) or _why_pointless(first)
    wanted = _asked_names(domains)
    kept, counts = [], dict[str, int]()
    for batch in together.rows():
        told = _changed(batch, yardstick, is_comparable=not incomparable)
        _count(told, counts)
        kept.append(_largest_first(_on_show(told, wanted, whole=whole), limit))
    table = pa.concat_tables(kept) if kept else _empty()
    return Compared(
        before=first.name,
        after=second.name,
        common=yardstick.members,
        median_movement=round(yardstick.median_movement, 5),
        counts=counts,
        incomparable=incomparable,
        notes=cautions(first.about, second.about),
        table=_largest_first(table, limit),
    )


def _why_pointless(release: Release) -> str:
    return "" if release.about.get("basis", TRUST) == TRUST else TOO_LITTLE


def _changed(batch: pa.RecordBatch, yardstick: Yardstick, *, is_comparable: bool) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    from backlinkbot.logic.graph.changes import DOWN, INCOMPARABLE, NO_INTERVAL, SAME, UP

    found = yardstick.changes(marks_of(batch, "before"), marks_of(batch, "after"))
    verdict = found.verdict
    if not is_comparable:
        verdict = np.where(np.isin(verdict, (UP, DOWN, SAME, NO_INTERVAL)), INCOMPARABLE, verdict)
    return pa.table(
        {
            "node": batch.column("node"),
            "before": _known(found.before),
            "after": _known(found.after),
            "change": _known(found.change),
            "spread": _known(found.spread),
            "verdict": pa.array(verdict.tolist(), pa.string()),
        },
        schema=_schema(),
    )


def _on_show(told: pa.Table, wanted: Sequence[str], *, whole: bool) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    from backlinkbot.logic.graph.changes import DOWN, UP

    if wanted:
        return told.filter(pc.is_in(told["node"], pa.array(wanted, pa.string())))
    if whole:
        return told
    return told.filter(pc.is_in(told["verdict"], pa.array([UP, DOWN])))


def _largest_first(table: pa.Table, limit: int | None) -> pa.Table:
    import pyarrow.compute as pc

    keyed = table.append_column("size", pc.abs(table["change"]))
    order = [("size", "descending"), ("node", "ascending")]
    return keyed.sort_by(order).drop_columns("size").slice(0, limit)


def _count(told: pa.Table, counts: dict[str, int]) -> None:
    for one in told["verdict"].value_counts().to_pylist():
        counts[one["values"]] = counts.get(one["values"], 0) + one["counts"]


def _schema() -> pa.Schema:
    import pyarrow as pa

    points = [(name, pa.float64()) for name in ("before", "after", "change", "spread")]
    return pa.schema([("node", pa.string()), *points, ("verdict", pa.string())])


def _empty() -> pa.Table:
    return _schema().empty_table()


def marks_of(table: pa.Table | pa.RecordBatch, name: str) -> Marks:
    import numpy as np

    from backlinkbot.logic.graph.changes import Marks

    def numbers(column: str) -> NDArray[np.float64]:
        return np.asarray(table.column(column).to_numpy(zero_copy_only=False), np.float64)

    return Marks(numbers(name), numbers(f"{name}_low"), numbers(f"{name}_high"))


def _known(values: NDArray[np.float64]) -> pa.Array:
    import pyarrow as pa

    return pa.array(values, pa.float64(), from_pandas=True)  # NaN becomes null


def _asked_names(domains: Sequence[str]) -> list[str]:
    from backlinkbot.core.urls import clean_host, registered_domain

    exact = [clean_host(domain) or domain for domain in domains]
    return sorted({*domains, *exact, *map(registered_domain, exact)})


def _named(workspace: Workspace, name: str) -> Release:
    from backlinkbot.io.index.graphs.releases import release_named, releases

    if name == "latest":
        known = [one for one in releases(workspace.authority_folder) if not one.fault]
        if not known:
            raise NotFound("no authority release is kept here; run `backlinkbot measure`")
        return known[-1]
    return release_named(workspace.authority_folder, name)


def in_force(workspace: Workspace) -> Release:
    from backlinkbot.io.index.graphs.releases import current_release, release_named

    path = current_release(workspace.authority_folder)
    if path is None:
        raise NotFound("no authority release is in force; run `backlinkbot measure`")
    return release_named(workspace.authority_folder, path.stem)


def line_of(workspace: Workspace, current: Release) -> list[Release]:
    """The releases of one series with this one, by its method and on its basis, oldest first."""
    from backlinkbot.io.index.graphs.releases import releases
    from backlinkbot.logic.graph.changes import series_of, why_incomparable

    return [
        one
        for one in releases(workspace.authority_folder)
        if not one.fault
        and not why_incomparable(current.about, one.about)
        and series_of(one.about) == series_of(current.about)
    ]


def _told(release: Release) -> dict[str, Any]:
    told = ("measured_on", "graph", "basis", "method", "seed_list", "graph_digest", "edges")
    return {
        "name": release.name,
        "is_in_force": release.is_in_force,
        "nodes": release.nodes,
        **{key: release.about.get(key) for key in told},
        "fault": release.fault,
    }


def budget_of(workspace: Workspace) -> Budget:
    from backlinkbot.io.index.database import Budget

    return Budget(workspace.settings.memory_mb, workspace.settings.worker_count)
