"""Did the links work? Pages that gained links against like pages that did not."""

from __future__ import annotations

from backlinkbot.core.results import Effect, Worked

BLIND_SPOTS = ()


def nothing_to_compare(reason: str) -> Effect:
    """The answer where there is not enough to compare."""
    return Effect(Worked.UNCLEAR, f"Whether the links worked is unclear: {reason}.")
