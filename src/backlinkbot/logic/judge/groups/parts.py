"""What of a grown group is tied by more than words and days, and what is not.

A story that goes round, a press release and an export that tells one date for all give strangers
one anchor in one week. Nor are two pairs of sisters one family because they use the same words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.groups.grow import LEAST_MEMBERS, SHARED_BY
from backlinkbot.logic.judge.groups.traits import KINDS, WEIGHTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.groups.grow import Weighed
    from backlinkbot.logic.judge.groups.incidence import Incidence
    from backlinkbot.logic.judge.groups.seen import Seen

WORDS_AND_DAYS = frozenset({Family.ANCHORS, Family.TIMING})
# Natural log: what speaks for a member beside its words and days, from which on that is a tie.
LEAST_BEYOND = 1.0
MOSTLY_TIED = 0.5  # of the members: then the others, who share words and days, belong to them
# Of all domains that link to a target, for it to connect: two of two hundred meet there by chance.
OWN_SHARE = 0.1
_BEYOND = np.array([WEIGHTS[kind].family not in WORDS_AND_DAYS for kind in KINDS])


def beyond(weighed: Weighed, members: NDArray[np.int64]) -> NDArray[np.float64]:
    """Of each member, its evidence without words and days: links, owners, content (0 upwards)."""
    traits = np.maximum(weighed.traits[members][:, _BEYOND], 0.0).sum(axis=1)
    told: NDArray[np.float64] = np.maximum(weighed.links[members], 0.0) + traits
    return told


def parts_of(
    seen: Seen, members: NDArray[np.int64], weighed: Weighed
) -> tuple[NDArray[np.int64], ...]:
    """The members in parts that hang together, each large enough for a group, the largest first.

    Those without a tie beyond words and days go with the largest part where most have one; else
    they are a part of their own.
    """
    is_tied = beyond(weighed, members) >= LEAST_BEYOND
    tied, loose = members[is_tied], members[~is_tied]
    parts = [part for part in _connected(seen, tied) if len(part) >= LEAST_MEMBERS]
    parts.sort(key=lambda part: (-len(part), int(part[0])))
    if parts and len(parts[0]) >= MOSTLY_TIED * len(members):
        parts[0] = np.union1d(parts[0], loose)
    elif len(loose) >= LEAST_MEMBERS:
        parts.append(loose)
    return tuple(parts)


def _connected(seen: Seen, members: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The members by what connects them: targets, links to each other, traits beyond words."""
    out, shown = seen.out, seen.traits.shown
    everybody = seen.elsewhere + out.counts
    unit, node = _shared(out, members, OWN_SHARE * everybody)
    one, other = _shared(shown, members, np.where(_BEYOND[seen.traits.kind], 0.0, np.inf))
    pairs = out.pairs_of_units(members)
    peer = seen.peer[out.trait[pairs]]
    linked = np.isin(peer, members)
    edges = (
        (unit, out.units + node),
        (one, out.units + out.traits + other),
        (out.unit[pairs][linked], peer[linked]),
    )
    source = np.concatenate([each[0] for each in edges])
    target = np.concatenate([each[1] for each in edges])
    names = _components(source, target, out.units + out.traits + shown.traits)[members]
    return [members[names == name] for name in np.unique(names).tolist()]


def _shared(
    incidence: Incidence, members: NDArray[np.int64], least: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of members with what several of them show, of each trait so many at the least."""
    pairs = incidence.pairs_of_units(members)
    unit, trait = incidence.unit[pairs], incidence.trait[pairs]
    count = np.bincount(trait, minlength=incidence.traits)
    telling = count[trait] >= np.maximum(SHARED_BY, least[trait])
    return unit[telling], trait[telling]


def _components(
    source: NDArray[np.int64], target: NDArray[np.int64], nodes: int
) -> NDArray[np.int64]:
    """Of each node the least node it is connected with."""
    label = np.arange(nodes)
    while True:
        least = np.minimum(label[source], label[target])
        lower = label.copy()
        np.minimum.at(lower, source, least)
        np.minimum.at(lower, target, least)
        lower = lower[lower]
        if np.array_equal(lower, label):
            return label
        label = lower
