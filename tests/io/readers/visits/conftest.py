"""Reading one text of visits as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from backlinkbot.core.facts import Rejects
from backlinkbot.core.visits import VisitKind
from backlinkbot.io.readers.stored import file_source
from backlinkbot.io.readers.visits.format import VisitReading
from backlinkbot.io.readers.visits.read import visits_format_of

SITE = "acme.example"


@dataclass(frozen=True)
class Read:
    """What one file gave."""

    format: str
    rows: list[dict[str, Any]]
    reading: VisitReading
    kinds: set[VisitKind]


Reads = Callable[..., Read]


@pytest.fixture
def read(tmp_path: Path) -> Reads:
    """Write bytes or text to a file and read it."""

    def of(content: str | bytes, name: str = "file.csv", **told: Any) -> Read:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        source = file_source(path)
        found, one = visits_format_of(source)
        reading = VisitReading(Rejects(), SITE, **told)
        rows, kinds = [], set()
        for facts in one.read(source, reading):
            kinds.add(facts.kind)
            rows += facts.rows.to_pylist()
        return Read(found, rows, reading, kinds)

    return of
