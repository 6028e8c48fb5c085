"""Is a found group artificial, and how likely: what its ties are, and what speaks for honesty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.groups.backing import backing_tells, unbacked
from backlinkbot.logic.judge.groups.grow import LEAST_MEMBERS
from backlinkbot.logic.judge.groups.scheme import speaks_of_scheme
from backlinkbot.logic.judge.groups.traits import KINDS, WEIGHTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.groups.find import Found
    from backlinkbot.logic.judge.groups.seen import Seen

# What each number of a portrait adds to the log-odds. Fitted on farms planted among honest
# look-alikes (python bench/train/groups.py), held to signs that make sense and to modest
# values where the planted data says little; evidence beyond the bounds counts no more.
CONSTANT = -19.29
WEIGHTS_OF = {
    "links": 0.27, "owners": 0.13, "anchors": 3.72, "timing": 0.44, "content": 2.41, "size": 3.52,
    "unbacked": 6.23, "forsaken": 5.34, "thin": 5.45, "interlinked": 0.93, "natural": -6.97,
}  # fmt: skip
BOUNDS = {"links": 15.0, "owners": 10.0, "anchors": 1.5, "size": 3.0}
SUREST = 0.99  # nothing was measured well enough to say more
# Where words and days are all that ties: bought in one order, or a story that went round. Nothing
# measured tells them apart, so it is put near even odds, by how well known the sites are, and never
# high enough to count as membership of a scheme.
MOST_OF_WORDS = 0.6
# Where nothing speaks of a scheme (`scheme`): a publisher's papers and a company's sites are tied
# by owners and links as well. Worth a look, and below what the verdicts disavow by.
MOST_OF_ESTATES = 0.75
OF_KNOWN, OF_UNKNOWN = 0.3, 0.8  # before that limit: sites that others link to, sites without
LEAST_TOLD = 0.5  # mean evidence of a family per member, from which on it ties them
LEAST_WORDS = 0.5  # evidence of anchors; days alone are no group
UNKNOWN = 0.5  # neither one nor the other
FEW_MEMBERS = 0.15  # of a group, to which an outsider links at most
FEW_LINKS, ALMOST_ALL = 3, 0.8  # an outsider's links to linking sites are not all to the group's
MOST_HONEST = 0.7  # of an honest group's sites, to which nobody else links; a scheme has more
MANY_LINKS = 100.0  # telling targets of a site that nobody made up for its links


@dataclass(frozen=True)
class Portrait:
    """A group in numbers: mean evidence per member and family (natural logs), and what it is like.

    `size`: log of the number of members; `unbacked`: share of members to which hardly anybody
    outside of the group links (one domain counts as half a member; 0.5 where unknown, or so usual
    that it says nothing); `forsaken`: 1 where that is so of all, 0 up to seven in ten; `thin`: 1
    for sites that link nowhere else, 0 from a hundred other telling targets on; `interlinked`:
    links between members over all possible; `natural`: share of members that link with the site's
    name, its address or "here" only (0.5 where no anchor is known); `has_words_only`: nothing ties
    them but what they say and when; `has_scheme`: words, births or links to customers speak of one.
    """

    links: float
    owners: float
    anchors: float
    timing: float
    content: float
    size: float
    unbacked: float
    forsaken: float
    thin: float
    interlinked: float
    natural: float
    has_words_only: bool = False
    has_scheme: bool = True

    def as_row(self) -> NDArray[np.float64]:
        """In the order of `WEIGHTS_OF`, within the bounds."""
        return np.array([min(getattr(self, name), BOUNDS.get(name, np.inf)) for name in WEIGHTS_OF])


def probability(portrait: Portrait) -> float:
    """0..1 that the group is artificial, calibrated on planted groups."""
    if portrait.has_words_only:
        of_words = OF_KNOWN + (OF_UNKNOWN - OF_KNOWN) * portrait.unbacked
        return min(MOST_OF_WORDS, of_words) if portrait.anchors >= LEAST_WORDS else 0.0
    points = CONSTANT + float(portrait.as_row() @ np.array(list(WEIGHTS_OF.values())))
    most = SUREST if portrait.has_scheme else MOST_OF_ESTATES
    return min(most, float(1 / (1 + np.exp(-points))))


def portrait(seen: Seen, found: Found, grouped: NDArray[np.bool_]) -> Portrait:
    """The group in numbers; `grouped`: the units that belong to any group."""
    members = found.members
    by_kind = np.maximum(found.weighed.traits[members].mean(axis=0), 0.0)
    families = dict.fromkeys(Family, 0.0)
    for kind, told in zip(KINDS, by_kind.tolist(), strict=True):
        families[WEIGHTS[kind].family] += told
    tells = backing_tells(seen, ~grouped)
    alone = UNKNOWN + (float(_unbacked(seen, members).mean()) - UNKNOWN) * tells
    return Portrait(
        links=max(0.0, float(found.weighed.links[members].mean())),
        owners=families[Family.OWNERS],
        anchors=families[Family.ANCHORS],
        timing=families[Family.TIMING],
        content=families[Family.CONTENT],
        size=float(np.log(len(members))),
        unbacked=alone,
        forsaken=max(0.0, alone - MOST_HONEST) / (1 - MOST_HONEST),
        thin=_thin(seen, members),
        interlinked=_interlinked(seen, members),
        natural=float(_natural(seen)[members].mean()),
        has_words_only=found.has_words_only,
        has_scheme=speaks_of_scheme(seen, members, is_owned=families[Family.OWNERS] >= LEAST_TOLD),
    )


def _thin(seen: Seen, members: NDArray[np.int64]) -> float:
    known = seen.links_elsewhere[members]
    if not known.any():
        return UNKNOWN
    elsewhere = float(seen.out.sizes[members[known]].mean())
    thin = 1 - min(1.0, float(np.log1p(elsewhere) / np.log1p(MANY_LINKS)))
    return UNKNOWN + (thin - UNKNOWN) * float(known.mean())


def _interlinked(seen: Seen, members: NDArray[np.int64]) -> float:
    """Links between members over all possible ones."""
    is_member = np.zeros(seen.out.units + 1, np.bool_)
    is_member[members] = True
    backing = seen.backing
    pairs = backing.pairs_of_units(members)
    inside = is_member[seen.backer_unit[backing.trait[pairs]]].sum()
    return float(inside / (len(members) * (len(members) - 1)))


def _unbacked(seen: Seen, members: NDArray[np.int64]) -> NDArray[np.float64]:
    """Of each member, 1 where nobody outside of the group stands for it, 0 where two do or more.

    Whoever links to many of the members, or of all linking sites to them alone, is no outsider:
    their other sites, and lists of everybody.
    """
    backing = seen.backing
    pairs = backing.pairs_of_units(members)
    source = backing.trait[pairs]
    is_member = np.zeros(seen.out.units + 1, np.bool_)
    is_member[members] = True
    count = np.bincount(source, minlength=backing.traits)
    devoted = (count >= FEW_LINKS) & (count >= ALMOST_ALL * backing.counts)
    near = devoted | (count >= max(LEAST_MEMBERS, FEW_MEMBERS * len(members)))
    insider = near[source] | is_member[seen.backer_unit[source]]
    inside = np.bincount(backing.unit[pairs], insider, backing.units)[members]
    backers = seen.backers[members]
    return np.where(np.isnan(backers), UNKNOWN, unbacked(np.nan_to_num(backers) - inside))


def _natural(seen: Seen) -> NDArray[np.float64]:
    """Of each unit, 1 where all its known anchors are natural, 0 where one is not."""
    units = seen.out.units
    known = np.bincount(seen.unit_of_link, seen.known_anchor, units) > 0
    telling = np.bincount(seen.unit_of_link, seen.telling_anchor, units) > 0
    return np.where(known, 1.0 - telling, UNKNOWN)
