"""Taking an import back by the name under which it was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.upkeep import (
    forgettable,
    index_forget,
    index_info,
    index_undo,
    undoable,
)
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.errors import BadInput, NotFound

HEADER = "Page ascore,Source title,Source url,Target url,Anchor,Nofollow,First seen,Last seen\n"


def _export(folder: Path, name: str, *sources: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    rows = (f"1,T,https://{s}/,https://our.example/,a,false,2026-01-02,2026-10-02" for s in sources)
    path.write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
    return path


@pytest.fixture
def read(workspace: Workspace, tmp_path: Path) -> list[Path]:
    """Two exports that the workspace has read, one after the other; one link is in both."""
    files = [
        _export(tmp_path / "may", "links.csv", "a.example", "b.example"),
        _export(tmp_path / "june", "links.csv", "b.example", "c.example", "d.example"),
    ]
    for path in files:
        ingest(workspace, [str(path)], IngestOptions())
    return files


def test_the_sources_are_listed_as_they_can_be_named(
    workspace: Workspace, read: list[Path]
) -> None:
    listed = index_info(workspace)["sources_read"]
    assert {source["name"] for source in listed} == {str(path) for path in read}
    assert {(source["reporter"], source["links"]) for source in listed} == {
        ("semrush", 2), ("semrush", 3),
    }  # fmt: skip
    assert all(source["read_at"] for source in listed)


@pytest.mark.parametrize("whole", [True, False])
def test_a_file_is_forgotten_by_its_path_or_the_end_of_it(
    workspace: Workspace, read: list[Path], *, whole: bool
) -> None:
    found = forgettable(workspace, str(read[1]) if whole else "june/links.csv")
    done = index_forget(workspace, found)
    assert (done["links_before"], done["links_after"]) == (4, 2)
    links = workspace.index.links("our.example")
    assert sorted(links["source_domain"].to_pylist()) == ["a.example", "b.example"]
    again = ingest(workspace, [str(read[1])])
    assert not again.files[0].already_known
    assert again.snapshot is not None
    assert again.snapshot.links == 4


def test_a_reporter_is_forgotten_with_all_its_files(workspace: Workspace, read: list[Path]) -> None:
    found = forgettable(workspace, "semrush")
    assert found.names == tuple(sorted(str(path) for path in read))
    assert index_forget(workspace, found)["links_after"] == 0
    assert index_info(workspace)["sources"] == 0


def test_a_name_that_is_not_clear_or_not_known_is_answered(
    workspace: Workspace, read: list[Path]
) -> None:
    with pytest.raises(BadInput, match=r"june/links\.csv or .*may/links\.csv"):
        forgettable(workspace, "links.csv")
    with pytest.raises(NotFound, match="is semrush meant"):
        forgettable(workspace, "semrsh")
    with pytest.raises(NotFound, match="index info"):
        forgettable(workspace, "zzz")
    assert len(read) == 2


def test_undo_takes_the_last_import_back(workspace: Workspace, read: list[Path]) -> None:
    plan = undoable(workspace)
    done = index_undo(workspace)
    assert done["restored"] == plan.restored.name
    assert (done["links_before"], done["links_after"]) == (4, 2)
    listed = index_info(workspace)["sources_read"]
    assert [source["name"] for source in listed] == [str(read[0])]
    with pytest.raises(NotFound, match="index forget"):
        index_undo(workspace)


def test_undo_tells_before_it_happens_which_links_live_again_and_which_import_goes(
    workspace: Workspace, read: list[Path], tmp_path: Path
) -> None:
    whole = _export(tmp_path / "july", "links.csv", "c.example", "e.example")
    ingest(workspace, [str(whole)], IngestOptions(complete=True))
    states = dict.fromkeys(["a.example", "b.example", "d.example"], "lost")
    links = workspace.index.links("our.example").to_pylist()
    assert {r["source_domain"]: r["state"] for r in links if r["state"] == "lost"} == states
    plan = undoable(workspace)
    assert (plan.live_before, plan.live_after) == (2, 4)
    assert (plan.live_again, plan.live_no_longer) == (3, 1)
    assert (plan.taken_back, plan.brought_back) == ((str(whole),), ())
    assert workspace.index.count_links("our.example") == 5, "telling changes nothing"
    index_undo(workspace)
    states = {r["state"] for r in workspace.index.links("our.example").to_pylist()}
    assert states == {"live"}
    index_forget(workspace, forgettable(workspace, "may/links.csv"))
    assert undoable(workspace).brought_back == (str(read[0]),)
