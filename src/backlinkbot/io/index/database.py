"""DuckDB as this room uses it: in memory, within a budget, and without extensions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.io.index.sql import named

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

DATABASE_SHARE = 0.6  # of the memory allowed; the rest is for Arrow, Parquet buffers and Python
LEAST_MEMORY_MB = 256  # DuckDB cannot sort wide rows in less


@dataclass(frozen=True, slots=True)
class Budget:
    """What the index may use: memory of the process in MB, and threads."""

    memory_mb: int = 2048
    workers: int = 1


def connect(budget: Budget, macros: str, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A database in memory with the macros of one of our .sql files; it spills into `spill`."""
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
    for statement in named(macros)["macros"].split(";\n"):
        database.execute(statement)
    return database
