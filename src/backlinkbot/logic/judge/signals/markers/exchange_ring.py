"""Sites that link in a circle, so that nobody links straight back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import shown
from backlinkbot.logic.judge.clues.backlinks import backlinks
from backlinkbot.logic.judge.clues.ramp import ramp, unknown
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

MOST_PARTNERS = (
    300  # a site with more links among the others is a hub, and closes circles by chance
)
CIRCLES_START, CIRCLES_FULL = 4, 25
# Of the ways that lead from a site over two others, the part that leads back to it; universities
# and societies of one town reach the first.
CLOSED_START, CLOSED_FULL = 0.2, 0.5
MOST = 0.8


@marker("exchange-ring", Family.LINKS, Level.DOMAIN)
def exchange_ring(suspects: Suspects) -> Marks:
    """The site stands in circles of three sites that link one to the next and back to the first.

    Exchanges are hidden by passing the link on: A to B, B to C, C to A. Some circles close by
    chance among sites of one subject; the marker counts them and compares with how many could
    close. Platforms, sites that everybody links to and hubs are left out.
    """
    circles, closed = _circles(suspects)
    known = suspects.facts.in_links.num_rows > 0
    strength = ramp(circles, CIRCLES_START, CIRCLES_FULL) * ramp(
        closed, CLOSED_START, CLOSED_FULL, MOST
    )
    if not known:
        strength = unknown(len(circles))

    def say(row: int) -> str:
        site = shown.named(suspects.domains[row].as_py())
        if not known:
            return f"Who links to {site} is not known."
        return (
            f"{site} stands in {circles[row]:,.0f} circles of three linking sites; "
            f"{closed[row]:.0%} of the ways over two of them lead back to it."
        )

    return Marks(strength, say, lambda row: shown.of_domain(suspects, row))


def _circles(suspects: Suspects) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of each domain its circles, and the part that they are of all ways over two others."""
    from scipy.sparse import diags_array

    among = suspects.once(backlinks).among
    partners = np.maximum(among.sum(axis=0), among.sum(axis=1))
    keep = diags_array((partners <= MOST_PARTNERS).astype(np.float32))
    graph = (keep @ among @ keep).tocsr()
    over_two = graph @ graph
    circles = np.asarray(over_two.multiply(graph.T).sum(axis=1), np.float64).ravel()
    back = np.asarray(graph.multiply(graph.T).sum(axis=1), np.float64).ravel()
    ways = np.asarray(over_two.sum(axis=1), np.float64).ravel() - back
    return circles, circles / np.maximum(ways, 1)
