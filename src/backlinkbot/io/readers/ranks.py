"""Lists of ranked domains as rank facts: the layout told by content, the rows cleaned."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from backlinkbot.core.columns import rank_facts
from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.urls import (
    clean_host,
    domain_id,
    is_ip_address,
    registered_domain,
    unreversed_name,
)
from backlinkbot.io.readers.delimited import WRONG_COLUMNS, Block, Layout, layout_text, text_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.facts import Rejects
    from backlinkbot.io.readers.format import Head, Reading, Source

SAMPLE_LINES = 100
MAX_JSON_BYTES = 64 * 1024 * 1024  # a top list of a few thousand rows; longer ones come as text
COMMON_CRAWL_HEADER = "#harmonicc_pos\t#harmonicc_val\t#pr_pos\t#pr_val\t#host_rev"
MAJESTIC_HEADER = "GlobalRank,TldRank,Domain,TLD,"
NO_RANK = "row without a rank"
NOT_A_DOMAIN = "row whose name no domain can have"
BELOW = "host of a domain that stands higher in the list"
HOST_ROW = "host below a domain, in a list of hosts"

_NAME = re.compile(r"(?:https?://)?(?:[^\s,;|/:\"]+\.)+[^\s,;|/:\".\d][^\s,;|/:\".]*(?::\d+)?/?\Z")
_JSON_START = re.compile(rb'\{"header":\["#harmonicc_pos",(?:"#\w+",?)+\],"rows":\[')
_RANK = re.compile(r"[1-9]\d{0,11}\Z")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\Z")
_DATE = re.compile(r"(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")
_AROUND_CELLS = ' "\ufeff'  # quotes, and the byte-order mark before the first cell
# What lists without a header are called; only a label, never how a file is recognised.
_LABELS = (("tranco", "tranco"), ("umbrella", "umbrella"), ("cisco", "umbrella"), ("crux", "crux"))


@dataclass(frozen=True, slots=True)
class RankLayout:
    """How a list is written.

    `name`: what the list is called; `domain` and `rank`: the places of those columns; `scores`: the
    list's own numbers, name and place; `is_reversed`: names as `com.example`; `one_row_each`: a
    domain stands in the list once, under its own name (so nothing has to be remembered); `is_json`:
    the rows are in one JSON document, as in the statistics that Common Crawl publishes.
    """

    name: str
    delimiter: str
    columns: int
    domain: int
    rank: int
    scores: tuple[tuple[str, int], ...] = ()
    skip: int = 0
    is_reversed: bool = False
    one_row_each: bool = False
    is_json: bool = False

    @property
    def text(self) -> Layout:
        return Layout(self.delimiter, [str(at) for at in range(self.columns)], self.skip)


def rank_layout(head: Head) -> RankLayout | None:
    """The layout of a rank list that begins with `head`; None when it is none."""
    if header := _JSON_START.match(head.plain):
        found = _common_crawl(re.findall(r"#(\w+)", header[0].decode()))
        return None if found is None else replace(found, is_json=True)
    lines = head.plain.decode("utf-8-sig", "replace").replace("\r", "").split("\n")[:SAMPLE_LINES]
    if lines[0].startswith(COMMON_CRAWL_HEADER):
        return _common_crawl([cell.lstrip("#") for cell in lines[0].split("\t")])
    if lines[0].startswith(MAJESTIC_HEADER):
        return _majestic(lines[0].split(","))
    rows = [line for line in lines[:-1] or lines if line]
    if not rows:
        return None
    if (found := _two_columns(rows, head.name)) is not None:
        return found
    return _two_columns(rows[1:], head.name, skip=1) if _is_header(rows[0]) else None


def ranks(source: Source, layout: RankLayout, reading: Reading) -> Iterator[Facts]:
    """Rank facts of a list. Hosts of a domain already seen, and broken rows, are counted."""
    as_of = reading.as_of or _date_in(source.name)
    if as_of is not None and reading.as_of is None:
        reading.notes.append(f"{source.name}: dated {as_of} by its name")
    seen: set[int] = set()
    with source.open() as stream:
        for block in _blocks(stream, source.name, layout, reading.rejects):
            reading.rows += len(block)
            yield _Rows(layout, source.name, seen, reading).facts(block, as_of)


def _blocks(stream: BinaryIO, name: str, layout: RankLayout, rejects: Rejects) -> Iterator[Block]:
    """The rows as text columns, of a text or of the one JSON document."""
    if not layout.is_json:
        yield from text_blocks(stream, name, layout.text, rejects)
        return
    import numpy as np
    import pyarrow as pa

    text = stream.read(MAX_JSON_BYTES + 1)
    try:
        rows = msgspec.json.decode(text, type=_Statistics).rows
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{name} is no whole JSON document of ranks: {error}") from error
    numbers = [n for n, row in enumerate(rows, 1) if len(row) == layout.columns]
    if len(numbers) < len(rows):
        rejects.add(WRONG_COLUMNS, name, times=len(rows) - len(numbers))
    if not numbers:
        return
    columns = zip(*(rows[n - 1] for n in numbers), strict=True)
    yield Block(tuple(pa.array(column, pa.string()) for column in columns), np.array(numbers))


class _Statistics(msgspec.Struct):
    rows: list[list[str]]


@dataclass(slots=True)
class _Rows:
    """Turns blocks of one list into facts; remembers the domains that had their row."""

    layout: RankLayout
    name: str
    seen: set[int]
    reading: Reading
    domains: list[str] = field(default_factory=list)
    ranks: list[int] = field(default_factory=list)
    scores: list[list[tuple[str, float]]] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)

    def facts(self, block: Block, as_of: date | None) -> Facts:
        import pyarrow as pa

        cells = [
            [text.strip(_AROUND_CELLS) for text in column.to_pylist()] for column in block.columns
        ]
        for row, line in enumerate(block.lines.tolist()):
            reason = self._add([column[row] for column in cells], line)
            if reason:
                self.reading.rejects.add(reason, f"{self.name}:{line}", layout_text(block, row))
        count = len(self.domains)
        arrays: dict[str, object] = {
            "domain": self.domains,
            "list": pa.repeat(self.layout.name, count),
            "rank": self.ranks,
            "as_of": [as_of] * count,
            "scores": self.scores,
            "evidence": self.evidence,
        }
        batch = pa.RecordBatch.from_pydict(arrays, schema=rank_facts())
        return Facts(FactKind.RANKS, batch)

    def _add(self, cells: list[str], line: int) -> str:
        """Take one row over; the reason why not, or nothing."""
        if not _RANK.match(cells[self.layout.rank]):
            return NO_RANK
        host = _host(cells[self.layout.domain], is_reversed=self.layout.is_reversed)
        if host is None:
            return NOT_A_DOMAIN
        domain = registered_domain(host)
        if self.layout.one_row_each and domain != host:
            return HOST_ROW
        if not self.layout.one_row_each:
            number = domain_id(domain)
            if number in self.seen:
                return BELOW
            self.seen.add(number)
        self.domains.append(domain)
        self.ranks.append(int(cells[self.layout.rank]))
        self.scores.append(
            [
                (name, float(cells[at]))
                for name, at in self.layout.scores
                if _NUMBER.match(cells[at])
            ]
        )
        self.evidence.append(f"{self.name}:{line}")
        return ""


def _host(text: str, *, is_reversed: bool) -> str | None:
    if is_reversed:
        text = unreversed_name(text)
    text = text.removeprefix("https://").removeprefix("http://").rstrip("/").partition(":")[0]
    host = clean_host(text)
    return host if host and "." in host and not is_ip_address(host) else None


def _common_crawl(header: list[str]) -> RankLayout | None:
    """Common Crawl's ranks, in the order of harmonic centrality; None without a column of names."""
    if "host_rev" not in header:
        return None
    scores = [
        (name, at) for at, name in enumerate(header) if name not in {"harmonicc_pos", "host_rev"}
    ]
    return RankLayout(
        "common-crawl",
        "\t",
        len(header),
        domain=header.index("host_rev"),
        rank=0,
        scores=tuple(scores),
        skip=1,
        is_reversed=True,
        one_row_each=True,
    )


