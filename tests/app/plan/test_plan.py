"""The verb plan: prospects and the last find, goals and resources, phase and advice."""

from __future__ import annotations

import pyarrow as pa
import pytest

from backlinkbot.app.goals import set_goal
from backlinkbot.app.plan import PlanOptions, SimulateOptions, plan, resources_of, simulate
from backlinkbot.app.prospects import add_prospect, keep_opportunities, move_prospects
from backlinkbot.app.sites import add_site
from backlinkbot.app.suppress import suppress
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.access import LOCAL
from backlinkbot.core.chances import Tactic, opportunities
from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.nouns import Site
from backlinkbot.core.plans import Resources
from backlinkbot.logic.outreach.plan import BARRED

SHOP = "shop.example"


@pytest.fixture(autouse=True)
def _shop(workspace: Workspace) -> None:
    add_site(workspace, Site(domain=SHOP, topic_words=("running shoes",)))


def chance(name: str, tactic: Tactic, *, sells: bool | None = None) -> dict[str, object]:
    return {
        "prospect": f"{name}.example", "page": f"https://{name}.example/a", "tactic": tactic.value,
        "about": "", "fit": 1.0, "minutes": 20.0, "sells": sells, "reasons": [], "evidence": [],
        "authority": None, "worth_points": 1.0, "relevance": None, "site_type": "",
        "p_reply": 0.2, "p_placement": 0.4, "value_per_hour": None,
    }  # fmt: skip


def keep(workspace: Workspace, *rows: dict[str, object]) -> None:
    table = pa.Table.from_pylist(list(rows), schema=opportunities())
    keep_opportunities(workspace, SHOP, table, by=LOCAL)


def test_kept_prospects_are_planned_and_those_asked_are_pledged(workspace: Workspace) -> None:
    keep(workspace, chance("one", Tactic.BROKEN_LINK), chance("two", Tactic.RESOURCE_PAGE))
    before = plan(workspace, SHOP)
    assert {one.tactic for one in before.tactics} == {"broken link", "resource page"}
    assert before.links == pytest.approx(0.16)
    move_prospects(workspace, [1], "Contacted", by=LOCAL)
    after = plan(workspace, SHOP)
    assert sum(one.asks for one in after.tactics) == 1
    assert after.pledged > 0
    assert after.budget.now.links < before.budget.now.links


def test_who_is_suppressed_is_left_out_and_counted(workspace: Workspace) -> None:
    keep(workspace, chance("one", Tactic.BROKEN_LINK), chance("two", Tactic.RESOURCE_PAGE))
    suppress(workspace, ("one.example",))
    found = plan(workspace, SHOP)
    assert [one.tactic for one in found.tactics] == ["resource page"]
    assert found.left_out == {BARRED: 1}


def test_volume_tactics_wait_until_the_profile_is_in_line(workspace: Workspace) -> None:
    keep(workspace, chance("one", Tactic.LOCAL_CITATION))
    found = plan(workspace, SHOP)
    assert found.tactics == ()
    assert found.phase.startswith("Trust first")
    assert "local citation" in found.waiting
    assert sum(found.left_out.values()) == 1
    assert plan(workspace, SHOP, PlanOptions(all_phases=True)).tactics[0].asks == 1


def test_resources_are_kept_for_the_next_time(workspace: Workspace) -> None:
    assert plan(workspace, SHOP).resources == Resources()
    told = PlanOptions(hours=8.0, budget=100.0, languages=("en", "de", "en"))
    assert plan(workspace, SHOP, told).resources == Resources(8.0, 100.0, ("en", "de"))
    assert resources_of(workspace, SHOP) == Resources(8.0, 100.0, ("en", "de"))
    assert plan(workspace, SHOP, PlanOptions(hours=2.0)).resources.languages == ("en", "de")


@pytest.mark.parametrize(
    "options",
    [
        PlanOptions(hours=-1.0), PlanOptions(hours=float("nan")), PlanOptions(budget=1e9),
        PlanOptions(languages=("<b>",)),
    ],
)  # fmt: skip
def test_resources_that_cannot_be_are_refused(workspace: Workspace, options: PlanOptions) -> None:
    with pytest.raises(BadInput):
        plan(workspace, SHOP, options)


