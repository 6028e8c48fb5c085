"""Trust first: which tactics a profile is ready for, by its strong share beside its peers'.

Tactics of volume bring many ordinary links. On a profile that is weaker than its peers' they lower
the share of strong links further; so they open when that share is in line, and the others always
are (docs/reference/ranking.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import TYPE_CHECKING

from backlinkbot.core.chances import Tactic

if TYPE_CHECKING:
    from collections.abc import Sequence

VOLUME_TACTICS = frozenset(
    (Tactic.UNLINKED_MENTION, Tactic.LOCAL_CITATION, Tactic.NICHE_DIRECTORY, Tactic.SYNDICATION)
)
IN_LINE = 0.9  # of the peers' median: nearer than a word like "strong" is sharp
# Referring domains with a quality, from which a share says something: at 20 one more strong link
# moves it by 5 points, which is what peers differ by.
ENOUGH = 20


@dataclass(frozen=True, slots=True)
class Shape:
    """How many referring domains of a profile are strong, medium and weak; unjudged ones apart."""

    strong: int
    medium: int
    weak: int

    @property
    def judged(self) -> int:
        """All of them."""
        return self.strong + self.medium + self.weak

    @property
    def strong_share(self) -> float:
        """0..1; 0 of an empty profile."""
        return self.strong / self.judged if self.judged else 0.0


@dataclass(frozen=True, slots=True)
class Phase:
    """What a profile is ready for.

    `closed`: tactics that wait; `why`: a sentence for the user; `share`, `peers_share`: of strong
    links, None where too few links are judged; `missing`: strong links until it is in line.
    """

    closed: frozenset[str]
    why: str
    share: float | None = None
    peers_share: float | None = None
    missing: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether every tactic may be used."""
        return not self.closed


def phase(own: Shape, peers: Sequence[Shape]) -> Phase:
    """What a profile is ready for beside those of its peers; where nobody can tell, trust first."""
    telling = [one for one in peers if one.judged >= ENOUGH]
    if own.judged < ENOUGH:
        return Phase(
            VOLUME_TACTICS,
            f"Trust first: only {_domains(own.judged)} of this site have a quality, and a share of "
            f"strong ones is told from {ENOUGH} on.",
        )
    if not telling:
        return Phase(
            VOLUME_TACTICS,
            f"Trust first: no competitor with {ENOUGH} judged referring domains is known, so "
            "nobody can tell whether the strong share is in line; add competitors and read in "
            "their links.",
            own.strong_share,
        )
    theirs = median(one.strong_share for one in telling)
    told = (
        f"{_percent(own.strong_share)} of {_domains(own.judged)} are strong, the median of "
        f"{_peers(len(telling))} is {_percent(theirs)}"
    )
    wanted = IN_LINE * theirs
    if own.strong_share >= wanted:
        return Phase(frozenset(), f"In line with peers: {told}.", own.strong_share, theirs, 0)
    missing = _missing(own, wanted)
    more = "1 more strong link" if missing == 1 else f"about {missing:,} more strong links"
    why = f"Trust first: {told}; volume tactics open after {more}."
    return Phase(VOLUME_TACTICS, why, own.strong_share, theirs, missing)


def _missing(own: Shape, wanted: float) -> int:
    """Strong links to add until the share is `wanted`, when nothing else is added."""
    if wanted >= 1:
        return own.medium + own.weak  # no number of links makes all of them strong; an upper mark
    return max(1, ceil((wanted * own.judged - own.strong) / (1 - wanted) - 1e-9))


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _domains(many: int) -> str:
    return "1 referring domain" if many == 1 else f"{many:,} referring domains"


def _peers(many: int) -> str:
    return "1 peer" if many == 1 else f"{many} peers"
