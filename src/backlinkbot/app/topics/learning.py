"""The topics of the index: learnt when it is measured, kept beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.progress import Progress, Silent
from backlinkbot.io.outputs.arrays import read_arrays, write_arrays
from backlinkbot.logic.judge.topics import VERSION, TopicModel, fit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace


def learn_topics(workspace: Workspace, progress: Progress | None = None) -> int:
    """Learn the topics of all texts in the index; how many texts there were.

    Does nothing when this snapshot's topics are known already.
    """
    path = _path(workspace)
    if path is None or path.is_file():
        return 0
    progress = progress or Silent()
    progress.stage("Learning topics", unit="texts")
    model = fit(_texts(workspace, progress))
    if not model.documents:
        return 0
    for old in path.parent.glob("*.npz"):
        old.unlink()
    write_arrays(
        path,
        {
            "documents": np.array(model.documents),
            "idf": model.idf,
            "kept": model.kept,
            "components": model.components,
        },
    )
    return model.documents


def learnt(workspace: Workspace) -> TopicModel | None:
    """The topics of the snapshot, or of the last one that was measured."""
    path = _path(workspace)
    if path is None:
        return None
    known = [path] if path.is_file() else sorted(path.parent.glob(f"*-{VERSION}.npz"))
    if not known:
        return None
    kept = read_arrays(known[-1])
    return TopicModel(
        documents=int(kept["documents"]),
        idf=kept["idf"].astype(np.float32),
        kept=kept["kept"].astype(np.int32),
        components=kept["components"].astype(np.float32),
    )


def _texts(workspace: Workspace, progress: Progress) -> Iterator[pa.Array]:
    import pyarrow.compute as pc

    done = 0
    for batch in workspace.index.page_texts():
        told = batch.filter(pc.is_valid(batch["text"]))
        done += told.num_rows
        progress.reached(done)
        if told.num_rows:
            yield told["text"]


def _path(workspace: Workspace) -> Path | None:
    """Where the current snapshot's topics are kept: known by snapshot and method."""
    snapshot = workspace.index.current()
    if snapshot is None:
        return None
    return workspace.folder / "topics" / f"{snapshot.name}-{VERSION}.npz"
