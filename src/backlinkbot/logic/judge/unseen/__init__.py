"""How many links nobody has seen, told from who saw which: capture and recapture.

Literature: Chapman 1951 (two captures); Chao 1987 (a lower bound where some are seldom seen);
Fienberg 1972, Bishop, Fienberg & Holland 1975 (log-linear models of several lists); Buckland,
Burnham & Augustin 1997 (the mean over models).
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from backlinkbot.core.unseen import Pair, Source, Unseen
from backlinkbot.logic.judge.unseen.lists import AND, Lists
from backlinkbot.logic.judge.unseen.loglinear import averaged
from backlinkbot.logic.judge.unseen.pairs import Range, chapman, lower_bound

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_LISTS = 4  # told apart; there are 64 models of four, 1,024 of five
LEAST_SEEN = 10  # in each list, and by two of them at once: fewer tell nothing
LEAST_BOTH = 5
COPIES = 0.95  # of the smaller list in the larger: then one may be made from the other
TWO, SEVERAL = 2, 3


def unseen(histories: Mapping[tuple[str, ...], int]) -> Unseen:
    """How many were seen by none, from how many were seen by which lists.

    `histories`: for each set of lists (names, not empty) how many exactly these have.
    """
    lists = Lists.of(histories, MOST_LISTS)
    found, least, method, why = _estimate(lists)
    total = found.value if found else None
    return Unseen(
        seen=lists.seen,
        total=total,
        low=found.low if found else None,
        high=found.high if found else None,
        least=least,
        method=method,
        why=why,
        sources=tuple(
            Source(name, lists.size(n), lists.alone(n), lists.size(n) / total if total else None)
            for n, name in enumerate(lists.names)
        ),
        pairs=tuple(_pairs(lists)),
        doubts=tuple(_doubts(lists)),
    )


def _estimate(lists: Lists) -> tuple[Range | None, float | None, str, str]:
    """The estimate, the lower bound, how it was made, and why there is none."""
    few = [name for n, name in enumerate(lists.names) if lists.size(n) < LEAST_SEEN]
    if len(lists.names) < TWO:
        return None, None, "", _alone(lists)
    if few:
        return None, None, "", f"{', '.join(few)} told of fewer than {LEAST_SEEN}: too few to tell"
    both = max(lists.both(a, b) for a, b in combinations(range(len(lists.names)), 2))
    if both < LEAST_BOTH:
        return None, None, "", f"fewer than {LEAST_BOTH} are known to two sources: too few to tell"
    if len(lists.names) == TWO:
        return _of_two(lists)
    least = lower_bound(lists).low
    mean = averaged(lists)
    if mean is None:
        return None, least, "", "no model fits how the sources overlap"
    return mean, least, "log-linear models of the sources, averaged by AIC", ""


def _of_two(lists: Lists) -> tuple[Range | None, float | None, str, str]:
    """The same from two lists, which tell nothing where one holds all of the other."""
    if (inside := _inside(lists, 1, 0)) >= COPIES:
        why = f"{inside:.0%} of {lists.names[1]} are in {lists.names[0]} too: one may be made "
        return None, None, "", why + "from the other, and two such sources cannot tell"
    found = chapman(lists.size(0), lists.size(1), lists.both(0, 1))
    return found, None, "Chapman's estimate from two sources", ""


def _inside(lists: Lists, smaller: int, larger: int) -> float:
    """The share of one list that is in another too."""
    return lists.both(smaller, larger) / max(lists.size(smaller), 1)


def _alone(lists: Lists) -> str:
    """Why one list tells nothing of the others."""
    if lists.names and AND in lists.names[0]:
        return f"{lists.names[0]} tell of the same, and are one source: read in another one"
    return "one source alone cannot tell what it did not see: read a second one"


def _pairs(lists: Lists) -> list[Pair]:
    return [
        Pair(lists.names[a], lists.names[b], lists.both(a, b), lists.odds(a, b))
        for a, b in combinations(range(len(lists.names)), 2)
    ]


def _doubts(lists: Lists) -> list[str]:
    said = []
    if lists.merged:
        said.append(
            f"{', '.join(lists.merged)} were taken together with {lists.names[-1]}: more than "
            f"{MOST_LISTS} sources cannot be told apart."
        )
    if len(lists.names) == TWO:
        said.append(
            "Two sources cannot show whether they see the same links more often than chance, as "
            "is usual: then more are unseen than this says, and the interval is too sure."
        )
    ones = [name for name in lists.names if AND in name]
    said += [f"{name} tell of nearly the same and count as one." for name in ones]
    for a, b in combinations(range(len(lists.names)), 2):
        smaller, larger = sorted((a, b), key=lists.size)
        inside = _inside(lists, smaller, larger)
        if inside >= COPIES:
            said.append(
                f"{inside:.0%} of {lists.names[smaller]} are in {lists.names[larger]} too: one may "
                "be made from the other, and then the estimate is too low."
            )
    said.append(
        "Links that no source can see (behind logins, on pages nobody crawls) are in no estimate."
    )
    return said
