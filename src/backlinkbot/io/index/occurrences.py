"""Which of several equal links of a page is which, when the page is read again."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backlinkbot.io.index.statements import Statements

NEVER = datetime(1970, 1, 1)  # noqa: DTZ001 - the index keeps moments without zone


class Look(NamedTuple):
    """By what links of a page to one target are told apart, the strongest last.

    `anchor` and `is_link` (a backlink, no frame or form) make two links alike; `rel` and
    `placement` choose among these.
    """

    placement: str
    rel: str
    is_link: bool
    anchor: str


class Sighting(NamedTuple):
    """A link as a reading found it, or as it is known; `occurrence`: its place among its equals."""

    row: int
    is_known: bool
    occurrence: int
    reading: str
    first: datetime
    last: datetime
    look: Look


@dataclass(slots=True, eq=False)
class _History:
    """One link over time: how it looked last, and its place when it was first seen."""

    place: int
    first: datetime
    last: datetime
    look: Look
    rows: list[int]

    def meet(self, sighting: Sighting) -> None:
        """Take a sighting in."""
        self.rows.append(sighting.row)
        if sighting.last >= self.last:
            self.look = sighting.look
        self.first, self.last = min(self.first, sighting.first), max(self.last, sighting.last)


def realign(do: Statements) -> None:
    """Give what was read now the occurrences of the links it is about, in the table `told`.

    Only pages are looked at on which equal links stand and some look other than before.
    """
    groups: dict[tuple[str, str], list[Sighting]] = defaultdict(list)
    for page, target, row, is_known, place, reading, first, last, *look in do.fetch("mixed_up"):
        sighting = Sighting(row, is_known, place, reading, first, last, Look._make(look))
        groups[page, target].append(sighting)
    moves: dict[int, int] = {}
    for sightings in groups.values():
        moves |= moved(sightings)
    if moves:
        do.ask("moved_up", rows=list(moves), places=list(moves.values()))


def moved(sightings: Sequence[Sighting]) -> dict[int, int]:
    """The occurrences to change, by row: of one page's links to one target.

    Reading after reading, in the order of time, a link is the known one that looks like it: of the
    same anchor; where several are, of the same rel and placement too, and among equals the first
    of the page. Where as many are left of the reading as of the links that stood there about that
    time, they were edited and go by their order; else they are new. The oldest has occurrence 0.
    """
    histories = _known(sightings)
    fresh = sorted(
        (s for s in sightings if not s.is_known), key=lambda s: (s.last, s.reading, s.occurrence)
    )
    for _, reading in groupby(fresh, key=lambda s: (s.last, s.reading)):
        _match(histories, list(reading))
    histories.sort(key=lambda history: (history.first, history.place))
    before = {sighting.row: sighting.occurrence for sighting in sightings}
    return {
        row: place
        for place, history in enumerate(histories)
        for row in history.rows
        if before[row] != place
    }


def _known(sightings: Iterable[Sighting]) -> list[_History]:
    """The links known before, every reporter's voice of one together."""
    histories: dict[int, _History] = {}
    for sighting in sightings:
        if not sighting.is_known:
            continue
        if sighting.occurrence in histories:
            histories[sighting.occurrence].meet(sighting)
        else:
            histories[sighting.occurrence] = _begun(sighting)
    return [histories[place] for place in sorted(histories)]


def _begun(sighting: Sighting) -> _History:
    return _History(
        sighting.occurrence, sighting.first, sighting.last, sighting.look, [sighting.row]
    )


def _match(histories: list[_History], reading: list[Sighting]) -> None:
    """Take one reading of the page in."""
    standing = _standing(histories, reading[0].last)
    ids = {id(history) for history in standing}
    free = standing + [history for history in histories if id(history) not in ids]
    left = reading
    for ignored in range(len(Look._fields) - 1):
        free, left = _alike(free, left, ignored)
    edited = [history for history in free if id(history) in ids]
    if len(edited) == len(left):
        for history, sighting in zip(edited, left, strict=True):
            history.meet(sighting)
    else:
        histories.extend(_begun(sighting) for sighting in left)


def _alike(
    free: list[_History], reading: list[Sighting], ignored: int
) -> tuple[list[_History], list[Sighting]]:
    """Match what looks alike but for the first `ignored` facts; what is left of both."""
    waiting: dict[tuple[object, ...], deque[_History]] = defaultdict(deque)
    for history in free:
        waiting[history.look[ignored:]].append(history)
    left = []
    met = set()
    for sighting in reading:
        if known := waiting[sighting.look[ignored:]]:
            met.add(id(known[0]))
            known.popleft().meet(sighting)
        else:
            left.append(sighting)
    return [history for history in free if id(history) not in met], left


def _standing(histories: list[_History], moment: datetime) -> list[_History]:
    """The links that stood on the page about that moment, as far as anybody knows."""
    if around := [h for h in histories if h.first <= moment <= h.last]:
        return around
    if before := [h.last for h in histories if h.last < moment]:
        newest = max(before)
        return [h for h in histories if h.last == newest]
    oldest = min((h.first for h in histories), default=moment)
    return [h for h in histories if h.first == oldest]
