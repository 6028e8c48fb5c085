"""Opportunities in the order of what an hour spent on them can be expected to bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.chances import opportunities
from backlinkbot.logic.prospect.priors import Step

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.logic.prospect.odds import Odds

LEAST_MINUTES = 1.0  # of work; a tactic that says less has not counted reading the page
MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asked for.

    `top`: how many, chosen so that they do not all hang on one owner or topic, None for all;
    `niche`: the niche of the site, as outcomes know it; `closed`: tactics that its phase closes;
    `seed`: order by chance as beliefs are sure (Thompson) and not by what is expected, so that
    little-tried tactics get their turn; the same seed gives the same order.
    """

    top: int | None = None
    niche: str | None = None
    closed: frozenset[str] = frozenset()
    seed: int | None = None


def rank(candidates: pa.Table, odds: Odds, wishes: Wishes) -> pa.Table:
    """Candidates as opportunities (`core.chances.opportunities()`), best first.

    `candidates`: the columns of `core.chances.candidates()` with `authority`, `worth_points`,
    `relevance` (null unknown) and `site_type`; optionally `contact` (`ContactKind`), `niche`.
    Those without a worth come last, the likelier and more relevant first. A page that sells its
    links brings nothing: such a link must be marked as paid, and then does not count.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = candidates
    if wishes.closed:
        shut = pa.array(sorted(wishes.closed), pa.string())
        rows = rows.filter(pc.invert(pc.is_in(rows["tactic"], value_set=shut)))
    if "niche" not in rows.column_names and wishes.niche:
        rows = rows.append_column("niche", pa.array([wishes.niche] * rows.num_rows, pa.string()))
    fit = _numbers(rows, "fit").clip(0, 1)
    p_reply = odds.of(Step.REPLY, rows).expected
    p_placement = odds.of(Step.PLACEMENT, rows).expected * fit
    sells = pc.is_in(rows["sells"], value_set=pa.array([True])).to_numpy(zero_copy_only=False)
    worth = np.where(sells, 0.0, _numbers(rows, "worth_points"))
    minutes = np.maximum(_numbers(rows, "minutes"), LEAST_MINUTES)
    value = p_reply * p_placement * worth / minutes * MINUTES_AN_HOUR
    told = {
        "minutes": pa.array(minutes, pa.float32()),
        "worth_points": pa.array(worth, from_pandas=True),
        "p_reply": pa.array(p_reply),
        "p_placement": pa.array(p_placement),
        "value_per_hour": pa.array(value, from_pandas=True),
    }
    schema = opportunities()
    ranked = pa.table(
        [
            (told[name] if name in told else rows[name]).cast(schema.field(name).type)
            for name in schema.names
        ],
        schema=schema,
    )
    chance = p_reply * p_placement
    if wishes.seed is not None:
        generator = np.random.default_rng(wishes.seed)
        chance = odds.drawn(Step.REPLY, rows, generator) * fit
        chance = chance * odds.drawn(Step.PLACEMENT, rows, generator)
    order = _best_first(chance * worth / minutes, chance / minutes, _numbers(rows, "relevance"))
    return ranked.take(pa.array(order[: wishes.top]))


def _best_first(
    value: NDArray[np.float64], chance: NDArray[np.float64], relevance: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Positions by value; where that is unknown, by chance a minute and relevance."""
    near = np.nan_to_num(relevance, nan=0.0)
    return np.lexsort((-(chance * (1 + near)), -np.nan_to_num(value, nan=-1.0)))


def _numbers(rows: pa.Table, name: str) -> NDArray[np.float64]:
    import pyarrow as pa

    return np.asarray(rows[name].cast(pa.float64()).to_numpy(zero_copy_only=False))
