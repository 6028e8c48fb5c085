"""What a worker does for ingest: pages, or parts of an archive, to link facts and page facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import RawPage, Rejects
from backlinkbot.core.pages.extract import extract
from backlinkbot.io.readers.archive import Span
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.read import pages_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from backlinkbot.core.pages.extract import Extracted

# Of one batch, which shares the cost of a hand-over and is tried again part by part when it fails.
MOST_PAGES = 32  # of pages from a stream, 2 MB of HTML
MOST_SPANS = 128  # every third record of a WARC is a page, every one of a WAT, which is small
MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """What a batch gave, and what reading it counted: pages with a body, records looked at.

    `error`: why the file cannot be read any further.
    """

    extracted: Extracted
    pages: int
    rows: int = 0
    error: str = ""


def read_part(
    items: list[RawPage | Span], *, format_name: str, seen_at: datetime, reporter: str = ""
) -> Part:
    """The links and page facts of a batch that `batched` made."""
    spans = [item for item in items if isinstance(item, Span)]
    reading = Reading(Rejects(), seen_at, reporter=reporter)
    found = [item for item in items if isinstance(item, RawPage)]
    error = ""
    try:
        if spans:
            found = list(pages_in(spans, format_name, reading))
    except (BadInput, OSError) as reason:
        error = str(reason)
    extracted = extract(found)
    extracted.rejects.merge(reading.rejects)
    return Part(extracted, sum(1 for page in found if page.body), reading.rows, error)


@dataclass(slots=True)
class _Batch:
    items: list[RawPage | Span] = field(default_factory=list)
    size_bytes: int = 0

    def takes(self, item: RawPage | Span) -> bool:
        """Whether the item may join: of the same sort, and not too many or too large."""
        if not self.items:
            return True
        is_span = isinstance(item, Span)
        most = MOST_SPANS if is_span else MOST_PAGES
        return (
            isinstance(self.items[0], Span) == is_span
            and len(self.items) < most
            and self.size_bytes < MOST_BYTES
        )


def batched(items: Iterable[RawPage | Span]) -> Iterator[list[RawPage | Span]]:
    """Batches for `read_part`, in order."""
    batch = _Batch()
    for item in items:
        if not batch.takes(item):
            yield batch.items
            batch = _Batch()
        batch.items.append(item)
        batch.size_bytes += item.plain_bytes if isinstance(item, Span) else len(item.body)
    if batch.items:
        yield batch.items
