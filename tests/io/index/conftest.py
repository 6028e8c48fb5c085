"""A small web to put into an index: links, pages, edges and ranks, written short."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from backlinkbot.core import columns
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.io.index import plan
from backlinkbot.io.index.read import Index
from backlinkbot.io.index.sources import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backlinkbot.core.nouns import Snapshot

Row = dict[str, Any]


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
        told: Row = {
            "source_url": f"https://{source}",
            "source_domain": source.split("/", maxsplit=1)[0],
            "target_url": f"https://{target}",
            "target_domain": target.split("/", maxsplit=1)[0],
            "occurrence": 0,
            "anchor": "a shop",
            "kind": "text",
            "followed": True,
            "nofollow": False,
            "placement": "content",
            "seen_at": self.day(seen),
            "reporter": by,
            "evidence": f"{by}@{seen}",
        }
        return told | more

    def page(self, url: str, fetched: float, status: int = 200, **more: object) -> Row:
        """A page as it answered on a day."""
        told: Row = {
            "url": f"https://{url}",
            "domain": url.split("/", maxsplit=1)[0],
            "status": status,
            "title": "A title",
            "text": "words of the page",
            "external_links": 1 if status == 200 else None,
            "fetched_at": self.day(fetched),
            "reporter": "warc",
            "evidence": f"warc@{fetched}",
        }
        return told | more

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


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """An empty index that keeps even small segments apart, so that merging has old rows to find."""
    monkeypatch.setattr(plan, "SMALL_SEGMENT", 0)
    with Index.open(tmp_path / "index") as index:
        yield Web(index)
