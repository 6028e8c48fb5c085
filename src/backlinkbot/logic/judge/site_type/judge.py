"""Site types as columns: the weighed clues of each site added up, one probability a type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.site_types import SiteType, site_types
from backlinkbot.logic.judge.site_type import addresses, measures, names, texts, titles
from backlinkbot.logic.judge.site_type.read import Sites

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    Column = NDArray[np.float32]

TYPES = tuple(kind for kind in SiteType if kind is not SiteType.UNKNOWN)
# Before anything is known; in log odds. Asked about are sites that link, and so mostly publish.
PRIOR: Mapping[SiteType, float] = {
    SiteType.DIGITAL_PUBLICATION: 0.8,
    SiteType.NEWS: 0.3,
    SiteType.ASSOCIATION: 0.3,
    SiteType.COMPANY: 0.4,
    SiteType.OTHER: -0.3,
    SiteType.WIKI: -1,
    SiteType.DOCUMENTATION: -1,
    SiteType.FORUM: -0.7,
    SiteType.UNIVERSITY: -0.7,
    SiteType.GOVERNMENT: -0.7,
    SiteType.AGENCY: -0.5,
}
TEMPERATURE = 1.1  # of the probabilities, by bench/quality/site_types.py
LEAST_PROBABILITY = 0.4  # of the best type; below it nobody should be told one
PATTERNS = (*names.ALL, *titles.ALL, *addresses.ALL, *texts.ALL)
MOST_REASONS, LEAST_REASON = 3, 0.3


def judged(domains: Sequence[str], pages: pa.Table) -> pa.Table:
    """The type of each domain as `core.site_types.site_types()`, in the order given.

    `pages`: known pages of these domains, as `columns.page_facts()` has them; those of other
    domains do not matter. What is known of none of them by name or page is "unknown".
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    distinct = list(dict.fromkeys(domains))
    found = _judged(distinct, pages)
    place = pc.index_in(pa.array(domains, pa.string()), value_set=pa.array(distinct, pa.string()))
    return found.take(place)


def _judged(domains: list[str], pages: pa.Table) -> pa.Table:
    import pyarrow as pa

    values, weights, says = clues(Sites.of(domains, pages))
    chance = probabilities(values @ weights)
    best = chance.argmax(axis=1)
    top = chance[np.arange(len(best)), best]
    known = (top >= LEAST_PROBABILITY) & (values > 0).any(axis=1)
    words = [TYPES[at].value for at in best]
    rows = range(len(best))
    reasons = [_reasons(values[n], weights, int(best[n]), says) if known[n] else [] for n in rows]
    return pa.table(
        {
            "domain": pa.array(domains, pa.string()),
            "type": [word if known[n] else SiteType.UNKNOWN.value for n, word in enumerate(words)],
            "probability": pa.array(top, pa.float32(), mask=~known),
            "reasons": pa.array(reasons, pa.list_(pa.string())),
        },
        schema=site_types(),
    )


def probabilities(
    scores: NDArray[np.float32], temperature: float = TEMPERATURE
) -> NDArray[np.float32]:
    """The probability of each of `TYPES` from the weights of a site's clues; rows add up to 1."""
    prior = np.array([PRIOR.get(kind, 0) for kind in TYPES], dtype=np.float32)
    odds = (scores + prior) / np.float32(temperature)
    odds -= odds.max(axis=1, keepdims=True)
    chance = np.exp(odds)
    return np.asarray(chance / chance.sum(axis=1, keepdims=True), dtype=np.float32)


def clues(sites: Sites) -> tuple[Column, Column, list[str]]:
    """Values (sites, clues), weights (clues, types), and what each clue says."""
    values = [sites.found(one.where, one.regex) for one in PATTERNS]
    values += [one.value(sites) for one in measures.ALL]
    every = (*PATTERNS, *measures.ALL)
    weights = [[one.weights.get(kind, 0) for kind in TYPES] for one in every]
    return (
        np.stack(values, axis=1),
        np.array(weights, dtype=np.float32),
        [one.says for one in every],
    )


def _reasons(value: Column, weights: Column, best: int, says: Sequence[str]) -> list[str]:
    """What spoke most for the type, against the mean of all types."""
    speaks = value * (weights[:, best] - weights.mean(axis=1))
    order = np.argsort(-speaks, kind="stable")[:MOST_REASONS]
    return [says[at] for at in order if speaks[at] >= LEAST_REASON]
