"""A file that was written, and the two ways to write bytes that are the same every time."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Written:
    """One sample file.

    `format`: the name of the reader that takes it; `rows`: records, lines or table rows in it;
    `about`: the site it is about, where it is about one.
    """

    path: Path
    format: str
    rows: int
    about: str = ""


def packed(text: str) -> bytes:
    """The text as one gzip member without name or time."""
    return gzip.compress(text.encode(), mtime=0)


def write_lines(path: Path, lines: Iterable[str]) -> int:
    """Write lines, gzipped where the name says so; how many there were."""
    every = list(lines)
    text = "".join(f"{line}\n" for line in every)
    path.write_bytes(packed(text) if path.suffix == ".gz" else text.encode())
    return len(every)
