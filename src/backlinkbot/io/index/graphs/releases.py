"""Authority releases: one Parquet file each, published by one rename, one of them in force."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from backlinkbot.core.errors import Broken, NotFound
from backlinkbot.io.durable import sync, write_and_swap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    import pyarrow as pa

POINTER = "CURRENT"
CHOSEN = "chosen"  # in the pointer, after the name, if the user said so
BASIS = "basis"
ROW_GROUP = 1 << 18  # a look-up reads one group per name at most


@dataclass(frozen=True, slots=True)
class Release:
    """A kept release: its name, day and number of nodes, and what it says about itself.

    `fault`: why it cannot be read, in words; else empty.
    """

    path: Path
    about: Mapping[str, str]
    nodes: int
    is_in_force: bool
    fault: str = ""

    @property
    def name(self) -> str:
        """The name by which users call it."""
        return self.path.stem

    @property
    def day(self) -> str:
        """The day it was measured, as in its name."""
        return self.path.name[:10]


@cache
def release_schema() -> pa.Schema:
    """One row per node, in the order of the graph's names.

    `authority`, its interval: points 0 to 100; `trust` and `inflated_share` (0..1) null where the
    authority stands on links only; `pagerank` sums to 1; `pagerank_percentile` 0 to 100;
    `harmonic` incoming, not normalised, null where it was not computed; `referring_domains`:
    distinct nodes that link here; `basis`: "trust" or "links only", what the authority stands on,
    the same in every row.
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
            ("basis", pa.string()),
        ]
    )


def publish_release(
    folder: Path,
    day: date,
    digest: str,
    batches: Iterable[pa.RecordBatch],
    about: Mapping[str, str],
    *,
    in_force: bool = True,
) -> Path:
    """Write a release; readers see the old or the new, whole. `in_force`: look-ups use it.

    `about`: what is kept in the file's metadata (method, seed list, graph …).
    """
    folder.mkdir(parents=True, exist_ok=True)
    _sweep_drafts(folder)
    path = release_path(folder, day, digest)
    write_release(path, batches, about)
    if in_force:
        put_in_force(folder, path)
    return path


def release_path(folder: Path, day: date, digest: str) -> Path:
    """Where the release of that day and content is kept."""
    return folder / f"{day.isoformat()}-{digest[:12]}.parquet"


def put_in_force(folder: Path, path: Path, *, chosen: bool = False) -> None:
    """Let look-ups use this release from now on. `chosen`: because the user said so."""
    words = f"{path.name}\n{CHOSEN}\n" if chosen else f"{path.name}\n"
    write_and_swap(folder / POINTER, words.encode())


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
    name, _ = _pointed(folder)
    path = folder / name
    return path if name and path.is_file() else None


def release_in_force(folder: Path) -> Release | None:
    """The release in force with what it says about itself; None before the first."""
    current = current_release(folder)
    return _release(current, is_in_force=True) if current else None


def settled_release(folder: Path) -> Release | None:
    """The release in force if the user chose it or it is the index's; else none.

    Measuring some other graph does not take its place.
    """
    current = release_in_force(folder)
    if current is None:
        return None
    _, chosen = _pointed(folder)
    return current if chosen or current.about.get("series") == "index" else None


def _pointed(folder: Path) -> tuple[str, bool]:
    try:
        lines = (folder / POINTER).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return "", False
    return (lines[0].strip() if lines else ""), CHOSEN in lines[1:]


def releases(folder: Path) -> list[Release]:
    """All kept releases, the oldest first; of one day, in the order they were put here."""
    current = current_release(folder)
    kept = [p for p in folder.glob("*.parquet") if not p.name.startswith(".")]
    kept.sort(key=lambda p: (p.name[:10], p.stat().st_mtime_ns, p.name))
    return [_release(path, is_in_force=path == current) for path in kept]


def release_named(folder: Path, name: str) -> Release:
    """The release of that name, of its unmistakable beginning, or end after the day.

    Raises:
        NotFound: there is none, or more than one.
        Broken: it cannot be read.
    """
    wanted = name.removesuffix(".parquet")
    known = releases(folder)
    found = [r for r in known if r.name == wanted] or [
        r for r in known if wanted and (r.name.startswith(wanted) or r.name[11:].startswith(wanted))
    ]
    if not found:
        raise NotFound(f"no authority release is called {name}; see `backlinkbot release list`")
    if len(found) > 1:
        names = ", ".join(release.name for release in found)
        raise NotFound(f"more than one authority release begins with {name}: {names}")
    if found[0].fault:
        raise Broken(f"the authority release {found[0].name} cannot be read: {found[0].fault}")
    return found[0]


def _release(path: Path, *, is_in_force: bool) -> Release:
    import pyarrow.parquet as pq

    try:
        nodes = pq.read_metadata(path).num_rows
        return Release(path, about_release(path), nodes, is_in_force)
    except (OSError, ValueError) as error:
        return Release(path, {}, 0, is_in_force, _first_line(error))


def about_release(path: Path) -> dict[str, str]:
    """What a release says about itself: method, seed list, graph digest, basis, day."""
    import pyarrow.parquet as pq

    found = pq.read_schema(path).metadata or {}
    prefix = b"backlinkbot."
    return {
        key.removeprefix(prefix).decode("utf-8", "replace"): value.decode("utf-8", "replace")
        for key, value in found.items()
        if key.startswith(prefix)
    }


def look_up(path: Path, names: Sequence[str]) -> pa.Table:
    """The rows of these nodes, in no order; a name the release does not know has no row.

    `basis` is what the release says of itself, also where its rows are older than that column.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    wanted = pc.field("node").isin(pa.array(names, pa.string()))
    try:
        found = pq.read_table(path, filters=wanted)
        basis = pa.repeat(pa.scalar(about_release(path).get("basis"), pa.string()), len(found))
        return found.drop_columns([BASIS] if BASIS in found.column_names else []).append_column(
            BASIS, basis
        )
    except FileNotFoundError as error:
        raise NotFound(f"the authority release {path.stem} is gone") from error
    except (OSError, ValueError) as error:
        raise Broken(f"{path} cannot be read: {_first_line(error)}") from error


def look_up_domains(path: Path, domains: Sequence[str]) -> pa.Table:
    """A release's columns for each name, in the order asked; nulls where it is unknown.

    First column `domain`, as asked. A name is looked up as it stands, then by its registered
    domain.
    """
    import pyarrow as pa

    from backlinkbot.core.urls import clean_host, registered_domain

    exact = [clean_host(domain) or domain for domain in domains]
    owners = [registered_domain(name) for name in exact]
    found = look_up(path, sorted({*domains, *exact, *owners}))
    at = {node: row for row, node in enumerate(found.column("node").to_pylist())}
    asked = zip(domains, exact, owners, strict=True)
    rows = [next((at[name] for name in names if name in at), None) for names in asked]
    columns = {
        name: found.column(name).combine_chunks().take(pa.array(rows, pa.int64()))
        for name in release_schema().names[1:]
    }
    return pa.table({"domain": pa.array(list(domains), pa.string()), **columns})


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


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
