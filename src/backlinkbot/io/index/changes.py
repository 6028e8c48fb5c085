"""What differs between two snapshots for some domains: it costs what changed, not what is stored.

Sealed files are never edited, so a file that both snapshots name holds the same rows in both, less
those that the newer one calls dead. Only the other files and these rows are read.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC
from itertools import pairwise
from typing import TYPE_CHECKING

from backlinkbot.core import columns
from backlinkbot.io.index.reader import zoned
from backlinkbot.io.index.sql import named
from backlinkbot.io.index.stored import Kind, buckets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    import duckdb
    import pyarrow as pa

    from backlinkbot.io.index.layout import Layout
    from backlinkbot.io.index.manifest import Manifest, SealedFile
    from backlinkbot.io.index.reader import Reader

# What was so before, beside the row as it is now; a change in one of `TOLD` is a change of the
# link, in the others it only explains one.
TOLD = (
    "state", "lost_reason", "anchor", "followed", "nofollow", "ugc", "sponsored", "placement",
    "left", "right",
)  # fmt: skip
WAS = (*TOLD, "lost_on", "last_seen", "started_on", "sitewide", "sources", "evidence")
UNKNOWN_ALIKE = {"placement": "'unknown'", "left": "''", "right": "''", "anchor": "''"}


@dataclass(frozen=True, slots=True)
class Delta:
    """The files of links that only one of two snapshots has, and those that both have."""

    gone: tuple[SealedFile, ...]
    come: tuple[SealedFile, ...]
    kept: tuple[SealedFile, ...]

    @classmethod
    def of(cls, before: Manifest, after: Manifest, domains: Sequence[str]) -> Delta:
        """As far as their files may hold links to these domains."""
        old = {f.name: f for f in _about(before.of(Kind.LINKS), domains)}
        new = {f.name: f for f in _about(after.of(Kind.LINKS), domains)}
        return cls(
            tuple(f for name, f in old.items() if name not in new),
            tuple(f for name, f in new.items() if name not in old),
            tuple(f for name, f in new.items() if name in old),
        )

    @property
    def rows(self) -> int:
        """How many rows the files hold that only one of the snapshots has."""
        return sum(f.rows for f in (*self.gone, *self.come))


def changed_links(
    before: Reader, after: Reader, domains: Sequence[str], database: duckdb.DuckDBPyConnection
) -> pa.Table:
    """Backlinks to `domains` that one snapshot has otherwise than the other.

    Columns: `columns.links()` as it is now (as it was, where `is_known` is false); `was_known`,
    `is_known`: which of the two has the link; `was_…`: state, lost_reason, anchor, followed,
    nofollow, ugc, sponsored, placement, left, right, lost_on, last_seen, started_on, sitewide,
    sources and evidence as they were. Links that stood in neither are left out, unless their state
    differs.
    """
    old, new = before.manifest, after.manifest
    if old is None or new is None or not domains:
        return nothing()
    delta = Delta.of(old, new, domains)
    with after.plainly(), closing(database.cursor()) as cursor:
        return _Comparison(before.layout, cursor, domains).of(old, new, delta)


def joined(earlier: pa.Table, later: pa.Table, database: duckdb.DuckDBPyConnection) -> pa.Table:
    """Two answers of `changed_links` as one, where the second begins where the first ended."""
    if not earlier.num_rows or not later.num_rows:
        return later if not earlier.num_rows else earlier
    names = [f"was_{name}" for name in WAS]
    was = ", ".join(f"if(e.link is null, l.{name}, e.{name}) as {name}" for name in names)
    question = _filled(
        "joined", was_names=", ".join(names), was=was, differs=" or ".join(map(_differs, TOLD))
    )
    with closing(database.cursor()) as cursor:
        cursor.register("earlier", earlier)
        cursor.register("later", later)
        found = zoned(cursor.sql(question).to_arrow_table())
        return found.select(nothing().schema.names).cast(nothing().schema)


def legs(chain: Sequence[Manifest]) -> list[tuple[str, str]]:
    """Between which snapshots to compare, so that no compaction lies between two of them.

    `chain`: all from the first to the last, oldest first. A compaction gives the same answers out
    of other files; what was before it and what came after are compared apart.
    """
    if not chain:
        return []
    found, start = [], chain[0].name
    for earlier, later in pairwise(chain):
        if later.compacts == earlier.name:
            found.append((start, earlier.name))
            start = later.name
    found.append((start, chain[-1].name))
    return [(old, new) for old, new in found if old != new]


def links_since(reader: Reader, domains: Sequence[str], since: datetime) -> pa.Table:
    """What the dates of links tell: what began, was lost or became nofollow since a moment.

    In the columns of `changed_links`; of anchors, placements and words nobody knows what they were.
    """
    same = [n for n in WAS if n not in {"state", "lost_reason", "lost_on", "last_seen", "followed"}]
    fragments = {
        "columns": named("queries.sql")["link_columns"],
        "was_now": ", ".join(f'"{name}" as was_{name}' for name in same),
    }
    moment = since.astimezone(UTC).replace(tzinfo=None)
    found = reader.table("links_since", list(domains) or [""], fragments, since=moment)
    return found.select(nothing().schema.names).cast(nothing().schema)


def nothing() -> pa.Table:
    """An answer of `changed_links` without a row."""
    import pyarrow as pa

    shown = columns.links()
    flags = [pa.field("was_known", pa.bool_()), pa.field("is_known", pa.bool_())]
    was = [shown.field(name).with_name(f"was_{name}").with_nullable(nullable=True) for name in WAS]
    nullable = [field.with_nullable(nullable=True) for field in shown]
    return pa.schema([*nullable, *flags, *was]).empty_table()


@dataclass(frozen=True, slots=True)
class _Comparison:
    layout: Layout
    cursor: duckdb.DuckDBPyConnection
    domains: Sequence[str]

    def of(self, old: Manifest, new: Manifest, delta: Delta) -> pa.Table:
        """Places and numbers of all rows that may differ; then of those that do what is told."""
        self._graves(old, new, delta)
        files = {f.name: f for f in (*delta.gone, *delta.come, *delta.kept)}
        for side, alone, here, there in (
            ("before", delta.gone, "dead_before", "dead_after"),
            ("after", delta.come, "dead_after", "dead_before"),
        ):
            self._do("no_places", side=side)
            if alone:
                bind: dict[str, object] = {"files": self._paths(alone)}
                self._do("places_of_files", side=side, dead=here, bind=bind)
            kept = {"files": [f.name for f in delta.kept]}
            self._do("only_here", dead_here=here, dead_there=there, bind=dict(kept))
            self._each("files_here", "places_of_rows", files, side)
        for side, other in (("before", "after"), ("after", "before")):
            self._do("differing", side=side, other=other)
            self._do("no_rows", side=side)
            self._each("files_wanted", "rows_wanted", files, side)
        was = ", ".join(f'b."{name}" as was_{name}' for name in WAS)
        question = _filled("changed", was=was, differs=" or ".join(map(_differs, TOLD)))
        found = zoned(self.cursor.sql(question).to_arrow_table())
        return found.select(nothing().schema.names).cast(nothing().schema)

    def _each(self, which: str, what: str, files: Mapping[str, SealedFile], side: str) -> None:
        """Do something for each file that a question names.

        File by file: DuckDB passes over what lies between row numbers, not between pairs of file
        and row number.
        """
        for (name,) in self.cursor.execute(_filled(which, side=side)).fetchall():
            place: dict[str, object] = {"file": name, "path": str(self.layout.path(files[name]))}
            self._do(what, side=side, bind=place)

    def _graves(self, old: Manifest, new: Manifest, delta: Delta) -> None:
        """Tables of the rows that each of the snapshots calls dead."""
        shared = {f.name for f in old.of(Kind.DEAD)} & {f.name for f in new.of(Kind.DEAD)}
        # What both know dead concerns neither, unless a whole file is only in one of them.
        alone = {f.name for f in (*delta.gone, *delta.come) if f.dead}
        skipped: set[str] = set() if alone else shared
        for table, manifest in (("dead_before", old), ("dead_after", new)):
            graves = _about(manifest.of(Kind.DEAD), self.domains)
            files = [f for f in graves if f.name not in skipped]
            if files:
                self._do("told_of_dead", table=table, bind={"dead": self._paths(files)})
            else:
                self._do("none_dead", table=table)

    def _do(self, name: str, *, bind: dict[str, object] | None = None, **fragments: str) -> None:
        bound = dict(bind or {})
        told = ", ".join(map(_plainly, TOLD))
        text = _filled(name, columns=_read(), told=told, **fragments)
        if "$domains" in text:
            bound["domains"] = list(self.domains)
        used = {key: value for key, value in bound.items() if f"${key}" in text}
        self.cursor.execute(text, used or None)

    def _paths(self, files: Iterable[SealedFile]) -> list[str]:
        return [str(self.layout.path(f)) for f in files]


def _read() -> str:
    """The columns that are read of a link, and the page it stands on."""
    text = named("queries.sql")["link_columns"]
    return f"{text}, page_key(source_url) as page"


def _plainly(name: str, prefix: str = "") -> str:
    """A column whose nulls are what they mean alike."""
    column = f'"{prefix}{name}"'
    alike = UNKNOWN_ALIKE.get(name)
    return f"coalesce({column}, {alike})" if alike else column


def _differs(name: str) -> str:
    return f"{_plainly(name, 'was_')} is distinct from {_plainly(name)}"


def _about(files: Iterable[SealedFile], domains: Sequence[str]) -> list[SealedFile]:
    import pyarrow as pa

    wanted = list(zip(buckets(pa.array(domains, pa.string())).to_pylist(), domains, strict=True))
    fits: Callable[[SealedFile], bool] = lambda f: any(  # noqa: E731 - said once
        f.covers(bucket) and f.least <= domain <= f.greatest for bucket, domain in wanted
    )
    return [f for f in files if fits(f)]


def _filled(name: str, **fragments: str) -> str:
    text = named("changes.sql")[name]
    for fragment, content in fragments.items():
        text = text.replace("{" + fragment + "}", content)
    return text
