"""Who competes with a site: shared referring domains beyond chance, and shared topics.

Literature: Small 1973 (co-citation); Dunning 1993 (the log-likelihood ratio of a two-by-two table);
Adamic & Adar 2003 (a neighbour weighs less the more it links).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SURE_RATIO = 10.83  # the log-likelihood ratio that chance reaches once in a thousand
UNKNOWN_RELEVANCE = 0.5  # where no text tells the niche, neither for nor against
OTHER_TYPE = 0.5  # is left to papers, universities and such, unless the site is one itself
OTHER_NICHE = 0.25  # of its likeness is left to a site that is surely of another niche


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Domains that share referring domains with a site.

    `shared`: how many; `weight`: the sum of their weights; `referring`: of each domain in all;
    `own_shared`, `own_weight`: the same of the site itself; `linking`: domains that link anywhere.
    """

    shared: NDArray[np.float64]
    weight: NDArray[np.float64]
    referring: NDArray[np.float64]
    own_shared: float
    own_weight: float
    linking: float


def likeness(near: Neighbours) -> NDArray[np.float64]:
    """How like the referring domains of each and of the site are, 0..1: a weighted cosine.

    The weight of a domain's referring domains that do not link to the site is taken as the mean of
    those that do.
    """
    mean = near.own_weight / max(near.own_shared, 1)
    whole = np.sqrt(near.own_weight * np.maximum(near.referring, near.shared) * mean)
    return np.asarray(np.clip(near.weight / np.maximum(whole, 1e-12), 0, 1))


def expected(near: Neighbours) -> NDArray[np.float64]:
    """How many referring domains would be shared by chance."""
    return np.asarray(near.own_shared * near.referring / max(near.linking, 1))


def beyond_chance(near: Neighbours) -> NDArray[np.bool_]:
    """Where more is shared than chance would give once in a thousand."""
    return np.asarray((_ratio(near) >= SURE_RATIO) & (near.shared > expected(near)))


def closeness(
    like: NDArray[np.float64], relevance: NDArray[np.float32], tells: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Likeness, less where the texts are of another niche, or the site `tells` rather than sells.

    NaN relevance is unknown.
    """
    known = np.where(np.isnan(relevance), UNKNOWN_RELEVANCE, relevance)
    of_kind = np.where(tells, OTHER_TYPE, 1.0)
    return np.asarray(like * (OTHER_NICHE + (1 - OTHER_NICHE) * known) * of_kind)


def _ratio(near: Neighbours) -> NDArray[np.float64]:
    """Dunning's ratio of the table: links to the site or not, links to the domain or not."""
    both = near.shared
    only_site = np.maximum(near.own_shared - both, 0)
    only_other = np.maximum(near.referring - both, 0)
    neither = np.maximum(near.linking - both - only_site - only_other, 0)
    rows = (both + only_site, only_other + neither)
    columns = (both + only_other, only_site + neither)
    total = rows[0] + rows[1]
    cells = ((both, 0, 0), (only_site, 0, 1), (only_other, 1, 0), (neither, 1, 1))
    found = np.zeros(len(both), dtype=np.float64)
    for count, row, column in cells:
        by_chance = rows[row] * columns[column] / np.maximum(total, 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            part = count * np.log(count / by_chance)
        found += np.where(count > 0, part, 0.0)
    return np.asarray(2 * found)
