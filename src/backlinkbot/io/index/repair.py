"""Bringing a damaged index back to a state that is whole, saying what was done."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from backlinkbot.core.errors import Broken
from backlinkbot.io.durable import write_and_swap
from backlinkbot.io.index.stored import Kind
from backlinkbot.io.index.sweep import sweep_drafts
from backlinkbot.io.index.verify import faults

if TYPE_CHECKING:
    from backlinkbot.io.index.layout import Layout
    from backlinkbot.io.index.manifest import Manifest


def repair(layout: Layout) -> list[str]:
    """Make the last whole snapshot current, or what is whole of the newest; a sentence each.

    Only for who holds the writer's lock.
    """
    said: list[str] = []
    readable = _readable(layout, said)
    whole = next((m for m in readable if not faults(layout, m)), None)
    if whole is not None:
        said += _turn_to(layout, whole)
    elif readable:
        said += _rescue(layout, readable[0])
    elif layout.pointer.exists():
        layout.pointer.unlink()
        said.append("no snapshot can be read: the index is empty now; ingest its sources again")
    return said + sweep_drafts(layout)


def _readable(layout: Layout, said: list[str]) -> list[Manifest]:
    """The published snapshots whose manifests can be read, newest first."""
    found = []
    published = _published(layout)
    for path in sorted(layout.manifests.glob("[0-9]*.json"), reverse=True):
        if published and path.stem > published:
            continue
        try:
            found.append(layout.load(path.stem))
        except Broken as error:
            path.unlink()
            said.append(f"removed a manifest that cannot be read: {error}")
    return found


def _published(layout: Layout) -> str | None:
    """The name in the pointer, None where the pointer is damaged: then all may be published."""
    try:
        name = layout.current_name()
    except Broken:
        return None
    return name if name and name[0].isdigit() else None


def _turn_to(layout: Layout, manifest: Manifest) -> list[str]:
    if _published(layout) == manifest.name:
        return []
    write_and_swap(layout.pointer, f"{manifest.name}\n".encode())
    return [f"went back to snapshot {manifest.name}, the last one that is whole"]


def _rescue(layout: Layout, manifest: Manifest) -> list[str]:
    """Keep the undamaged segments of a snapshot of which nothing older is whole either."""
    damaged = {fault.segment for fault in faults(layout, manifest)}
    lost = sum(
        f.rows - f.dead for f in manifest.files if f.segment in damaged and _is_links(f.kind)
    )
    kept = manifest.without(damaged)
    dead = _dead(layout, kept)
    files = tuple(replace(f, dead=dead[f.name]) for f in kept.files)
    has_all_ranks = kept.of(Kind.RANKS) == manifest.of(Kind.RANKS)
    alive = {kind: sum(f.rows - f.dead for f in files if f.kind == kind) for kind in Kind}
    rescued = replace(
        kept,
        name=f"{manifest.number:06d}-repaired-{len(damaged)}",
        files=files,
        links=alive[Kind.LINKS],
        pages=alive[Kind.PAGES],
        edges=alive[Kind.EDGES],
        rank_lists=manifest.rank_lists if has_all_ranks else (),
    )
    layout.publish(rescued)
    layout.manifest_path(manifest.name).unlink()
    return [
        f"left out the damaged segments {', '.join(sorted(damaged))} with up to {lost} links; "
        "their sources are forgotten: ingest them again"
    ]


def _is_links(kind: Kind) -> bool:
    return kind is Kind.LINKS


def _dead(layout: Layout, manifest: Manifest) -> Counter[str]:
    """Dead rows by file, counted anew."""
    import pyarrow.parquet as pq

    counts: Counter[str] = Counter()
    for file in manifest.of(Kind.DEAD):
        counts.update(pq.read_table(layout.path(file), columns=["file"])["file"].to_pylist())
    return counts
