"""Whether people visit the linking site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.evidence import Evidence, Factor
from backlinkbot.logic.judge.signals import signals

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

# Lists that rank by links, not by visits: authority tells their story already.
LINK_LISTS = ("majestic", "common-crawl", "commoncrawl", "cc-")
TOP_RANK, LAST_RANK = 1_000, 10_000_000  # ranks that score 1 and 0; evenly by powers of ten between
LONG_LIST = 100_000  # a list at least this long makes absence from it worth saying


@signals.add("traffic")
def traffic(evidence: Evidence) -> Factor:
    """The linking site's best place in the lists of most visited sites; an estimate, not a count.

    A site in no list scores as the first place after the longest list, if that list is long;
    with short lists or none it is unknown.
    """
    rank = _best_rank(evidence)
    lists = evidence.inputs.ranked_sites
    counted = np.where(np.isnan(rank) & (lists >= LONG_LIST), np.float32(lists + 1), rank)
    span = np.log10(LAST_RANK) - np.log10(TOP_RANK)
    score = 1 - (np.log10(np.maximum(counted, 1)) - np.log10(TOP_RANK)) / span

    def say(row: int) -> str:
        site = evidence.text("source_domain", row)
        if not np.isnan(rank[row]):
            return f"{site} is number {rank[row]:,.0f} in a list of the most visited sites."
        if lists >= LONG_LIST:
            return f"{site} is not among the {lists:,} most visited sites."
        return f"The traffic of {site} is not known: no long list of visited sites was read."

    return Factor(rank, score.clip(0, 1).astype(np.float32), say)


def most_ranked_sites(lists: pa.Table) -> int:
    """How many sites the longest list of visits names; 0 without one.

    `lists`: columns `list` and `sites`.
    """
    import pyarrow.compute as pc

    longest: int | None = pc.max(lists.filter(_of_visits(lists["list"]))["sites"]).as_py()
    return longest or 0


def _of_visits(names: pa.ChunkedArray) -> pa.ChunkedArray:
    """Which of these lists rank by visits."""
    import pyarrow.compute as pc

    lower = pc.utf8_lower(names)
    by_links = pc.starts_with(lower, LINK_LISTS[0])
    for name in LINK_LISTS[1:]:
        by_links = pc.or_(by_links, pc.starts_with(lower, name))
    return pc.invert(by_links)


def _best_rank(evidence: Evidence) -> NDArray[np.float32]:
    ranks = evidence.inputs.ranks
    if ranks is None or not ranks.num_rows:
        return np.full(evidence.rows, np.nan, dtype=np.float32)
    visits = ranks.filter(_of_visits(ranks["list"]))
    best = visits.group_by("domain").aggregate([("rank", "min")])
    values = np.asarray(best["rank_min"].to_numpy(), dtype=np.float32)
    return evidence.by_source_domain(best["domain"].combine_chunks(), values)
