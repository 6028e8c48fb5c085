"""The verb ingest: files in, one snapshot out, nothing lost in silence."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from backlinkbot.app.ingest import FileReport, IngestOptions, ingest
from backlinkbot.app.profile import LinkQuestion, links
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.errors import BadInput, NotFound

HEADER = "Source url,Target url,Anchor,Nofollow,First seen,Last seen\n"
ROW = "https://s{n}.example/,https://acme.example/,Acme,false,2026-09-0{d},2026-10-0{d}\n"


def export(folder: Path, name: str, *numbers: int, broken: str = "", day: int = 1) -> str:
    """A table of links from the sites with these numbers."""
    rows = "".join(ROW.format(n=number, d=day) for number in numbers)
    (folder / name).write_text(HEADER + rows + broken, "utf-8")
    return str(folder / name)


def moz(folder: Path, name: str, *numbers: int) -> str:
    """A vendor's export: only what one vendor says whole can be complete."""
    header = (
        "Linking Page URL,Target URL,Anchor Text,Domain Authority,Page Authority,Spam Score,"
        "Follow\n"
    )
    rows = "".join(
        f"https://s{n}.example/,https://acme.example/,Acme,10,10,1,Follow\n" for n in numbers
    )
    (folder / name).write_text(header + rows, "utf-8")
    return str(folder / name)


def one(workspace: Workspace, place: str, options: IngestOptions | None = None) -> FileReport:
    (report,) = ingest(workspace, [place], options).files
    return report


def states(workspace: Workspace) -> dict[str, str]:
    table = links(workspace, "acme.example", LinkQuestion(limit=None)).table
    return dict(zip(table["source_domain"].to_pylist(), table["state"].to_pylist(), strict=True))


def test_a_file_that_omits_a_link_never_makes_it_lost(workspace: Workspace, tmp_path: Path) -> None:
    one(workspace, export(tmp_path, "a.csv", 1, 2, 3))
    one(workspace, export(tmp_path, "b.csv", 1, day=5))
    assert states(workspace) == {"s1.example": "live", "s2.example": "live", "s3.example": "live"}


def test_a_file_said_to_be_complete_loses_what_it_omits(
    workspace: Workspace, tmp_path: Path
) -> None:
    one(workspace, moz(tmp_path, "a.csv", 1, 2, 3))
    one(workspace, moz(tmp_path, "b.csv", 1, 2), IngestOptions(complete=True))
    assert states(workspace) == {"s1.example": "live", "s2.example": "live", "s3.example": "lost"}
    table = links(workspace, "acme.example", LinkQuestion(state="lost")).table
    assert table["lost_reason"].to_pylist() == ["dropped_not_rechecked"]


def test_the_same_bytes_under_another_name_are_known(workspace: Workspace, tmp_path: Path) -> None:
    one(workspace, export(tmp_path, "a.csv", 1, 2))
    before = workspace.index.current()
    again = one(workspace, export(tmp_path, "copy.csv", 1, 2))
    assert again.already_known
    assert workspace.index.current() == before


def test_reading_again_when_told_so_changes_no_link(workspace: Workspace, tmp_path: Path) -> None:
    place = export(tmp_path, "a.csv", 1, 2)
    one(workspace, place)
    before = links(workspace, "acme.example").table
    report = one(workspace, place, IngestOptions(again=True))
    assert not report.already_known
    assert links(workspace, "acme.example").table.equals(before)


def test_rows_left_out_are_counted_and_written_with_their_line(
    workspace: Workspace, tmp_path: Path
) -> None:
    broken = "not a url,https://acme.example/,x,false,2026-09-01,2026-09-01\n=1+1,,,,,\n"
    report = one(workspace, export(tmp_path, "a.csv", 1, 2, broken=broken))
    assert report.rows == 4
    assert report.stored == 2
    assert sum(report.rejects.values()) == 2
    with Path(report.rejects_file).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["place"].rpartition("/")[2] for row in rows] == ["a.csv:4", "a.csv:5"]
    assert all(row["reason"] in report.rejects for row in rows)
    assert not rows[1]["text"].startswith("=")


def test_one_bad_file_is_reported_and_the_good_ones_are_read(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "b.bin").write_bytes(b"\x89PNG\r\n\x1a\n")
    good = export(tmp_path, "a.csv", 1)
    done = ingest(workspace, [str(tmp_path / "b.bin"), good])
    assert "b.bin" in done.files[0].error
    assert done.files[1].error == ""
    assert states(workspace) == {"s1.example": "live"}


