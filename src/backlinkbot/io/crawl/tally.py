"""How many requests a crawl has sent and how long it has run, over all its resumptions.

Kept in a file that is mapped into memory: what was counted is the system's at once, so that
`kill -9` takes nothing of it, and counting costs no more than an addition.
"""

from __future__ import annotations

import mmap
import struct
from typing import TYPE_CHECKING

from backlinkbot.core.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

NAME = "tally"
_FORM = struct.Struct("<Qd")


class Tally:
    """The numbers; without a folder they are kept in memory only.

    Raises:
        Refused: the folder cannot be written.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._told: bytearray | mmap.mmap = bytearray(_FORM.size)
        if folder is not None:
            self._told = _mapped(folder / NAME)
        told: tuple[int, float] = _FORM.unpack_from(self._told)
        self._requests, self._seconds = told

    @property
    def requests(self) -> int:
        """Requests sent, those for robots.txt too."""
        return self._requests

    @property
    def seconds(self) -> float:
        """How long the crawl has run."""
        return self._seconds

    def add(self, requests: int = 0, seconds: float = 0.0) -> None:
        """Count further ones, or fewer."""
        self._requests += requests
        self._seconds += seconds
        _FORM.pack_into(self._told, 0, self._requests, self._seconds)

    def close(self) -> None:
        """Bring the numbers to the disk."""
        if isinstance(self._told, mmap.mmap):
            self._told.flush()
            self._told.close()


def _mapped(path: Path) -> mmap.mmap:
    try:
        with path.open("ab") as file:
            file.truncate(_FORM.size)
        with path.open("r+b") as file:
            return mmap.mmap(file.fileno(), _FORM.size)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}") from error
