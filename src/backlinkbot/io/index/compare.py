"""What changed between two snapshots, for one target domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from backlinkbot.io.index.reader import Reader


def changes(before: Reader, after: Reader, domain: str) -> pa.Table:
    """Links that differ: change, the link's key and anchor, and its states before and after.

    `change`: "new" (was not known, or not standing, and stands), "lost" (stood, stands no more),
    "changed" (stands as before, but followed, placement, anchor or state differ).
    """
    return after.compared("changes", before.table("keyed_links", [domain]), domain)
