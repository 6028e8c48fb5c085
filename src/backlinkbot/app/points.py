"""The authority of many sites at once, as a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.app.known import TRUST
from backlinkbot.io.index.graphs.releases import about_release, current_release, look_up

if TYPE_CHECKING:
    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace


def points_of(workspace: Workspace, names: pa.ChunkedArray) -> pa.Array:
    """The points (0..100) of each site by the release in force, null where trust says nothing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    release = current_release(workspace.authority_folder)
    if not len(names) or release is None:
        return pa.nulls(len(names), pa.float64())
    if about_release(release).get("basis", TRUST) != TRUST:
        return pa.nulls(len(names), pa.float64())
    found = look_up(release, names.unique())
    at = pc.index_in(names, value_set=found["node"].combine_chunks()).combine_chunks()
    return found["authority"].combine_chunks().cast(pa.float64()).take(at)
