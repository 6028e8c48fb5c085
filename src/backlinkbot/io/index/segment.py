"""The segment that a merge makes: its files, and the manifest that names them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from backlinkbot.io import durable
from backlinkbot.io.index.manifest import Manifest, RankList, SealedFile, name_of
from backlinkbot.io.index.stored import SHAPES, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from backlinkbot.io.index.layout import Layout
    from backlinkbot.io.index.statements import Statements


STORED_KINDS: tuple[Kind, ...] = tuple(kind for kind in Kind if kind is not Kind.DEAD)


class Segment:
    """Written in a draft's folder, a range of buckets at a time, and sealed at the end.

    `fallen`: rows of older files that are no longer alive, by file; `has_news`: whether anything
    was written that is not carried over.
    """

    def __init__(self, layout: Layout, draft: Path, base: Manifest | None, do: Statements) -> None:
        self._layout, self._base, self._do = layout, base, do
        self._number = layout.next_number()
        self._name = f"{self._number:06d}"
        self._building = draft / self._name
        self._written: list[SealedFile] = []
        self._absorbed: frozenset[str] = frozenset()
        self.fallen: dict[str, int] = {}
        self.has_news = False

    def begin(self, absorbed: frozenset[str]) -> None:
        """Make its folder; it takes in what is alive in these segments."""
        self._building.mkdir()
        self._absorbed = absorbed

    def is_same(self) -> bool:
        """Whether nothing came of it, so that what was published says the same."""
        return not (self.has_news or self.fallen)

    def open(self, low: int, high: int) -> None:
        """Make the tables in which the rows of a range of buckets are gathered."""
        self._do.ask("dead_rows", low, high, dead=self._do.old(Kind.DEAD, low, high))
        for kind in (Kind.DEAD, *STORED_KINDS):
            fragments = {"table": gathered(kind)}
            self._do.ask("output", fragments=fragments, empty=self._do.empty(kind))

    def close(self, low: int, high: int) -> None:
        """Write what was gathered."""
        for kind in STORED_KINDS:
            self._write(kind, low, high)
        for file, rows in self._do.fetch("fallen"):
            self.fallen[file] = self.fallen.get(file, 0) + rows
        kept = [f.name for f in self._do.files() if f.segment not in self._absorbed]
        graves = self._do.old(Kind.DEAD, low, high, within=self._absorbed)
        self._do.ask("old_graves", low, high, dead=graves, kept=kept)
        self._write(Kind.DEAD, low, high)

    def _write(self, kind: Kind, low: int, high: int) -> None:
        """Write what came out, with what absorbed segments still hold, as one file."""
        table = gathered(kind)
        place = {"table": table, "domain": SHAPES[kind].domain}
        if kind is not Kind.DEAD:
            self.has_news |= self._do.fetch("extent", place)[0][0] > 0
            carried = self._do.old(kind, low, high, within=self._absorbed)
            if carried != [self._do.empty(kind)]:
                self._do.ask("carried", low, high, {"table": table}, absorbed=carried)
        rows, least, greatest = self._do.fetch("extent", place)[0]
        if not rows:
            return
        name = f"{kind}.{self._name}.{low:02x}-{high:02x}.parquet"
        path = self._building / name
        shape = SHAPES[kind]
        layout = {
            "table": table,
            "order": ", ".join(shape.order),
            "row_group": str(shape.row_group),
        }
        self._do.ask("written", fragments=layout, path=str(path))
        file = SealedFile(
            name=name,
            segment=self._name,
            kind=kind,
            low=low,
            high=high,
            rows=rows,
            size_bytes=path.stat().st_size,
            blake2b=durable.digest_of(path),
            least=least or "",
            greatest=greatest or "",
        )
        durable.sync(path)
        self._written.append(file)

    def publish(self, now: datetime, *, compacts: str, has_ranks: bool) -> Manifest:
        """Move the segment to its place and publish the manifest that names it.

        `compacts`: the snapshot that says the same; `has_ranks`: there is news of rank lists.
        """
        old = [
            replace(f, dead=f.dead + self.fallen.get(f.name, 0))
            for f in self._do.files()
            if f.segment not in self._absorbed
        ]
        durable.sync(self._building)
        home = self._layout.segments / self._name
        shutil.rmtree(home, ignore_errors=True)
        self._building.rename(home)
        durable.sync(home.parent)
        files = tuple(old + self._written)
        alive = {
            kind: sum(f.rows - f.dead for f in files if f.kind == kind)
            for kind in (Kind.LINKS, Kind.PAGES, Kind.EDGES)
        }
        moment = now.astimezone(UTC).replace(microsecond=0)
        manifest = Manifest(
            name=name_of(self._number, moment),
            created_at=moment,
            links=alive[Kind.LINKS],
            pages=alive[Kind.PAGES],
            edges=alive[Kind.EDGES],
            referring_domains=self._referring_domains(files),
            files=files,
            rank_lists=self._rank_lists(files) if has_ranks else self._known_lists(),
            compacts=compacts,
        )
        self._layout.publish(manifest)
        return manifest

    def _referring_domains(self, files: Sequence[SealedFile]) -> int:
        """Source domains with a standing link to any site, in the whole index.

        Counted before and after for those with news only: the whole takes a second for 5 M links.
        """
        before = self._base.referring_domains if self._base else 0
        return before - self._standing(self._do.files()) + self._standing(files)

    def _standing(self, files: Sequence[SealedFile]) -> int:
        rollup, dead = self._do.paths(files, Kind.ROLLUP), self._do.paths(files, Kind.DEAD)
        return int(self._do.fetch("standing", rollup=rollup, dead=dead)[0][0])

    def _known_lists(self) -> tuple[RankList, ...]:
        return self._base.rank_lists if self._base else ()

    def _rank_lists(self, files: Sequence[SealedFile]) -> tuple[RankList, ...]:
        """The lists of ranks in the whole index, counted again."""
        ranks, dead = self._do.paths(files, Kind.RANKS), self._do.paths(files, Kind.DEAD)
        return tuple(RankList(*row) for row in self._do.fetch("rank_lists", ranks=ranks, dead=dead))


def gathered(kind: Kind) -> str:
    """The table in which the rows of a kind are gathered before they are written."""
    return "graves" if kind is Kind.DEAD else f"out_{kind}"
