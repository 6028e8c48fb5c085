"""Lists of prospects come in under any header and go out so that nothing in them runs."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backlinkbot.app.prospects import (
    Imported,
    add_prospect,
    import_prospects,
    list_prospects,
    move_prospects,
    odds_of,
    prospects_table,
    show_prospect,
    undo_step,
)
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import Principal, Role
from backlinkbot.core.errors import BadInput
from backlinkbot.io.outputs.tables import write_table

SHOP = "shop.example"
MEMBER = Principal("max@agency.example", Role.MEMBER, ("home",))


def imported(workspace: Workspace, folder: Path, text: str, **more: dict[str, str]) -> Imported:
    path = folder / "list.csv"
    path.write_text(text, "utf-8")
    return import_prospects(workspace, SHOP, path, by=MEMBER, **more)


def test_columns_are_found_by_what_other_tools_call_them(
    workspace: Workspace, tmp_path: Path
) -> None:
    done = imported(
        workspace,
        tmp_path,
        "Website;Relationship Stage;Email;Assigned To;Labels;Score;Date Contacted;Notes\n"
        "https://www.a.example/;Attempting To Reach;ed@a.example;Max;hot, wine;7;2026-09-01;hello\n"
        "b.example;Not Started;;;;;;\n",
    )
    assert done.columns["prospect"] == "Website"
    assert done.unused == ("Score",)
    assert [one.organisation for one in done.kept.added] == ["a.example", "b.example"]
    one = show_prospect(workspace, 1).prospect
    assert (one.stage.value, one.contact, one.owner, one.tags) == (
        "Contacted", "ed@a.example", "Max", ("hot", "wine"),
    )  # fmt: skip
    assert one.outcome is not None
    assert one.outcome.contacted_at == datetime(2026, 9, 1, tzinfo=UTC)
    assert show_prospect(workspace, 1).history[0].note == "hello"
    assert not done.rejects


def test_a_mapping_is_remembered_for_the_next_file(workspace: Workspace, tmp_path: Path) -> None:
    text = "Firma,Kanal\na.example,Guest Post\n"
    with pytest.raises(BadInput, match=r"it has: Firma, Kanal\. Say which it is: --map prospect="):
        imported(workspace, tmp_path, text)
    done = imported(workspace, tmp_path, text, mapping={"prospect": "firma", "tactic": "Kanal"})
    assert done.kept.added[0].openings[0].tactic == "guest post"
    again = imported(workspace, tmp_path, text.replace("a.example", "b.example"))
    assert again.kept.added[0].organisation == "b.example"


@pytest.mark.parametrize(
    ("mapping", "word"),
    [({"prospect": "Nobody"}, "no column 'Nobody'"), ({"colour": "Firma"}, "is no column of")],
)
def test_a_mapping_to_nothing_is_bad_input(
    workspace: Workspace, tmp_path: Path, mapping: dict[str, str], word: str
) -> None:
    with pytest.raises(BadInput, match=word):
        imported(workspace, tmp_path, "Firma\na.example\n", mapping=mapping)


def test_a_plain_list_of_domains_is_a_list_of_prospects(
    workspace: Workspace, tmp_path: Path
) -> None:
    done = imported(workspace, tmp_path, "a.example\nb.example\nhttps://www.a.example/x\n")
    assert [one.organisation for one in done.kept.added] == ["a.example", "b.example"]


def test_what_cannot_be_used_is_counted_and_written_and_the_rest_is_kept(
    workspace: Workspace, tmp_path: Path
) -> None:
    done = imported(
        workspace,
        tmp_path,
        "domain,stage,contacted\na.example,Zombie,not a day\nnowhere,New,\n,New,\n"
        f"b.example,New,2027-01-01\n{SHOP},New,\n",
    )
    assert done.rejects == {
        "a stage that is none of ours, taken as New": 1,
        "belongs to the site itself": 1,
        "date that cannot be read, left empty": 1,
        "date that has not come yet, left empty": 1,
        "names no site": 1,
        "no domain or page": 1,
    }
    assert [one.organisation for one in done.kept.added] == ["a.example", "b.example"]
    with Path(done.rejects_file).open(newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 1 + 6
    assert ["names no site", "list.csv:3", "nowhere"] in rows


def test_two_rows_of_one_organisation_make_one_prospect_as_far_as_it_has_come(
    workspace: Workspace, tmp_path: Path
) -> None:
    imported(
        workspace,
        tmp_path,
        "url,stage,note\nhttps://a.example/1,Contacted,first\nhttps://m.a.example/2,New,second\n",
    )
    (one,) = list_prospects(workspace, SHOP).prospects
    assert one.stage.value == "Contacted"
    assert len(one.openings) == 2
    assert show_prospect(workspace, one.number).history[0].note == "first\nsecond"


def test_a_known_prospect_keeps_its_stage_and_gets_what_is_new(
    workspace: Workspace, tmp_path: Path
) -> None:
    add_prospect(workspace, SHOP, "a.example", by=MEMBER)
    move_prospects(workspace, [1], "Contacted", by=MEMBER)
    done = imported(workspace, tmp_path, "domain,stage,email\na.example,New,ed@a.example\n")
    assert not done.kept.added
    one = show_prospect(workspace, 1).prospect
    assert (one.stage.value, one.contact) == ("Contacted", "ed@a.example")
    assert not imported(
        workspace, tmp_path, "domain,stage,email\na.example,New,ed@a.example\n"
    ).kept.step


def test_contacts_of_the_past_teach_the_odds(workspace: Workspace, tmp_path: Path) -> None:
    rows = "".join(
        f"s{n}.example,guest post,2026-03-01,{'2026-03-05' if n < 30 else ''}\n" for n in range(50)
    )
    done = imported(workspace, tmp_path, "domain,tactic,contacted,replied\n" + rows)
    assert odds_of(workspace).outcomes == 50
    assert odds_of(workspace).tried_by_tactic() == {"guest post": 50}
    undo_step(workspace, done.kept.step, by=MEMBER)
    assert odds_of(workspace).outcomes == 0
    assert not list_prospects(workspace, SHOP).prospects


def test_undoing_a_list_forgets_what_it_told_of_a_known_prospect(
    workspace: Workspace, tmp_path: Path
) -> None:
    text = "domain,contacted,replied\na.example,2026-01-05,2026-01-08\n"
    add_prospect(workspace, SHOP, "a.example", by=MEMBER)
    done = imported(workspace, tmp_path, text)
    assert odds_of(workspace).outcomes == 1
    undo_step(workspace, done.kept.step, by=MEMBER)
    assert odds_of(workspace).outcomes == 0
    assert show_prospect(workspace, 1).prospect.outcome is None


def test_a_list_undone_and_read_again_teaches_each_contact_once(
    workspace: Workspace, tmp_path: Path
) -> None:
    text = "domain,contacted\na.example,2026-01-05\n"
    for _ in range(2):
        done = imported(workspace, tmp_path, text)
        assert odds_of(workspace).outcomes == 1
        undo_step(workspace, done.kept.step, by=MEMBER)
    add_prospect(workspace, SHOP, "a.example", by=MEMBER)
    assert odds_of(workspace).outcomes == 0


def test_days_and_months_are_told_apart_from_all_rows(workspace: Workspace, tmp_path: Path) -> None:
    done = imported(
        workspace, tmp_path, "domain,contacted\na.example,03/04/2026\nb.example,25/04/2026\n"
    )
    outcome = show_prospect(workspace, 1).prospect.outcome
    assert outcome is not None
    assert outcome.contacted_at == datetime(2026, 4, 3, tzinfo=UTC)
    assert "day/month/year" in done.notes[0]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".json", ".nl", ".parquet"])
def test_an_export_is_written_in_every_form(
    workspace: Workspace, tmp_path: Path, ending: str
) -> None:
    add_prospect(workspace, SHOP, "https://a.example/", by=MEMBER, tags=("=1+1", "b"))
    path = tmp_path / f"out{ending}"
    write_table(prospects_table(list_prospects(workspace, SHOP).prospects), path)
    assert path.stat().st_size > 50
    if ending == ".json":
        (row,) = json.loads(path.read_text())
        assert (row["prospect"], row["stage"], row["contacted_at"]) == ("a.example", "New", None)


def test_formulas_are_disarmed_on_the_way_out_and_come_back_as_they_were(
    workspace: Workspace, tmp_path: Path
) -> None:
    add_prospect(
        workspace, SHOP, "https://a.example/?=cmd()", by=MEMBER, tags=("=1+1",), owner="@max"
    )
    move_prospects(workspace, [1], "Contacted", by=MEMBER, on=datetime(2026, 10, 2, tzinfo=UTC))
    path = tmp_path / "out.csv"
    write_table(prospects_table(list_prospects(workspace, SHOP).prospects), path)
    with path.open(newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    done = import_prospects(workspace, "other.example", path, by=MEMBER)
    (first,) = list_prospects(workspace, SHOP).prospects
    (second,) = list_prospects(workspace, "other.example").prospects
    assert not done.rejects
    for name in ("organisation", "stage", "owner", "tags", "openings"):
        assert getattr(second, name) == getattr(first, name), name
    assert first.outcome is not None
    assert second.outcome is not None
    assert second.outcome.contacted_at == first.outcome.contacted_at


def test_whatever_stood_in_a_list_its_export_comes_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    starts = ["=", "+", "-", "@", "\t=", "\r=", "\n=", "\uff1d", "\uff20", "'", '"', "%=", ";", "|"]
    path = tmp_path / "in.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["domain", "owner", "contact", "campaign type", "page"])
        for at, start in enumerate(starts):
            page = f"https://e{at}.example/{start}1"
            rows.writerow([f"e{at}.example", f"{start}1", f"{start}1", f"{start}1", page])
    import_prospects(workspace, SHOP, path, by=MEMBER)
    first = list_prospects(workspace, SHOP).prospects
    assert len(first) == len(starts)
    assert all(one.openings[0].page.isprintable() for one in first)
    path = tmp_path / "out.csv"
    write_table(prospects_table(first), path)
    done = import_prospects(workspace, "other.example", path, by=MEMBER)
    assert not done.rejects
    second = list_prospects(workspace, "other.example").prospects
    for name in ("organisation", "owner", "contact", "openings"):
        assert [getattr(one, name) for one in second] == [getattr(one, name) for one in first], name


def test_an_empty_list_exports_a_header(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_table(prospects_table(list_prospects(workspace, SHOP).prospects), path)
    assert path.read_text().startswith("number,site,prospect,stage")


def test_a_thousand_rows_are_read_in_one_step(workspace: Workspace, tmp_path: Path) -> None:
    rows = "".join(f"s{n}.example,Contacted,2026-01-02\n" for n in range(1_000))
    done = imported(workspace, tmp_path, "domain,stage,contacted\n" + rows)
    assert len(done.kept.added) == 1_000
    moved = move_prospects(workspace, range(1, 1_001), "Lost", by=MEMBER)
    assert len(moved.prospects) == 1_000
