"""Who must not be contacted is not, for no site, however it was said and whatever is undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from backlinkbot.app.prospects import (
    Imported,
    add_prospect,
    import_prospects,
    list_prospects,
    move_prospects,
    show_prospect,
    undo_prospect,
    undo_step,
)
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.access import Principal, Role
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import NotFound, Refused
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.prospects import Stage
from backlinkbot.io.state.prospects import change_prospect, prospects_numbered

SHOP, OTHER = "shop.example", "other.example"
OWNER = Principal("olga@agency.example", Role.OWNER, None)
MEMBER = Principal("max@agency.example", Role.MEMBER, ("home",))
BARRED = "Do not contact"


def add(workspace: Workspace, place: str, site: str = SHOP) -> int:
    return add_prospect(workspace, site, place, by=MEMBER).added[0].number


def stage(workspace: Workspace, number: int) -> str:
    return show_prospect(workspace, number).prospect.stage.value


def barred_by_list(workspace: Workspace, folder: Path, *places: str, site: str = SHOP) -> Imported:
    path = folder / "list.csv"
    path.write_text("domain,status\n" + "".join(f"{p},Unsubscribed\n" for p in places), "utf-8")
    return import_prospects(workspace, site, path, by=MEMBER)


def test_a_list_bars_whom_we_know_on_all_sites(workspace: Workspace, tmp_path: Path) -> None:
    numbers = [add(workspace, "a.example"), add(workspace, "a.example", OTHER)]
    numbers.append(add(workspace, "b.example", OTHER))
    done = barred_by_list(workspace, tmp_path, "a.example", "b.example")
    numbers.extend(one.number for one in done.kept.added)
    assert [stage(workspace, number) for number in numbers] == [BARRED] * 4
    for number in numbers:
        with pytest.raises(Refused, match="must not be contacted"):
            move_prospects(workspace, [number], "Contacted", by=OWNER)
        assert show_prospect(workspace, number).history[-1].kind.value == "moved"
    undo_step(workspace, done.kept.step, by=OWNER)
    assert [stage(workspace, number) for number in numbers] == ["New"] * 4
    assert show_prospect(workspace, numbers[-1]).prospect.is_gone


def test_only_an_owner_undoes_the_list_and_then_it_can_be_added_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    done = barred_by_list(workspace, tmp_path, "never.example")
    (one,) = done.kept.added
    assert one.stage is Stage.DO_NOT_CONTACT
    with pytest.raises(Refused, match="only an owner may undo"):
        undo_step(workspace, done.kept.step, by=MEMBER)
    with pytest.raises(Refused, match="only an owner may undo"):
        undo_prospect(workspace, one.number, by=MEMBER)
    assert stage(workspace, one.number) == BARRED
    with pytest.raises(Refused, match="must not be contacted"):
        add_prospect(workspace, OTHER, "never.example", by=MEMBER)
    undo_step(workspace, done.kept.step, by=OWNER)
    assert add(workspace, "never.example") == one.number
    assert stage(workspace, one.number) == "New"


def test_one_undo_lifts_the_whole_bar(workspace: Workspace) -> None:
    numbers = [add(workspace, "a.example"), add(workspace, "a.example", OTHER)]
    move_prospects(workspace, numbers[:1], BARRED, by=MEMBER)
    undone = undo_prospect(workspace, numbers[1], by=OWNER)
    assert sorted(one.number for one in undone.prospects) == numbers
    assert [stage(workspace, number) for number in numbers] == ["New", "New"]
    with pytest.raises(NotFound):
        undo_step(workspace, show_prospect(workspace, 1).history[1].step, by=OWNER)
    move_prospects(workspace, numbers[1:], "Contacted", by=MEMBER)


def test_who_is_barred_for_another_site_is_not_moved(workspace: Workspace) -> None:
    numbers = [add(workspace, "a.example"), add(workspace, "a.example", OTHER)]
    with workspace.state.writing() as connection:  # as a release before this one left them
        (first,) = prospects_numbered(connection, numbers[:1])
        change_prospect(connection, replace(first, stage=Stage.DO_NOT_CONTACT))
    for to in ("Contacted", "Qualified", "Won"):
        with pytest.raises(Refused, match=rf"said of a\.example for {SHOP}: only an owner"):
            move_prospects(workspace, numbers[1:], to, by=OWNER)
    move_prospects(workspace, numbers[1:], BARRED, by=MEMBER)
    assert stage(workspace, numbers[1]) == BARRED


def test_the_sites_of_one_owner_are_barred_together(
    workspace: Workspace, clock: FixedClock, tmp_path: Path
) -> None:
    rows = [
        {
            "url": f"https://{name}/", "domain": name, "status": 200, "owner_ids": ids,
            "reporter": "crawl", "evidence": "crawl@1", "fetched_at": clock.moment,
        }
        for name, ids in (
            ("a.example", ["ga:UA-1"]), ("b.example", ["ga:UA-1", "ads:pub-9"]),
            ("c.example", ["ads:pub-9"]), ("d.example", ["ga:UA-1"]),
        )
    ]  # fmt: skip
    with workspace.index.begin() as draft:
        batch = pa.RecordBatch.from_pylist(rows, schema=columns.page_facts())
        draft.add(Facts(FactKind.PAGES, batch))
        draft.publish(clock.moment)
    numbers = [add(workspace, "b.example", OTHER), add(workspace, "c.example", "third.example")]
    barred_by_list(workspace, tmp_path, "a.example")
    assert [stage(workspace, number) for number in numbers] == [BARRED] * 2
    with pytest.raises(Refused, match="must not be contacted"):
        add_prospect(workspace, "fourth.example", "d.example", by=MEMBER)


def test_a_stranger_on_the_same_platform_is_not_barred(workspace: Workspace) -> None:
    ann = add(workspace, "https://www.linkedin.com/in/ann")
    bob = add(workspace, "https://www.linkedin.com/in/bob", OTHER)
    move_prospects(workspace, [ann], BARRED, by=MEMBER)
    move_prospects(workspace, [bob], "Contacted", by=MEMBER)
    assert [one.organisation for one in list_prospects(workspace, SHOP).prospects] == [
        "linkedin.com/in/ann"
    ]
