from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backlinkbot.io.index.graphs.spill import ROW_BLOCK, Spill, parts, shard


def test_every_edge_lands_in_the_shard_of_its_target(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    nodes = 4 * ROW_BLOCK
    source = random.integers(0, nodes, 5000, dtype=np.uint32)
    target = random.integers(0, nodes, 5000, dtype=np.uint32)
    weight = random.random(5000).astype(np.float32)
    table = np.array([0, 1, 1, 2], np.uint16)
    with Spill(tmp_path, weighted=True, table=table) as spill:
        for part in range(0, 5000, 1200):
            rows = slice(part, part + 1200)
            spill.add(source[rows], target[rows], weight[rows])
    for number in range(3):
        inside = table[target // ROW_BLOCK] == number
        sources, targets, weights = shard(tmp_path, number)
        assert weights is not None
        assert sources.tolist() == source[inside].tolist()
        assert targets.tolist() == target[inside].tolist()
        assert weights.tolist() == weight[inside].tolist()


def test_without_a_table_edges_come_back_as_they_came(tmp_path: Path) -> None:
    source = np.arange(5, dtype=np.uint32)
    with Spill(tmp_path, weighted=False) as spill:
        spill.add(source, source[::-1])
        spill.add(np.array([], np.uint32), np.array([], np.uint32))
        spill.add(source, source)
    found = list(parts(tmp_path))
    assert np.concatenate([s for s, _, _ in found]).tolist() == [*range(5), *range(5)]
    assert np.concatenate([t for _, t, _ in found])[:5].tolist() == [4, 3, 2, 1, 0]
    assert [w for _, _, w in found] == [None] * len(found)


def test_a_shard_without_edges_is_empty(tmp_path: Path) -> None:
    with Spill(tmp_path, weighted=False, table=np.array([0, 1, 2], np.uint16)) as spill:
        spill.add(np.array([1], np.uint32), np.array([2 * ROW_BLOCK], np.uint32))
    assert [len(shard(tmp_path, n)[0]) for n in range(3)] == [0, 0, 1]
    assert spill.edges == 1


def test_weights_come_with_every_edge_or_with_none(tmp_path: Path) -> None:
    one = np.array([1], np.uint32)
    with Spill(tmp_path, weighted=True) as spill, pytest.raises(ValueError, match="weights"):
        spill.add(one, one)
