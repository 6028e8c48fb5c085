"""Says in words why an opportunity stands where it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.prospect.cells import nearness
from backlinkbot.logic.prospect.priors import Nearness

if TYPE_CHECKING:
    import pyarrow as pa

    from backlinkbot.logic.prospect.odds import Odds

SELLS = "asks money for links: a paid link has to be marked as such and does not count"


def with_reasons(ranked: pa.Table, odds: Odds) -> pa.Table:
    """The same opportunities; what the tactic said, then relevance, worth and odds in words."""
    import pyarrow as pa

    tried = odds.tried_by_tactic()
    said = [
        [*row["reasons"], *_told(row, tried.get(row["tactic"], 0))]
        for row in ranked.select(
            ["reasons", "relevance", "worth_points", "sells", "p_reply", "tactic"]
        ).to_pylist()
    ]
    place = ranked.schema.get_field_index("reasons")
    field = ranked.schema.field(place)
    return ranked.set_column(place, field, pa.array(said, field.type))


def _told(row: dict[str, object], tried: int) -> list[str]:
    relevance, worth, p_reply = (row[name] for name in ("relevance", "worth_points", "p_reply"))
    said = []
    if isinstance(relevance, float) and nearness(relevance) is not Nearness.UNKNOWN:
        said.append(f"{nearness(relevance)} {relevance:.2f}")
    if row["sells"]:
        said.append(SELLS)
    elif isinstance(worth, float):
        said.append(f"worth {_points(worth)}")
    if isinstance(p_reply, float):
        said.append(f"{'' if tried else 'typical '}reply {_percent(p_reply)}{_after(tried)}")
    return said


def _after(tried: int) -> str:
    if not tried:
        return ""
    return " after 1 outcome of yours" if tried == 1 else f" after {tried:,} outcomes of yours"


def _points(worth: float) -> str:
    if 0 < worth < 0.005:  # noqa: PLR2004 - what would round to nothing
        return "under 0.01 points"
    return f"{worth:.1f} points" if worth >= 1 else f"{worth:.2g} points"


def _percent(chance: float) -> str:
    return f"{100 * chance:.0f} %" if chance >= 0.01 else "under 1 %"  # noqa: PLR2004 - one percent
