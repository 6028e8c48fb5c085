"""Merging a draft into the index: facts become records in a new sealed segment."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

from backlinkbot.core.facts import FactKind
from backlinkbot.io.index import plan, seal
from backlinkbot.io.index.database import connect
from backlinkbot.io.index.manifest import Manifest, RankList, SealedFile
from backlinkbot.io.index.sql import named
from backlinkbot.io.index.stored import BUCKETS, SHAPES, Kind, fact_schema, schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import pyarrow as pa

    from backlinkbot.io.index.database import Budget
    from backlinkbot.io.index.layout import Layout
    from backlinkbot.io.index.sources import SourceRecord

LEAST_PAGES = 3  # of a host, before a link on most of them is called sitewide
SITEWIDE_SHARE = 0.6  # of a host's pages with the same link: judgements of placement name 60 %
EVIDENCE_KEPT = 4  # newest places a voice is traced to; older ones stay derivable from sources
EVIDENCE_SHOWN = 8  # places a record shows
DROP_DOUBT = timedelta(days=30)  # reporters crawl again in weeks: so long another's word stands
PART_SHARE = 16  # of the memory allowed: a merge holds up to five copies of a part, and sorts them
ROW_BYTES = 500  # of a link that is touched where no new one tells: URLs, texts around it
TOUCHED = 30  # old links that one fact may make the index look at again: few pages have more
STORED_KINDS: tuple[Kind, ...] = tuple(kind for kind in Kind if kind is not Kind.DEAD)
PART_KEYS = {
    Kind.PAGES: "url",
    Kind.EDGES: "source_domain",
    Kind.RANKS: "domain",
    Kind.SOURCES: "digest",
}
TEXTS = ("merge.sql", "voices.sql", "records.sql", "plain.sql")
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
        self._layout, self._draft, self._base = layout, draft, base
        self._sql = {name: text for file in TEXTS for name, text in named(file).items()}
        self._database = connect(budget, draft / "spill")
        self._number = max(_numbers(layout), default=0) + 1
        self._segment = f"{self._number:06d}"
        self._building = draft / self._segment
        self._written: list[SealedFile] = []
        self._fallen: dict[str, int] = {}
        self._absorbed: frozenset[str] = frozenset()
        self._has_news = False
        self._database.execute("set preserve_insertion_order = false")  # every file is sorted
        self._database.execute("set parquet_metadata_cache = true")  # nor do they change
        self._ask("moved")
        self._runs: Mapping[Kind, Sequence[Path]] = {}
        self._row_bytes: Mapping[Kind, float] = {}
        self._facts = 0
        self._moment: datetime | None = None
        self.dropped = 0  # links now lost because a complete source left them out
        self._part_bytes = budget.memory_mb * 1_000_000 // PART_SHARE

    def run(
        self,
        runs: Mapping[Kind, Run],
        complete: Sequence[SourceRecord],
        now: datetime,
    ) -> Manifest:
        """Merge the runs of a draft and publish; the manifest now current."""
        self._runs = {kind: run.paths for kind, run in runs.items()}
        self._row_bytes = {kind: run.size_bytes / max(run.rows, 1) for kind, run in runs.items()}
        self._facts = rows = sum(run.rows for run in runs.values())
        self._building.mkdir()
        self._absorbed = plan.absorbed(self._base, rows)
        try:
            self._prepare(complete, now)
            carried = sum(f.rows - f.dead for f in self._files() if f.segment in self._absorbed)
            for low, high in plan.ranges(rows + carried):
                self._merge_range(low, high)
            if self._base is not None and not (self._has_news or self._fallen):
                return self._base
            return self._seal(now)
        finally:
            self._database.close()

    def compact(self, now: datetime) -> Manifest:
        """Write everything that is alive into one segment and publish that."""
        files = self._files()
        self._absorbed = frozenset(f.segment for f in files)
        self._building.mkdir()
        try:
            for low, high in plan.ranges(
                sum(f.rows - f.dead for f in files if f.kind != Kind.DEAD)
            ):
                self._merge_range(low, high)
            return self._seal(now)
        finally:
            self._database.close()

    def _prepare(self, complete: Sequence[SourceRecord], now: datetime) -> None:
        """Judge the pages first: their readings decide about links in every bucket."""
        pages, links = self._run(Kind.PAGES), self._run(Kind.LINKS)
        self._moment = now.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        self._ask(
            "complete_targets",
            runs=links,
            reporters=[source.reporter for source in complete],
            targets=[source.target for source in complete if source.target],
            target_reporters=[source.reporter for source in complete if source.target],
            now=self._moment,
        )
        rollup = self._old(Kind.ROLLUP)
        self._ask("read_domains", page_runs=pages, link_runs=links, rollup=rollup)
        self._ask("old_readings", old=self._old(Kind.READINGS))
        self._ask("new_readings", page_runs=pages)
        self._ask("page_news")
        self._ask("host_pages", least_pages=LEAST_PAGES)

    def _merge_range(self, low: int, high: int) -> None:
        """Merge all kinds within a range of buckets and write their files."""
        self._ask("dead_rows", low, high, dead=self._old(Kind.DEAD, low, high))
        self._output(Kind.DEAD)
        for kind in STORED_KINDS:
            self._output(kind)
        if self._runs.keys() & {Kind.LINKS, Kind.PAGES, Kind.SOURCES}:
            self._merge_links(low, high)
        for kind in PLAIN_KINDS:
            if kind in self._runs:
                self._merge_plain(kind, low, high)
        if Kind.PAGES in self._runs:
            self._ask("fresh_readings", low, high, {"table": _output(Kind.READINGS)})
        for kind in STORED_KINDS:
            self._write(kind, low, high)
        for file, rows in self._fetch("fallen"):
            self._fallen[file] = self._fallen.get(file, 0) + rows
        kept = [f.name for f in self._files() if f.segment not in self._absorbed]
        graves = self._old(Kind.DEAD, low, high, only_absorbed=True)
        self._ask("old_graves", low, high, dead=graves, kept=kept)
        self._write(Kind.DEAD, low, high)

    def _merge_links(self, low: int, high: int) -> None:
        """Merge the links of a range, as many source domains at a time as fit into memory."""
        parts = self._parts(Kind.LINKS, low, high)
        for part in range(parts):
            self._judge_links(low, high, parts, part)
            self._roll_up(low, high)
            self._ask("buried")
            self._ask("put_out", fragments={"table": _output(Kind.LINKS), "part": "ready"})
            self._ask("put_out", fragments={"table": _output(Kind.ROLLUP), "part": "rolled"})

    def _judge_links(self, low: int, high: int, parts: int, part: int) -> None:
        """Make the records of a part that are new or changed: the tables `ready` and `killed`."""
        old = self._old(Kind.LINKS, low, high)
        news = self._run(Kind.LINKS)
        self._ask("told", low, high, runs=news, parts=parts, part=part, now=self._moment)
        self._ask("spots", low, high, old=old, parts=parts, part=part)
        self._gather("near", "spots")
        self._ask("dropped")
        self._ask("touched")
        self._ask("marked_old")
        self._gather("old", "marked")
        self._ask("recall")
        self._ask("voices", evidence_kept=EVIDENCE_KEPT)
        self._ask("attached")
        self._ask("strays")
        if self._fetch("any_strays"):
            self._ask("company")
            self._make_records("company")
            self._ask("joined")
        self._make_records("attached")
        self._ask("votes", share=SITEWIDE_SHARE)
        self._ask("twins")
        self._ask("reflagged")
        self._ask("ready", empty=self._empty(Kind.LINKS))
        self._ask("compared" if self._fetch("may_repeat")[0][0] else "no_killed")
        self.dropped += self._fetch("dropped_now", now=self._moment)[0][0]
        self._ask("reflag", old=old)

    def _gather(self, name: str, places: str) -> None:
        """Make a table of the links at some places.

        File by file: DuckDB passes over what lies between row numbers, not between pairs of file
        and row number.
        """
        self._ask(name, empty=self._empty(Kind.LINKS))
        for (file,) in self._fetch("files_of", {"places": places}):
            self._ask(f"{name}_in_file", file=file)

    def _make_records(self, voices: str) -> None:
        """Judge the links of a table of voices: the table `records`."""
        shown: dict[str, Any] = {"evidence_shown": EVIDENCE_SHOWN, "doubt": DROP_DOUBT}
        self._ask("spoken", fragments={"voices": voices}, **shown)
        self._ask("records")

    def _roll_up(self, low: int, high: int) -> None:
        """Make the roll-up of every pair of domains that `ready` and `killed` touch."""
        self._ask("pairs")
        self._ask("marked_neighbours")
        self._gather("neighbours", "marked")
        self._ask("weighed")
        self._ask("rollup", empty=self._empty(Kind.ROLLUP))
        self._ask("old_rollup", low, high, old=self._old(Kind.ROLLUP, low, high))

    def _merge_plain(self, kind: Kind, low: int, high: int) -> None:
        """Merge a kind whose newest row wins, a part at a time."""
        parts = self._parts(kind, low, high)
        names = {"key": PART_KEYS[kind], "domain": SHAPES[kind].domain}
        given = {"runs": self._run(kind), "empty": self._empty(kind), "parts": parts}
        for part in range(parts):
            self._ask("fresh", low, high, names, **given, part=part)
            self._ask(f"old_{kind}", low, high, old=self._old(kind, low, high))
            self._ask(f"merged_{kind}")
            self._ask("compared_plain", fragments=names)
            self._ask("buried")
            self._ask("put_out", fragments={"table": _output(kind), "part": "ready"})

    def _parts(self, kind: Kind, low: int, high: int) -> int:
        """Into how many parts to split what is merged of a kind, so that each fits into memory."""
        if kind not in self._runs and kind is not Kind.LINKS:
            return 1
        fresh = self._fetch("fresh_rows", runs=self._run(kind), low=low, high=high)[0][0]
        old = sum(f.rows for f in (self._base.of(kind, low, high) if self._base else ()))
        rows = fresh + min(old, TOUCHED * self._facts)
        return 1 + int(rows * self._row_bytes.get(kind, ROW_BYTES)) // self._part_bytes

    def _output(self, kind: Kind) -> None:
        self._ask("output", fragments={"table": _output(kind)}, empty=self._empty(kind))

    def _write(self, kind: Kind, low: int, high: int) -> None:
        """Write what came out, with what absorbed segments still hold, as one file."""
        table = _output(kind)
        place = {"table": table, "domain": SHAPES[kind].domain}
        if kind is not Kind.DEAD:
            self._has_news |= self._fetch("extent", place)[0][0] > 0
            carried = self._old(kind, low, high, only_absorbed=True)
            if carried != [self._empty(kind)]:
                self._ask("carried", low, high, {"table": table}, absorbed=carried)
        rows, least, greatest = self._fetch("extent", place)[0]
        if not rows:
            return
        name = f"{kind}.{self._segment}.{low:02x}-{high:02x}.parquet"
        path = self._building / name
        shape = SHAPES[kind]
        layout = {
            "table": table,
            "order": ", ".join(shape.order),
            "row_group": str(shape.row_group),
        }
        self._ask("written", fragments=layout, path=str(path))
        file = SealedFile(
            name=name,
            segment=self._segment,
            kind=kind,
            low=low,
            high=high,
            rows=rows,
            size_bytes=path.stat().st_size,
            blake2b=seal.digest_of(path),
            least=least or "",
            greatest=greatest or "",
        )
        seal.sync(path)
        self._written.append(file)

    def _seal(self, now: datetime) -> Manifest:
        """Move the segment to its place and publish the manifest that names it."""
        old = [
            replace(f, dead=f.dead + self._fallen.get(f.name, 0))
            for f in self._files()
            if f.segment not in self._absorbed
        ]
        seal.sync(self._building)
        home = self._layout.segments / self._segment
        shutil.rmtree(home, ignore_errors=True)
        self._building.rename(home)
        seal.sync(home.parent)
        files = tuple(old + self._written)
        alive = {
            kind: sum(f.rows - f.dead for f in files if f.kind == kind)
            for kind in (Kind.LINKS, Kind.PAGES, Kind.EDGES)
        }
        moment = now.astimezone(UTC).replace(microsecond=0)
        manifest = Manifest(
            name=f"{self._number:06d}-{moment:%Y%m%dT%H%M%SZ}",
            created_at=moment,
            links=alive[Kind.LINKS],
            pages=alive[Kind.PAGES],
            edges=alive[Kind.EDGES],
            referring_domains=self._referring_domains(files),
            files=files,
            rank_lists=self._rank_lists(files),
        )
        self._layout.publish(manifest)
        return manifest

    def _referring_domains(self, files: Sequence[SealedFile]) -> int:
        """Source domains with a standing link to any site, in the whole index.

        Counted before and after for those with news only: the whole takes a second for 5 M links.
        """
        before = self._base.referring_domains if self._base else 0
        return before - self._standing(self._files()) + self._standing(files)

    def _standing(self, files: Sequence[SealedFile]) -> int:
        rollup, dead = self._paths(files, Kind.ROLLUP), self._paths(files, Kind.DEAD)
        return int(self._fetch("standing", rollup=rollup, dead=dead)[0][0])

    def _rank_lists(self, files: Sequence[SealedFile]) -> tuple[RankList, ...]:
        """The lists of ranks in the whole index, counted again when there is news of them."""
        if Kind.RANKS not in self._runs:
            return self._base.rank_lists if self._base else ()
        ranks, dead = self._paths(files, Kind.RANKS), self._paths(files, Kind.DEAD)
        return tuple(RankList(*row) for row in self._fetch("rank_lists", ranks=ranks, dead=dead))

    def _paths(self, files: Sequence[SealedFile], kind: Kind) -> list[str]:
        """Where these files of a kind lie; never an empty list."""
        return self._some(kind, [f for f in files if f.kind == kind])

    def _some(self, kind: Kind, files: Sequence[SealedFile]) -> list[str]:
        """Paths of files, else that of an empty one.

        Never an empty file before others: DuckDB guesses the size of all by the first one's.
        """
        return [str(self._layout.path(f)) for f in files] or [self._empty(kind)]

    def _ask(
        self,
        name: str,
        low: int | None = None,
        high: int | None = None,
        fragments: Mapping[str, str] | None = None,
        **values: object,
    ) -> None:
        """Run the statements of a named text; every parameter that one names is bound to it."""
        values |= {"low": low, "high": high}
        for statement in filled(self._sql[name], fragments or {}).split(";\n"):
            bound = {key: value for key, value in values.items() if f"${key}" in statement}
            self._database.execute(statement, bound or None)

    def _fetch(
        self, name: str, fragments: Mapping[str, str] | None = None, **values: object
    ) -> list[tuple[Any, ...]]:
        """The rows of a named question."""
        question = filled(self._sql[name], fragments or {})
        rows: list[tuple[Any, ...]] = self._database.execute(question, values or None).fetchall()
        return rows

    def _files(self) -> tuple[SealedFile, ...]:
        return self._base.files if self._base else ()

    def _old(
        self, kind: Kind, low: int = 0, high: int = BUCKETS - 1, *, only_absorbed: bool = False
    ) -> list[str]:
        """Paths of the base's files of a kind; never an empty list."""
        files = self._base.of(kind, low, high) if self._base else ()
        chosen = [f for f in files if not only_absorbed or f.segment in self._absorbed]
        return self._some(kind, chosen)

    def _empty(self, kind: Kind) -> str:
        """A file with the columns of a kind and no rows, so that no list of files is empty."""
        return _empty_file(self._draft / f"empty-{kind}.parquet", schema(kind))

    def _run(self, kind: Kind) -> list[str]:
        columns = schema(kind) if kind is Kind.SOURCES else fact_schema(FactKind(kind.value))
        empty = _empty_file(self._draft / f"empty-run-{kind}.parquet", columns)
        return [str(path) for path in self._runs.get(kind, ())] or [empty]


def _output(kind: Kind) -> str:
    """The table in which the rows of a kind are gathered before they are written."""
    return "graves" if kind is Kind.DEAD else f"out_{kind}"


def filled(text: str, fragments: Mapping[str, str]) -> str:
    """A named text with its `{fragments}` put in: names and orders of our own, never values."""
    for name, content in fragments.items():
        text = text.replace("{" + name + "}", content)
    return text


def _numbers(layout: Layout) -> list[int]:
    """The numbers already taken by snapshots and segments, published or not."""
    taken = [path.stem for path in layout.manifests.glob("[0-9]*.json")]
    taken += [path.name for path in layout.segments.glob("[0-9]*")]
    return [int(name.split("-")[0]) for name in taken]


def _empty_file(path: Path, columns: pa.Schema) -> str:
    import pyarrow.parquet as pq

    if not path.exists():
        pq.write_table(columns.empty_table(), path)
    return str(path)
