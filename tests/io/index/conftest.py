"""A small web to put into an index: links, pages, edges and ranks, written short."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from fact_rows import Row, link_row, page_row

from backlinkbot.core import columns
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.io.index import plan
from backlinkbot.io.index.read import Index
from backlinkbot.io.index.sources import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backlinkbot.core.nouns import Snapshot

Step = Callable[["Web"], list[Row]]
Story = Callable[["Scene"], "Iterator[list[Row]]"]


class Web:
    """An index, and short ways to say what is put into it."""

    def __init__(self, index: Index) -> None:
        self.index = index

    @staticmethod
    def day(number: float) -> datetime:
        """The moment so many days after the first of January 2026."""
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)

    def link(self, source: str, target: str, seen: float, by: str = "warc", **more: object) -> Row:
        """A link seen on a day; "a.example/1" is short for https://a.example/1."""
        return link_row(source, target, self.day(seen), by, f"{by}@{seen}") | more

    def page(self, url: str, fetched: float, status: int = 200, **more: object) -> Row:
        """A page as it answered on a day."""
        return page_row(url, self.day(fetched), status, "warc", f"warc@{fetched}") | more

    def edge(self, source: str, target: str, by: str = "graph", **more: object) -> Row:
        told: Row = {
            "source": source,
            "source_domain": source,
            "target": target,
            "target_domain": target,
            "level": "domain",
            "links": 1,
            "reporter": by,
            "evidence": f"{by}:1",
        }
        return told | more

    def rank(self, domain: str, place: int, **more: object) -> Row:
        return {"domain": domain, "list": "top", "rank": place, "evidence": "top.csv:1"} | more

    def source(self, digest: str = "d1", **more: Any) -> SourceRecord:
        told: Row = {"name": "a.warc.gz", "digest": digest, "format": "warc", "reporter": "warc"}
        return SourceRecord(**(told | more))

    def facts(self, *rows: Row) -> list[Facts]:
        """The rows as batches of facts, one for each kind."""
        made = []
        for kind, schema, mark in (
            (FactKind.LINKS, columns.link_facts(), "source_url"),
            (FactKind.PAGES, columns.page_facts(), "url"),
            (FactKind.EDGES, columns.edge_facts(), "level"),
            (FactKind.RANKS, columns.rank_facts(), "list"),
        ):
            mine = [row for row in rows if mark in row]
            if mine:
                made.append(Facts(kind, pa.RecordBatch.from_pylist(mine, schema=schema)))
        return made

    def put(self, *rows: Row, at: float = 100, sources: tuple[SourceRecord, ...] = ()) -> Snapshot:
        """Publish these rows in one draft."""
        with self.index.begin() as draft:
            for facts in self.facts(*rows):
                draft.add(facts)
            for source in sources:
                draft.add_source(source)
            return draft.publish(self.day(at))

    def links(self, domain: str = "t.example") -> list[Row]:
        """The links to a domain in the order of their source."""
        found: list[Row] = self.index.links(domain).to_pylist()
        return sorted(found, key=lambda row: (row["source_url"], row["occurrence"]))

    def one(self, domain: str = "t.example") -> Row:
        """The only link to a domain."""
        rows = self.links(domain)
        assert len(rows) == 1
        return rows[0]


class Scene(Web):
    """A web with names of its own, so that many can be told in the publications of one index."""

    def __init__(self, index: Index, name: str) -> None:
        super().__init__(index)
        self.ending = f".{name}.example"

    def told(self, *rows: Row) -> list[Row]:
        """The rows with their names in this scene."""
        return [
            {k: self._mine(v) if _names(k) and v else v for k, v in row.items()} for row in rows
        ]

    def links(self, domain: str = "t.example") -> list[Row]:
        """The links to a domain, named as in the story."""
        return self._plain(super().links(self._mine(domain)))

    def referring(self, domain: str = "t.example") -> list[Row]:
        """Its referring domains, in the order of their names."""
        rows = self._plain(self.index.referring_domains(self._mine(domain)).to_pylist())
        return sorted(rows, key=lambda row: str(row["source_domain"]))

    def pages(self, domain: str) -> list[Row]:
        """What is known of a domain's pages."""
        return self._plain(self.index.pages(self._mine(domain)).to_pylist())

    def _mine(self, name: str) -> str:
        return name.replace(".example", self.ending)

    def _plain(self, rows: list[Row]) -> list[Row]:
        return [
            {k: v.replace(self.ending, ".example") if _names(k) and v else v for k, v in r.items()}
            for r in rows
        ]


def _names(column: str) -> bool:
    return "url" in column or "domain" in column


def _told(index: Index, stories: dict[str, Story]) -> dict[str, BaseException | None]:
    """Tell all stories side by side: what each yields next goes into one publication."""
    scenes = {name: Scene(index, f"s{number}") for number, name in enumerate(stories)}
    running = {name: story(scenes[name]) for name, story in stories.items()}
    ends: dict[str, BaseException | None] = {}
    at = 100
    while running:
        rows: list[Row] = []
        for name, story in list(running.items()):
            try:
                rows += next(story)
            except (StopIteration, AssertionError, LookupError) as end:
                ends[name] = None if isinstance(end, StopIteration) else end
                del running[name]
        if rows:
            Web(index).put(*rows, at=at)
        at += 1
    return ends


@pytest.fixture(scope="module")
def tell(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Tell stories in one new index; says where each ended: None, or what was wrong."""

    def told(stories: dict[str, Story]) -> dict[str, BaseException | None]:
        folder = tmp_path_factory.mktemp("stories")
        with pytest.MonkeyPatch.context() as patch, Index.open(folder / "index") as index:
            patch.setattr(plan, "SMALL_SEGMENT", 0)
            ends = _told(index, stories)
            assert index.verify() == []
            return ends

    return told


@pytest.fixture(scope="module")
def ends(request: pytest.FixtureRequest, tell: Any) -> dict[str, BaseException | None]:
    """Where each of a file's `STORIES` ended; they are told side by side, for time."""
    told: dict[str, BaseException | None] = tell(request.module.STORIES)
    return told


@pytest.fixture(scope="module")
def same(tell: Callable[..., Any]) -> Callable[[dict[str, list[list[Step]]]], list[list[Row]]]:
    """Check that the ways of a name ("1", "1/b") end with the same answers; the links of each.

    A way is a list of publications, and each of these a list of steps.
    """

    def check(ways: dict[str, list[list[Step]]]) -> list[list[Row]]:
        found: dict[str, list[Any]] = {}

        def story(name: str) -> Story:
            def told(web: Scene) -> Iterator[list[Row]]:
                for publication in ways[name]:
                    yield web.told(*(row for step in publication for row in step(web)))
                found[name] = [web.links(), web.referring(), web.pages("a.example")]

            return told

        ends = tell({name: story(name) for name in ways})
        assert not any(ends.values())
        for name, answers in found.items():
            assert answers == found[name.split("/")[0]], name
        return [links for links, _, _ in found.values()]

    return check


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Web]]:
    """An index that is filled once for all tests of a file; they may only ask it."""
    with Index.open(tmp_path_factory.mktemp("filled") / "index") as index:

        def fill(put: Callable[[Web], None]) -> Web:
            web = Web(index)
            put(web)
            return web

        yield fill


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """An empty index that keeps even small segments apart, so that merging has old rows to find."""
    monkeypatch.setattr(plan, "SMALL_SEGMENT", 0)
    with Index.open(tmp_path / "index") as index:
        yield Web(index)
