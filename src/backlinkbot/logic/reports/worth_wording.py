"""What a link is worth, in words."""

from __future__ import annotations

import math

NOTHING = 0.05  # points below this are shown as none
FEW = 10  # below this a number of links is given as it is, above with two digits


def worth_words(
    points: float, low: float, high: float, equivalents: float, pagerank_points: float
) -> str:
    """One sentence about a link that would be won, or is lost where `points` is below 0.

    `equivalents` is NaN where an average weak link brings nothing; so is the interval where it is
    not known, and `points` where there are none because the graph is too small for trust.
    """
    if math.isnan(points):
        return _by_links(pagerank_points, equivalents)
    if abs(points) < NOTHING and abs(pagerank_points) < NOTHING:
        return "would change nothing"
    if abs(points) < NOTHING:
        return f"would move links alone by {pagerank_points:+.1f}, but no trust comes with it"
    held = "" if math.isnan(low) else f" ({low:+.1f} to {high:+.1f})"
    compared = _compared(equivalents)
    return f"{points:+.1f} points{held}, {compared}; by links alone {pagerank_points:+.1f}"


def second_words(words: str, why_silent: str = "") -> str:
    """What `worth_words` said of a new link, where the source has a link already.

    `why_silent`: why that link counts nothing, where it does not.
    """
    brings = words if words.startswith("would ") else f"would bring {words}"
    there = f"links already, which counts nothing: {why_silent}" if why_silent else "links already"
    return f"{there}; a second link {brings}"


def lost_words(words: str, why_silent: str, pagerank_points: float, *, has_heir: bool) -> str:
    """What `worth_words` said of a link, where it is lost.

    `why_silent`: why it counts nothing, where it does not; `has_heir`: whether another link of the
    same owner then counts in its place.
    """
    if why_silent:
        moved = abs(pagerank_points) >= NOTHING
        change = f"move links alone by {pagerank_points:+.1f}" if moved else "change nothing"
        return f"its link counts nothing: {why_silent}; losing it would {change}"
    return f"{words}; another link of its owner then counts instead" if has_heir else words


def _by_links(pagerank_points: float, equivalents: float) -> str:
    if abs(pagerank_points) < NOTHING:
        return "would change nothing"
    return f"{pagerank_points:+.1f} by links alone, {_compared(equivalents)}"


def _compared(equivalents: float) -> str:
    if math.isnan(equivalents):
        return "more than any number of average weak links"
    return f"as much as {links_words(equivalents)}"


def links_words(count: float) -> str:
    """A number of average weak links, no more exact than it is known."""
    if count < 1:
        return "less than one average weak link"
    if round(count) == 1:
        return "one average weak link"
    return f"about {rounded(count)} average weak links"


def rounded(count: float) -> str:
    """Two digits of a number, with thousands marked."""
    if count < FEW:
        return f"{count:.0f}"
    unit = 10 ** (math.floor(math.log10(count)) - 1)
    return f"{round(count / unit) * unit:,.0f}"
