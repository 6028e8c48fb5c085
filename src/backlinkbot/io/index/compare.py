"""What changed between two snapshots: for one target domain, and in numbers for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from backlinkbot.io.index.reader import Reader


def changes(before: Reader, after: Reader, domain: str) -> pa.Table:
    """Links that differ: change, the link's key and anchor, and its states before and after.

    `change`: "new" (was not known, or not standing, and stands), "lost" (stood, stands no more),
    "changed" (stands as before, but followed, placement, anchor or state differ).
    """
    earlier = before.table("keyed_links", [domain])
    return after.compared("changes", earlier, "keyed_links", [domain])


@dataclass(frozen=True, slots=True)
class Standing:
    """How many backlinks stand before and after, and how many more and fewer of them.

    `come` and `gone` are counted by pairs of domains: a page that takes another one's place in
    linking from one site to another is neither.
    """

    before: int
    after: int
    come: int
    gone: int


def standing(before: Reader, after: Reader) -> Standing:
    """How the backlinks that stand change from one snapshot to another."""
    earlier = before.table("standing_pairs")
    return Standing(**after.compared("standing_changes", earlier, "standing_pairs").to_pylist()[0])
