"""Authority releases: one Parquet file each, published by one rename, looked up by name."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from backlinkbot.io.index.seal import sync, write_and_swap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    import pyarrow as pa

POINTER = "CURRENT"
ROW_GROUP = 1 << 18  # a look-up reads one group per name at most


@cache
def release_schema() -> pa.Schema:
    """One row per node, in the order of the graph's names.

    `authority`, its interval: points 0 to 100; `trust` and `inflated_share` (0..1) null where the
    authority stands on links only; `pagerank` sums to 1; `pagerank_percentile` 0 to 100;
    `harmonic` incoming, not normalised, null where it was not computed; `referring_domains`:
    distinct nodes that link here.
    """
    import pyarrow as pa

    points, exact = pa.float32(), pa.float64()
    return pa.schema(
        [
            pa.field("node", pa.string(), nullable=False),
            ("authority", points),
            ("authority_low", points),
            ("authority_high", points),
            ("trust", exact),
            ("pagerank", exact),
            ("pagerank_percentile", points),
            ("harmonic", exact),
            ("referring_domains", pa.int64()),
            ("inflated_share", points),
        ]
    )


def publish_release(
    folder: Path,
    day: date,
    digest: str,
    batches: Iterable[pa.RecordBatch],
    about: Mapping[str, str],
) -> Path:
    """Write a release and make it the current one; readers see the old or the new, whole.

    `about`: what is kept in the file's metadata (method, seed list, graph …).
    """
    folder.mkdir(parents=True, exist_ok=True)
    _sweep_drafts(folder)
    path = folder / f"{day.isoformat()}-{digest[:12]}.parquet"
    write_release(path, batches, about)
    write_and_swap(folder / POINTER, f"{path.name}\n".encode())
    return path


def write_release(path: Path, batches: Iterable[pa.RecordBatch], about: Mapping[str, str]) -> None:
    """Write a release to any place, whole or not at all."""
    import pyarrow.parquet as pq

    schema = release_schema().with_metadata({f"backlinkbot.{k}": v for k, v in about.items()})
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with pq.ParquetWriter(
            draft, schema, compression="zstd", use_dictionary=False, write_statistics=True
        ) as out:
            for batch in batches:
                out.write_batch(batch.cast(schema), row_group_size=ROW_GROUP)
        sync(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync(path.parent)


def current_release(folder: Path) -> Path | None:
    """The release in force; None before the first."""
    try:
        path = folder / (folder / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    return path if path.is_file() else None


def about_release(path: Path) -> dict[str, str]:
    """What a release says about itself: method, seed list, graph digest, basis, day."""
    import pyarrow.parquet as pq

    found = pq.read_schema(path).metadata or {}
    prefix = b"backlinkbot."
    return {
        key.removeprefix(prefix).decode(): value.decode()
        for key, value in found.items()
        if key.startswith(prefix)
    }


def look_up(path: Path, names: Sequence[str]) -> pa.Table:
    """The rows of these nodes, in no order; a name the release does not know has no row."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    wanted = pc.field("node").isin(pa.array(names, pa.string()))
    return pq.read_table(path, filters=wanted)


def _sweep_drafts(folder: Path) -> None:
    """Remove what killed processes were writing; the drafts of living ones stay."""
    for draft in folder.glob(".*.parquet.*"):
        writer = draft.suffix[1:]
        if writer.isdigit() and not _is_running(int(writer)):
            draft.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
