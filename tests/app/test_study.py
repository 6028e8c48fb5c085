from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from backlinkbot.app.measure import measure
from backlinkbot.app.study import study
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput
from backlinkbot.core.settings import Settings


def measured(folder: Path, clock: FixedClock, donors: int) -> Workspace:
    random = np.random.default_rng(2)
    rows = [f"u{i}.edu\tsite{t}.com" for i in range(15) for t in random.integers(0, donors, 9)]
    rows += [
        f"site{u}.com\tsite{t}.com" for u in range(donors) for t in random.integers(0, donors, 4)
    ]
    path = folder / "edges.tsv"
    path.write_text("\n".join(rows) + "\n")
    workspace = Workspace(Settings(workspace=folder / "ws"), clock)
    measure(workspace, edges=path)
    return workspace


def test_a_study_tells_claims_definitions_and_a_drawing(
    tmp_path: Path, fixed_clock: FixedClock
) -> None:
    chart = tmp_path / "claims.svg"
    found = study(measured(tmp_path, fixed_clock, 400), targets=12, chart=chart)
    document = json.loads(json.dumps(found.as_document()))
    assert document["targets"] == 12
    assert document["basis"] == "trust"
    assert [one["measure"] for one in document["findings"]] == ["authority"] * 2 + ["pagerank"] * 2
    assert "top 0.1%" in document["definitions"]
    assert "weak ones" in document["findings"][2]["in_words"]
    drawn = chart.read_text()
    assert drawn.startswith("<svg")
    assert "1 against 100" in drawn


def test_a_study_of_links_only_leaves_authority_out_and_says_why(
    tmp_path: Path, fixed_clock: FixedClock
) -> None:
    random = np.random.default_rng(4)
    rows = [f"site{u}.com\tsite{t}.com" for u in range(300) for t in random.integers(0, 300, 4)]
    path = tmp_path / "edges.tsv"
    path.write_text("\n".join(rows) + "\n")
    workspace = Workspace(Settings(workspace=tmp_path / "ws"), fixed_clock)
    assert measure(workspace, edges=path).basis == "links only"
    found = study(workspace, targets=12, chart=tmp_path / "claims.svg")
    assert [one["measure"] for one in found.findings] == ["pagerank"] * 2
    assert any("lines about authority are left out" in note for note in found.notes)
    # One in a thousand of 300 is one site: no interval, and no verdict.
    first = found.findings[0]
    assert (first["verdict"], first["low"], first["strong_donors"]) == ("cannot tell", None, 1)
    assert "only one site is that strong" in first["in_words"]


def test_a_small_graph_says_that_it_is_too_small(tmp_path: Path, fixed_clock: FixedClock) -> None:
    with pytest.raises(BadInput, match="too small for a study"):
        study(measured(tmp_path, fixed_clock, 30))


def test_a_graph_with_too_few_linked_sites_is_not_called_short_of_linking_ones(
    tmp_path: Path, fixed_clock: FixedClock
) -> None:
    path = tmp_path / "edges.tsv"
    path.write_text("".join(f"site{i}.com\thub{i % 5}.com\n" for i in range(188)))
    workspace = Workspace(Settings(workspace=tmp_path / "ws"), fixed_clock)
    measure(workspace, edges=path)
    with pytest.raises(BadInput, match=r"5 domains are linked to is too small .* 10 are needed"):
        study(workspace)
