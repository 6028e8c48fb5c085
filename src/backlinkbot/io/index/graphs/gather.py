"""Edges between names, of any number, to names in order and edges by id."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from backlinkbot.io.index.graphs.names import CHUNK_NAMES, write_names
from backlinkbot.io.index.graphs.spill import Spill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from backlinkbot.io.index.graphs.store import GraphStore


class NamedEdges:
    """Takes batches of (source, target) names; ids are given once all names are known.

    Each batch goes to disk as positions in a list of names that grows as names come; no name
    becomes a Python string.
    """

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._raw = store.folder / "raw"
        self._raw.mkdir()
        self._lists: list[pa.Array] = []
        self._batches: list[tuple[int, int]] = []
        self.edges = 0

    def add(
        self, source: pa.Array, target: pa.Array, weight: NDArray[np.float32] | None = None
    ) -> None:
        """Take one batch of edges; ids as numbers are names too."""
        both = pa.concat_arrays([source.cast(pa.string()), target.cast(pa.string())])
        coded = both.dictionary_encode()
        codes = coded.indices.to_numpy().astype(np.uint32)
        number = len(self._batches)
        codes.tofile(self._raw / f"{number:06d}.codes")
        if weight is not None:
            weight.astype(np.float32).tofile(self._raw / f"{number:06d}.weight")
        self._lists.append(coded.dictionary)
        self._batches.append((len(source), len(coded.dictionary)))
        self.edges += len(source)

    def finish(self, *, weighted: bool) -> int:
        """Sort the names, write them and the edges by id; returns how many nodes there are.

        `weighted` False leaves out the weights, where it turned out that they say nothing.
        """
        if not self._lists:
            self._lists = [pa.array([], pa.string())]
        coded = pa.concat_arrays([part.cast(pa.large_string()) for part in self._lists])
        coded = coded.dictionary_encode()
        order = _order(coded.dictionary)
        ids = np.empty(len(order), np.uint32)
        ids[order] = np.arange(len(order), dtype=np.uint32)
        names = coded.dictionary.take(pa.array(order))
        write_names(
            self._store.names_path,
            (names.slice(i, CHUNK_NAMES) for i in range(0, len(names), CHUNK_NAMES)),
        )
        id_of = ids[coded.indices.to_numpy()]
        with Spill(self._store.shards_folder, weighted=weighted) as spill:
            for source, target, weight in self._stored(id_of, weighted=weighted):
                spill.add(source, target, weight)
        shutil.rmtree(self._raw)
        return len(order)

    def _stored(
        self, id_of: NDArray[np.uint32], *, weighted: bool
    ) -> Iterator[tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.float32] | None]]:
        first = 0
        for number, (edges, listed) in enumerate(self._batches):
            path = self._raw / f"{number:06d}.codes"
            ids = id_of[first : first + listed][np.fromfile(path, np.uint32)]
            first += listed
            weight = np.fromfile(path.with_suffix(".weight"), np.float32) if weighted else None
            yield ids[:edges], ids[edges:], weight


def _order(names: pa.Array) -> NDArray[np.int64]:
    """By name; where all are numbers, by number, since neighbours in a crawl link to each other."""
    if len(names) and pc.all(pc.match_substring_regex(names, r"^[0-9]{1,18}$")).as_py():
        return np.argsort(names.cast(pa.int64()).to_numpy(), kind="stable")
    return np.asarray(pc.sort_indices(names).to_numpy(), np.int64)
