"""From opportunities to prospects, to links that the index knows, to odds of one's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.journeys.conftest import Answer, Trip, run


class Workplace:
    """A copy of the trip's workspace, in which prospects may be kept."""

    def __init__(self, trip: Trip, folder: Path) -> None:
        self.client, self.folder = trip.world.client, folder
        shutil.copytree(trip.workspace, folder)

    def __call__(self, *words: object) -> Answer:
        return run("--workspace", self.folder, *words)

    def prospects(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = self("prospect", "list", self.client, "--json").document
        return found


@pytest.fixture
def workplace(trip: Trip, tmp_path: Path) -> Workplace:
    return Workplace(trip, tmp_path / "workspace")


def test_the_best_opportunities_become_prospects_once(workplace: Workplace) -> None:
    for _ in range(2):
        kept = workplace("find", workplace.client, "--top", "5", "--keep", "5")
        assert kept.code == 0, kept.err
    found = workplace.prospects()
    assert 0 < len(found) <= 5
    values = [one["value_per_hour"] for one in found]
    assert all(one["stage"] == "New" for one in found)
    assert values == sorted(values, key=lambda value: -(value or -1.0))  # type: ignore[operator]


def test_a_link_that_the_index_knows_is_won_by_itself(workplace: Workplace) -> None:
    links = workplace("links", workplace.client, "--json").document
    dated = [one for one in links if one["first_seen"] and one["state"] == "live"]
    newest = max(dated, key=lambda one: str(one["first_seen"]))
    name = newest["source_domain"]
    assert workplace("prospect", "add", workplace.client, name).code == 0
    asked = workplace("prospect", "move", "1", "Contacted", "--on", "2001-01-01")
    assert asked.code == 0, asked.err
    done = workplace("prospect", "refresh", workplace.client, "--json").document
    assert done["landed"] == [1]
    shown = workplace("prospect", "show", "1", "--json").document
    assert shown["stage"] == "Won"
    assert shown["outcome"]["verified_at"]
    assert workplace("prospect", "undo", "--step", done["step"]).code == 0
    assert workplace.prospects()[0]["stage"] == "Contacted"


def test_imported_outcomes_are_in_the_reasons_of_the_next_search(
    workplace: Workplace, tmp_path: Path
) -> None:
    before = workplace("find", workplace.client, "--top", "0", "--json").document
    tactic = before[0]["tactic"]
    rows = "".join(
        f"asked{n}.example,{tactic},2020-03-01,{'2020-03-04' if n < 45 else ''}\n"
        for n in range(60)
    )
    path = tmp_path / "past.csv"
    path.write_text("domain,tactic,contacted,replied\n" + rows, "utf-8")
    assert workplace("prospect", "import", workplace.client, path).code == 0
    after = workplace("find", workplace.client, "--top", "0", "--json").document
    first = {one["page"]: one["p_reply"] for one in before if one["tactic"] == tactic}
    later = [one for one in after if one["tactic"] == tactic and one["page"] in first]
    assert later
    assert all(one["p_reply"] > first[one["page"]] for one in later)
    assert any("after 60 outcomes of yours" in reason for reason in later[0]["reasons"])
