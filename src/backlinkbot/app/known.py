"""What a look-up answers where a graph is too small for trust: no points, and what would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

TRUST = "trust"  # the basis of an authority that may be shown; the other is "links only"
TOO_LITTLE = "too little data for authority"
WHAT_HELPS = (
    "measure a Common Crawl release together with the index (`backlinkbot measure --release NAME "
    "--with-own --use`), or name sites that you trust (`backlinkbot measure --seeds FILE`)"
)
NOT_THERE = "not in the graph that was measured"
# Counts of links, which say what they say on any graph, stay.
POINTS = ("authority", "authority_low", "authority_high")


def only_known(found: pa.Table) -> pa.Table:
    """The same rows, without points that stand on links only, and with a sentence in `note`.

    `found`: rows of a release with `domain` and `basis`. Its file keeps the points by links alone.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    is_known = pc.is_valid(found["referring_domains"])
    is_trust = pc.fill_null(pc.equal(found["basis"], TRUST), True)  # noqa: FBT003 - nobody said
    nothing = pa.scalar(None, pa.float32())
    for name in POINTS:
        place = found.schema.get_field_index(name)
        found = found.set_column(place, name, pc.if_else(is_trust, found[name], nothing))
    note = pc.if_else(is_trust, pa.scalar(None, pa.string()), TOO_LITTLE)
    return found.append_column("note", pc.if_else(is_known, note, NOT_THERE))