def test_a_goal_beyond_the_band_is_said_to_be(workspace: Workspace) -> None:
    set_goal(workspace, SHOP, "referring-domains", 500)
    found = plan(workspace, SHOP)
    assert found.wanted == 500
    assert any("beyond the natural band" in note for note in found.notes)


def test_a_plan_says_how_many_weeks_it_takes(workspace: Workspace) -> None:
    keep(workspace, *(chance(f"s{at}", Tactic.BROKEN_LINK) for at in range(40)))
    found = plan(workspace, SHOP)
    assert found.weeks is not None
    assert f"takes {found.weeks} weeks" in found.sentence
    assert found.links + found.later == pytest.approx(40 * 0.08)
    assert found.links <= found.room + 1e-9
    slow = plan(workspace, SHOP, PlanOptions(hours=0.2))
    assert slow.weeks is not None
    assert slow.weeks > found.weeks
    assert plan(workspace, SHOP, PlanOptions(hours=0.0)).weeks is None


def test_nobody_to_ask_is_said_plainly(workspace: Workspace) -> None:
    found = plan(workspace, SHOP)
    assert found.sentence.startswith("There is nobody to ask yet")
    assert found.notes[0] == f"Nobody looked for opportunities yet: backlinkbot find {SHOP}"
    assert found.weeks == 0


def test_advice_never_proposes_a_text_that_is_used_already(workspace: Workspace) -> None:
    at = workspace.clock.now()
    rows = [
        {
            "source_url": f"https://s{n}.example/a", "source_domain": f"s{n}.example",
            "target_url": f"https://{SHOP}/", "target_domain": SHOP, "occurrence": 0,
            "anchor": "running shoes" if n < 30 else "Shop", "kind": "text", "first_seen": at,
            "last_seen": at, "seen_at": at, "reporter": "ahrefs", "evidence": f"e:{n}",
        }
        for n in range(60)
    ]  # fmt: skip
    with workspace.index.begin() as draft:
        batch = pa.RecordBatch.from_pylist(rows, schema=columns.link_facts())
        draft.add(Facts(FactKind.LINKS, batch))
        draft.publish(at)
    advice = plan(workspace, SHOP).advice
    assert advice.avoid == ("running shoes",)
    assert "exact match" not in {one.anchor_class for one in advice.anchors}
    assert advice.next_class
    assert {one.kind for one in advice.targets} == {"home page", "deeper pages"}
    assert "running shoes" not in str(advice.as_document()["anchors"])


def test_a_plan_is_a_document(workspace: Workspace) -> None:
    keep(workspace, chance("one", Tactic.BROKEN_LINK))
    told = plan(workspace, SHOP).as_document()
    assert told["tactics"][0]["expected_links"] == 0.08
    assert {"from", "to", "weeks", "room", "budget", "advice", "notes"} <= set(told)


def test_a_plan_is_tried_out_on_its_own_chances(workspace: Workspace) -> None:
    keep(workspace, *(chance(f"s{at}", Tactic.BROKEN_LINK) for at in range(50)))
    found = simulate(workspace, SHOP, SimulateOptions(runs=50))
    assert found.links == 4  # fifty times 0.08
    assert found.horizon == 52
    assert simulate(workspace, SHOP, SimulateOptions(links=9, runs=20)).links == 9


@pytest.mark.parametrize(
    "options",
    [SimulateOptions(links=0), SimulateOptions(weeks=0), SimulateOptions(chance=1.5),
     SimulateOptions(runs=0)],
)  # fmt: skip
def test_what_cannot_be_tried_is_refused(workspace: Workspace, options: SimulateOptions) -> None:
    with pytest.raises(BadInput):
        simulate(workspace, SHOP, options)


def test_prospects_without_a_price_count_with_published_odds(workspace: Workspace) -> None:
    add_prospect(workspace, SHOP, "https://news.example/a", by=LOCAL)
    (one,) = plan(workspace, SHOP).tactics
    assert one.tactic == "other"
    assert one.links == pytest.approx(0.085 * 0.35)