def _majestic(header: list[str]) -> RankLayout:
    texts = {"GlobalRank", "Domain", "TLD", "IDN_Domain", "IDN_TLD"}
    scores = [(name, at) for at, name in enumerate(header) if name not in texts]
    return RankLayout(
        "majestic-million",
        ",",
        len(header),
        domain=header.index("Domain"),
        rank=0,
        scores=tuple(scores),
        skip=1,
    )


def _two_columns(rows: list[str], file_name: str, *, skip: int = 0) -> RankLayout | None:
    """A rank and a name, in either order; None when a row is anything else."""
    for delimiter in (",", "\t", ";"):
        cells = [[cell.strip(_AROUND_CELLS) for cell in row.split(delimiter)] for row in rows]
        if not cells or any(len(row) != len(("rank", "domain")) for row in cells):
            continue
        for domain, rank in ((1, 0), (0, 1)):
            if all(_NAME.match(row[domain]) and _RANK.match(row[rank]) for row in cells):
                numbers = [int(row[rank]) for row in cells]
                if numbers != sorted(numbers):
                    return None
                has_origins = cells[0][domain].startswith("http")
                return RankLayout(
                    "crux" if has_origins else _label(file_name),
                    delimiter,
                    2,
                    domain=domain,
                    rank=rank,
                    skip=skip,
                )
    return None


def _is_header(line: str) -> bool:
    return "rank" in line.lower() and not any(letter.isdigit() for letter in line)


def _label(file_name: str) -> str:
    low = file_name.rpartition("/")[2].lower()
    return next((label for word, label in _LABELS if word in low), "rank-list")


def _date_in(name: str) -> date | None:
    """The day that a file's name tells, `tranco-2026-10-01.csv`; None when it tells none."""
    found = _DATE.search(name.rpartition("/")[2])
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
