"""Opportunities in the order of what an hour spent on them can be expected to bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.chances import opportunities
from backlinkbot.logic.prospect.choosing import Kin, chosen
from backlinkbot.logic.prospect.explore import drawn_chance
from backlinkbot.logic.prospect.priors import Step
from backlinkbot.logic.prospect.reasons import with_reasons

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.logic.prospect.odds import Odds

LEAST_MINUTES = 1.0  # of work; a tactic that says less has not counted reading the page
MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asked for.

    `top`: how many, chosen so that they do not all hang on one site, owner or topic; None for all;
    `niche`: the niche of the site, as its outcomes name it; `closed`: tactics that wait for another
    phase; `seed`: order by chances drawn as sure as they are (`explore.py`), not by expectation.
    """

    top: int | None = None
    niche: str | None = None
    closed: frozenset[str] = frozenset()
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class _Columns:
    """The numbers that decide, a row each; NaN unknown."""

    chance: NDArray[np.float64]  # as ordered by: expected, or drawn
    worth: NDArray[np.float64]
    minutes: NDArray[np.float64]
    relevance: NDArray[np.float64]


def rank(candidates: pa.Table, odds: Odds, wishes: Wishes) -> pa.Table:
    """Candidates as opportunities (`core.chances.opportunities()`), best first.

    `candidates`: the columns of `core.chances.candidates()` with `authority`, `worth_points`,
    `relevance` (null unknown) and `site_type`; optionally `contact` (`ContactKind`), `niche`,
    `owner` (an id of who owns the prospect) and `topic`.

    `p_placement` has the tactic's `fit` in it: where the page is no such chance after all, nothing
    is placed. Rows without a worth come last, the likelier and more relevant first. A page that
    sells its links brings nothing: such a link has to be marked as paid, and then does not count.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = _open(candidates, wishes)
    fit = np.nan_to_num(_numbers(rows, "fit"), nan=0.0).clip(0, 1)
    p_reply = odds.expected(Step.REPLY, rows)
    p_placement = odds.expected(Step.PLACEMENT, rows) * fit
    sells = pc.is_in(rows["sells"], value_set=pa.array([True])).to_numpy(zero_copy_only=False)
    worth = np.where(sells, 0.0, _numbers(rows, "worth_points"))
    minutes = np.fmax(_numbers(rows, "minutes"), LEAST_MINUTES)
    chance = p_reply * p_placement
    made = {
        "minutes": minutes,
        "worth_points": worth,
        "p_reply": p_reply,
        "p_placement": p_placement,
        "value_per_hour": chance * worth / minutes * MINUTES_AN_HOUR,
    }
    if wishes.seed is not None:
        chance = drawn_chance(odds, rows, wishes.seed) * fit
    columns = _Columns(chance, worth, minutes, _numbers(rows, "relevance"))
    order = _order(columns)
    if wishes.top is not None and wishes.top < len(order):
        order = _diverse(rows, columns, order, wishes.top)
    at = pa.array(order, pa.int64())
    told = {name: pa.array(values[order], from_pandas=True) for name, values in made.items()}
    return with_reasons(_shaped(rows.take(at), told), odds)


def _open(candidates: pa.Table, wishes: Wishes) -> pa.Table:
    """The candidates of this phase, each with the niche of the site."""
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = candidates
    if wishes.closed:
        shut = pa.array(sorted(wishes.closed), pa.string())
        rows = rows.filter(pc.invert(pc.is_in(rows["tactic"], value_set=shut)))
    if wishes.niche and "niche" not in rows.column_names:
        rows = rows.append_column("niche", pa.repeat(wishes.niche, rows.num_rows))
    return rows


def _order(columns: _Columns) -> NDArray[np.int64]:
    """Places by value per hour; where that is unknown, behind, by chance an hour and relevance."""
    value = columns.chance * columns.worth / columns.minutes
    near = np.nan_to_num(columns.relevance, nan=0.0)
    guess = columns.chance / columns.minutes * (1 + near)
    return np.lexsort((-guess, -np.nan_to_num(value, nan=-1.0)))


def _diverse(
    rows: pa.Table, columns: _Columns, order: NDArray[np.int64], many: int
) -> NDArray[np.int64]:
    """The best `many` of the places in `order`, without too many of one kind; in the same order.

    What has a worth is chosen first, what has none after it.
    """
    is_priced = np.isfinite(columns.worth[order])
    near = np.nan_to_num(columns.relevance, nan=0.0)
    worth = np.where(np.isnan(columns.worth), 1 + near, columns.worth)
    value = columns.chance * worth / columns.minutes
    kept: list[int] = []
    for part in (order[is_priced], order[~is_priced]):
        kin = _kin(rows, part)
        kept.extend(part[chosen(value[part], columns.chance[part], kin, many - len(kept))])
    return order[np.isin(order, kept)]


def _kin(rows: pa.Table, places: NDArray[np.int64]) -> Kin:
    import pyarrow as pa

    def names(column: str) -> list[str | None]:
        if column not in rows.column_names:
            return [None] * len(places)
        told: list[str | None] = rows[column].take(pa.array(places, pa.int64())).to_pylist()
        return told

    return Kin.of([name or "" for name in names("prospect")], names("owner"), names("topic"))


def _shaped(rows: pa.Table, told: dict[str, pa.Array]) -> pa.Table:
    """The rows in the columns of opportunities."""
    import pyarrow as pa

    schema = opportunities()
    columns = [
        (told[name] if name in told else rows[name]).cast(schema.field(name).type)
        for name in schema.names
    ]
    return pa.table(columns, schema=schema)


def _numbers(rows: pa.Table, name: str) -> NDArray[np.float64]:
    import pyarrow as pa

    return np.asarray(rows[name].cast(pa.float64()).to_numpy(zero_copy_only=False))
