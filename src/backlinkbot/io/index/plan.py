"""What a merge writes again, and how many buckets at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.io.index.stored import BUCKETS, Kind

if TYPE_CHECKING:
    from backlinkbot.io.index.manifest import Manifest

ROWS_A_FILE = 750_000  # what is merged at one time: about 1 GB of memory with long texts
SMALL_SEGMENT = 20_000  # rows: writing them again takes less than opening their files ever after
DEAD_SHARE = 0.3  # of a segment's rows: beyond this it is cheaper to write it again than to skip
DERIVED_KINDS = (Kind.ROLLUP, Kind.READINGS, Kind.DEAD)  # they come with rows of other kinds


def ranges(rows: int) -> list[tuple[int, int]]:
    """Ranges of buckets, first and last, that hold about `ROWS_A_FILE` each: 1, 16 or 256."""
    parts = next((n for n in (1, 16) if rows <= n * ROWS_A_FILE), BUCKETS)
    width = BUCKETS // parts
    return [(low, low + width - 1) for low in range(0, BUCKETS, width)]


def absorbed(base: Manifest | None, rows: int) -> frozenset[str]:
    """The segments to write again with `rows` new facts.

    The newest ones while they are no larger than what is written anyway, so that there are never
    many and a fact is written again only as often as the index doubles; and those mostly dead.
    """
    if base is None:
        return frozenset()
    chosen = set()
    is_small = True
    rows = max(rows, SMALL_SEGMENT)
    for segment in reversed(base.segments()):
        files = [f for f in base.files if f.segment == segment and f.kind not in DERIVED_KINDS]
        alive, dead = sum(f.rows - f.dead for f in files), sum(f.dead for f in files)
        is_small = is_small and alive <= rows
        if is_small or dead > DEAD_SHARE * (alive + dead):
            chosen.add(segment)
            rows += alive
    return frozenset(chosen)
