"""One graph on disk, built in stages that survive a kill: names and edges, then rows."""

from __future__ import annotations

import fcntl
import json
import shutil
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, Any, BinaryIO, Self

import numpy as np

from backlinkbot.core.errors import Refused
from backlinkbot.io.durable import digest_of, sync, write_and_swap
from backlinkbot.io.index.graphs.names import NameTable
from backlinkbot.io.index.graphs.spill import ROW_BLOCK, parts, shard

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from numpy.typing import NDArray

    from backlinkbot.io.index.graphs.spill import Part

LAYOUT_VERSION = 2
MANIFEST = "manifest.json"
ROW_FILES = {"offsets.i64": np.int64, "neighbours.u32": np.uint32, "weights.f32": np.float32}
EDGES, ORDER, ROWS = "edges", "order", "rows"


@dataclass(frozen=True, slots=True)
class StoredRows:
    """The rows of a graph as memory-mapped arrays; see `logic.graph.csr.Rows`.

    `digest`: of rows and names, the same for the same graph.
    """

    offsets: NDArray[np.int64]
    neighbours: NDArray[np.uint32]
    weights: NDArray[np.float32] | None
    self_loops: int
    repeats: int
    digest: str


class GraphStore:
    """The folder of one graph. A stage that ended is in the manifest and is not done again.

    Stage `edges` leaves names and unsorted edges; stage `order` leaves both under new ids, the
    edges in shards of neighbouring targets; stage `rows` leaves the sorted rows. What a stage was
    made from is removed once it has ended. A stage that was interrupted starts afresh.
    """

    def __init__(self, folder: Path, *, to_read: bool = False) -> None:
        """`to_read`: others may read the graph too, and nobody may build it meanwhile."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._lock = _lock(folder, to_read=to_read)
        self._names: NameTable | None = None
        self._stages: dict[str, Any] = self._read_manifest()
        if not to_read:
            # A kill between the end of a stage and this leaves its input behind.
            for stage in self._stages:
                self._drop_used_up(stage)

    @property
    def shards_folder(self) -> Path:
        """Where the unsorted edges lie between the stages."""
        return self.folder / "shards"

    @property
    def ordered_shards_folder(self) -> Path:
        """Where the edges lie by target, under their new ids."""
        return self.folder / "ordered-shards"

    @property
    def names_path(self) -> Path:
        """The file of names as they were collected."""
        return self.folder / "names.arrow"

    @property
    def ordered_names_path(self) -> Path:
        """The file of names under their new ids."""
        return self.folder / "ordered-names.arrow"

    @property
    def by_name_path(self) -> Path:
        """The file of new ids in the order of the names."""
        return self.folder / "by-name.u32"

    def has(self, stage: str) -> bool:
        """Whether a stage was done, now or in an earlier run."""
        return stage in self._stages

    def facts(self, stage: str) -> dict[str, Any]:
        """What a finished stage noted about itself."""
        return dict(self._stages[stage])

    def begin(self, stage: str) -> None:
        """Remove what an interrupted run of this stage, and everything after it, left behind."""
        self._stages.pop(stage, None)
        if stage == EDGES:
            self._stages.clear()
            for path in self.folder.iterdir():
                if path.is_dir():
                    shutil.rmtree(path)
                elif path.name not in (MANIFEST, "LOCK"):
                    path.unlink()
        if stage == ORDER:
            shutil.rmtree(self.ordered_shards_folder, ignore_errors=True)
        self._write_manifest()

    def finish(self, stage: str, facts: dict[str, Any]) -> None:
        """Note that a stage is done; from here on it survives a kill."""
        for path in self.folder.rglob("*"):
            if path.is_file():
                sync(path)
        self._stages[stage] = facts
        self._write_manifest()
        self._drop_used_up(stage)

    def _drop_used_up(self, stage: str) -> None:
        for path in self._used_up(stage):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def _used_up(self, stage: str) -> list[Path]:
        """What nobody needs any more after a stage."""
        if stage == ORDER:
            self._close_names()
            return [self.shards_folder, self.names_path]
        return [self.ordered_shards_folder] if stage == ROWS else []

    def names(self) -> NameTable:
        """The nodes' names; closed with the store."""
        if self._names is None:
            self._names = (
                NameTable(self.ordered_names_path, _mapped(self.by_name_path, np.uint32))
                if self.has(ORDER)
                else NameTable(self.names_path)
            )
        return self._names

    def is_weighted(self) -> bool:
        """Whether the unsorted edges have weights."""
        return any(self.shards_folder.glob("*.weight"))

    def finish_edges(self, nodes: int, rejects: dict[str, int]) -> None:
        """Seal names and unsorted edges."""
        size_bytes = sum(path.stat().st_size for path in self.shards_folder.glob("*.source"))
        edges = size_bytes // np.dtype(np.uint32).itemsize
        self.finish(EDGES, {"nodes": nodes, "edges": edges, "rejects": rejects})

    def parts(self) -> Iterator[Part]:
        """The unsorted edges, a part at a time."""
        return parts(self.shards_folder)

    def shards(self) -> Iterator[tuple[int, int, Part]]:
        """First row, row after the last, and the edges of each shard, in order."""
        cuts = self.facts(ORDER)["cuts"]
        for number, (first, last) in enumerate(pairwise(cuts)):
            yield first, last, shard(self.ordered_shards_folder, number)

    def finish_order(self, table: NDArray[np.uint16]) -> None:
        """Seal the new ids. `table`: the shard of each block of targets (`reorder.shard_table`)."""
        starts = np.flatnonzero(np.diff(table, prepend=-1)) * ROW_BLOCK
        cuts = [*starts.tolist(), int(self.facts(EDGES)["nodes"])]
        self.finish(ORDER, {"cuts": cuts})

    def write_rows(self, parts: Iterable[tuple[NDArray[np.int64], NDArray[np.uint32], Any]]) -> int:
        """Append each shard's rows (offsets from 0, neighbours, weights); returns the edges."""
        written = 0
        with (
            self._rows_path("offsets.i64").open("wb") as offsets_file,
            self._rows_path("neighbours.u32").open("wb") as neighbours_file,
            self._rows_path("weights.f32").open("wb") as weights_file,
        ):
            offsets_file.write(np.zeros(1, np.int64).tobytes())
            for offsets, neighbours, weights in parts:
                (offsets[1:] + written).astype(np.int64).tofile(offsets_file)
                neighbours.astype(np.uint32, copy=False).tofile(neighbours_file)
                if weights is not None:
                    weights.astype(np.float32, copy=False).tofile(weights_file)
                written += len(neighbours)
        return written

    def finish_rows(self, edges: int, self_loops: int, repeats: int) -> None:
        """Seal the rows and drop the shards."""
        digest = blake2b(digest_size=16)
        rows = [self._rows_path(name) for name in ROW_FILES]
        for path in (*rows, self.ordered_names_path):
            digest.update(digest_of(path).encode())
        facts = {
            "edges": edges,
            "self_loops": self_loops,
            "repeats": repeats,
            "digest": digest.hexdigest(),
        }
        self.finish(ROWS, facts)

    def rows_bytes(self) -> int:
        """How much memory the finished rows take."""
        return sum(self._rows_path(name).stat().st_size for name in ROW_FILES)

    def rows(self, *, resident: bool = False) -> StoredRows:
        """The finished rows: `resident` in memory, else mapped and read as a kernel gets to them.

        Kernels go through mapped rows from the first to the last and see the same numbers.
        """
        facts = self.facts(ROWS)
        offsets, neighbours, weights = (
            np.fromfile(self._rows_path(name), width)
            if resident
            else _mapped(self._rows_path(name), width)
            for name, width in ROW_FILES.items()
        )
        return StoredRows(
            offsets,
            neighbours,
            weights if len(weights) else None,
            facts["self_loops"],
            facts["repeats"],
            facts["digest"],
        )

    def _rows_path(self, name: str) -> Path:
        return self.folder / name

    def _close_names(self) -> None:
        if self._names is not None:
            self._names.close()
            self._names = None

    def close(self) -> None:
        """Let the next process have it."""
        self._close_names()
        self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _read_manifest(self) -> dict[str, Any]:
        try:
            found = json.loads((self.folder / MANIFEST).read_bytes())
        except (FileNotFoundError, ValueError):
            return {}
        return dict(found["stages"]) if found.get("layout") == LAYOUT_VERSION else {}

    def _write_manifest(self) -> None:
        content = {"layout": LAYOUT_VERSION, "stages": self._stages}
        write_and_swap(self.folder / MANIFEST, json.dumps(content, indent=1).encode())


def sweep(folder: Path, *, but: Collection[str]) -> None:
    """Remove the graphs of earlier inputs; those that another process has open stay."""
    for other in folder.iterdir() if folder.is_dir() else ():
        if other.name in but or not other.is_dir():
            continue
        try:
            lock = _lock(other)
        except Refused:
            continue
        shutil.rmtree(other, ignore_errors=True)
        lock.close()


def _lock(folder: Path, *, to_read: bool = False) -> BinaryIO:
    file = (folder / "LOCK").open("ab")
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if to_read else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise Refused(
            f"another process is using the graph in {folder}; try again when it has ended"
        ) from error
    return file


def _mapped(path: Path, width: type[Any]) -> NDArray[Any]:
    """A file as an array; copy-on-write, because kernels are compiled for writable arrays."""
    if not path.stat().st_size:
        return np.empty(0, width)
    return np.asarray(np.memmap(path, width, mode="c"))
