"""What each tactic is like to work with: its risk, and how long it takes until links stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.chances import Tactic
from backlinkbot.core.plans import Risk

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Traits:
    """Of one tactic; `weeks`: from asking until the first, and until most of its links stand."""

    risk: Risk
    why: str
    weeks: tuple[int, int]


# Our judgement, no published figures: read as an order, and replaced by what the user's own results
# say of odds and by `pitch results` of time.
TRAITS: Mapping[str, Traits] = {
    Tactic.LINK_INTERSECT: Traits(
        Risk.LOW, "They link to several rivals already, so a link to us fits.", (2, 6)
    ),
    Tactic.RESOURCE_PAGE: Traits(
        Risk.LOW, "Made to list sources; a page that lists anything is worth little.", (1, 5)
    ),
    Tactic.GUEST_POST: Traits(
        Risk.MEDIUM,
        "Articles written for their links alone, or many of them, break search engines' rules.",
        (3, 8),
    ),
    Tactic.BROKEN_LINK: Traits(Risk.LOW, "Mends their page; nothing is traded.", (1, 4)),
    Tactic.UNLINKED_MENTION: Traits(Risk.LOW, "They wrote about the site already.", (1, 4)),
    Tactic.RECLAMATION: Traits(Risk.LOW, "The link stood once.", (1, 4)),
    Tactic.DIGITAL_PR: Traits(
        Risk.LOW, "Editors decide; most pitches bring nothing, and a hit brings a wave.", (2, 6)
    ),
    Tactic.NICHE_DIRECTORY: Traits(
        Risk.MEDIUM, "Only directories that people use and edit; in numbers they are spam.", (1, 3)
    ),
    Tactic.LOCAL_CITATION: Traits(
        Risk.LOW, "Needs the same name, address and telephone number everywhere.", (1, 3)
    ),
    Tactic.BUSINESS_PARTNER: Traits(
        Risk.MEDIUM, "Real partners only: links that are traded for links break the rules.", (1, 4)
    ),
    Tactic.SYNDICATION: Traits(
        Risk.MEDIUM, "Copies must name the original; many of them count as one.", (1, 3)
    ),
    Tactic.IMAGE_CREDIT: Traits(Risk.LOW, "They use the picture already.", (1, 4)),
    Tactic.MISSPELT_TARGET: Traits(Risk.LOW, "They meant to link to the site.", (1, 3)),
    Tactic.RANKING_PAGE: Traits(
        Risk.LOW, "Good pages change their links seldom; few say yes.", (2, 6)
    ),
}
UNKNOWN = Traits(Risk.MEDIUM, "A tactic of the user's own: nobody knows what it does.", (2, 6))


def traits_of(tactic: str) -> Traits:
    """The traits of a tactic by its word."""
    return TRAITS.get(tactic, UNKNOWN)
