"""Boosted trees as arrays: the scores of thousands of rows without a machine-learning library.

The evaluation is QuickScorer's (Lucchese et al., SIGIR 2015): the leaves of a tree are bits, a
failed test `x <= threshold` clears the bits of the leaves to its left, and the lowest bit left is
the leaf reached. What a value clears in all trees at once is looked up in one table per feature;
features with few thresholds share a table, so a row costs a few dozen look-ups.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAVES = 16  # of a tree at most: its leaves are the bits of a uint16
MOST_SHARED = 256  # rows of a table shared by several features: stays within a core's cache
ROWS_AT_ONCE = 1024  # so that the bits of all trees for these rows stay within a core's cache


@dataclass(frozen=True)
class _Table:
    """What the values of some features leave of every tree's leaves.

    `thresholds`: per feature, ascending; `strides`: what one step of each feature's bin adds to
    the row number; `kept`: (rows, trees) bits of the leaves still possible.
    """

    features: tuple[int, ...]
    thresholds: tuple[NDArray[np.float32], ...]
    strides: tuple[int, ...]
    kept: NDArray[np.uint16]

    def rows(self, columns: NDArray[np.float32]) -> NDArray[np.intp]:
        total = np.zeros(columns.shape[1], np.intp)
        for feature, steps, stride in zip(
            self.features, self.thresholds, self.strides, strict=True
        ):
            column = columns[feature]
            if len(steps) == 1:
                total += (column > steps[0]) * stride
            else:
                total += np.searchsorted(steps, column, side="left") * stride
        return total


@dataclass(frozen=True)
class Forest:
    """Trees ready to be asked; `of_output` (trees, outputs) 1 where a tree adds to an output."""

    tables: tuple[_Table, ...]
    leaf_values: NDArray[np.float32]
    of_output: NDArray[np.float32]
    base: NDArray[np.float32]

    @classmethod
    def of(cls, arrays: dict[str, NDArray[Any]]) -> Forest:
        """A forest from its stored arrays.

        `node_tree`, `node_feature`, `node_threshold`, `node_left` (bits of the leaves under the
        left branch): one entry per inner node; `leaf_values` (trees, LEAVES); `tree_output`: which
        output a tree adds to; `base`: what each output starts from.
        """
        outputs = len(arrays["base"])
        return cls(
            tables=tuple(_tables(arrays, len(arrays["leaf_values"]))),
            leaf_values=arrays["leaf_values"].astype(np.float32).ravel(),
            of_output=np.eye(outputs, dtype=np.float32)[arrays["tree_output"]],
            base=arrays["base"].astype(np.float32),
        )

    def scores(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Raw scores (rows, outputs) of a feature matrix (rows, features)."""
        columns = np.ascontiguousarray(features.T)
        rows = [(table.kept, table.rows(columns)) for table in self.tables]
        parts = [
            self._some(rows, slice(start, min(start + ROWS_AT_ONCE, len(features))))
            for start in range(0, len(features), ROWS_AT_ONCE)
        ]
        return np.concatenate(parts) if parts else np.empty((0, len(self.base)), np.float32)

    def _some(
        self, tables: list[tuple[NDArray[np.uint16], NDArray[np.intp]]], some: slice
    ) -> NDArray[np.float32]:
        trees = len(self.of_output)
        kept = np.full((some.stop - some.start, trees), np.iinfo(np.uint16).max, np.uint16)
        met = np.empty_like(kept)
        for table, rows in tables:
            # "clip" only because numpy writes straight into `out` then; no row is ever outside.
            np.take(table, rows[some], axis=0, out=met, mode="clip")
            kept &= met
        leaf = _lowest_bit()[kept] + np.arange(0, trees * LEAVES, LEAVES, dtype=np.int32)
        return np.asarray(self.leaf_values[leaf] @ self.of_output + self.base, np.float32)


@cache
def _lowest_bit() -> NDArray[np.uint8]:
    """For each uint16 the number of its lowest bit that is set."""
    numbers = np.arange(1 << 16)
    lowest = np.zeros(1 << 16, np.uint8)
    for bit in reversed(range(16)):
        lowest[(numbers >> bit) & 1 == 1] = bit
    return lowest


def part(arrays: dict[str, NDArray[Any]], outputs: range) -> dict[str, NDArray[Any]]:
    """The stored arrays of the trees that add to some outputs only, numbered from 0 again."""
    chosen = np.isin(arrays["tree_output"], outputs)
    number = np.cumsum(chosen) - 1
    nodes = chosen[arrays["node_tree"]]
    return {
        **{name: arrays[name][nodes] for name in ("node_feature", "node_threshold", "node_left")},
        "node_tree": number[arrays["node_tree"][nodes]],
        "leaf_values": arrays["leaf_values"][chosen],
        "tree_output": arrays["tree_output"][chosen] - outputs.start,
        "base": arrays["base"][outputs.start : outputs.stop],
    }


def first(arrays: dict[str, NDArray[Any]], trees: int) -> dict[str, NDArray[Any]]:
    """The stored arrays of the first trees only."""
    nodes = arrays["node_tree"] < trees
    return {
        **arrays,
        **{
            name: arrays[name][nodes]
            for name in ("node_tree", "node_feature", "node_threshold", "node_left")
        },
        "leaf_values": arrays["leaf_values"][:trees],
        "tree_output": arrays["tree_output"][:trees],
    }


def _tables(arrays: dict[str, NDArray[Any]], trees: int) -> list[_Table]:
    """One table per group of features; features with few thresholds are grouped."""
    features = np.unique(arrays["node_feature"])
    steps = {
        int(f): np.unique(arrays["node_threshold"][arrays["node_feature"] == f]) for f in features
    }
    groups: list[list[int]] = []
    size = MOST_SHARED + 1
    for feature in sorted(steps, key=lambda f: len(steps[f])):
        rows = len(steps[feature]) + 1
        if size * rows > MOST_SHARED:
            groups.append([])
            size = 1
        groups[-1].append(feature)
        size *= rows
    return [_table(arrays, group, steps, trees) for group in groups]


def _table(
    arrays: dict[str, NDArray[Any]],
    group: list[int],
    steps: dict[int, NDArray[np.float32]],
    trees: int,
) -> _Table:
    kept = np.full((1, trees), np.iinfo(np.uint16).max, np.uint16)
    strides: list[int] = []
    for feature in group:
        strides.append(len(kept))
        own = _kept_by(arrays, feature, steps[feature], trees)
        kept = (own[:, None, :] & kept[None, :, :]).reshape(-1, trees)
    return _Table(tuple(group), tuple(steps[f] for f in group), tuple(strides), kept)


def _kept_by(
    arrays: dict[str, NDArray[Any]], feature: int, steps: NDArray[np.float32], trees: int
) -> NDArray[np.uint16]:
    """(bins, trees): the leaves that each bin of a feature leaves possible."""
    kept = np.full((len(steps) + 1, trees), np.iinfo(np.uint16).max, np.uint16)
    for node in np.flatnonzero(arrays["node_feature"] == feature):
        first_failing = int(np.searchsorted(steps, arrays["node_threshold"][node])) + 1
        kept[first_failing:, arrays["node_tree"][node]] &= ~arrays["node_left"][node]
    return kept
