"""The verb ingest: files in, one snapshot out, nothing lost in silence."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from backlinkbot.app.ingest import FileReport, IngestOptions, ingest
from backlinkbot.app.profile import LinkQuestion, links
from backlinkbot.app.sites import add_site
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.nouns import Site

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


def test_an_ingest_says_how_many_links_its_complete_files_lost(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = ingest(workspace, [moz(tmp_path, "a.csv", 1, 2, 3, 4)])
    assert (first.complete, first.as_document()["lost"]) == (0, 0)
    second = ingest(workspace, [moz(tmp_path, "b.csv", 1, 2)], IngestOptions(complete=True))
    assert (second.complete, second.as_document()["lost"]) == (1, 2)
    third = ingest(workspace, [moz(tmp_path, "c.csv", 2, 1)], IngestOptions(complete=True))
    assert (third.complete, third.as_document()["lost"]) == (1, 0)


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


LATEST = (
    "Linking page,Last crawled\nhttps://s1.example/,2026-10-01\nhttps://s2.example/,2026-10-02\n"
)


def sites(workspace: Workspace, *domains: str, ours: bool = True) -> None:
    for domain in domains:
        add_site(workspace, Site(domain=domain, is_ours=ours))


def console(folder: Path) -> str:
    (folder / "table.csv").write_text(LATEST, "utf-8")
    return str(folder / "table.csv")


def test_a_console_export_is_a_sample_and_never_taken_as_complete(
    workspace: Workspace, tmp_path: Path
) -> None:
    told = IngestOptions(target="acme.example", complete=True)
    one(workspace, console(tmp_path), told)
    (tmp_path / "more.csv").write_text("Linking page\nhttps://s3.example/\n", "utf-8")
    report = one(workspace, str(tmp_path / "more.csv"), told)
    assert any("sample" in note and "nothing becomes lost" in note for note in report.notes)
    assert set(states(workspace).values()) == {"live"}


def test_a_broken_file_loses_nothing_of_its_targets_beside_a_complete_one(
    workspace: Workspace, tmp_path: Path
) -> None:
    one(workspace, moz(tmp_path, "a.csv", 1, 2))
    header = "Linking Page URL,Target URL,Anchor Text,Domain Authority,Follow\n"
    row = "https://s1.example/,https://elsewhere.example/,Acme,10,Follow\n"
    (tmp_path / "b.csv").write_text(header + row + "broken,row\n", "utf-8")
    both = [moz(tmp_path, "c.csv", 1), str(tmp_path / "b.csv")]
    before = (tmp_path / "b.csv").read_text("utf-8").replace("s1.", "s2.").replace("broken,row", "")
    (tmp_path / "d.csv").write_text(before, "utf-8")
    one(workspace, str(tmp_path / "d.csv"))
    done = ingest(workspace, both, IngestOptions(complete=True))
    assert (done.complete, done.as_document()["lost"]) == (1, 1)
    table = links(workspace, "elsewhere.example", LinkQuestion(limit=None)).table
    assert set(table["state"].to_pylist()) == {"live"}


def test_a_console_export_without_a_site_is_about_our_only_one(
    workspace: Workspace, tmp_path: Path
) -> None:
    sites(workspace, "acme.example")
    sites(workspace, "rival.example", ours=False)
    report = one(workspace, console(tmp_path))
    assert report.target == "acme.example"
    assert report.notes[0] == "taken as links to acme.example, your only site"
    assert states(workspace) == {"s1.example": "live", "s2.example": "live"}


def test_of_several_sites_the_user_has_to_say_which(workspace: Workspace, tmp_path: Path) -> None:
    sites(workspace, "acme.example", "other.example")
    with pytest.raises(BadInput, match=r"which of your sites.*--target acme\.example.*other"):
        one(workspace, console(tmp_path))


def test_without_a_site_the_option_is_named(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--target"):
        one(workspace, console(tmp_path))


def test_a_target_that_is_none_of_the_sites_is_noted_and_its_links_are_kept(
    workspace: Workspace, tmp_path: Path
) -> None:
    sites(workspace, "acme.example")
    report = one(workspace, console(tmp_path), IngestOptions(target="www.acne.example"))
    assert (
        "acne.example is none of the sites you added (did you mean acme.example?)"
        in (report.notes[0])
    )
    assert report.target == "acne.example"
    assert report.stored == 2


def test_a_table_of_any_kind_is_complete_only_with_its_source(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = export(tmp_path, "a.csv", 1, 2, 3)
    second = export(tmp_path, "b.csv", 1, 2, day=5)
    one(workspace, first, IngestOptions(source="Link  Monitor"))
    refused = one(workspace, second, IngestOptions(complete=True))
    assert any("--source" in note and "nothing becomes lost" in note for note in refused.notes)
    assert "lost" not in states(workspace).values()
    taken = one(workspace, second, IngestOptions(source="link monitor", complete=True))
    assert taken.reporter == "link monitor"
    assert states(workspace)["s3.example"] == "lost"


@pytest.mark.parametrize("name", ["ahrefs", "table", "crawl", "a\x1bb", "-x", "x" * 60])
def test_a_source_needs_a_name_that_is_free(
    workspace: Workspace, tmp_path: Path, name: str
) -> None:
    with pytest.raises(BadInput, match="--source"):
        one(workspace, export(tmp_path, "a.csv", 1), IngestOptions(source=name))


HTML = """<!doctype html><html><head>{head}</head><body><main><p>For years we have read what
<a href="https://acme.example/">Acme</a> writes about paper and ink.</p></main></body></html>"""
CANONICAL = (
    '<link rel="canonical" href="https://blog.example/{n}"><base href="https://blog.example/">'
)


def page(folder: Path, name: str, head: str) -> str:
    (folder / name).write_text(HTML.format(head=head), "utf-8")
    return str(folder / name)


def test_a_folder_of_saved_pages_is_read_without_their_pictures_and_scripts(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "saved"
    (folder / "one_files").mkdir(parents=True)
    for n, name in enumerate(("one", "two")):
        page(folder, f"{name}.html", CANONICAL.format(n=n))
    for name in ("a.png", "b.js", "frame.html"):
        (folder / "one_files" / name).write_bytes(b"x")
    done = ingest(workspace, [str(folder)])
    assert [(r.format, r.pages, r.links, r.error) for r in done.files] == [("html", 1, 2, "")] * 2
    assert done.passed_over == {"picture, style or script that was saved with a page": 3}
    found = links(workspace, "acme.example", LinkQuestion(limit=None)).table
    assert found["placement"].to_pylist() == ["content"] * 2
    assert found["sources"].to_pylist() == [["html"]] * 2
    assert sorted(found["evidence"].to_pylist()) == [
        [str(folder / "one.html")],
        [str(folder / "two.html")],
    ]


def test_what_is_clicked_and_is_no_link_is_counted_apart(
    workspace: Workspace, tmp_path: Path
) -> None:
    place = Path(page(tmp_path, "a.html", CANONICAL.format(n=1)))
    text = "<a href='whatsapp://send?a'>w</a><a href='mailto:a@b.example'>m</a><a href='http://['>"
    place.write_text(place.read_text("utf-8").replace("For years", text), "utf-8")
    report = one(workspace, str(place))
    assert report.not_links == {"whatsapp": 1, "mailto": 1}
    assert report.rejects == {"link whose address cannot be read": 1}


def test_a_page_whose_address_nobody_knows_is_reported_and_the_others_are_read(
    workspace: Workspace, tmp_path: Path
) -> None:
    silent = page(tmp_path, "silent.html", "")
    good = page(tmp_path, "good.html", CANONICAL.format(n=1))
    done = ingest(workspace, [silent, good])
    assert "--base-url" in done.files[0].error
    assert states(workspace) == {"blog.example": "live"}
    report = one(workspace, silent, IngestOptions(base_url="https://news.example/a"))
    assert report.error == ""
    assert states(workspace).keys() == {"blog.example", "news.example"}


def test_a_copy_on_another_site_does_not_speak_for_the_original(
    workspace: Workspace, tmp_path: Path
) -> None:
    place = Path(page(tmp_path, "original.html", CANONICAL.format(n=1)))
    os.utime(place, (1.79e9, 1.79e9))
    one(workspace, str(place))
    alone = CANONICAL.format(n=1).partition("<base")[0]
    copy = Path(page(tmp_path, "copy.html", alone))
    copy.write_text(copy.read_text("utf-8").replace("https://acme.example/", "/elsewhere"))
    os.utime(copy, (1.791e9, 1.791e9))
    with pytest.raises(BadInput, match="a copy on another site names the original there"):
        ingest(workspace, [str(copy)])
    assert states(workspace) == {"blog.example": "live"}


def test_the_word_canonical_is_said_of_a_whole_folder(workspace: Workspace, tmp_path: Path) -> None:
    alone = CANONICAL.partition("<base")[0]
    places = [page(tmp_path, f"{n}.html", alone.format(n=n)) for n in range(2)]
    done = ingest(workspace, places, IngestOptions(base_url="canonical"))
    assert [report.error for report in done.files] == ["", ""]
    assert workspace.index.count_links("acme.example") == 2


def test_an_address_given_is_that_of_one_page(workspace: Workspace, tmp_path: Path) -> None:
    places = [page(tmp_path, "a.html", ""), page(tmp_path, "b.html", "")]
    done = ingest(workspace, places, IngestOptions(base_url="https://news.example/a"))
    assert done.files[0].error == ""
    assert "a.html has it" in done.files[1].error


def test_a_page_saved_again_without_the_link_has_lost_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    place = Path(page(tmp_path, "a.html", CANONICAL.format(n=1)))
    os.utime(place, (1.79e9, 1.79e9))
    one(workspace, str(place))
    place.write_text(place.read_text("utf-8").replace("https://acme.example/", "/elsewhere"))
    os.utime(place, (1.791e9, 1.791e9))
    one(workspace, str(place))
    assert states(workspace) == {"blog.example": "lost"}


AHREFS = (
    "Referring page title,Referring page URL,Domain rating,UR,Target URL,Anchor,First seen,"
    "Last seen,Lost\n"
    "T,https://a.example/,1,2,https://our.example/,a,2026-01-02 00:00:00,{last},{lost}\n"
)


@pytest.mark.parametrize(
    ("last", "lost"),
    [
        ("2026-09-10 00:00:00", "2026-10-01 00:00:00"),
        ("2026-10-20 00:00:00", "2026-10-21 00:00:00"),
    ],
)
def test_a_corrected_file_wins_over_a_row_that_contradicted_itself(
    workspace: Workspace, tmp_path: Path, last: str, lost: str
) -> None:
    wrong, right = tmp_path / "wrong.csv", tmp_path / "right.csv"
    wrong.write_text(AHREFS.format(last="2026-10-20 00:00:00", lost="2026-10-01 00:00:00"), "utf-8")
    right.write_text(AHREFS.format(last=last, lost=lost), "utf-8")
    report = one(workspace, str(wrong))
    assert report.stored == 1
    assert [why.split(":")[0] for why in report.rejects] == ["lost before it was last seen"]
    assert workspace.index.links("our.example")["state"].to_pylist() == ["live"]
    one(workspace, str(right))
    link = workspace.index.links("our.example").to_pylist()[0]
    assert (link["state"], f"{link['lost_on']:%F %T}") == ("lost", lost)
    assert f"{link['last_seen']:%F %T}" == last
