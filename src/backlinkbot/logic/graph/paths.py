"""How a site can be discovered: independent short ways to it from well-known sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Graph, Rows

MOST_STEPS = 4  # a way of more links is hardly ever gone to its end
MOST_WAYS = 100  # more independent ways than this make no difference to anybody
FARTHEST = 254  # of a search that wants all distances
WELL_KNOWN = 100  # sites from which readers and crawlers set out


@dataclass(frozen=True, slots=True)
class Discovery:
    """The ways to one node from `starts`, which it is not one of.

    `distance`: links from the nearest start, None when no way leads there; `reached_from`: starts
    from which any way leads there; `mean_distance` over these; `ways`: node by node from a start
    to the target, short ones first; two of them share only the target.
    """

    distance: int | None
    mean_distance: float | None
    reached_from: int
    starts: int
    ways: tuple[tuple[int, ...], ...]

    def within(self, steps: int) -> int:
        """How many of the ways have at most so many links."""
        return sum(len(way) - 1 <= steps for way in self.ways)


def well_known(
    donors: NDArray[np.int64], target: int, count: int = WELL_KNOWN
) -> NDArray[np.int64]:
    """The best of the donors (best first), without the target."""
    return np.asarray(donors[donors != target][:count], np.int64)


def discovery(
    graph: Graph,
    outgoing: Rows,
    target: int,
    starts: NDArray[np.int64],
    *,
    most_steps: int = MOST_STEPS,
    new_from: int | None = None,
) -> Discovery:
    """Distances and independent ways of at most about `most_steps` links.

    Every link of a way lies on some way of at most `most_steps` links. The number of ways is the
    greatest that such links allow (Menger 1927); re-laying may make single ones longer, so that
    those within `most_steps` are counted apart. `new_from`: as if that node linked to the target.
    """
    extra = -1 if new_from is None else new_from
    nearest = _distances(outgoing, starts, FARTHEST)
    far = _to_target(graph.incoming, target, FARTHEST, extra)
    at_starts = far[starts]
    reached = at_starts[at_starts <= FARTHEST]
    ways = _ways(graph.incoming, target, nearest, far, most_steps, extra)
    return Discovery(
        distance=int(reached.min()) if len(reached) else None,
        mean_distance=float(reached.mean()) if len(reached) else None,
        reached_from=len(reached),
        starts=len(starts),
        ways=ways,
    )


def _distances(rows: Rows, starts: NDArray[np.int64], most: int) -> NDArray[np.uint8]:
    from backlinkbot.logic.graph.kernels.ways import FAR, spread_out

    distance = np.full(rows.count, FAR, np.uint8)
    queue = np.empty(rows.count, np.uint32)
    spread_out(rows.offsets, rows.neighbours, starts.astype(np.int64), most, distance, queue)
    return distance


def _to_target(incoming: Rows, target: int, most: int, extra: int) -> NDArray[np.uint8]:
    """Links to the target from each node, also over the link from `extra`."""
    found = _distances(incoming, np.array([target]), most)
    if extra < 0:
        return found
    over = _distances(incoming, np.array([extra]), most - 1)
    return np.where(over <= most, np.minimum(found, over.astype(np.int64) + 1), found).astype(
        np.uint8
    )


def _ways(
    incoming: Rows,
    target: int,
    from_start: NDArray[np.uint8],
    to_target: NDArray[np.uint8],
    most: int,
    extra: int,
) -> tuple[tuple[int, ...], ...]:
    from backlinkbot.logic.graph.kernels.ways import NOWHERE, find_way

    after = np.full(incoming.count, NOWHERE)
    came, queue = np.full(2 * incoming.count, NOWHERE), np.empty(2 * incoming.count, np.int64)
    laid = 0
    while laid < MOST_WAYS and find_way(
        incoming.offsets, incoming.neighbours, extra, target, most, from_start, to_target, after,
        came, queue,
    ):  # fmt: skip
        laid += 1
    begun = np.flatnonzero((after != NOWHERE) & (from_start == 0))
    ways = [_followed(int(start), target, after) for start in begun]
    return tuple(sorted(ways, key=lambda way: (len(way), way)))


def _followed(start: int, target: int, after: NDArray[np.int64]) -> tuple[int, ...]:
    way = [start]
    while way[-1] != target:
        way.append(int(after[way[-1]]))
    return tuple(way)
