"""What the index says at the end of the way is what the table of truth says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest

from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.profile import LinkQuestion, links
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.nouns import LostReason
from backlinkbot.core.settings import Settings
from backlinkbot.io.samples.written import Written
from backlinkbot.logic.tiny_web.truth import World

# That a link was pointed elsewhere is not told apart from its removal.
SEEN_AS = {LostReason.TARGET_CHANGED: LostReason.REMOVED_FROM_HTML}


@pytest.fixture(scope="module")
def workspace(
    world: World, files: list[Written], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    settings = replace(Settings(), workspace=tmp_path_factory.mktemp("workspace"))
    end = datetime.combine(world.ends_on, time(23), UTC)
    opened = Workspace(settings, FixedClock(end))
    archives = [file for file in files if file.format == "warc"]
    exports = [file for file in files if file.about == world.client and file.format != "table"]
    for group, about in ((archives, ""), (exports, world.client)):
        places = [str(file.path) for file in group]
        done = ingest(opened, places, IngestOptions(target=about))
        assert [report.error for report in done.files if report.error] == []
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def indexed(workspace: Workspace, world: World) -> list[dict[str, Any]]:
    found = links(workspace, world.client, LinkQuestion(limit=None, kind="all")).table.to_pylist()
    # Search Console alone names pages, not links: see docs/reference/exports.md.
    return [row for row in found if row["sources"] != ["search-console"]]


def key(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["source_url"], row["target_url"], row["anchor"]


def test_all_sources_together_give_each_link_once(
    indexed: list[dict[str, Any]], world: World
) -> None:
    truth = [(b.link.source_url, b.link.target_url, b.link.anchor) for b in world.to(world.client)]
    assert sorted(map(key, indexed)) == sorted(truth)


def test_each_link_was_seen_by_the_crawl_and_by_every_tool(indexed: list[dict[str, Any]]) -> None:
    tools = {"warc", "ahrefs", "semrush", "majestic", "se-ranking"}
    assert all(tools <= set(row["sources"]) for row in indexed)


def test_links_are_lost_as_the_truth_says_and_for_its_reason(
    indexed: list[dict[str, Any]], world: World
) -> None:
    truth = {
        (b.link.source_url, b.link.target_url, b.link.anchor): b for b in world.to(world.client)
    }
    for row in indexed:
        told = truth[key(row)]
        if told.lost_at is None:
            assert row["state"] == "live", key(row)
            continue
        assert told.lost_reason is not None
        assert row["state"] == "lost", key(row)
        assert row["lost_reason"] == SEEN_AS.get(told.lost_reason, told.lost_reason).value


def test_first_and_last_sighting_are_those_of_the_crawl(
    indexed: list[dict[str, Any]], world: World
) -> None:
    truth = {
        (b.link.source_url, b.link.target_url, b.link.anchor): b for b in world.to(world.client)
    }
    for row in indexed:
        told = truth[key(row)]
        assert row["first_seen"].date() == told.first_seen.date()
        if told.lost_at is not None:
            assert row["last_seen"].date() == told.last_seen.date()
