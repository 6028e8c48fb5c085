"""A draft: facts on their way into the index, spilled to disk as sorted runs."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from backlinkbot.core.errors import Broken
from backlinkbot.core.facts import FactKind
from backlinkbot.io.index.database import writing
from backlinkbot.io.index.merge import Merge, Run
from backlinkbot.io.index.sources import SourceRecord, as_table
from backlinkbot.io.index.stored import SHAPES, Kind, buckets, fact_schema, given_schema
from backlinkbot.io.index.sweep import retire

if TYPE_CHECKING:
    from datetime import datetime

    import pyarrow as pa

    from backlinkbot.core.facts import Facts
    from backlinkbot.core.nouns import Snapshot
    from backlinkbot.io.index.database import Budget
    from backlinkbot.io.index.forget import Forgetting
    from backlinkbot.io.index.layout import Layout, WriterLock
    from backlinkbot.io.index.manifest import Manifest

SPILL_BYTES = 96 * 1024 * 1024  # a sort of this much costs about three times as much memory
RUN_ROW_GROUP = 16 * 1024  # small, so that one range of buckets can be read out of a run alone


class Indexed(Protocol):
    """What a draft needs of the index it belongs to."""

    layout: Layout

    def knows(self, digest: str) -> SourceRecord | None:
        """The source with this digest, where it was read before."""
        ...

    def refresh(self) -> Snapshot | None:
        """Turn to the snapshot that is current now."""
        ...


class Draft:
    """Facts being added; nothing is seen by anybody before `publish`.

    It holds the only right to write to the index until it is published or abandoned; a draft that
    is left with its process is swept by the next one.
    """

    def __init__(
        self, index: Indexed, lock: WriterLock, base: Manifest | None, budget: Budget
    ) -> None:
        self._index, self._layout = index, index.layout
        self._lock, self._base, self._budget = lock, base, budget
        self.folder = index.layout.drafts / "draft"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self._waiting: dict[FactKind, list[pa.Table]] = {kind: [] for kind in FactKind}
        self._waiting_bytes = dict.fromkeys(FactKind, 0)
        self._runs: dict[Kind, Run] = {}
        self._sources: dict[str, SourceRecord] = {}
        self._is_open = True

    def add(self, facts: Facts) -> None:
        """Take a batch of facts in; memory stays bounded however many there are.

        Raises:
            Broken: the batch has not the schema of its kind, or the draft has ended.
            Refused: the disk is full.
        """
        self._check_open()
        if facts.batch.num_rows == 0:
            return
        self._waiting[facts.kind].append(_checked(facts))
        self._waiting_bytes[facts.kind] += facts.batch.nbytes
        if self._waiting_bytes[facts.kind] >= SPILL_BYTES:
            with writing(self._layout.folder):
                self._spill(facts.kind)

    def add_source(self, source: SourceRecord) -> None:
        """Say what was read; a digest that the index already knows is not added again."""
        self._check_open()
        if self._index.knows(source.digest) is None:
            self._sources.setdefault(source.digest, source)

    def publish(self, now: datetime) -> Snapshot:
        """Merge the facts into the index and make the result current, all of it or nothing.

        Facts that tell nothing new leave the current snapshot as it is, with its name; in an
        empty index an empty snapshot is published. `lost` of the answer says how many links a
        complete source no longer lists.

        Raises:
            Refused: disk or memory are too small; nothing was changed.
        """
        self._check_open()
        complete = [source for source in self._sources.values() if source.complete]
        try:
            with writing(self._layout.folder):
                for kind in FactKind:
                    self._spill(kind)
                self._spill_sources()
                merge = Merge(self._layout, self.folder, self._base, self._budget)
                manifest = merge.run(self._runs, complete, now)
            self._index.refresh()
            retire(self._layout, now)
        finally:
            self.abandon()
        return replace(manifest.snapshot, lost=merge.dropped)

    def forget(self, what: Forgetting, now: datetime) -> Snapshot:
        """Instead of publishing facts: publish the index without what some sources told.

        Raises:
            Refused: disk or memory are too small; nothing was changed.
        """
        self._check_open()
        with writing(self._layout.folder):
            merge = Merge(self._layout, self.folder, self._base, self._budget)
            manifest = merge.forget(what, now)
        self._index.refresh()
        retire(self._layout, now)
        return manifest.snapshot

    def compact(self, now: datetime) -> None:
        """Instead of publishing facts: publish what the index holds as one segment."""
        self._check_open()
        with writing(self._layout.folder):
            Merge(self._layout, self.folder, self._base, self._budget).compact(now)

    def abandon(self) -> None:
        """Forget everything added and let others write; may be called twice."""
        self._is_open = False
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()

    def __enter__(self) -> Draft:
        return self

    def __exit__(self, *_: object) -> None:
        self.abandon()

    def _check_open(self) -> None:
        if not self._is_open:
            raise Broken("this draft was already published or abandoned")

    def _spill(self, fact: FactKind) -> None:
        """Write what waits as one run, sorted by bucket."""
        import pyarrow as pa

        if not self._waiting[fact]:
            return
        table = _with_buckets(fact, pa.concat_tables(self._waiting[fact]).combine_chunks())
        self._waiting[fact], self._waiting_bytes[fact] = [], 0
        self._write_run(Kind(fact.value), table.sort_by("bucket"))

    def _spill_sources(self) -> None:
        if self._sources:
            self._write_run(Kind.SOURCES, as_table(list(self._sources.values())))

    def _write_run(self, kind: Kind, table: pa.Table) -> None:
        import pyarrow.parquet as pq

        run = self._runs.get(kind, Run((), 0, 0))
        path = self.folder / f"{kind}-{len(run.paths):05d}.parquet"
        pq.write_table(
            table, path, compression="zstd", compression_level=1, row_group_size=RUN_ROW_GROUP
        )
        self._runs[kind] = Run(
            (*run.paths, path), run.rows + table.num_rows, run.size_bytes + table.nbytes
        )


def _checked(facts: Facts) -> pa.Table:
    """The batch with the columns of its kind and no others.

    Raises:
        Broken: a column is missing, of another type, or empty where it may not be.
    """
    import pyarrow as pa

    wanted = given_schema(facts.kind)
    table = pa.Table.from_batches([facts.batch])
    if table.schema.equals(wanted):
        return table
    missing = [name for name in wanted.names if name not in table.column_names]
    if missing:
        raise Broken(f"{facts.kind.value} facts without the column {missing[0]}")
    return _cast(facts.kind, table.select(wanted.names), wanted)


def _cast(kind: FactKind, table: pa.Table, wanted: pa.Schema) -> pa.Table:
    import pyarrow as pa

    try:
        return table.cast(wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, ValueError) as error:
        raise Broken(f"{kind.value} facts of another shape: {error}") from error


def _with_buckets(kind: FactKind, table: pa.Table) -> pa.Table:
    """The facts as a draft keeps them: moments without zone, and each row's bucket.

    Raises:
        Broken: a value is missing where it may not be.
    """
    domain = table[SHAPES[Kind(kind.value)].domain].combine_chunks()
    wanted = fact_schema(kind)
    table = _cast(kind, table, wanted.remove(len(wanted) - 1))
    return table.append_column(wanted.field("bucket"), buckets(domain))
