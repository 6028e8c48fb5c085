from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from backlinkbot.app.history import history
from backlinkbot.app.releases import (
    compare_releases,
    export_release,
    import_release,
    list_releases,
    use_release,
)
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.settings import Settings
from backlinkbot.io.index.graphs.releases import publish_release, release_schema

ABOUT = {"method": "m", "basis": "trust", "series": "index", "seed_list": "s", "graph": "index"}
NODES = 200


@pytest.fixture
def workspace(tmp_path: Path, fixed_clock: FixedClock) -> Workspace:
    return Workspace(Settings(workspace=tmp_path / "ws"), fixed_clock)


def put(
    workspace: Workspace, month: int, points: dict[str, float], about: dict[str, str] | None = None
) -> str:
    """A release of that month whose interval is one point to each side."""
    day = datetime(2026, month, 1, tzinfo=UTC).date()
    values = np.array(list(points.values()), np.float32)
    given = {
        "node": pa.array(list(points)),
        "authority": pa.array(values),
        "authority_low": pa.array(np.clip(values - 1, 0, 100)),
        "authority_high": pa.array(np.clip(values + 1, 0, 100)),
    }
    schema = release_schema()
    columns = [given.get(field.name, pa.nulls(len(points), field.type)) for field in schema]
    batch = pa.record_batch(columns, schema=schema)
    told = ABOUT | {"measured_on": day.isoformat()} | (about or {})
    digest = f"{month:02d}" * 6
    return publish_release(workspace.authority_folder, day, digest, [batch], told).stem


def ladder(**other: float) -> dict[str, float]:
    """Two hundred domains, each at its rank's points; some of them moved."""
    ranks = np.arange(1, NODES + 1)
    points = 100 * (1 - np.log(ranks) / np.log(NODES))
    made = {f"site{n}.org": float(p) for n, p in zip(ranks, points, strict=True)}
    return made | {name.replace("_", "."): value for name, value in other.items()}


def test_only_what_exceeds_the_spread_is_a_change(workspace: Workspace) -> None:
    before = put(workspace, 8, ladder(gone_org=5.0))
    after = put(workspace, 9, ladder(site150_org=40.0, new_org=5.0))
    found = compare_releases(workspace, before, after)
    assert found.table.column("node").to_pylist()[0] == "site150.org"
    (changed,) = found.table.filter(pa.compute.equal(found.table["verdict"], "up")).to_pylist()
    assert changed["change"] == pytest.approx(40 - ladder()["site150.org"], abs=1)
    assert found.counts["up"] == 1
    assert found.counts["new"] == found.counts["gone"] == 1
    assert found.counts["no measurable change"] == NODES - 1
    assert found.incomparable == ""
    json.dumps(found.as_document())


def test_one_may_ask_for_domains_or_for_all(workspace: Workspace) -> None:
    before, after = put(workspace, 8, ladder()), put(workspace, 9, ladder(new_org=5.0))
    asked = compare_releases(workspace, before, "latest", ["www.site7.org", "new.org"]).table
    assert asked.column("node").to_pylist() == ["site7.org", "new.org"]
    assert asked.column("verdict").to_pylist() == ["no measurable change", "new"]
    assert compare_releases(workspace, before, after).table.num_rows == 0
    assert compare_releases(workspace, before, after, whole=True, limit=7).table.num_rows == 7
    whole = compare_releases(workspace, before, after, whole=True, limit=None)
    assert whole.table.num_rows == NODES + 1


def test_by_another_method_nothing_is_called_a_change(workspace: Workspace) -> None:
    before = put(workspace, 8, ladder())
    after = put(workspace, 9, ladder(site150_org=60.0), {"basis": "links only"})
    found = compare_releases(workspace, before, after)
    assert "links only" in found.incomparable
    assert found.table.num_rows == 0
    assert found.counts == {"not comparable": NODES}


def test_other_seeds_are_cautioned_of(workspace: Workspace) -> None:
    before = put(workspace, 8, ladder())
    after = put(workspace, 9, ladder(), {"seed_list": "mine"})
    assert "seed lists" in compare_releases(workspace, before, after).notes[0]


