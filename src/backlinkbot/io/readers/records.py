"""The records of an archive one after the other, each with the offset to find it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.http_message import MAX_BODY_BYTES, MAX_HEAD_BYTES
from backlinkbot.io.readers.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from backlinkbot.io.readers.format import Reading, Source

MAX_BLOCK_BYTES = MAX_BODY_BYTES + MAX_HEAD_BYTES  # of one record that is ever in memory
USUAL_HEAD_BYTES = 4096
_PACKED_AS_A_WHOLE = (
    "{name} was compressed as one whole, not record by record, so no record in it could be found "
    "again as evidence; unpack it (gunzip) and read the plain file"
)
NOT_A_RECORD = "damaged data where a record should begin"
NO_LENGTH = "record without a valid length"
DAMAGED = "damaged compressed data"


@dataclass(frozen=True, slots=True)
class RecordHead:
    """What a record says about itself.

    `kind`: "response", "revisit" … in WARC's words; `length`: bytes of its block; `truncated`: why
    the crawler cut the block ("length", "time" …), empty when it did not.
    """

    kind: str
    url: str
    fetched_at: datetime | None
    media_type: str
    length: int
    ip: str = ""
    truncated: str = ""


class Grammar(Protocol):
    """What differs between WARC and ARC."""

    def begins(self, line: bytes) -> bool:
        """Whether a record may begin with this line, or with this beginning of one."""
        ...

    def head_size(self, data: bytes) -> int:
        """How many bytes the head takes that `data` begins with; 0 when it does not end there."""
        ...

    def head(self, data: bytes) -> RecordHead | None:
        """What the head says; None when its length is missing or not a number."""
        ...


class Record:
    """One record; its block can be read until the next record is asked for."""

    def __init__(self, head: RecordHead, place: str, walk: Walk) -> None:
        self.head = head
        self.place = place  # `archive.warc.gz@12345`: evidence
        self.is_cut = False  # set by `block`: it is shorter than its head says
        self.is_damaged = False  # set by `block`: its bytes are not what was written
        self.left = head.length
        self._walk = walk

    def peek(self, size: int) -> bytes:
        """The first bytes of the block; fewer where the block or the archive ends."""
        return self._walk.peek(min(size, self.head.length))

    def block(self) -> bytes:
        """The whole block, or of one that is larger its first `MAX_BLOCK_BYTES`; once only."""
        size = min(self.head.length, MAX_BLOCK_BYTES)
        block = self._walk.take(size)
        self.left -= len(block)
        self._walk.peek(1)  # past the end: damage that only the checksum shows comes to light
        self.is_cut = len(block) < size
        self.is_damaged = self._walk.is_damaged
        return block


def records(source: Source, reading: Reading, grammar: Grammar) -> Iterator[Record]:
    """All records of an archive. Damaged places are counted and stepped over.

    An archive that ends in the middle gives everything before that and sets `reading.truncated`.

    Raises:
        BadInput: an archive that was compressed as one whole: nothing in it could be found again.
    """
    with source.open_raw() as raw:
        yield from records_of(Walk(raw, source.head().raw), source.name, reading, grammar)


def records_of(walk: Walk, name: str, reading: Reading, grammar: Grammar) -> Iterator[Record]:
    """The records from where a walk stands to its end; see `records`."""
    while walk.next_member():
        yield from records_of_member(walk, name, reading, grammar)
    if walk.is_clipped:
        reading.truncated = True
        reading.notes.append(f"{name} ends in the middle of a record; all before it is kept")


def records_of_member(
    walk: Walk, name: str, reading: Reading, grammar: Grammar
) -> Iterator[Record]:
    """The records of the member that is open (all of a file that is not compressed).

    Raises:
        BadInput: the file's first member has several.
    """
    found = 0
    while _go_to_record(walk, name, reading, grammar):
        found += 1
        if found > 1 and walk.is_first_member and walk.is_packed:
            raise BadInput(_PACKED_AS_A_WHOLE.format(name=name))
        place = f"{name}@{walk.offset}"
        head = _head(walk, grammar)
        reading.rows += 1
        if head is None:
            reading.rejects.add(NO_LENGTH, place)
            continue
        record = Record(head, place, walk)
        yield record
        walk.skip(record.left)
    if walk.is_damaged and (found or not walk.is_resynced):
        reading.rejects.add(DAMAGED, f"{name}@{walk.offset}")


def _go_to_record(walk: Walk, name: str, reading: Reading, grammar: Grammar) -> bool:
    """Step over blank lines and counted rubbish to where a record begins; False at the end."""
    walk.skip_blank()
    place, skipped = f"{name}@{walk.offset}", 0
    while (line := walk.peek(USUAL_HEAD_BYTES)) and not grammar.begins(line):
        skipped += walk.skip_line()
    if skipped and not walk.is_resynced:
        reading.rejects.add(NOT_A_RECORD, place)
    return bool(line)


def _head(walk: Walk, grammar: Grammar) -> RecordHead | None:
    """The head of the record that begins here; behind it the walk stands at the block."""
    for size in (USUAL_HEAD_BYTES, MAX_HEAD_BYTES):
        data = walk.peek(size)
        if used := grammar.head_size(data):
            return grammar.head(walk.take(used))
    walk.skip_line()
    return None
