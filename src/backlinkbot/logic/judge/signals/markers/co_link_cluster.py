"""Linking sites whose lists of other targets are nearly the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import linking_pages, shown
from backlinkbot.logic.judge.clues.out_links import OutLinks, out_links
from backlinkbot.logic.judge.clues.ramp import ramp
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

LEAST_TARGETS = 3  # telling ones: two sites share one or two by chance
LIKE_START, LIKE_FULL = 0.25, 0.6  # Jaccard likeness of two lists of targets
SHARED_START, SHARED_FULL = 2, 6  # telling targets in common
# Bands of two least hashes: lists with a likeness of 0.5 meet in 97 of 100 cases.
BANDS, HASHES = 12, 2
HASH_SEED = 20261121  # part of the method: the same in every run
NEIGHBOURS = 3  # of those that meet in a band, so many are compared with each


@marker("co-link-cluster", Family.LINKS, Level.DOMAIN)
def co_link_cluster(suspects: Suspects) -> Marks:
    """The site links to nearly the same rare targets as another linking site does.

    Two people choose the same dozen little-known sites only by copying, or for the same customer.
    Targets that more than 200 domains link to are left out; likeness is Jaccard's (Broder 1997:
    least hashes find the pairs).
    """
    found = suspects.once(out_links)
    likeness, common, partner = _nearest(found, suspects.once(linking_pages.ranks))
    strength = ramp(likeness, LIKE_START, LIKE_FULL) * ramp(common, SHARED_START, SHARED_FULL)
    strength[~found.known | (found.sizes == 0)] = np.nan

    def say(row: int) -> str:
        site = shown.named(suspects.domains[row].as_py())
        if np.isnan(strength[row]):
            return f"To which other sites {site} links is not known."
        if partner[row] < 0:
            return f"No other linking site has a list of targets like that of {site}."
        other = shown.named(suspects.domains[int(partner[row])].as_py())
        return (
            f"{site} shares {common[row]:,.0f} of its {found.sizes[row]:,} rare targets with the "
            f"linking site {other} (likeness {likeness[row]:.0%})."
        )

    return Marks(strength, say, lambda row: shown.of_domain(suspects, row))


def _nearest(
    found: OutLinks, rank: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Of each domain: likeness to the domain most alike, targets in common, and which it is.

    `rank`: of the domains by name, which decides between equals.
    """
    rows = len(found.sizes)
    likeness, common = np.zeros(rows), np.zeros(rows)
    partner = np.full(rows, -1, np.int64)
    one, other = _candidates(found, rank)
    if len(one):
        shared = np.asarray(
            found.matrix[one].multiply(found.matrix[other]).sum(axis=1), np.float64
        ).ravel()
        like = shared / (found.sizes[one] + found.sizes[other] - shared)
        one, other = np.concatenate((one, other)), np.concatenate((other, one))
        like, shared = np.tile(like, 2), np.tile(shared, 2)
        order = np.lexsort((-rank[other], shared, like))  # the best last, which stays
        likeness[one[order]], common[one[order]] = like[order], shared[order]
        partner[one[order]] = other[order]
    return likeness, common, partner


def _candidates(
    found: OutLinks, rank: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of domains that meet in a band, each once, the smaller code first."""
    matrix, sizes = found.matrix, found.sizes
    told = np.flatnonzero(sizes >= LEAST_TARGETS)
    if not len(told):
        return told, told
    names = _hashes(found)
    random = np.random.default_rng(HASH_SEED)
    factors = random.integers(1, 2**63, (BANDS, HASHES), np.uint64) * np.uint64(2) + np.uint64(1)
    columns = matrix[told].indices
    starts = np.concatenate(([0], np.cumsum(sizes[told])[:-1]))
    pairs = []
    for band in factors:
        key = np.zeros(len(told), np.uint64)
        for factor in band:
            hashed = names[columns] * factor
            key = key * np.uint64(31) + np.minimum.reduceat(
                hashed ^ (hashed >> np.uint64(29)), starts
            )
        order = np.lexsort((rank[told], sizes[told], key))
        for step in range(1, NEIGHBOURS + 1):
            left, right = order[:-step], order[step:]
            met = key[left] == key[right]
            a, b = told[left[met]], told[right[met]]
            pairs.append(np.minimum(a, b) * len(sizes) + np.maximum(a, b))
    one, other = np.divmod(np.unique(np.concatenate(pairs)), len(sizes))
    return one, other


def _hashes(found: OutLinks) -> NDArray[np.uint64]:
    """A number for each target's name, the same in every run and order."""
    from zlib import crc32

    told = [crc32(name.encode()) for name in found.targets.to_pylist()]
    return np.array(told, np.uint64) * np.uint64(0x9E3779B97F4A7C15)
