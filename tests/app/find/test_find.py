"""The verb find on a little web: what it answers, what it leaves out, what it says beside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from backlinkbot.app.find import CONTRACT, FindOptions, Opportunities, find, keep_best
from backlinkbot.app.find.running import run
from backlinkbot.app.ingest import ingest
from backlinkbot.app.measure import measure
from backlinkbot.app.prospects import add_prospect, list_prospects, move_prospects
from backlinkbot.app.sites import add_site
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.cells import plain
from backlinkbot.core.chances import Tactic
from backlinkbot.core.clock import DatedClock
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.nouns import Site
from backlinkbot.core.progress import Silent
from backlinkbot.core.settings import Settings
from backlinkbot.io.samples.archives import write_warcs
from backlinkbot.logic.tiny_web.truth import World
from backlinkbot.logic.tiny_web.world import make_world


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(seed=5, sites=60, months=6)


@pytest.fixture(scope="module")
def known(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("find")
    settings = replace(Settings(), workspace=folder / "workspace", workers=1)
    clock = DatedClock(datetime.combine(world.ends_on, time(23), UTC))
    with Workspace(settings, clock) as opened:
        (folder / "web").mkdir()
        ingest(opened, [str(one.path) for one in write_warcs(world, folder / "web")])
        seeds = folder / "trusted.txt"
        seeds.write_text("\n".join(world.trusted) + "\n", "utf-8")
        measure(opened, seeds=seeds)
        add_site(opened, Site(world.client, name=world.brand, competitors=world.competitors))
        yield opened


@pytest.fixture(scope="module")
def whole(known: Workspace, world: World) -> Opportunities:
    return find(known, world.client, FindOptions(top=None, all_phases=True))


def test_its_document_is_a_list_with_the_keys_of_the_contract(whole: Opportunities) -> None:
    told = json.loads(json.dumps(plain(whole.as_document())))
    assert told
    for row in told:
        assert list(row)[: len(CONTRACT)] == list(CONTRACT)
        assert row["tactic"] in set(Tactic)
        assert 0 < row["p_reply"] < 1
        assert 0 <= row["p_placement"] <= 1
        assert row["reasons"]
        assert row["evidence"]


def test_the_best_value_per_hour_comes_first(whole: Opportunities) -> None:
    values = [row["value_per_hour"] for row in whole.as_document()]
    told = [value for value in values if value is not None]
    assert told == sorted(told, reverse=True)
    assert values[: len(told)] == told


def test_each_organisation_is_named_once_with_what_else_there_is(whole: Opportunities) -> None:
    names = whole.table["prospect"].to_pylist()
    assert len(names) == len(set(names)) == whole.found
    assert any(row["also"] for row in whole.as_document())


def test_neither_the_site_nor_a_rival_is_a_prospect(whole: Opportunities, world: World) -> None:
    assert not set(whole.table["prospect"].to_pylist()) & {world.client, *world.competitors}


@pytest.mark.parametrize("tactic", ["broken link", "unlinked mention"])
def test_planted_chances_are_found(tactic: str, known: Workspace, world: World) -> None:
    found = find(known, world.client, FindOptions(tactics=(tactic,), top=None))
    links = {b.link.source_url for b in world.to(world.client)}  # from a sidebar, say
    planted = {
        one.domain for one in world.opportunities if one.tactic == tactic and one.page not in links
    }
    assert planted
    assert planted <= set(found.table["prospect"].to_pylist())
    assert list(found.by_tactic) == [tactic]


def test_top_gives_so_many_and_tells_of_how_many(known: Workspace, world: World) -> None:
    found = find(known, world.client, FindOptions(top=3, all_phases=True))
    assert found.table.num_rows == 3
    assert found.found > 3
    assert found.sentences()[0] == f"3 of {found.found:,} opportunities; more with --top."


def test_volume_tactics_wait_and_the_reason_is_said(known: Workspace, world: World) -> None:
    found = find(known, world.client, FindOptions(top=None))
    assert found.phase is not None
    assert set(found.waiting) == set(found.phase.closed)
    assert not set(found.table["tactic"].to_pylist()) & found.phase.closed
    if found.waiting:
        assert any("--all-phases" in one for one in found.sentences())


def test_exploring_with_one_seed_gives_one_order(known: Workspace, world: World) -> None:
    wishes = FindOptions(top=None, all_phases=True, seed=3)
    first, second = (find(known, world.client, wishes).table for _ in range(2))
    assert first.equals(second)


def test_without_rivals_it_says_what_to_do(known: Workspace, world: World) -> None:
    other = next(site.domain for site in world.sites if site.kind == "blog")
    found = find(known, other, FindOptions(tactics=("link intersect",)))
    assert found.found == 0
    assert any("--competitor" in one for one in found.sentences())


def test_of_a_site_whose_pages_nobody_read_it_says_why_relevance_is_not_known(
    known: Workspace,
) -> None:
    add_site(known, Site("my-shop.example", topic_words=("garden tools", "garden")))
    found = find(known, "my-shop.example", FindOptions(top=None, all_phases=True))
    assert found.found
    told = " ".join(found.sentences())
    assert "no page of my-shop.example was read" in told
    assert "backlinkbot crawl my-shop.example" in told
    assert "no topics were learnt" not in told


def test_rivals_without_known_links_are_named(known: Workspace, world: World) -> None:
    wishes = FindOptions(tactics=("link intersect",), rivals=("nobody-links.example",))
    found = find(known, world.client, wishes)
    assert any("Read rivals' links first" in one for one in found.sentences())


def test_what_is_kept_becomes_prospects_once(known: Workspace, whole: Opportunities) -> None:
    assert len(keep_best(known, whole, 2, by=LOCAL).added) == 2
    again = keep_best(known, whole, 2, by=LOCAL)
    assert (len(again.added), len(again.found_again)) == (0, 2)
    assert list_prospects(known, whole.domain)


def test_who_must_not_be_contacted_is_left_out_and_counted(
    known: Workspace, whole: Opportunities
) -> None:
    name = whole.table["prospect"].to_pylist()[-1]
    (added,) = add_prospect(known, whole.domain, name, by=LOCAL).added
    move_prospects(known, [added.number], "Do not contact", by=LOCAL)
    found = find(known, whole.domain, FindOptions(top=None, all_phases=True))
    assert name not in found.table["prospect"].to_pylist()
    assert found.left_out["organisations that must not be contacted"] == 1


def test_a_job_says_how_many_were_found(known: Workspace, world: World) -> None:
    told = run(known, {"domain": world.client, "tactics": ["broken link"], "top": 2}, Silent())
    assert "opportunities for" in told["sentence"]
    assert len(told["opportunities"]) <= 2


def test_bad_wishes_are_refused(known: Workspace, world: World) -> None:
    with pytest.raises(NotFound, match="no tactic"):
        find(known, world.client, FindOptions(tactics=("magic",)))
    with pytest.raises(BadInput, match="from 1 to"):
        find(known, world.client, FindOptions(top=0))
    with pytest.raises(BadInput, match="itself"):
        find(known, world.client, FindOptions(rivals=(world.client,)))


def test_an_empty_index_says_how_to_begin(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="ingest"):
        find(workspace, "acme.example")
