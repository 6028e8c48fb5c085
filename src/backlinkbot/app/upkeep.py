"""The verb index: what it holds, whether it is whole, and how to make it so."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from backlinkbot.core.errors import NotFound
from backlinkbot.core.progress import Progress, Silent

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace

MOST_LINKED = 10  # domains on show: enough to find what to ask about


def index_info(workspace: Workspace) -> dict[str, Any]:
    """Sizes, rows by kind, sources read, and the domains most linked to."""
    info = workspace.index.info()
    document = asdict(info) | {"rows": dict(info.rows), "size_bytes": dict(info.size_bytes)}
    if workspace.index.current() is None:
        return document | {"sources": 0, "most_linked": []}
    return document | {
        "sources": len(workspace.index.sources()),
        "most_linked": workspace.index.most_linked(MOST_LINKED).to_pylist(),
    }


def index_verify(workspace: Workspace) -> list[dict[str, str]]:
    """Every fault of the published snapshot: which file, and what is wrong with it."""
    return [asdict(fault) for fault in workspace.index.verify()]


def index_repair(workspace: Workspace) -> list[str]:
    """Go back to the newest whole state; a sentence for each thing that was done."""
    from backlinkbot.io.index.read import Index

    workspace.close()  # a damaged index may not open; repair works on its folder
    return Index.repair(workspace.index_folder)


def index_compact(workspace: Workspace, progress: Progress | None = None) -> dict[str, Any]:
    """Merge the segments of many imports; the links stay the same.

    Raises:
        NotFound: the index is empty.
    """
    if workspace.index.current() is None:
        raise NotFound("the index is empty; begin with: backlinkbot ingest FILE")
    (progress or Silent()).stage("Compacting the index")
    before = workspace.index.info()
    workspace.index.compact(workspace.clock.now())
    workspace.index.refresh()
    after = workspace.index.info()
    return {
        "snapshot": after.snapshot,
        "segments_before": before.segments,
        "segments_after": after.segments,
        "bytes_before": sum(size for _, size in before.size_bytes),
        "bytes_after": sum(size for _, size in after.size_bytes),
    }
