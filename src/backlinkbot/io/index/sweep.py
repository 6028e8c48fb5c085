"""Removing what nobody needs any more: left drafts, unpublished segments, old snapshots."""

from __future__ import annotations

import shutil
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from backlinkbot.io.index.layout import is_read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from backlinkbot.io.index.layout import Layout

KEPT = timedelta(days=8)  # after being replaced, so that this week can be compared with the last


def sweep_drafts(layout: Layout) -> list[str]:
    """Remove what a writer that died has left; only for who holds the writer's lock.

    Returns a sentence for each thing removed.
    """
    said = [
        _removed(path, "a draft left by a writer that ended") for path in _inside(layout.drafts)
    ]
    current = layout.current_name() or ""
    said += [
        _removed(path, "a snapshot that was never published")
        for path in sorted(layout.manifests.glob("[0-9]*.json"))
        if path.stem > current
    ]
    said += [_removed(path, "half a write") for path in _half_written(layout)]
    return said + _sweep_segments(layout)


def retire(layout: Layout, now: datetime, kept: timedelta = KEPT) -> list[str]:
    """Remove snapshots that were replaced longer ago than `kept` and that nobody reads.

    Returns a sentence for each thing removed.
    """
    names = layout.names()
    said = []
    for name, successor in pairwise(names):
        replaced_at = layout.load(successor).created_at
        if replaced_at <= now - kept and not is_read(layout, name):
            said.append(_removed(layout.manifest_path(name), "an old snapshot"))
    return said + (_sweep_segments(layout) if said else [])


def _sweep_segments(layout: Layout) -> list[str]:
    """Remove segments and files that no snapshot names."""
    named = {layout.path(file) for name in layout.names() for file in layout.load(name).files}
    folders = {path.parent for path in named}
    return [
        _removed(folder, "a segment that no snapshot names")
        for folder in _inside(layout.segments)
        if folder not in folders
    ]


def _half_written(layout: Layout) -> Iterable[Path]:
    """Files that `write_and_swap` had not yet moved to their place."""
    yield from layout.folder.glob(".CURRENT.*")
    yield from layout.manifests.glob(".*.json.*")


def _inside(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _removed(path: Path, what: str) -> str:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    return f"removed {what}: {path.name}"
