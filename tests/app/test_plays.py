"""Plays planted on top of the little web are found by the whole way, from archives to plays."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from backlinkbot.app.audited import kept_path
from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.plays import _units, plays
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import DatedClock
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.plays import PlayKind, Plays
from backlinkbot.core.settings import Settings
from backlinkbot.io.samples.archives import write_warcs
from backlinkbot.logic.prospect.plays import plays_of
from backlinkbot.logic.tiny_web.world import make_world

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench" / "quality"))

from planted_plays import RIVALS, PlantedWorld, planted_world

SEED, SITES = 2, 60


@pytest.fixture(scope="module")
def planted() -> PlantedWorld:
    return planted_world(SEED, SITES)


@pytest.fixture(scope="module")
def workspace(
    planted: PlantedWorld, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("plays")
    written = [str(one.path) for one in write_warcs(planted.world, folder)]
    clock = DatedClock(datetime(2026, 11, 1, 12, tzinfo=UTC))
    with Workspace(Settings(workspace=folder / "w", workers=2), clock) as opened:
        ingest(opened, written, IngestOptions())
        yield opened


def test_planting_leaves_the_little_web_as_it_is(planted: PlantedWorld) -> None:
    plain = make_world(SEED, sites=SITES)
    assert set(plain.captures) <= set(planted.world.captures)
    assert plain.backlinks == planted.world.backlinks


def test_most_planted_sites_are_told_by_their_play_and_most_others_by_none(
    workspace: Workspace, planted: PlantedWorld
) -> None:
    right, named, honest, free = 0, 0, 0, 0
    for rival, _ in RIVALS:
        told = {
            link.source_domain: play.kind.value
            for play in plays(workspace, rival).plays
            for link in play.links
        }
        for one in planted.truth:
            if one.rival == rival:
                named += bool(one.play)
                right += bool(one.play) and told.get(one.source) == one.play
                honest += not one.play
                free += not one.play and one.source not in told
    assert right / named > 0.85
    assert free / honest > 0.85


def test_every_link_stands_in_one_play_or_in_the_trickle(workspace: Workspace) -> None:
    found = plays(workspace, RIVALS[0][0])
    every = [*found.plays, *((found.trickle,) if found.trickle else ())]
    pairs = Counter((link.source_domain, link.target_url) for play in every for link in play.links)
    assert max(pairs.values()) == 1
    assert sum(month.domains[kind] for month in found.months for kind in month.domains) == (
        found.referring_domains - found.undated
    )


def test_a_play_tells_who_is_open_to_us_and_which_page_of_ours_would_do(
    workspace: Workspace,
) -> None:
    rival, (ours, _) = RIVALS[0][0], RIVALS[1]
    linking = set(workspace.index.referring_domains(ours)["source_domain"].to_pylist())
    found = plays(workspace, rival, ours=ours)
    assert found.ours == ours
    for play in (one for one in found.plays if one.advice.may_repeat):
        members = {link.source_domain for link in play.links}
        assert play.open_to_us == len(members - linking)
        path = play.asset.removeprefix(f"https://{rival}")
        if path != "/" and play.our_page:
            assert play.our_page == f"https://{ours}{path}"  # the planted sites have the same pages


def test_networks_of_the_last_audit_are_plays_and_waves_that_others_placed_are_not(
    workspace: Workspace,
) -> None:
    rival = RIVALS[1][0]
    alone = plays(workspace, rival).trickle
    assert alone is not None
    names = sorted({link.source_domain for link in alone.links})
    kinds = ((names[:3], "private blog network"), (names[3:9], "negative SEO"))
    groups = [{"name": kind, "kind": kind, "members": members} for members, kind in kinds]
    path = kept_path(workspace, rival)
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"groups": groups, "domains": []}), "utf-8")
    found = plays(workspace, rival)
    path.unlink()
    networks = [play for play in found.plays if play.kind is PlayKind.NETWORK]
    told = {link.source_domain for play in networks for link in play.links}
    assert set(names[:3]) <= told
    assert not set(names[3:9]) & told


def test_plays_are_worked_out_again_only_when_what_they_rest_on_has_changed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def counted(units: pa.Table, **named: Any) -> Plays:
        made.append(named["domain"])
        return plays_of(units, **named)

    monkeypatch.setattr("backlinkbot.app.plays.plays_of", counted)
    (rival, _), (other, _) = RIVALS[:2]
    tomorrow = workspace.clock.now() + timedelta(days=1)
    monkeypatch.setattr(workspace, "clock", DatedClock(tomorrow))
    first = plays(workspace, rival)
    assert first.plays
    assert plays(workspace, rival) == first
    assert made == [rival]
    assert plays(workspace, rival, since=date(2026, 3, 1)).since == date(2026, 3, 1)
    assert plays(workspace, rival, ours=other).ours == other
    assert plays(workspace, other).domain == other
    assert made == [rival, rival, rival, other]
    monkeypatch.setattr(workspace, "clock", DatedClock(tomorrow + timedelta(days=1)))
    assert plays(workspace, rival).as_of > first.as_of
    assert made[4:] == [rival]


def test_kept_plays_that_are_damaged_are_worked_out_again(workspace: Workspace) -> None:
    rival = RIVALS[0][0]
    first = plays(workspace, rival)
    for kept in (workspace.folder / "plays").rglob("*.json"):
        kept.write_text("{", "utf-8")
    assert plays(workspace, rival) == first


def test_only_newer_links_are_asked_for(workspace: Workspace) -> None:
    since = date(2026, 3, 1)
    found = plays(workspace, RIVALS[0][0], since=since)
    assert all(play.begins >= since for play in found.plays)


def test_a_period_counts_as_many_new_domains_in_its_months_as_all_that_is_known(
    workspace: Workspace,
) -> None:
    since = date(2026, 3, 1)
    for rival, _ in RIVALS:
        known, lately = plays(workspace, rival), plays(workspace, rival, since=since)
        expected = {m.month: sum(m.domains.values()) for m in known.months if m.month >= since}
        told = {month.month: sum(month.domains.values()) for month in lately.months}
        assert told == expected
        assert sum(told.values()) + lately.undated <= lately.referring_domains


def test_a_period_keeps_the_day_on_which_a_site_first_linked_before_it() -> None:
    days = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 4, 5)]
    moments = pa.array(days, pa.timestamp("s", "UTC"))
    links = pa.table(
        {
            "source_domain": ["old.example", "old.example", "new.example"],
            "source_url": ["https://old.example/1", "https://old.example/2", "https://new.example"],
            "target_url": [f"https://rival.example/{page}" for page in ("", "a", "")],
            "started_on": moments, "first_seen": moments, "last_seen": moments,
            "published_on": pa.nulls(3, pa.date32()), "placement": ["content"] * 3,
        }
    )  # fmt: skip
    kept = _units(links, date(2026, 3, 1))
    first = (date(2026, 1, 1) - date(1970, 1, 1)).days
    assert kept["source_domain"].to_pylist() == ["new.example", "old.example"]
    assert kept["site_day"].to_pylist() == [first + 120, first]


@pytest.mark.parametrize("name", ["twitter.com", "wordpress.com", "medium.com"])
def test_a_platform_has_no_plays_of_its_own(workspace: Workspace, name: str) -> None:
    with pytest.raises(BadInput, match="is a platform"):
        plays(workspace, name)


def test_a_domain_that_nobody_links_to_is_said(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="read in its links first"):
        plays(workspace, "nobody.example")
