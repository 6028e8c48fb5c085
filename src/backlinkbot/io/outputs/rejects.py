"""The rejects file: every row an import left out, with its place and the reason."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TextIO

from backlinkbot.core.cells import safe_cell

if TYPE_CHECKING:
    from pathlib import Path


class RejectsFile:
    """A CSV that is made when the first reject comes; rows are flushed when it is closed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: TextIO | None = None

    def write(self, reason: str, place: str, text: str) -> None:
        """Add one reject."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8", errors="replace", newline="")
            csv.writer(self._file, lineterminator="\n").writerow(["reason", "place", "text"])
        cells = [safe_cell(cell) for cell in (reason, place, text)]
        csv.writer(self._file, lineterminator="\n").writerow(cells)

    def close(self) -> Path | None:
        """Finish; the file's path, None when nothing was rejected."""
        if self._file is None:
            return None
        self._file.close()
        self._file = None
        return self.path
