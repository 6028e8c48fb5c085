"""A plain list of anchors that a user wrote: one a line, or anchor and number of domains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.facts import Rejects
from backlinkbot.io.readers.plain import plain_table

if TYPE_CHECKING:
    from pathlib import Path

ANCHOR = ("anchor", "anchortext", "text", "linktext")
DOMAINS = ("domains", "referringdomains", "linkingdomains", "refdomains", "count")
MOST_DOMAINS = 10**9
NO_COUNT = "number of domains that is not a whole number from 1"


@dataclass(frozen=True, slots=True)
class AnchorList:
    """Anchors and on how many domains each stands; empty texts are kept (images, empty links)."""

    name: str
    anchors: tuple[str, ...]
    domains: tuple[int, ...]
    rejects: Rejects


def read_anchors(path: Path) -> AnchorList:
    """The list in a file; without a header that names an anchor column, each line is an anchor.

    Raises:
        BadInput: no such file, or nothing in it.
    """
    rejects = Rejects()
    table = plain_table(path)
    at = _place(table.header, ANCHOR)
    if at is None:
        lines = plain_table(path, one_cell=True).rows
        texts = tuple(row.cells[0] for row in lines)
        return AnchorList(table.name, texts, (1,) * len(texts), rejects)
    count_at = _place(table.header, DOMAINS)
    anchors: list[str] = []
    domains: list[int] = []
    for row in table.rows[1:]:
        count = "1" if count_at is None else _cell(row.cells, count_at).replace(",", "")
        if not count.isascii() or not count.isdecimal() or not 0 < int(count) <= MOST_DOMAINS:
            rejects.add(NO_COUNT, f"{table.name}:{row.line}", count)
            continue
        anchors.append(_cell(row.cells, at))
        domains.append(int(count))
    return AnchorList(table.name, tuple(anchors), tuple(domains), rejects)


def _place(header: tuple[str, ...], names: tuple[str, ...]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _cell(cells: tuple[str, ...], at: int) -> str:
    return cells[at] if at < len(cells) else ""
