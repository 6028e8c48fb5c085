"""One process at a time writes the results of a site."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING

from backlinkbot.core.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Alone among the processes that write there; the lock goes with the process.

    Raises:
        Refused: another process is writing.
    """
    with (folder / "LOCK").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(
                f"another process is importing results into {folder}; try again when it has ended"
            ) from error
        yield
