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
    Placement.COMMENT: 0.02,
    # Looked at and not recognised: it may be a comment, and a mistake here can be bought by the
    # thousand, so it counts as one.
    Placement.UNKNOWN: 0.02,
}
# Nobody looked at the page (a bare graph, a vendor's export): between list and author bio, about
# what an external link weighs on average. Where a whole graph is bare, every edge weighs 1.
BARE_WEIGHT = 0.4
UGC_WEIGHT = PLACEMENT_WEIGHT[Placement.COMMENT]  # rel=ugc says it is a user's, wherever it stands
NOFOLLOW_FACTOR = 0.3
SPONSORED_FACTOR = 0.1
LAST_POSITION_FACTOR = 0.7  # a link at the very end of a page; at the top 1, in between a line
# A donor with fewer links than this does not pass all of itself on through them: a page made for
# one link is cheap, a page that cites twenty sources is not.
FLOOR_LINKS = 20.0


def is_bare(edges: pa.RecordBatch | pa.Table) -> bool:
    """Whether no edge has a placement or a rel; where a whole graph is bare, leave weights out."""
    told = ("placement", "nofollow", "ugc", "sponsored")
    columns = [edges.column(name) for name in told if name in edges.schema.names]
    return all(column.null_count == len(column) for column in columns)


def edge_weights(edges: pa.RecordBatch | pa.Table) -> NDArray[np.float32]:
    """Weight 0..1 per edge: placement times rel times position of its best link.

    Reads the columns `placement`, `nofollow`, `ugc`, `sponsored` and `position` where they are; a
    null means nobody told us.
    """
    weight = _placement_weight(edges)
    weight[_flags(edges, "ugc") & (weight > UGC_WEIGHT)] = UGC_WEIGHT
    weight[_flags(edges, "nofollow")] *= NOFOLLOW_FACTOR
    weight[_flags(edges, "sponsored")] *= SPONSORED_FACTOR
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
        return np.full(edges.num_rows, BARE_WEIGHT)
    placement = edges.column("placement").cast(pa.string())
    words = pa.array([str(word) for word in PLACEMENT_WEIGHT])
    place = pc.index_in(placement, value_set=words).fill_null(-1).to_numpy(zero_copy_only=False)
    weight = np.array(list(PLACEMENT_WEIGHT.values()))[place]
    # A word that we do not know is as good as no recognition at all.
    weight[place < 0] = PLACEMENT_WEIGHT[Placement.UNKNOWN]
    weight[placement.is_null().to_numpy(zero_copy_only=False)] = BARE_WEIGHT
    return np.asarray(weight, np.float64)


def _flags(edges: pa.RecordBatch | pa.Table, name: str) -> NDArray[np.bool_]:
    """Where the column says yes; a null or a missing column says nothing."""
    if name not in edges.schema.names:
        return np.zeros(edges.num_rows, np.bool_)
    return np.asarray(edges.column(name).fill_null(False).to_numpy(zero_copy_only=False), np.bool_)  # noqa: FBT003


def _position_factor(edges: pa.RecordBatch | pa.Table) -> NDArray[np.float64]:
    if "position" not in edges.schema.names:
        return np.ones(edges.num_rows)
    position = edges.column("position").fill_null(0.0).to_numpy(zero_copy_only=False)
    return np.asarray(1 - (1 - LAST_POSITION_FACTOR) * np.clip(position.astype(np.float64), 0, 1))
