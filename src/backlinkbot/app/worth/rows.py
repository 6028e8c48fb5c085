"""Prices as the rows of an answer, each with its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.app.known import TRUST

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Columns:
    """Prices of many sources, as columns; `score` moved decides how many weak links it takes."""

    sources: list[str]
    basis: str
    is_loss: bool
    points: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    pagerank_points: NDArray[np.float64]
    score: NDArray[np.float64]

    def table(
        self, weak: float, authority: NDArray[np.float64], linked: NDArray[np.bool_], told: Told
    ) -> pa.Table:
        """The answer's rows; `weak`: score that an average weak link moves."""
        import numpy as np
        import pyarrow as pa

        unknown = np.full(len(self.score), np.nan)
        times = np.abs(self.score) / weak if weak > 0 else unknown
        points = (self.points, self.low, self.high) if self.basis == TRUST else (unknown,) * 3
        words = self._words((*points, times, self.pagerank_points), linked, told)
        columns = [
            self.sources, *points, self.pagerank_points, times,
            authority, linked, words, [self.basis] * len(words),
        ]  # fmt: skip
        schema = prices_schema()
        arrays = [
            pa.array(column, field.type, from_pandas=True)
            for column, field in zip(columns, schema, strict=True)
        ]
        return pa.table(arrays, schema=schema)

    def _words(
        self, numbers: tuple[NDArray[np.float64], ...], linked: NDArray[np.bool_], told: Told
    ) -> list[str]:
        """A sentence a row; of a source that links already, about its second link."""
        from backlinkbot.logic.reports.worth_wording import lost_words, second_words, worth_words

        words = [worth_words(*row) for row in zip(*(c.tolist() for c in numbers), strict=True)]
        if self.is_loss:
            lost = zip(words, told.why_silent, told.has_heir, self.pagerank_points, strict=True)
            return [lost_words(w, why, float(by), has_heir=heir) for w, why, heir, by in lost]
        rows = zip(words, linked, told.why_silent, strict=True)
        return [second_words(w, why) if old else w for w, old, why in rows]


@dataclass(frozen=True, slots=True)
class Told:
    """What else the sentence of each row says.

    `why_silent`: why the link that is there counts nothing, or empty; `has_heir`: whether another
    vote of the same owner counts when this one is lost.
    """

    why_silent: list[str]
    has_heir: list[bool]

    @classmethod
    def nothing(cls, rows: int) -> Told:
        """Of so many rows there is nothing else to say."""
        return cls([""] * rows, [False] * rows)


def prices_schema() -> pa.Schema:
    """The columns of the answer."""
    import pyarrow as pa

    number = pa.float64()
    return pa.schema(
        [
            pa.field("source", pa.string(), nullable=False),
            ("points", number),
            ("low", number),
            ("high", number),
            ("pagerank_points", number),
            ("weak_link_equivalents", number),
            ("authority", number),
            ("links_already", pa.bool_()),
            ("in_words", pa.string()),
            ("basis", pa.string()),
        ]
    )
