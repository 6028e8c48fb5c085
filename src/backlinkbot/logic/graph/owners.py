"""Which nodes have one owner: by footprints they share, or because they link where another links.

Being joined to somebody never raises anyone: of an owner's votes for a target the strongest counts
(`votes.py`). Nothing is passed on from hand to hand: A and B, and B and C, may have one owner
without A and C having one, so that a stranger who copies two sites' footprints joins neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.graph.blocks import cores, row_blocks, run, spans

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Graph, Rows

# A footprint on more domains than this is a platform's, a theme's or an agency's.
MOST_DOMAINS = 500
# A target that more trusted domains than this link to says nothing about who links: most of the
# web links to the same few giants.
TELLING_SOURCES = 1000
# Two sites with fewer telling targets can be alike by chance; from here on, hardly.
LEAST_TARGETS = 5
ALIKE = 0.8  # share of both sites' telling targets that both link to (Jaccard)
# Eight bands of two hashes: two sites that are just alike enough meet in at least one band with
# probability 0.9997, strangers with a likeness of 0.1 in one of thirteen.
BANDS, HASHES_PER_BAND = 8, 2
HASH_SEED = 20261101  # part of the method: the same in every run


@dataclass(frozen=True, slots=True)
class Owners:
    """The groups each node belongs to: `groups[starts[v]:starts[v + 1]]`, numbers 0..count-1.

    `platforms`: nodes on which strangers publish; their links are nobody's vote.
    """

    starts: NDArray[np.int64]
    groups: NDArray[np.int32]
    count: int
    platforms: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    @classmethod
    def of(cls, nodes: int, member: NDArray[np.int64], group: NDArray[np.int64]) -> Owners:
        """From pairs (node, group) in any order; groups of one member are left out."""
        pairs = np.unique(np.column_stack((member, group)).reshape(-1, 2), axis=0)
        _, code, size = np.unique(pairs[:, 1], return_inverse=True, return_counts=True)
        pairs, code = pairs[size[code] > 1], code[size[code] > 1]
        _, code = np.unique(code, return_inverse=True)
        starts = np.zeros(nodes + 1, np.int64)
        np.cumsum(np.bincount(pairs[:, 0], minlength=nodes), out=starts[1:])
        return cls(starts, code.astype(np.int32), int(code.max(initial=-1)) + 1)

    def with_(self, other: Owners) -> Owners:
        """Both: a node belongs to the groups that either knows."""
        nodes = len(self.starts) - 1
        member = [np.repeat(np.arange(nodes), np.diff(part.starts)) for part in (self, other)]
        group = (self.groups.astype(np.int64), other.groups.astype(np.int64) + self.count)
        both = Owners.of(nodes, np.concatenate(member), np.concatenate(group))
        return replace(both, platforms=np.union1d(self.platforms, other.platforms))

    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Every node that belongs to a group, and the group; ascending by node."""
        length = np.diff(self.starts)
        member = np.flatnonzero(length)
        return np.repeat(member, length[member]), self.groups

    def members(self) -> int:
        """How many nodes belong to a group."""
        return int((np.diff(self.starts) > 0).sum())


def owners_by_footprint(
    node: NDArray[np.int64], footprint: pa.Array | pa.ChunkedArray, nodes: int
) -> Owners:
    """Nodes that share a footprint (an analytics id, or a server together with a template).

    Row i says that `node[i]` shows `footprint[i]`; a footprint on more than 500 nodes says nothing.
    """
    import pyarrow as pa

    if isinstance(footprint, pa.ChunkedArray):
        footprint = footprint.combine_chunks()
    code = footprint.dictionary_encode().indices.to_numpy(zero_copy_only=False).astype(np.int64)
    pairs = np.unique(np.column_stack((node, code)).reshape(-1, 2), axis=0)
    size = np.bincount(pairs[:, 1], minlength=int(code.max(initial=-1)) + 1)
    pairs = pairs[size[pairs[:, 1]] <= MOST_DOMAINS]
    return Owners.of(nodes, pairs[:, 0], pairs[:, 1])


