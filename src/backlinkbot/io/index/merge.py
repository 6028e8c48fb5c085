"""Merging a draft into the index: facts become records in a new sealed segment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

from backlinkbot.io.index import plan
from backlinkbot.io.index.occurrences import realign
from backlinkbot.io.index.segment import Segment, gathered
from backlinkbot.io.index.statements import Statements
from backlinkbot.io.index.stored import SHAPES, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from backlinkbot.io.index.database import Budget
    from backlinkbot.io.index.forget import Forgetting
    from backlinkbot.io.index.layout import Layout
    from backlinkbot.io.index.manifest import Manifest
    from backlinkbot.io.index.sources import SourceRecord

LEAST_PAGES = 3  # of a host, before a link on most of them is called sitewide
SITEWIDE_SHARE = 0.6  # of a host's pages with the same link: judgements of placement name 60 %
EVIDENCE_KEPT = 4  # newest places a voice is traced to; older ones stay derivable from sources
EVIDENCE_SHOWN = 8  # places a record shows
TELLERS_KEPT = 64  # files a voice is known to be told by: over a year of weekly exports
# How long another reporter's sighting stands against a complete list that leaves the link out:
# quiet pages are crawled once in a few months, and Search Console dates its newest file by crawls.
DROP_DOUBT = timedelta(days=90)
PART_SHARE = 16  # of the memory allowed: a merge holds up to five copies of a part, and sorts them
ROW_BYTES = 500  # of a link that is touched where no new one tells: URLs, texts around it
TOUCHED = 30  # old links that one fact may make the index look at again: few pages have more
PART_KEYS = {
    Kind.PAGES: "url",
    Kind.EDGES: "source_domain",
    Kind.RANKS: "domain",
    Kind.SOURCES: "digest",
}
NEWS = ("spots", "touched")  # the statements that find what facts concern
# Which rows go when sources are forgotten, by kind; links and edges are judged anew instead.
TOLD_BY = "l.reporter = w.reporter or is_of(w.names, evidence)"
GOES = {
    Kind.PAGES: TOLD_BY,
    Kind.READINGS: TOLD_BY,
    Kind.RANKS: "is_of(w.names, evidence)",
    Kind.SOURCES: "list_contains(w.digests, digest)",
}
PLAIN_KINDS = (Kind.PAGES, Kind.EDGES, Kind.RANKS, Kind.SOURCES)


@dataclass(frozen=True, slots=True)
class Run:
    """What a draft spilled of one kind: its files, their rows and their bytes in memory."""

    paths: tuple[Path, ...]
    rows: int
    size_bytes: int


class Merge:
    """One publication: from the runs of a draft to a manifest that is current."""

    def __init__(
        self,
        layout: Layout,
        draft: Path,
        base: Manifest | None,
        budget: Budget,
    ) -> None:
        self._base = base
        self._do = Statements(layout, draft, base, budget)
        self._segment = Segment(layout, draft, base, self._do)
        self._do.ask("moved")
        self._row_bytes: Mapping[Kind, float] = {}
        self._facts = 0
        self._moment: datetime | None = None
        self._forgets = False
        self._compacts = ""
        self.dropped = 0  # links now lost because a complete source left them out
        self._part_bytes = budget.memory_mb * 1_000_000 // PART_SHARE

    def run(
        self,
        runs: Mapping[Kind, Run],
        complete: Sequence[SourceRecord],
        now: datetime,
    ) -> Manifest:
        """Merge the runs of a draft and publish; the manifest now current."""
        self._do.runs = {kind: run.paths for kind, run in runs.items()}
        self._row_bytes = {kind: run.size_bytes / max(run.rows, 1) for kind, run in runs.items()}
        self._facts = rows = sum(run.rows for run in runs.values())
        absorbed = plan.absorbed(self._base, rows)
        self._segment.begin(absorbed)
        try:
            self._prepare(complete, now)
            carried = sum(f.rows - f.dead for f in self._do.files() if f.segment in absorbed)
            for low, high in plan.ranges(rows + carried):
                self._merge_range(low, high)
            return self._published(now)
        finally:
            self._do.close()

    def compact(self, now: datetime) -> Manifest:
        """Write everything that is alive into one segment and publish that."""
        files = self._do.files()
        self._compacts = self._base.name if self._base else ""
        self._segment.begin(frozenset(f.segment for f in files))
        try:
            for low, high in plan.ranges(
                sum(f.rows - f.dead for f in files if f.kind != Kind.DEAD)
            ):
                self._merge_range(low, high)
            return self._publish(now)
        finally:
            self._do.close()

    def forget(self, what: Forgetting, now: datetime) -> Manifest:
        """Take away what some sources told and publish; the manifest now current."""
        self._forgets = True
        self._segment.begin(frozenset())
        self._moment = now.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        try:
            self._facts = self._strike(what)
            for low, high in plan.ranges(self._facts):
                self._merge_range(low, high)
            return self._published(now)
        finally:
            self._do.close()

    def _published(self, now: datetime) -> Manifest:
        """What was published before, where nothing came of it."""
        if self._base is not None and self._segment.is_same():
            return self._base
        return self._publish(now)

    def _publish(self, now: datetime) -> Manifest:
        has_ranks = Kind.RANKS in self._do.runs or self._forgets
        return self._segment.publish(now, compacts=self._compacts, has_ranks=has_ranks)

    def _strike(self, what: Forgetting) -> int:
        """Find what is to be judged anew and forget the readings that go; how much that is."""
        do, dead = self._do, self._do.old(Kind.DEAD)
        do.ask("wanted", **what.words)
        do.ask("gone_readings", readings=do.old(Kind.READINGS), dead=dead)
        do.ask("struck", links=do.old(Kind.LINKS), dead=dead)
        self._ask_complete([])
        do.ask("old_readings", old=do.old(Kind.READINGS), dead=dead)
        do.ask("unread")
        self._judge_pages()
        return int(do.fetch("count_struck")[0][0])

    def _prepare(self, complete: Sequence[SourceRecord], now: datetime) -> None:
        """Judge the pages first: their readings decide about links in every bucket."""
        pages, links = self._do.run(Kind.PAGES), self._do.run(Kind.LINKS)
        self._moment = now.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        self._ask_complete(complete)
        rollup = self._do.old(Kind.ROLLUP)
        self._do.ask("read_domains", page_runs=pages, link_runs=links, rollup=rollup)
        self._do.ask("old_readings", old=self._do.old(Kind.READINGS), dead=self._do.old(Kind.DEAD))
        self._judge_pages()

    def _ask_complete(self, complete: Sequence[SourceRecord]) -> None:
        """Find what the complete files are about: their targets, and the domains they list."""
        self._do.ask(
            "complete_targets",
            runs=self._do.run(Kind.LINKS),
            edge_runs=self._do.run(Kind.EDGES),
            names=[source.name for source in complete],
            digests=[source.digest for source in complete],
            days=[source.as_of for source in complete],
            reporters=[source.reporter for source in complete],
            targets=[source.target for source in complete],
            now=self._moment,
        )

    def _judge_pages(self) -> None:
        """Say of every page that was read what its readings mean for its links."""
        self._do.ask("new_readings", page_runs=self._do.run(Kind.PAGES))
        self._do.ask("page_news")
        self._do.ask("host_pages", least_pages=LEAST_PAGES)

    def _merge_range(self, low: int, high: int) -> None:
        """Merge all kinds within a range of buckets and write their files."""
        self._segment.open(low, high)
        if self._forgets or self._do.runs.keys() & {Kind.LINKS, Kind.PAGES, Kind.SOURCES}:
            self._merge_links(low, high)
        for kind, goes in GOES.items() if self._forgets else ():
            names = {"domain": SHAPES[kind].domain, "goes": goes}
            self._do.ask("struck_rows", low, high, names, old=self._do.old(kind, low, high))
            self._do.ask("buried")
        if self._forgets:
            edges = self._do.old(Kind.EDGES, low, high)
            self._do.ask("struck_edges", low, high, old=edges, tellers_kept=TELLERS_KEPT)
            self._do.ask("buried")
            self._do.ask("put_out", fragments={"table": gathered(Kind.EDGES), "part": "ready"})
        for kind in PLAIN_KINDS:
            if kind in self._do.runs:
                self._merge_plain(kind, low, high)
        if Kind.PAGES in self._do.runs:
            self._do.ask("fresh_readings", low, high, {"table": gathered(Kind.READINGS)})
        self._segment.close(low, high)

    def _merge_links(self, low: int, high: int) -> None:
        """Merge the links of a range, as many source domains at a time as fit into memory."""
        parts = self._parts(Kind.LINKS, low, high)
        for part in range(parts):
            self._judge_links(low, high, parts, part)
            self._roll_up(low, high)
            self._do.ask("buried")
            self._do.ask("put_out", fragments={"table": gathered(Kind.LINKS), "part": "ready"})
            self._do.ask("put_out", fragments={"table": gathered(Kind.ROLLUP), "part": "rolled"})

    def _judge_links(self, low: int, high: int, parts: int, part: int) -> None:
        """Make the records of a part that are new or changed: the tables `ready` and `killed`."""
        old = self._do.old(Kind.LINKS, low, high)
        news = self._do.run(Kind.LINKS)
        self._do.ask("told", low, high, runs=news, parts=parts, part=part, now=self._moment)
        spots, touched = ("struck_spots", "struck_touched") if self._forgets else NEWS
        self._do.ask(spots, low, high, old=old, parts=parts, part=part)
        self._gather("near", "spots")
        self._do.ask("dropped")
        self._do.ask(touched)
        self._do.ask("touched_twins")
        self._do.ask("marked_old")
        self._gather("old", "marked")
        self._do.ask("recall")
        if self._forgets:
            self._do.ask("forgotten", evidence_kept=EVIDENCE_KEPT, tellers_kept=TELLERS_KEPT)
        realign(self._do)
        self._do.ask("voices", evidence_kept=EVIDENCE_KEPT, tellers_kept=TELLERS_KEPT)
        self._do.ask("attached")
        self._do.ask("strays")
        if self._do.fetch("any_strays"):
            self._do.ask("company")
            self._make_records("company")
            self._do.ask("joined")
        self._make_records("attached")
        self._do.ask("votes", share=SITEWIDE_SHARE)
        self._do.ask("twins")
        self._do.ask("reflagged")
        self._do.ask("ready", empty=self._do.empty(Kind.LINKS))
        self._do.ask("compared" if self._do.fetch("may_repeat")[0][0] else "no_killed")
        self.dropped += self._do.fetch("dropped_now")[0][0]
        self._do.ask("reflag", old=old)

    def _gather(self, name: str, places: str) -> None:
        """Make a table of the links at some places.

        File by file: DuckDB passes over what lies between row numbers, not between pairs of file
        and row number.
        """
        self._do.ask(name, empty=self._do.empty(Kind.LINKS))
        for (file,) in self._do.fetch("files_of", {"places": places}):
            self._do.ask(f"{name}_in_file", file=file)

    def _make_records(self, voices: str) -> None:
        """Judge the links of a table of voices: the table `records`."""
        shown: dict[str, Any] = {"evidence_shown": EVIDENCE_SHOWN, "doubt": DROP_DOUBT}
        self._do.ask("spoken", fragments={"voices": voices}, **shown)
        self._do.ask("records", doubt=DROP_DOUBT)

    def _roll_up(self, low: int, high: int) -> None:
        """Make the roll-up of every pair of domains that `ready` and `killed` touch."""
        self._do.ask("pairs")
        self._do.ask("marked_neighbours")
        self._gather("neighbours", "marked")
        self._do.ask("weighed")
        self._do.ask("rollup", empty=self._do.empty(Kind.ROLLUP))
        self._do.ask("old_rollup", low, high, old=self._do.old(Kind.ROLLUP, low, high))

    def _merge_plain(self, kind: Kind, low: int, high: int) -> None:
        """Merge a kind whose newest row wins, a part at a time."""
        parts = self._parts(kind, low, high)
        names = {"key": PART_KEYS[kind], "domain": SHAPES[kind].domain}
        given = {"runs": self._do.run(kind), "empty": self._do.empty(kind), "parts": parts}
        for part in range(parts):
            self._do.ask("fresh", low, high, names, **given, part=part)
            self._do.ask(f"old_{kind}", low, high, old=self._do.old(kind, low, high))
            self._do.ask(f"merged_{kind}", tellers_kept=TELLERS_KEPT)
            self._do.ask("compared_plain", fragments=names)
            self._do.ask("buried")
            self._do.ask("put_out", fragments={"table": gathered(kind), "part": "ready"})

    def _parts(self, kind: Kind, low: int, high: int) -> int:
        """Into how many parts to split what is merged of a kind, so that each fits into memory."""
        if kind not in self._do.runs and kind is not Kind.LINKS:
            return 1
        fresh = self._do.fetch("fresh_rows", runs=self._do.run(kind), low=low, high=high)[0][0]
        old = sum(f.rows for f in (self._base.of(kind, low, high) if self._base else ()))
        rows = fresh + min(old, TOUCHED * self._facts)
        return 1 + int(rows * self._row_bytes.get(kind, ROW_BYTES)) // self._part_bytes
