from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from backlinkbot.app.measure import measure
from backlinkbot.app.measure.building import build_rows, order_nodes
from backlinkbot.app.measure.merging import collect_merged
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.nouns import Placement
from backlinkbot.core.progress import Silent
from backlinkbot.core.settings import Settings
from backlinkbot.io.index.graphs.store import EDGES, GraphStore
from backlinkbot.logic.graph.weights import PLACEMENT_WEIGHT

HEARD = ["a.org", "b.org", "c.org"]
HEARD_EDGES = [(0, 1), (0, 2), (2, 1)]


class Told:
    """A release of three names."""

    def edges(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        columns = np.array(HEARD_EDGES, np.uint32)
        yield columns[:1, 0], columns[:1, 1]
        yield columns[1:, 0], columns[1:, 1]


class OwnIndex:
    def __init__(self, *rows: tuple[str, str, str]) -> None:
        columns = [pa.array(column) for column in zip(*rows, strict=True)]
        self.batch = pa.record_batch(columns, ["source_domain", "target_domain", "placement"])

    def domain_edges(self) -> Iterator[pa.RecordBatch]:
        yield self.batch


@pytest.fixture
def workspace(tmp_path: Path, fixed_clock: FixedClock) -> Workspace:
    return Workspace(Settings(workspace=tmp_path / "ws"), fixed_clock)


def merged(workspace: Workspace, folder: Path, own: OwnIndex) -> dict[tuple[str, str], float]:
    workspace.__dict__["index"] = own
    release: Any = Told()
    with GraphStore(folder) as store:
        store.begin(EDGES)
        nodes = collect_merged(workspace, store, release, [pa.array(HEARD)], Silent())
        store.finish_edges(nodes, {})
        order_nodes(store, Silent())
        build_rows(store, Silent())
        rows, names = store.rows(), store.names().column().to_pylist()
        assert rows.weights is not None
        targets = np.repeat(np.arange(nodes), np.diff(rows.offsets))
        pairs = zip(rows.neighbours, targets, rows.weights.tolist(), strict=True)
        return {(names[s], names[t]): w for s, t, w in pairs}


def test_own_links_join_with_their_weights_and_bare_ones_weigh_the_same(
    workspace: Workspace, tmp_path: Path
) -> None:
    own = OwnIndex(
        ("a.org", "b.org", "comment"), ("b.org", "new.org", "content"), ("c.org", "a.org", "footer")
    )
    assert merged(workspace, tmp_path / "g", own) == pytest.approx(
        {
            ("a.org", "b.org"): PLACEMENT_WEIGHT[
                Placement.COMMENT
            ],  # heard of too, but we saw that it is a comment
            ("a.org", "c.org"): PLACEMENT_WEIGHT[Placement.UNKNOWN],
            ("c.org", "b.org"): PLACEMENT_WEIGHT[Placement.UNKNOWN],
            ("b.org", "new.org"): PLACEMENT_WEIGHT[Placement.CONTENT],
            ("c.org", "a.org"): PLACEMENT_WEIGHT[Placement.FOOTER],
        }
    )


def test_where_no_placement_is_known_all_weigh_one(workspace: Workspace, tmp_path: Path) -> None:
    found = merged(workspace, tmp_path / "g", OwnIndex(("a.org", "new.org", "unknown")))
    assert len(found) == 4
    assert set(found.values()) == {1.0}


def test_own_links_need_a_release_and_an_index(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--release"):
        measure(workspace, edges=tmp_path / "any.tsv", with_own=True)
    with pytest.raises(BadInput, match="--release"):
        measure(workspace, with_own=True)

    class Empty:
        def current(self) -> None:
            return None

    workspace.__dict__["index"] = Empty()
    with pytest.raises(NotFound, match="no own links"):
        measure(workspace, release="cc-main-2026-jul-aug-sep", with_own=True)
