"""DuckDB as this room uses it: in memory, within a budget, and without extensions."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.errors import Broken, Refused
from backlinkbot.io.index.sql import named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

DATABASE_SHARE = 0.6  # of the memory allowed; the rest is for Arrow, Parquet buffers and Python
DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
LEAST_MEMORY_MB = 256  # DuckDB cannot sort wide rows in less


@dataclass(frozen=True, slots=True)
class Budget:
    """What the index may use: memory of the process in MB, and threads."""

    memory_mb: int = 2048
    workers: int = 1


def connect(budget: Budget, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A database in memory with our macros; it spills into `spill`, where one is given."""
    import duckdb

    database = duckdb.connect(
        config={
            "memory_limit": f"{max(int(budget.memory_mb * DATABASE_SHARE), LEAST_MEMORY_MB)}MB",
            "threads": budget.workers,
            "temp_directory": str(spill or ""),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    for statement in named("macros.sql")["macros"].split(";\n"):
        database.execute(statement)
    return database


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Say a failure to read the index in a plain sentence.

    Raises:
        Refused: the question needs more memory than is allowed.
        Broken: a file is missing or damaged.
    """
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise Refused("this needs more memory than memory_mb allows; raise it") from error
    except duckdb.Error as error:
        raise Broken(
            f"the index in {folder} cannot be read ({_first_line(error)}); run `index verify`"
        ) from error


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Say a failure to write to the index in a plain sentence.

    Raises:
        Refused: memory or disk are too small; the index is as it was.
        Broken: anything else that DuckDB or the disk say.
    """
    import duckdb

    unchanged = f"the index in {folder} is as it was"
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise Refused(f"merging needs more memory than memory_mb allows; {unchanged}") from error
    except duckdb.Error as error:
        if "No space left" in str(error) or "File too large" in str(error):
            raise Refused(f"the disk is full; {unchanged}") from error
        raise Broken(f"merging failed ({_first_line(error)}); {unchanged}") from error
    except OSError as error:
        if error.errno in DISK_FULL:
            raise Refused(f"the disk is full; {unchanged}") from error
        raise Broken(f"writing failed ({error}); {unchanged}") from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
