"""Writes the links of a domain into a file, all of them, without holding their readings at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backlinkbot.app.profile.beside import inputs
from backlinkbot.app.profile.linked import (
    BY_QUALITY,
    LinkQuestion,
    asked,
    in_order,
    rows_of,
    with_judgement,
)
from backlinkbot.io.outputs.tables import write_tables
from backlinkbot.logic.judge.quality import judge_links

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

    from backlinkbot.app.profile.linked import Asked
    from backlinkbot.app.workspace import Workspace

# A link with its five readings is some 10 KB of objects: so many fit beside everything else.
ROWS_AT_ONCE = 20_000
# Rows as the index gives them are about 1 KB each.
ROWS_ASKED = 200_000


@dataclass(frozen=True, slots=True)
class ExportedLinks:
    """How many links were written, how many fit, and how many more are no backlinks."""

    rows: int
    total: int
    other_kinds: int


def export_links(
    workspace: Workspace, domain: str, question: LinkQuestion, path: Path, ending: str = ""
) -> ExportedLinks:
    """Write the links of a domain as `links` gives them; without a limit every one.

    Raises as `links` does; BadInput too for an ending we do not write.
    """
    found = asked(workspace, domain, question)
    rows = write_tables(_judged(workspace, found), path, ending)
    return ExportedLinks(rows, found.total, found.other_kinds)


def _judged(workspace: Workspace, found: Asked) -> Iterator[pa.Table]:
    """The links that are wished for, judged, a small table at a time; at least one table."""
    if found.question.order == BY_QUALITY:
        yield from _best_first(workspace, found)
        return
    offset, left = found.question.offset, found.question.limit
    while True:
        wanted = ROWS_ASKED if left is None else min(ROWS_ASKED, left)
        rows = rows_of(workspace, found, wanted, offset)
        yield from _in_parts(workspace, found.domain, rows)
        offset, left = offset + wanted, None if left is None else left - wanted
        if rows.num_rows < wanted or left == 0:
            return


def _best_first(workspace: Workspace, found: Asked) -> Iterator[pa.Table]:
    import pyarrow as pa

    rows = rows_of(workspace, found, None, 0)
    judged = judge_links(rows, inputs(workspace, found.domain, rows, whole=False))
    quality = pa.array(judged.quality.astype("float64").round(1), from_pandas=True)
    order = in_order(rows.append_column("quality", quality))
    wanted = order.slice(found.question.offset, found.question.limit)
    yield from _in_parts(workspace, found.domain, rows.take(wanted))


def _in_parts(workspace: Workspace, domain: str, rows: pa.Table) -> Iterator[pa.Table]:
    beside = inputs(workspace, domain, rows, whole=False)
    for start in range(0, max(1, rows.num_rows), ROWS_AT_ONCE):
        relevance = beside.relevance
        part = None if relevance is None else relevance[start : start + ROWS_AT_ONCE]
        yield with_judgement(rows.slice(start, ROWS_AT_ONCE), replace(beside, relevance=part))
