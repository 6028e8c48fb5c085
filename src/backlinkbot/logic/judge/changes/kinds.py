"""Which kind of change each changed link is, and whether it happened on the web."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import LinkState, LostReason, Placement
from backlinkbot.core.watching import OF_THE_INDEX, ChangeKind

if TYPE_CHECKING:
    from datetime import datetime

    import pyarrow as pa
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

KINDS = tuple(ChangeKind)
NOTHING = -1  # code of a row in which nothing changed that anybody would be told
# Readings of our own: what one of them says twice is comparable; a vendor's word beside it is not.
OWN = frozenset(("warc", "arc", "crawl", "wat", "html"))
STANDING = (LinkState.LIVE.value, LinkState.REDIRECTED.value)


@dataclass(frozen=True, slots=True)
class Kinds:
    """Side by side with the rows: codes into `KINDS` (`NOTHING`), and whether it is news."""

    code: NDArray[np.int8]
    is_news: Flags


def kinds_of(rows: pa.Table, since: datetime) -> Kinds:
    """The weightiest change of each row.

    `rows`: as the index tells changed links: `columns.links()`, `was_known`, `is_known`, `was_…`.
    `since`: a link that began earlier, or nobody knows when, is newly known and not new; a loss
    before it is one that only the index learnt of now.
    """
    columns = _Columns(rows, since)
    code = np.full(rows.num_rows, NOTHING, np.int8)
    is_news = np.zeros(rows.num_rows, np.bool_)
    for kind, fits, happened in _rules(columns):
        chosen = fits & (code == NOTHING)
        code[chosen] = KINDS.index(kind)
        is_news[chosen] = happened[chosen] & (kind not in OF_THE_INDEX)
    return _with_moved_targets(rows, Kinds(code, is_news))


class _Columns:
    """The columns the rules speak of, as masks."""

    def __init__(self, rows: pa.Table, since: datetime) -> None:
        self.rows = rows
        self.was_known, self.is_known = _true(rows, "was_known"), _true(rows, "is_known")
        self.stood = self.was_known & _one_of(rows, "was_state", STANDING)
        self.stands = self.is_known & _one_of(rows, "state", STANDING)
        self.both = self.stood & self.stands
        self.began = _from(rows, "started_on", since)
        self.lost_since = _from(rows, "lost_on", since)
        self.seen_again = _later(rows, "last_seen", "was_last_seen") & _same_voice(rows)

    def differs(self, name: str) -> Flags:
        """Both snapshots tell this fact, and not the same."""
        import pyarrow.compute as pc

        was, now = self.rows[f"was_{name}"], self.rows[name]
        fits = pc.fill_null(pc.not_equal(was, now), fill_value=False)
        return np.asarray(fits.to_numpy(zero_copy_only=False), np.bool_)


def _rules(c: _Columns) -> list[tuple[ChangeKind, Flags, Flags]]:
    """In the order of their weight: a kind, where it fits, and where that is news."""
    rows, always = c.rows, np.ones(c.rows.num_rows, np.bool_)
    lost = LinkState.LOST.value
    not_followed = c.both & c.differs("followed") & ~_true(rows, "followed")
    blocked, unknown = LostReason.BLOCKED_TO_US.value, (Placement.UNKNOWN.value,)
    return [
        (ChangeKind.FORGOTTEN, c.stood & ~c.is_known, always),
        (ChangeKind.NEW, c.stands & ~c.was_known & c.began, always),
        (ChangeKind.NEWLY_KNOWN, c.stands & ~c.was_known, always),
        (ChangeKind.BACK, c.stands & c.was_known & _one_of(rows, "was_state", (lost,)),
         _later(rows, "last_seen", "was_lost_on")),
        (ChangeKind.REPAIRED, c.stands & _one_of(rows, "was_state", (LinkState.BROKEN.value,)),
         always),
        (ChangeKind.LOST, c.was_known & ~_one_of(rows, "was_state", (lost,))
         & c.is_known & _one_of(rows, "state", (lost,)), c.lost_since),
        (ChangeKind.BROKEN, c.stood & c.is_known & ~c.stands, always),
        (ChangeKind.NOFOLLOWED, not_followed, c.seen_again),
        (ChangeKind.FOLLOWED, c.both & c.differs("followed"), c.seen_again),
        (ChangeKind.REDIRECTED, c.both & c.differs("state")
         & _one_of(rows, "state", (LinkState.REDIRECTED.value,)), always),
        (ChangeKind.REPAIRED, c.both & c.differs("state"), always),
        (ChangeKind.BLOCKED, c.both & _one_of(rows, "lost_reason", (blocked,))
         & ~_one_of(rows, "was_lost_reason", (blocked,)), always),
        (ChangeKind.ANCHOR, c.both & c.differs("anchor"), c.seen_again),
        (ChangeKind.PLACEMENT, c.both & c.differs("placement")
         & ~_one_of(rows, "placement", unknown) & ~_one_of(rows, "was_placement", unknown),
         c.seen_again),
        (ChangeKind.SURROUNDINGS, c.both & (c.differs("left") | c.differs("right")), c.seen_again),
    ]  # fmt: skip


def _with_moved_targets(rows: pa.Table, found: Kinds) -> Kinds:
    """A link lost and a new one in one page under one anchor are one link with another target.

    The lost one is then nothing of its own; the new one is told, with what it was.
    """
    lost = np.flatnonzero((found.code == KINDS.index(ChangeKind.LOST)) & found.is_news)
    came = [KINDS.index(kind) for kind in (ChangeKind.NEW, ChangeKind.NEWLY_KNOWN)]
    new = np.flatnonzero(np.isin(found.code, came))
    if not len(lost) or not len(new):
        return found
    was = _by_page_and_anchor(rows, lost)
    now = _by_page_and_anchor(rows, new)
    code, is_news = found.code.copy(), found.is_news.copy()
    for place, there in was.items():
        if len(there) == 1 and len(now.get(place, ())) == 1:
            code[there[0]], is_news[there[0]] = NOTHING, False
            code[now[place][0]], is_news[now[place][0]] = KINDS.index(ChangeKind.TARGET), True
    return Kinds(code, is_news)


def moved_from(rows: pa.Table, found: Kinds) -> dict[int, str]:
    """Of rows whose target changed: the target before, by row."""
    moved = np.flatnonzero(found.code == KINDS.index(ChangeKind.TARGET))
    if not len(moved):
        return {}
    silent = np.flatnonzero((found.code == NOTHING) & _true(rows, "is_known"))
    was = _by_page_and_anchor(rows, silent)
    targets = rows["target_url"]
    told: dict[int, str] = {}
    for place, there in _by_page_and_anchor(rows, moved).items():
        old = was.get(place, [])
        told |= {row: targets[old[0]].as_py() for row in there if old}
    return told


def _by_page_and_anchor(
    rows: pa.Table, chosen: NDArray[np.int64]
) -> dict[tuple[str, str, str], list[int]]:
    found: dict[tuple[str, str, str], list[int]] = {}
    part = rows.select(["target_domain", "source_url", "anchor"]).take(chosen)
    for row, one in zip(chosen.tolist(), part.to_pylist(), strict=True):
        if one["anchor"]:
            place = (one["target_domain"], one["source_url"], one["anchor"].casefold())
            found.setdefault(place, []).append(row)
    return found


def _true(rows: pa.Table, name: str) -> Flags:
    flags: Flags = rows[name].fill_null(False).to_numpy().astype(np.bool_)  # noqa: FBT003 - Arrow's
    return flags


def _one_of(rows: pa.Table, name: str, words: tuple[str, ...]) -> Flags:
    import pyarrow as pa
    import pyarrow.compute as pc

    fits = pc.is_in(rows[name], value_set=pa.array(words))
    return np.asarray(fits.to_numpy(zero_copy_only=False), np.bool_)


def _from(rows: pa.Table, name: str, since: datetime) -> Flags:
    import pyarrow as pa
    import pyarrow.compute as pc

    column = rows[name]
    fits = pc.fill_null(pc.greater_equal(column, pa.scalar(since, column.type)), fill_value=False)
    return np.asarray(fits.to_numpy(zero_copy_only=False), np.bool_)


def _later(rows: pa.Table, name: str, than: str) -> Flags:
    import pyarrow.compute as pc

    fits = pc.fill_null(pc.greater(rows[name], rows[than]), fill_value=False)
    return np.asarray(fits.to_numpy(zero_copy_only=False), np.bool_)


def _same_voice(rows: pa.Table) -> Flags:
    """Whether before and after the same told the link: a reader of ours, or the same reporters."""
    before, after = rows["was_sources"].to_pylist(), rows["sources"].to_pylist()
    return np.fromiter(
        (bool(OWN & set(was or ()) & set(now or ())) or was == now
         for was, now in zip(before, after, strict=True)),
        np.bool_, rows.num_rows,
    )  # fmt: skip
