"""Prospects as columns, for CSV, XLSX, Parquet and JSON lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.app.prospects.asking import prospect_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from backlinkbot.core.prospects import Prospect

TEXTS = (
    "site",
    "prospect",
    "stage",
    "owner",
    "contact",
    "contact_kind",
    "tactic",
    "page",
    "target",
)
MOMENTS = ("contacted_at", "replied_at", "placed_at", "verified_at", "closed_at", "lost_at")


def prospects_table(prospects: Sequence[Prospect]) -> pa.Table:
    """One row a prospect, with its best opening and what came of asking it.

    The columns that `prospect import` reads are called as it calls them, so an export comes back.
    """
    import pyarrow as pa

    rows = [prospect_document(one) for one in prospects]
    outcomes = [row["outcome"] or {} for row in rows]
    moment, number = pa.timestamp("s", "UTC"), pa.float64()
    columns: dict[str, pa.Array] = {"number": pa.array([row["number"] for row in rows], pa.int64())}
    for name in TEXTS:
        columns[name] = pa.array([row[name] for row in rows], pa.string())
    columns["tags"] = pa.array([", ".join(row["tags"]) for row in rows], pa.string())
    for name in ("value_per_hour", "worth_points"):
        columns[name] = pa.array([row[name] for row in rows], number)
    reasons = [row["openings"][0]["reasons"] if row["openings"] else [] for row in rows]
    columns["reasons"] = pa.array(["; ".join(told) for told in reasons], pa.string())
    for name in ("added_at", "changed_at"):
        columns[name] = pa.array([row[name] for row in rows], moment)
    for name in MOMENTS:
        columns[name] = pa.array([told.get(name) for told in outcomes], moment)
    return pa.table(columns)