def test_history_follows_the_series_and_says_what_it_leaves_out(workspace: Workspace) -> None:
    put(workspace, 7, ladder(), {"series": "other"})
    put(workspace, 8, ladder())
    put(workspace, 9, ladder(site150_org=60.0))
    put(workspace, 10, ladder(site150_org=60.0))
    found = history(workspace, ["site150.org", "nobody.net", "site3.org"])
    assert found.left_out == 1
    rows = found.table.to_pylist()
    assert [row["domain"] for row in rows] == (
        ["site150.org"] * 3 + ["nobody.net"] * 3 + ["site3.org"] * 3
    )
    moved = rows[:3]
    assert [row["measured_on"] for row in moved] == ["2026-08-01", "2026-09-01", "2026-10-01"]
    assert [row["verdict"] for row in moved] == [None, "up", "no measurable change"]
    assert moved[1]["change"] > 20
    assert [row["authority"] for row in rows[3:6]] == [None] * 3
    assert [row["verdict"] for row in rows[6:]] == [None] + ["no measurable change"] * 2


def test_links_alone_have_no_history_of_points_and_no_changes(workspace: Workspace) -> None:
    links = {"basis": "links only"}
    before, after = put(workspace, 8, ladder(), links), put(workspace, 9, ladder(a_org=60.0), links)
    rows = history(workspace, ["site150.org"]).table.to_pylist()
    assert [row["authority"] for row in rows] == [None, None]
    assert {row["verdict"] for row in rows} == {"too little data for authority"}
    compared = compare_releases(workspace, before, after)
    assert compared.incomparable == "too little data for authority"
    assert compared.table.num_rows == 0


def test_a_release_is_chosen_by_name(workspace: Workspace) -> None:
    first, second = put(workspace, 8, ladder()), put(workspace, 9, ladder())
    assert [r["name"] for r in list_releases(workspace) if r["is_in_force"]] == [second]
    assert use_release(workspace, first)["is_in_force"]
    assert [r["name"] for r in list_releases(workspace) if r["is_in_force"]] == [first]
    assert use_release(workspace, "latest")["name"] == second
    with pytest.raises(NotFound, match="nothing-like-it"):
        use_release(workspace, "nothing-like-it")


def test_an_exported_release_can_be_imported_elsewhere(
    workspace: Workspace, tmp_path: Path
) -> None:
    put(workspace, 8, ladder())
    out = tmp_path / "out.parquet"
    assert export_release(workspace, out)["nodes"] == NODES
    assert not import_release(workspace, out).is_new
    settings = replace(workspace.settings, workspace=tmp_path / "other")
    other = Workspace(settings, workspace.clock)
    found = import_release(other, out)
    assert (found.nodes, found.is_new, found.is_in_force) == (NODES, True, True)
    assert list_releases(other)[0]["measured_on"] == "2026-08-01"


def test_an_imported_release_waits_until_it_is_chosen(workspace: Workspace, tmp_path: Path) -> None:
    put(workspace, 8, ladder())
    out = tmp_path / "out.parquet"
    export_release(workspace, out)
    own = put(workspace, 9, ladder())
    settings = replace(workspace.settings, workspace=tmp_path / "other")
    other = Workspace(settings, workspace.clock)
    put(other, 10, ladder())
    waiting = import_release(other, out)
    assert not waiting.is_in_force
    assert waiting.name in waiting.notes[-1]
    assert import_release(other, out, use=True).is_in_force
    assert own != waiting.name


@pytest.mark.parametrize("ask", ["compare", "history", "export", "use"])
def test_without_a_release_one_is_told_what_to_do(
    workspace: Workspace, tmp_path: Path, ask: str
) -> None:
    asks: dict[str, Any] = {
        "compare": lambda: compare_releases(workspace, "a", "b"),
        "history": lambda: history(workspace, ["a.org"]),
        "export": lambda: export_release(workspace, tmp_path / "x.parquet"),
        "use": lambda: use_release(workspace, "latest"),
    }
    with pytest.raises(NotFound):
        asks[ask]()
    assert list_releases(workspace) == []


def test_a_release_is_not_compared_with_itself(workspace: Workspace) -> None:
    name = put(workspace, 8, ladder())
    with pytest.raises(BadInput, match="same release"):
        compare_releases(workspace, name, "latest")