def test_nothing_but_bad_files_is_refused_and_publishes_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "b.bin").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(BadInput, match=r"b\.bin"):
        ingest(workspace, [str(tmp_path / "b.bin")])
    assert workspace.index.current() is None


def test_a_folder_gives_its_files_and_counts_what_it_passes_over(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    export(folder / "deep", "a.csv", 1)
    (folder / ".hidden").write_text("x", "utf-8")
    done = ingest(workspace, [str(folder)])
    assert len(done.files) == 1
    assert sum(done.passed_over.values()) == 1


def test_an_empty_folder_and_a_missing_file_are_told_apart(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises((NotFound, BadInput), match="empty"):
        ingest(workspace, [str(tmp_path / "empty")])
    with pytest.raises(NotFound, match="no file or folder"):
        ingest(workspace, [str(tmp_path / "missing")])


def test_a_link_of_two_sources_is_one_record_with_both(
    workspace: Workspace, tmp_path: Path
) -> None:
    nofollow = HEADER + ROW.format(n=1, d=1).replace("false", "true")
    (tmp_path / "a.csv").write_text(nofollow, "utf-8")
    one(workspace, str(tmp_path / "a.csv"))
    (tmp_path / "moz.csv").write_text(
        "Linking Page URL,Target URL,Anchor Text,Domain Authority,Spam Score,Follow\n"
        "https://s1.example/,https://acme.example/,Acme,40,1,Yes\n",
        "utf-8",
    )
    one(workspace, str(tmp_path / "moz.csv"))
    (row,) = links(workspace, "acme.example").table.to_pylist(maps_as_pydicts="strict")
    assert row["sources"] == ["moz", "table"]
    assert len(row["evidence"]) == 2
    assert any("followed" in line or "nofollow" in line for line in row["disagreements"])
    assert 40.0 in row["vendor_scores"].values()
    assert all(name.startswith("moz.") for name in row["vendor_scores"])


def test_a_table_of_ones_own_is_read_by_the_words_the_user_gives(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "own.csv").write_text("Where,Day\nhttps://s1.example/a,2026-10-01\n", "utf-8")
    place = str(tmp_path / "own.csv")
    with pytest.raises(BadInput, match="--target"):
        ingest(workspace, [place])
    options = IngestOptions(target="acme.example", mapping={"source_url": "Where"})
    assert one(workspace, place, options).stored == 1
    assert states(workspace) == {"s1.example": "live"}


def test_columns_mapped_once_are_remembered_for_tables_with_that_header(tmp_path: Path) -> None:
    first, second = tmp_path / "one.csv", tmp_path / "two.csv"
    first.write_text("Von,Nach\nhttps://a.example/1,https://b.example/\n", "utf-8")
    second.write_text("Von,Nach\nhttps://c.example/1,https://b.example/\n", "utf-8")
    workspace = Workspace.open(tmp_path / "w")
    columns = {"source_url": "Von", "target_url": "Nach"}
    ingest(workspace, [str(first)], IngestOptions(mapping=columns))
    report = ingest(workspace, [str(second)]).files[0]
    assert report.stored == 1
    assert report.notes == [
        "columns as you mapped them before: source_url = Von, target_url = Nach"
    ]
    workspace.close()


def test_a_file_that_was_not_read_whole_is_never_taken_as_complete(
    workspace: Workspace, tmp_path: Path
) -> None:
    one(workspace, export(tmp_path, "a.csv", 1, 2))
    cut = export(tmp_path, "b.csv", 1, broken="not,a,row\n", day=5)
    report = one(workspace, cut, IngestOptions(complete=True))
    assert states(workspace) == {"s1.example": "live", "s2.example": "live"}
    assert any("not taken as complete" in note for note in report.notes)


def test_two_files_of_one_name_have_rejects_files_of_their_own(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "a").mkdir()
    places = [
        export(tmp_path, "a b.csv", 1, broken="not,a,row\n"),
        export(tmp_path / "a", "b.csv", 2, broken="nor,this,one\n"),
    ]
    files = ingest(workspace, places).files
    assert len({report.rejects_file for report in files}) == len(places)
