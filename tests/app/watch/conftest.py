"""A workspace whose index is filled by hand, day by day, and a clock that is moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from databases import Databases
from fact_rows import Row, link_row, page_row

from backlinkbot.app.sites import add_site
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.nouns import Site, Snapshot
from backlinkbot.core.settings import Settings
from backlinkbot.io.index.sources import SourceRecord

START = datetime(2026, 11, 1, 12, tzinfo=UTC)


class Story:
    """A workspace, and short ways to say what happens on the web; days count from START."""

    def __init__(self, workspace: Workspace, clock: FixedClock) -> None:
        self.workspace, self.clock = workspace, clock

    def day(self, number: float) -> datetime:
        return START + timedelta(days=number)

    def link(self, source: str, target: str, seen: float, **more: object) -> Row:
        """A link read on a day; "a.example/1" is short for https://a.example/1."""
        return link_row(source, target, self.day(seen), "crawl", f"crawl@{seen}") | more

    def export(self, source: str, target: str, first: float, seen: float, **more: Any) -> Row:
        """A link as a vendor tells it, with the day since when."""
        days = {"first_seen": self.day(first), "last_seen": self.day(seen)}
        told = {"reporter": "ahrefs", "evidence": "a.csv:1", "seen_at": self.day(seen), **days}
        return self.link(source, target, seen) | told | more

    def page(self, url: str, fetched: float, status: int = 200, **more: object) -> Row:
        """A page as it answered on a day."""
        return page_row(url, self.day(fetched), status, "crawl", f"crawl@{fetched}") | more

    def put(self, *rows: Row, on: float, sources: tuple[SourceRecord, ...] = ()) -> Snapshot:
        """Publish these rows; the clock is moved there."""
        self.clock.moment = self.day(on)
        with self.workspace.index.begin() as draft:
            for kind, schema, mark in (
                (FactKind.LINKS, columns.link_facts(), "source_url"),
                (FactKind.PAGES, columns.page_facts(), "url"),
            ):
                mine = [row for row in rows if mark in row]
                if mine:
                    draft.add(Facts(kind, pa.RecordBatch.from_pylist(mine, schema=schema)))
            for source in sources:
                draft.add_source(source)
            return draft.publish(self.day(on))


def _opened(settings: Settings) -> Iterator[Story]:
    """Our site t.example with the rival r.example."""
    clock = FixedClock(START)
    with Workspace(settings, clock) as workspace:
        add_site(workspace, Site("t.example", competitors=("r.example",)))
        yield Story(workspace, clock)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    yield from _opened(Settings(workspace=tmp_path / "w", workers=1))


@pytest.fixture
def kept_story(databases: Databases, tmp_path: Path) -> Iterator[Story]:
    """The same once on SQLite and once on PostgreSQL."""
    yield from _opened(databases.settings(tmp_path / "w", workers=1))
