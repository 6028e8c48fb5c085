"""A table of links as an import format: recognised by its header, read in blocks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls import host_of, registered_domain
from backlinkbot.io.readers.table.columns_read import TypedColumns
from backlinkbot.io.readers.table.contradicted import leave_out_contradicted
from backlinkbot.io.readers.table.dates import Evidence, Order, has_number_dates
from backlinkbot.io.readers.table.dialect import Dialect, dialect_of, key_of
from backlinkbot.io.readers.table.edge_facts import edges_of, site_name
from backlinkbot.io.readers.table.future import leave_out_future
from backlinkbot.io.readers.table.link_facts import links_of
from backlinkbot.io.readers.table.roles import DATE_ROLES, SCORE, Cells, found_roles, mapped_roles
from backlinkbot.io.readers.table.rows import MIXED, RowReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backlinkbot.core.facts import Facts
    from backlinkbot.io.readers.format import Head, Reading, Source
    from backlinkbot.io.readers.table.vendor import Vendor

COMPLETED = "addresses without a scheme were read as https"


@dataclass(frozen=True, slots=True)
class CsvFormat:
    """One vendor's table; adding a format is writing down its columns (see `Vendor`)."""

    vendor: Vendor

    def recognises(self, head: Head) -> bool:
        dialect = dialect_of(head.plain)
        return dialect is not None and self.fits(dialect)

    def fits(self, dialect: Dialect) -> bool:
        """Whether the header has what this vendor always writes, and a mark of nobody else."""
        roles = found_roles(dialect, self.vendor.columns)
        marked = not self.vendor.marks or any(
            key_of(mark) in dialect.keys for mark in self.vendor.marks
        )
        return marked and ("source_url" in roles or "source_domain" in roles)

    def read(self, source: Source, reading: Reading) -> Iterator[Facts]:
        dialect = dialect_of(source.head().plain)
        if dialect is None:
            raise BadInput(f"{source.name} is no table with a header")
        roles = found_roles(dialect, self.vendor.columns)
        roles |= mapped_roles(dialect, reading.mapping, source.name)
        yield from read_table(source, reading, Table(dialect, roles, self.vendor))


@dataclass(frozen=True, slots=True)
class OneOf:
    """Several tables of one vendor under one name."""

    kinds: tuple[CsvFormat, ...]

    def recognises(self, head: Head) -> bool:
        return any(kind.recognises(head) for kind in self.kinds)

    def read(self, source: Source, reading: Reading) -> Iterator[Facts]:
        head = source.head()
        kind = next(kind for kind in self.kinds if kind.recognises(head))
        return kind.read(source, reading)


@dataclass(frozen=True, slots=True)
class Table:
    """A file's table as understood: its dialect, where each role stands, whose it is."""

    dialect: Dialect
    roles: Mapping[str, int]
    vendor: Vendor

    @property
    def places(self) -> dict[str, int]:
        """Roles and the vendor's scores, each with its column."""
        scores = found_roles(self.dialect, self.vendor.scores)
        return {**self.roles, **{f"{SCORE}{name}": place for name, place in scores.items()}}


def read_table(source: Source, reading: Reading, table: Table) -> Iterator[Facts]:
    """The table's facts, block by block; memory does not grow with the file.

    Raises:
        BadInput: the table does not tell whose links these are, and nobody else does.
    """
    is_edges = "source_url" not in table.roles
    root = ""
    if ("target_domain" if is_edges else "target_url") not in table.roles:
        root = target_root(source, reading)
        reading.target = registered_domain(host_of(root))
    order: Order | None = None
    for cells in _blocks(source, reading, table, table.places):
        if order is None and _needs_order(cells):
            order = _decide_order(source, reading, table)
        typed = TypedColumns(cells, order)
        typed.read()
        leave_out_future(typed, reading.seen_at)
        leave_out_contradicted(typed, table.vendor)
        made = edges_of(typed, table.vendor, reading) if is_edges else None
        made = made if is_edges else links_of(typed, table.vendor, reading, root)
        _note_completed(typed, reading)
        if made is not None:
            yield made


def target_root(source: Source, reading: Reading) -> str:
    """The address of the site that the table is about, from `--target`.

    Raises:
        BadInput: nobody told it.
    """
    host = site_name(reading.target) if reading.target else None
    if host is None:
        raise BadInput(
            f"{source.name} does not say which site its links lead to; "
            "tell it with --target, for example --target example.com"
        )
    return f"https://{host}/"


def _blocks(
    source: Source, reading: Reading, table: Table, places: Mapping[str, int]
) -> Iterator[Cells]:
    """The table's blocks by role; rows that are no rows are counted."""
    import pyarrow.compute as pc

    def refuse(reason: str, line: int, text: str) -> None:
        reading.rows += 1
        reading.rejects.add(reason, f"{source.name}:{line}", text)

    reader = RowReader(table.dialect, sorted(set(places.values())), refuse, source.name)
    with source.open() as stream:
        for rows in reader.blocks(stream):
            trimmed = {at: pc.utf8_trim_whitespace(col) for at, col in rows.columns.items()}
            texts = {role: trimmed[place] for role, place in places.items()}
            reading.rows += len(rows)
            yield Cells(source.name, texts, rows.lines)
    if reader.is_mixed:
        reading.notes.append(f"{source.name}: {MIXED}")


def _needs_order(cells: Cells) -> bool:
    return any(has_number_dates(cells.texts[role]) for role in DATE_ROLES if role in cells.texts)


def _decide_order(source: Source, reading: Reading, table: Table) -> Order:
    """Look at every date of the file once, decide, and say so."""
    evidence = Evidence(reading.seen_at)
    places = {role: place for role, place in table.places.items() if role in DATE_ROLES}
    silent = replace(reading, rejects=type(reading.rejects)(), rows=0, notes=[])
    for cells in _blocks(source, silent, table, places):
        for column in cells.texts.values():
            counts = column.value_counts()
            words = counts.field("values").to_pylist()
            evidence.add(zip(words, counts.field("counts").to_pylist(), strict=True))
    order, why = evidence.order()
    reading.notes.append(
        f"{source.name}: dates like {evidence.example} are read as {order.value}: {why}"
    )
    return order


def _note_completed(typed: TypedColumns, reading: Reading) -> None:
    """Say once per file how many addresses were completed."""
    completed = sum(found.completed for found in typed.urls.values())
    if not completed:
        return
    prefix = f"{typed.cells.name}: "
    for at, note in enumerate(reading.notes):
        if note.startswith(prefix) and note.endswith(COMPLETED):
            completed += int(note.removeprefix(prefix).split()[0].replace(",", ""))
            del reading.notes[at]
            break
    reading.notes.append(f"{prefix}{completed:,} {COMPLETED}")
