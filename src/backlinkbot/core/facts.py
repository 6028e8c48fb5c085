"""What a reader hands on: batches of facts, pages still to be read, and what had to be left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa


class FactKind(StrEnum):
    """Which schema of `core.columns` a batch has."""

    LINKS = "links"
    PAGES = "pages"
    EDGES = "edges"
    RANKS = "ranks"


@dataclass(frozen=True, slots=True)
class Facts:
    """One batch of facts of one kind."""

    kind: FactKind
    batch: pa.RecordBatch


# Ours, among a page's headers: its capture was cut short, and the value says why.
CUT_HEADER = "warc-truncated"


@dataclass(frozen=True, slots=True)
class RawPage:
    """One captured HTTP answer (or WAT record), not yet read for links.

    `body`: bytes as served, content-encoding already undone; `headers`: lower-case names, and
    `CUT_HEADER` where the body is not the whole page;
    `form` tells how to read it: "html" or "wat" (body = the record's JSON).
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime | None
    evidence: str
    reporter: str
    form: str = "html"
    ip: str = ""


KEPT_EXAMPLES = 100  # per reason, in memory; the rejects file gets all of them


@dataclass
class Rejects:
    """What was left out, counted by reason, with examples; a sink may write every one to a file.

    A reason is one plain sentence without the particulars ("no target URL"), so that equal ones
    add up; `place` names file and row ("links.csv:17"), `text` is what stood there (cut).
    """

    counts: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[str, str, str]] = field(default_factory=list)
    sink: Callable[[str, str, str], None] | None = None

    def add(self, reason: str, place: str = "", text: str = "", *, times: int = 1) -> None:
        """Count one reject (or `times` like it) and keep it as an example while there is room."""
        self.counts[reason] += times
        if self.sink:
            self.sink(reason, place, text[:500])
        if self.counts[reason] <= KEPT_EXAMPLES:
            self.examples.append((reason, place, text[:500]))

    def merge(self, other: Rejects) -> None:
        """Take over another reader's counts and examples."""
        self.counts.update(other.counts)
        self.examples.extend(other.examples)
        if self.sink:
            for example in other.examples:
                self.sink(*example)
