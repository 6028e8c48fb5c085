"""Which page of ours a prospect is asked to link: said, taken back, and told in lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from backlinkbot.app.prospects import (
    add_prospect,
    aim_prospects,
    import_prospects,
    list_prospects,
    prospects_table,
    show_prospect,
    undo_prospect,
    undo_step,
)
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import Principal, Role
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.prospects import ChangeKind
from backlinkbot.io.outputs.tables import write_table

SHOP = "shop.example"
GUIDE = "https://shop.example/guide"
MEMBER = Principal("max@agency.example", Role.MEMBER, ("home",))


@pytest.fixture
def two(workspace: Workspace) -> list[int]:
    return [
        add_prospect(workspace, SHOP, place, by=MEMBER).added[0].number
        for place in ("a.example", "b.example")
    ]


def targets(workspace: Workspace, site: str = SHOP) -> dict[str, str]:
    return {one.organisation: one.target for one in list_prospects(workspace, site).prospects}


def test_a_page_is_said_for_several_and_one_step_takes_it_back(
    workspace: Workspace, two: list[int]
) -> None:
    done = aim_prospects(workspace, two, f" {GUIDE}#top", by=MEMBER)
    assert targets(workspace) == {"a.example": GUIDE, "b.example": GUIDE}
    line = show_prospect(workspace, two[0]).history[-1]
    assert (line.kind, line.by, line.fields) == (
        ChangeKind.TARGET, "max@agency.example", {"target": ("", GUIDE)},
    )  # fmt: skip
    undo_step(workspace, done.step, by=MEMBER)
    assert targets(workspace) == {"a.example": "", "b.example": ""}


def test_nothing_takes_it_back_and_the_undo_of_that_puts_it_again(
    workspace: Workspace, two: list[int]
) -> None:
    aim_prospects(workspace, two[:1], GUIDE, by=MEMBER)
    assert aim_prospects(workspace, two[:1], "", by=MEMBER).prospects[0].target == ""
    undo_prospect(workspace, two[0], by=MEMBER)
    assert targets(workspace)["a.example"] == GUIDE
    assert aim_prospects(workspace, two[:1], GUIDE, by=MEMBER).step == 0


def test_another_sites_page_changes_none_of_them(workspace: Workspace, two: list[int]) -> None:
    other = add_prospect(workspace, "other.example", "c.example", by=MEMBER).added[0].number
    with pytest.raises(BadInput, match=r"is no page of other\.example"):
        aim_prospects(workspace, [*two, other], GUIDE, by=MEMBER)
    with pytest.raises(NotFound):
        aim_prospects(workspace, [*two, 99], GUIDE, by=MEMBER)
    assert set(targets(workspace).values()) == {""}


def test_a_list_goes_out_and_comes_in_with_it(workspace: Workspace, two: list[int]) -> None:
    aim_prospects(workspace, two[:1], GUIDE, by=MEMBER)
    path = workspace.rejects_folder.parent / "out.csv"
    write_table(prospects_table(list_prospects(workspace, SHOP).prospects), path)
    for number in two:
        undo_prospect(workspace, number, by=MEMBER)
    done = import_prospects(workspace, SHOP, path, by=MEMBER)
    assert not done.rejects
    assert targets(workspace) == {"a.example": GUIDE, "b.example": ""}


def test_a_list_fills_in_what_is_missing_and_leaves_out_other_peoples_pages(
    workspace: Workspace, two: list[int], tmp_path: Path
) -> None:
    aim_prospects(workspace, two[:1], GUIDE, by=MEMBER)
    path = tmp_path / "list.csv"
    path.write_text(
        "domain,Target URL\n"
        "a.example,https://shop.example/other\n"
        "b.example,https://shop.example/other\n"
        "c.example,https://rival.example/\n"
        "d.example,\n"
    )
    done = import_prospects(workspace, SHOP, path, by=MEMBER)
    assert targets(workspace) == {
        "a.example": GUIDE, "b.example": "https://shop.example/other", "c.example": "",
        "d.example": "",
    }  # fmt: skip
    assert done.rejects == {"a target that is no page of the site, left empty": 1}
