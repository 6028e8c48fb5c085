"""Two authority releases side by side, joined by name without holding either in memory."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from backlinkbot.core.errors import Broken, Refused
from backlinkbot.io.index.sql import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.io.index.database import Budget

ROWS_AT_A_TIME = 1 << 18


class Together:
    """A release `before` and one `after`, for questions that need all rows of both."""

    def __init__(self, before: Path, after: Path, budget: Budget) -> None:
        self._files = {"before": str(before), "after": str(after)}
        self._budget = budget

    def common(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The authority before and after of every domain that both know, in no order."""
        with asking(self._budget) as database:
            found = database.execute(named("releases.sql")["common"], self._files).fetchnumpy()
        return _plain(found["before"]), _plain(found["after"])

    def rows(self) -> Iterator[pa.RecordBatch]:
        """node, and `before`, `after` with their `_low` and `_high`; null in one that lacks it."""
        with asking(self._budget) as database:
            question = database.sql(named("releases.sql")["together"], params=self._files)
            reader: pa.RecordBatchReader = question.to_arrow_reader(ROWS_AT_A_TIME)
            yield from reader


def repeated_rows(file: Path, budget: Budget) -> NDArray[np.int64]:
    """The row numbers of a Parquet file whose `node` an earlier row has, ascending."""
    import numpy as np

    with asking(budget) as database:
        found = database.execute(named("releases.sql")["repeated"], {"file": str(file)})
        return np.asarray(found.fetchnumpy()["row"], np.int64)


@contextmanager
def asking(budget: Budget) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database that spills to a folder of its own; its failures in plain sentences.

    Raises:
        Refused: memory or disk are too small.
        Broken: a file is missing or damaged.
    """
    import duckdb

    from backlinkbot.io.index.database import connect

    with TemporaryDirectory(prefix="backlinkbot-") as spill:
        database = connect(budget, Path(spill))
        try:
            yield database
        except duckdb.OutOfMemoryException as error:
            raise Refused("this needs more memory than memory_mb allows; raise it") from error
        except duckdb.Error as error:
            reason = str(error).partition("\n")[0]
            raise Broken(f"an authority release cannot be read ({reason})") from error
        finally:
            database.close()


def _plain(column: Any) -> NDArray[np.float64]:
    import numpy as np

    return np.asarray(column, np.float64)
