"""The sentences of a budget: what a week has room for, and what it was learnt from."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from backlinkbot.logic.outreach.landing import monday
from backlinkbot.logic.outreach.pacing import QUIET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.pacing import Budget
    from backlinkbot.logic.outreach.forecast import Forecast

MOSTLY = 0.5  # weight of the own level below which the peers' says more
FEW_PEERS = 5  # judgements on natural growth: pooled with 5 to 10


def sentence_of(found: Budget) -> str:
    """The whole budget in one sentence."""
    first = found.weeks[0]
    pace = f"about {found.pace:.1f} links a week fit in the weeks ahead"
    band = (
        f"{found.domain} wins about {first.band.expected:.1f} referring domains a week by itself, "
        f"and 85 of 100 such weeks stay at {first.band.p85:,} or below"
    )
    return f"{band}; {pace}. {found.now.why}"


def notes_of(found: Budget, ahead: Forecast) -> tuple[str, ...]:
    """What the budget stands on, and what it does not know."""
    return tuple(_notes(found, ahead))


def _notes(found: Budget, ahead: Forecast) -> Iterator[str]:
    yield from _stale(found)
    yield from _learnt(found, ahead)
    if found.outside:
        many = "1 prospect is" if found.outside == 1 else f"{found.outside:,} prospects are"
        yield (
            f"{many} tagged as paid or sponsored and in no number here: such a link must carry "
            'rel="sponsored" and is no natural growth.'
        )
    yield (
        "This is a guard-rail, no disguise: links that were asked for can be told from others, at "
        "whatever pace they come."
    )


def _stale(found: Budget) -> Iterator[str]:
    if found.known_until is None:
        yield "The index is empty: what lands by itself is not seen until links are read in."
    elif found.known_until < monday(found.as_of) - timedelta(days=1):
        yield (
            f"The index knows nothing after {found.known_until.isoformat()}: the weeks since then "
            "count as usual ones. Read in newer links to be sure."
        )


def _learnt(found: Budget, ahead: Forecast) -> Iterator[str]:
    peers = len(found.peers)
    if not found.own_weeks and not peers:
        yield (
            "Neither the site nor its competitors have a dated history: this is the careful start "
            "of a site nobody knows. Add competitors and read in their links."
        )
    elif ahead.own_weight < MOSTLY:
        yield (
            f"The site has {found.own_weeks} complete weeks of its own, so the level is mostly "
            f"that of {_peers(peers)}, brought to its size."
        )
    if 0 < peers < FEW_PEERS or not peers:
        yield (
            f"Pooled with {_peers(peers)}; {FEW_PEERS} to 10 competitors tell more. Who they are: "
            f"backlinkbot rivals {found.domain}"
        )
    if found.weeks[0].band.expected < QUIET:
        yield (
            "So few land here by themselves that four weeks count together: this week has what is "
            "left of them."
        )


def _peers(many: int) -> str:
    return {0: "no peers", 1: "1 peer"}.get(many, f"{many} peers")
