from __future__ import annotations

from pathlib import Path

import pytest

from backlinkbot.app.graphs import measured_graph
from backlinkbot.app.measure import authority_of, measure
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.progress import Silent
from backlinkbot.core.settings import Settings
from backlinkbot.io.index.graphs.releases import (
    about_release,
    current_release,
    settled_release,
)


@pytest.fixture
def workspace(tmp_path: Path, fixed_clock: FixedClock) -> Workspace:
    return Workspace(Settings(workspace=tmp_path / "ws"), fixed_clock)


def edges(folder: Path, name: str, *more: str) -> Path:
    rows = [f"u{i}.edu\tu{(i + 1) % 12}.edu" for i in range(12)]
    rows += [f"u{i}.edu\tshop.com" for i in range(12)]
    path = folder / name
    path.write_text("\n".join((*rows, *more)) + "\n")
    return path


def numbers(folder: Path) -> Path:
    path = folder / "numbers.txt"
    path.write_text("1 2\n2 3\n3 1\n7 1\n")
    return path


def asked_graph(workspace: Workspace) -> str:
    with measured_graph(workspace, Silent()) as graph:
        return str(graph.about["graph"])


def test_domains_are_never_looked_up_among_numbers_unless_told_to(
    workspace: Workspace, tmp_path: Path
) -> None:
    found = measure(workspace, edges=numbers(tmp_path))
    assert not found.is_in_force
    assert current_release(workspace.authority_folder) is None
    assert "no domain names" in found.notes[-1]
    assert Path(found.release).stem in found.notes[-1]
    assert measure(workspace, edges=numbers(tmp_path), use=True).is_in_force
    assert authority_of(workspace, ["7"]).column("basis").to_pylist() == ["links only"]


def test_the_first_release_comes_into_force_and_a_later_foreign_one_says_so(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = measure(workspace, edges=edges(tmp_path, "one.tsv"))
    assert first.is_in_force
    second = measure(workspace, edges=edges(tmp_path, "two.tsv", "a.com\tb.com"))
    assert second.is_in_force
    assert f"release use {Path(first.release).stem}" in second.notes[-1]
    assert asked_graph(workspace).endswith("two.tsv")


def test_a_chosen_release_stays_and_its_graph_answers(workspace: Workspace, tmp_path: Path) -> None:
    chosen = measure(workspace, edges=edges(tmp_path, "one.tsv"), use=True)
    other = measure(workspace, edges=edges(tmp_path, "two.tsv", "a.com\tb.com"))
    assert not other.is_in_force
    assert "as before" in other.notes[-1]
    settled = settled_release(workspace.authority_folder)
    assert settled is not None
    assert str(settled.path) == chosen.release
    assert asked_graph(workspace).endswith("one.tsv")
    assert authority_of(workspace, ["a.com"]).column("authority").to_pylist() == [None]
    in_other = authority_of(workspace, ["a.com"], Path(other.release).stem)
    assert in_other.column("referring_domains").to_pylist() == [0]


def test_a_release_does_not_tell_where_the_measured_file_lay(
    workspace: Workspace, tmp_path: Path
) -> None:
    found = measure(workspace, edges=edges(tmp_path, "one.tsv"))
    about = about_release(Path(found.release))
    assert about["graph"] == "one.tsv"
    assert str(tmp_path) not in "".join(about.values())


def test_another_seed_list_of_the_same_name_makes_another_release(
    workspace: Workspace, tmp_path: Path
) -> None:
    graph, seeds = edges(tmp_path, "one.tsv"), tmp_path / "seeds.txt"
    made = set()
    for count in (10, 11):
        seeds.write_text("\n".join(f"u{i}.edu" for i in range(count)))
        made.add(measure(workspace, edges=graph, seeds=seeds).release)
    assert len(made) == 2
