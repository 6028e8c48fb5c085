"""How much an index holds, and in how much space."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.io.index.stored import Kind

if TYPE_CHECKING:
    import pyarrow as pa

    from backlinkbot.io.index.layout import Layout
    from backlinkbot.io.index.manifest import Manifest


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """Sizes of the snapshot being read.

    `rows`, `size_bytes`: by kind of rows ("links", "pages" …), living rows and bytes of files;
    `bytes_a_link`: files of links and their roll-up for each link, None without links;
    `total_bytes`: with the files that only older snapshots still need.
    """

    snapshot: str
    segments: int
    files: int
    snapshots_kept: int
    rows: tuple[tuple[str, int], ...]
    size_bytes: tuple[tuple[str, int], ...]
    bytes_a_link: float | None
    total_bytes: int


def of(layout: Layout, manifest: Manifest | None) -> IndexInfo:
    """The sizes of a snapshot; all zero for an index that was never published."""
    files = manifest.files if manifest else ()
    rows = {k: sum(f.rows - f.dead for f in files if f.kind == k) for k in Kind}
    sizes = {k: sum(f.size_bytes for f in files if f.kind == k) for k in Kind}
    links = rows[Kind.LINKS]
    return IndexInfo(
        snapshot=manifest.name if manifest else "",
        segments=len(manifest.segments()) if manifest else 0,
        files=len(files),
        snapshots_kept=len(layout.names()),
        rows=tuple((kind.value, count) for kind, count in rows.items()),
        size_bytes=tuple((kind.value, size) for kind, size in sizes.items()),
        bytes_a_link=(sizes[Kind.LINKS] + sizes[Kind.ROLLUP]) / links if links else None,
        total_bytes=sum(path.stat().st_size for path in layout.segments.rglob("*.parquet")),
    )


def rank_lists(manifest: Manifest | None) -> pa.Table:
    """The rank lists of a snapshot: list, sites (in its newest state), as_of (its date)."""
    import pyarrow as pa

    known = manifest.rank_lists if manifest else ()
    return pa.table(
        {
            "list": pa.array([one.name for one in known], pa.string()),
            "sites": pa.array([one.sites for one in known], pa.int64()),
            "as_of": pa.array([one.as_of for one in known], pa.date32()),
        }
    )
