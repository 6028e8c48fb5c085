"""Groups among the suspects: from the most surprising targets and traits, the best ones first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.groups.grow import LEAST_MEMBERS, Field, Weighed
from backlinkbot.logic.judge.groups.incidence import Incidence
from backlinkbot.logic.judge.groups.parts import LEAST_BEYOND, beyond, parts_of
from backlinkbot.logic.judge.groups.traits import KINDS, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from backlinkbot.logic.judge.groups.seen import Seen

MOST_SEEDS = 300  # of each sort; a scheme shows in many, so that the strongest are enough
HUB_LINKS = 60  # telling targets; nine of ten hosts that link at all link to fewer (UK 1996: 32)
CORES = (2, 4, 6)  # links with others of the core
MOSTLY = 0.9  # of a group's members inside another one: it is a part of it
MOST_GROUPS = 60  # a profile with more is not read by anybody


@dataclass(frozen=True)
class Found:
    """Members (ascending numbers of units), and how each weighs against the profile."""

    members: NDArray[np.int64]
    weighed: Weighed

    @property
    def evidence(self) -> float:
        """Of all members together."""
        return float(self.weighed.total[self.members].sum())

    @property
    def has_words_only(self) -> bool:
        """Whether nothing ties the members but what they say and when."""
        return float(beyond(self.weighed, self.members).mean()) < LEAST_BEYOND

    @property
    def uncut(self) -> float:
        """The same without a limit to what links can say."""
        return float(self.weighed.uncut[self.members].sum())


def find(seen: Seen) -> list[Found]:
    """Groups that share no member, the one with the most evidence first."""
    field = Field(seen)
    if field.units < LEAST_MEMBERS:
        return []
    open_ = _grown(field, _seeds(field))
    found: list[Found] = []
    while open_ and len(found) < MOST_GROUPS:
        best = max(open_, key=lambda each: (each.evidence, -int(each.members[0])))
        if _is_sum(best, open_):
            open_ = [each for each in open_ if each is not best]
            continue
        found.append(best)
        field.free[best.members] = False
        left, touched = [], []
        for each in open_:
            free = each.members[field.free[each.members]]
            if len(free) == len(each.members):
                left.append(each)
            elif len(free) >= LEAST_MEMBERS:
                touched.append(free)
        open_ = left + _grown(field, touched)
    return [part for each in found for part in _parted(seen, each)]


def _parted(seen: Seen, found: Found) -> Iterator[Found]:
    """The parts of a group that hang together."""
    for members in parts_of(seen, found.members, found.weighed):
        yield Found(members, found.weighed)


def grouped_by(found: list[Found], units: int) -> NDArray[np.bool_]:
    """Of each unit, whether it belongs to one of the groups."""
    grouped = np.zeros(units, np.bool_)
    for each in found:
        grouped[each.members] = True
    return grouped


def _is_sum(whole: Found, found: list[Found]) -> bool:
    """Whether smaller groups without a common member tell as much: then it is several groups."""
    parts = [each for each in found if each is not whole and _is_part(each, whole)]
    taken: set[int] = set()
    evidence = 0.0
    for part in sorted(parts, key=lambda each: (-each.evidence, int(each.members[0]))):
        members = set(part.members.tolist())
        if not members & taken:
            taken |= members
            evidence += part.uncut
    return evidence > whole.uncut


def _is_part(part: Found, whole: Found) -> bool:
    inside = np.isin(part.members, whole.members, assume_unique=True).mean()
    return len(part.members) < len(whole.members) and bool(inside >= MOSTLY)


def _grown(field: Field, seeds: list[NDArray[np.int64]]) -> list[Found]:
    """What the seeds grow to, each group once."""
    found: dict[bytes, Found] = {}
    tried: set[bytes] = set()
    for seed in seeds:
        if seed.tobytes() in tried:
            continue
        tried.add(seed.tobytes())
        members = field.grow(seed)
        if len(members) and members.tobytes() not in found:
            found[members.tobytes()] = Found(members, field.weigh(members))
    return list(found.values())


def _seeds(field: Field) -> list[NDArray[np.int64]]:
    """The units that show one trait or link to one target, the most surprising first."""
    seen, units = field.seen, field.units
    out, shown = seen.out, seen.traits.shown
    by_strangers = (seen.elsewhere + 1.0) / field.all_links
    targets = _surprising(out.counts, by_strangers)
    base = np.array([WEIGHTS[kind].base for kind in KINDS])[seen.traits.kind]
    traits = _surprising(shown.counts, np.maximum(base, shown.counts / units * base))
    return [
        *(shown.units_of(trait) for trait in traits.tolist()),
        *(part for target in targets.tolist() for part in _parts(field, out.units_of(target))),
        *_cores(field),
        *_circles(field),
    ]


def _peers(field: Field, kept: NDArray[np.bool_]) -> Incidence:
    """Which units link to which or are linked by them, among those that are kept."""
    out, peer = field.seen.out, field.seen.peer
    to = peer[out.trait]
    between = np.flatnonzero((to >= 0) & kept[to] & kept[out.unit])
    one, other = out.unit[between], to[between]
    return Incidence.of(
        np.concatenate((one, other)), np.concatenate((other, one)), field.units, field.units
    )


def _cores(field: Field) -> Iterator[NDArray[np.int64]]:
    """Units that are no hubs and have so many links with each other (k-cores; Seidman 1983)."""
    kept = field.seen.out.sizes <= HUB_LINKS
    for least in CORES:
        while True:
            peers = _peers(field, kept)
            weak = kept & (peers.sizes < least)
            if not weak.any():
                break
            kept &= ~weak
        if kept.sum() >= LEAST_MEMBERS:
            yield np.flatnonzero(kept)


def _circles(field: Field) -> Iterator[NDArray[np.int64]]:
    """Units with those that link to them and those they link to, the largest circles first."""
    both = _peers(field, np.ones(field.units, np.bool_))
    order = np.lexsort((np.arange(field.units), -both.sizes))
    for unit in order[both.sizes[order] >= LEAST_MEMBERS][:MOST_SEEDS].tolist():
        around = both.trait[both.starts[unit] : both.starts[unit + 1]]
        yield np.union1d(around, [unit])


def _surprising(counts: NDArray[np.int64], expected: NDArray[np.float64]) -> NDArray[np.int64]:
    """Those with enough units, by how far beyond chance they are."""
    surprise = counts * np.log(np.maximum(counts, 1) / expected / max(1, counts.sum()))
    order = np.lexsort((np.arange(len(counts)), -surprise))
    return order[counts[order] >= LEAST_MEMBERS][:MOST_SEEDS]


def _parts(field: Field, units: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Of the units that share a target, those that are no hubs, and the half with fewer links.

    Hubs share targets with everybody, and the smallest sites show the fewest of their group's.
    """
    sizes = field.seen.out.sizes[units]
    order = np.lexsort((units, sizes))
    half = np.sort(units[order[: max(LEAST_MEMBERS, (len(units) + 1) // 2)]])
    no_hubs = units[sizes <= HUB_LINKS]
    return [half, no_hubs] if len(no_hubs) >= LEAST_MEMBERS else [half]