def owners_by_links(graph: Graph, trusted: NDArray[np.float64], *, workers: int = 0) -> Owners:
    """Nodes that link almost exactly where a stronger one links (`ALIKE`, over `LEAST_TARGETS`).

    `trusted`: how strong each node is; those with 0 are left out and change nothing, so that no
    number of throw-away domains can make or break a group. Each group is one strong node and those
    that are like it. Candidates come from minhashes in bands (Broder 1997; Indyk & Motwani 1998)
    and are checked exactly.
    """
    workers = workers or cores()
    number = np.where(trusted > 0, np.cumsum(trusted > 0) - 1, -1).astype(np.int32)
    linking, starts, sets = _target_sets(graph.incoming, number, workers)
    if len(linking) < 2:  # noqa: PLR2004 - nobody to be like
        return Owners.of(graph.nodes, np.empty(0, np.int64), np.empty(0, np.int64))
    # Strongest first, equals by their number: of two nodes the one that stands first leads.
    place = np.empty(len(linking), np.int64)
    place[np.lexsort((linking, -trusted[linking]))] = np.arange(len(linking))
    # Hashes go by rank, which neither the numbering of nodes nor throw-away domains change.
    key = np.empty(int(number.max()) + 1, np.uint32)
    key[np.argsort(-trusted[number >= 0], kind="stable")] = np.arange(len(key), dtype=np.uint32)
    one, other = _candidates(_bands(starts, sets, key, workers), place)
    alike = _likeness(starts, sets, one, other, workers) >= ALIKE
    follower, leader = one[alike], other[alike]
    best = np.full(len(linking), len(linking), np.int64)
    np.minimum.at(best, follower, place[leader])
    follows = np.flatnonzero(best < len(linking))
    by_place = np.argsort(place)
    leads = by_place[best[follows]]
    member = np.concatenate((linking[follows], linking[leads]))
    return Owners.of(graph.nodes, member, np.concatenate((leads, leads)))


def _target_sets(
    rows: Rows, number: NDArray[np.int32], workers: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]:
    """The nodes with enough telling targets, and the telling targets of each, ascending."""
    from backlinkbot.logic.graph.kernels.votes import (
        counted_sources,
        target_sets,
        telling_targets,
    )

    sources = np.zeros(rows.count, np.int64)

    def count(block: tuple[int, int]) -> None:
        counted_sources(rows.offsets, rows.neighbours, number, *block, sources)

    run(count, row_blocks(rows.offsets), workers)
    is_telling = (sources > 1) & (sources <= TELLING_SOURCES)
    lengths = np.zeros(int(number.max(initial=-1)) + 1, np.int64)
    telling_targets(rows.offsets, rows.neighbours, number, is_telling, lengths)
    numbered = np.flatnonzero(number >= 0)
    linking = numbered[lengths >= LEAST_TARGETS]
    slot = np.full(rows.count, -1, np.int32)
    slot[linking] = np.arange(len(linking))
    starts = np.zeros(len(linking) + 1, np.int64)
    np.cumsum(lengths[lengths >= LEAST_TARGETS], out=starts[1:])
    sets = np.empty(starts[-1], np.int32)
    target_sets(rows.offsets, rows.neighbours, slot, is_telling, number, starts[:-1].copy(), sets)
    return linking, starts, sets


def _bands(
    starts: NDArray[np.int64], sets: NDArray[np.int32], key: NDArray[np.uint32], workers: int
) -> list[NDArray[np.uint64]]:
    """Per band one number per set: equal where all hashes of the band are equal."""
    from backlinkbot.logic.graph.kernels.votes import min_hashes

    count = BANDS * HASHES_PER_BAND
    factors = np.random.default_rng(HASH_SEED).integers(1, 2**63, count, np.uint64) * np.uint64(2)
    factors += np.uint64(1)
    hashes = np.empty((len(starts) - 1, count), np.uint32)

    def fill(span: tuple[int, int]) -> None:
        min_hashes(starts, sets, key, factors, *span, hashes)

    run(fill, spans(len(starts) - 1, 16 * workers), workers)
    pairs = hashes.astype(np.uint64)
    return [pairs[:, 2 * b] << np.uint64(32) | pairs[:, 2 * b + 1] for b in range(BANDS)]


def _candidates(
    bands: list[NDArray[np.uint64]], place: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Pairs of sets that may be alike, the weaker first.

    Each with the strongest of its band, and with the one next stronger in it.
    """
    found = []
    for key in bands:
        order = np.lexsort((place, key))
        is_first = np.append(True, key[order][1:] != key[order][:-1])
        leader = order[np.maximum.accumulate(np.where(is_first, np.arange(len(order)), 0))]
        weaker = ~is_first
        found.append(np.column_stack((order[weaker], leader[weaker])))
        found.append(np.column_stack((order[weaker], np.roll(order, 1)[weaker])))
    pairs = np.unique(np.concatenate(found), axis=0).astype(np.int32)
    return np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])


def _likeness(
    starts: NDArray[np.int64],
    sets: NDArray[np.int32],
    one: NDArray[np.int32],
    other: NDArray[np.int32],
    workers: int,
) -> NDArray[np.float64]:
    from backlinkbot.logic.graph.kernels.votes import likeness

    share = np.zeros(len(one))

    def fill(span: tuple[int, int]) -> None:
        likeness(starts, sets, one, other, *span, share)

    run(fill, spans(len(one), 16 * workers), workers)
    return share
