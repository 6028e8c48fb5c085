from __future__ import annotations

import json
from pathlib import Path

import pytest

from backlinkbot.app.measure import measure
from backlinkbot.app.paths import paths
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.settings import Settings


@pytest.fixture
def workspace(tmp_path: Path, fixed_clock: FixedClock) -> Workspace:
    """Universities link to each other, three to news sites, two of those to blogs, one to us."""
    rows = [f"u{i}.edu\tu{(i + k) % 12}.edu" for i in range(12) for k in (1, 2, 5)]
    rows += [f"u{i}.edu\tnews{i}.com" for i in range(3)]
    rows += [f"news{i}.com\tblog{i}.net" for i in range(2)]
    rows += ["blog0.net\tours.com", "news1.com\tours.com", "blog1.net\tother.org"]
    path = tmp_path / "edges.tsv"
    path.write_text("\n".join(rows) + "\n")
    made = Workspace(Settings(workspace=tmp_path / "ws"), fixed_clock)
    measure(made, edges=path)
    return made


def test_distance_and_independent_ways_from_well_known_sites(workspace: Workspace) -> None:
    found = paths(workspace, "ours.com", well_known=12)
    assert found.well_known == 12
    assert found.now.distance == 2
    assert found.now.reached_from == 12
    assert found.now.independent_ways == 2
    assert {way[-2] for way in found.now.ways} == {"blog0.net", "news1.com"}
    assert found.pages is None
    json.dumps(found.as_document())


def test_a_new_link_changes_distance_ways_and_points(workspace: Workspace) -> None:
    found = paths(workspace, "other.org", well_known=12, new_from="u7.edu")
    assert found.with_new_link is not None
    assert found.new_link_points is not None
    assert (found.now.distance, found.with_new_link.distance) == (3, 1)
    assert found.with_new_link.independent_ways == found.now.independent_ways + 1
    assert found.new_link_points > 0


def test_shorter_ways_are_fewer(workspace: Workspace) -> None:
    assert paths(workspace, "ours.com", well_known=12, steps=2).now.independent_ways == 1
    assert paths(workspace, "ours.com", well_known=12, steps=1).now.ways == ()


def test_what_cannot_be_asked_is_said(workspace: Workspace) -> None:
    with pytest.raises(BadInput, match="to itself"):
        paths(workspace, "ours.com", new_from="ours.com")
    with pytest.raises(NotFound, match="not in the graph"):
        paths(workspace, "ours.com", new_from="nowhere.org")
