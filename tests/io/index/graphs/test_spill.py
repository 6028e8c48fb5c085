from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backlinkbot.io.index.graphs.spill import Spill, shard


def test_every_edge_lands_in_the_shard_of_its_target(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    source = random.integers(0, 35, 500, dtype=np.uint32)
    target = random.integers(0, 35, 500, dtype=np.uint32)
    weight = random.random(500).astype(np.float32)
    with Spill(tmp_path, weighted=True, shard_rows=10) as spill:
        for part in range(0, 500, 120):
            rows = slice(part, part + 120)
            spill.add(source[rows], target[rows], weight[rows])
    for number in range(4):
        inside = target // 10 == number
        sources, targets, weights = shard(tmp_path, number)
        assert weights is not None
        assert sorted(zip(sources, targets, weights, strict=True)) == sorted(
            zip(source[inside], target[inside], weight[inside], strict=True)
        )


def test_a_shard_without_edges_is_empty(tmp_path: Path) -> None:
    with Spill(tmp_path, weighted=False, shard_rows=10) as spill:
        spill.add(np.array([1], np.uint32), np.array([25], np.uint32))
        spill.add(np.array([], np.uint32), np.array([], np.uint32))
    assert [len(shard(tmp_path, n)[0]) for n in range(3)] == [0, 0, 1]
    assert spill.edges == 1


def test_weights_come_with_every_edge_or_with_none(tmp_path: Path) -> None:
    one = np.array([1], np.uint32)
    with Spill(tmp_path, weighted=True) as spill, pytest.raises(ValueError, match="weights"):
        spill.add(one, one)
