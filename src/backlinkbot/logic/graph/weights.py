"""What an edge between two domains weighs, from where its best link stands and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import Placement

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Graph

# A reader follows a link in the text far more readily than one in the frame of the page; the idea
# is the reasonable surfer's (US patent 7,716,225), the numbers are our starting values.
PLACEMENT_WEIGHT = {
    Placement.CONTENT: 1.0,
    Placement.LIST: 0.5,
    Placement.AUTHOR_BIO: 0.3,
    Placement.NAVIGATION: 0.1,
    Placement.HEADER: 0.1,
    Placement.SIDEBAR: 0.1,
    Placement.WIDGET: 0.1,
    Placement.FOOTER: 0.05,
    # Anyone can place one: at 0.02, less than we had thought too much, ten points of authority cost
    # $46 in posts or $185 in comments (bench/attacks).
    Placement.COMMENT: 0.0,
    # Not recognised, or nobody looked (WAT, a bare graph, a vendor's export): about what an
    # external link weighs on average. On a page that takes comments it counts as a comment
    # instead: that mistake can be bought by the thousand.
    Placement.UNKNOWN: 0.2,
}
UGC_WEIGHT = PLACEMENT_WEIGHT[Placement.COMMENT]  # rel=ugc: a user put it there
# The same link on most pages of a host is part of its frame, wherever it seems to stand.
SITEWIDE_WEIGHT = PLACEMENT_WEIGHT[Placement.NAVIGATION]
NOT_FOLLOWED_FACTOR = 0.3  # rel=nofollow, on the link or the whole page
SPONSORED_FACTOR = 0.1
LAST_POSITION_FACTOR = 0.7  # a link at the very end of a page; at the top 1, in between a line
# A donor with fewer links than this does not pass all of itself on through them: a page made for
# one link is cheap, a page that cites twenty sources is not.
FLOOR_LINKS = 20.0


def has_placements(edges: pa.RecordBatch | pa.Table) -> bool:
    """Whether the placement of any edge's link was recognised."""
    import pyarrow.compute as pc

    if "placement" not in edges.schema.names:
        return False
    known = pc.not_equal(edges.column("placement").cast("string"), str(Placement.UNKNOWN))
    return bool(pc.any(known).as_py())


def edge_weights(edges: pa.RecordBatch | pa.Table, *, placed: bool) -> NDArray[np.float32]:
    """Weight 0..1 per edge: placement times rel times position of its best link.

    Reads the columns `placement`, `takes_comments`, `followed`, `ugc`, `sponsored`, `sitewide` and
    `position` where they are; a null means nobody told us. `placed` False: no placement in the
    whole graph is known, so that all weigh alike except for their rel.
    """
    weight = _placement_weight(edges) if placed else np.ones(edges.num_rows)
    weight[_says(edges, "ugc", yes=True) & (weight > UGC_WEIGHT)] = UGC_WEIGHT
    weight[_says(edges, "sitewide", yes=True) & (weight > SITEWIDE_WEIGHT)] = SITEWIDE_WEIGHT
    is_sponsored = _says(edges, "sponsored", yes=True)
    weight[_says(edges, "followed", yes=False) & ~is_sponsored] *= NOT_FOLLOWED_FACTOR
    weight[is_sponsored] *= SPONSORED_FACTOR
    return (weight * _position_factor(edges)).astype(np.float32)


def shares(graph: Graph, *, floor: float = FLOOR_LINKS) -> NDArray[np.float64]:
    """What a node passes on of its score per unit of an edge's weight: 1 / max(sum, floor).

    0 for a node without out-links. `floor` is in links of weight 1; 0 passes everything on.
    """
    rows = graph.incoming
    if rows.weights is None:
        total = graph.out_degree.astype(np.float64)
    else:
        from backlinkbot.logic.graph.kernels.flow import row_sums

        total = np.zeros(graph.nodes)
        row_sums(rows.neighbours, rows.weights, total)
    result = np.zeros(graph.nodes)
    np.divide(1.0, np.maximum(total, floor), out=result, where=total > 0)
    return result


def _placement_weight(edges: pa.RecordBatch | pa.Table) -> NDArray[np.float64]:
    import pyarrow as pa
    import pyarrow.compute as pc

    if "placement" not in edges.schema.names:
        return np.full(edges.num_rows, PLACEMENT_WEIGHT[Placement.UNKNOWN])
    words = pa.array([str(word) for word in PLACEMENT_WEIGHT])
    placement = edges.column("placement").cast(pa.string()).fill_null(str(Placement.UNKNOWN))
    # A word that we do not know is as good as no recognition at all.
    unknown = list(PLACEMENT_WEIGHT).index(Placement.UNKNOWN)
    place = pc.index_in(placement, value_set=words).fill_null(unknown)
    place = place.to_numpy(zero_copy_only=False)
    weight = np.array(list(PLACEMENT_WEIGHT.values()))[place]
    takes_comments = _says(edges, "takes_comments", yes=True)
    weight[takes_comments & (place == unknown)] = PLACEMENT_WEIGHT[Placement.COMMENT]
    return np.asarray(weight, np.float64)


def _says(edges: pa.RecordBatch | pa.Table, name: str, *, yes: bool) -> NDArray[np.bool_]:
    """Where the column says yes, or no; a null or a missing column says neither."""
    if name not in edges.schema.names:
        return np.zeros(edges.num_rows, np.bool_)
    column = edges.column(name).fill_null(not yes).to_numpy(zero_copy_only=False)
    return np.asarray(column == yes, np.bool_)


def _position_factor(edges: pa.RecordBatch | pa.Table) -> NDArray[np.float64]:
    if "position" not in edges.schema.names:
        return np.ones(edges.num_rows)
    position = edges.column("position").fill_null(0.0).to_numpy(zero_copy_only=False)
    return np.asarray(1 - (1 - LAST_POSITION_FACTOR) * np.clip(position.astype(np.float64), 0, 1))
