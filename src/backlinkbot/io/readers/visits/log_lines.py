"""Lines of a log as text, with its first one remembered: by it a log that grew is known again."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.io.readers.format import Source
    from backlinkbot.io.readers.visits.format import VisitReading

LONGEST_LINE_BYTES = 64 * 1024  # servers cut requests at 8 KB or a little more
TOO_LONG = "line of more than 64 KiB"


def lines_of(source: Source, reading: VisitReading) -> Iterator[tuple[int, str]]:
    """Every line with its number from 1; blank ones are no lines."""
    number = 0
    with source.open() as stream:
        while raw := stream.readline(LONGEST_LINE_BYTES):
            number += 1
            if not raw.endswith(b"\n") and len(raw) >= LONGEST_LINE_BYTES:
                reading.rejects.add(
                    TOO_LONG, f"{source.name}:{number}", raw[:200].decode("latin-1")
                )
                while raw and not raw.endswith(b"\n"):
                    raw = stream.readline(LONGEST_LINE_BYTES)
                continue
            line = raw.rstrip(b"\r\n")
            if not line:
                continue
            if not reading.opening and not line.startswith(b"#"):
                reading.opening = blake2b(line, digest_size=16).hexdigest()
            reading.rows += 1
            yield number, line.decode("utf-8", "replace")
    if source.damage():
        reading.truncated = True
        reading.notes.append(source.damage())
