"""The answer to "did the links work?" in words, and what it cannot see."""

from __future__ import annotations

from math import expm1
from typing import TYPE_CHECKING

from backlinkbot.core.results import Worked

if TYPE_CHECKING:
    from backlinkbot.logic.judge.effect.comparing import Compared

BLIND_SPOTS = (
    "Links are not drawn by lot: a page that gains links was often rewritten, linked from inside "
    "or advertised in the same weeks. The comparison takes out what like pages share, not that.",
    "A link can lift the whole site. Pages without new links gain then too, and the effect looks "
    "smaller than it is.",
    "The weeks are counted from when a link is known to have begun; where that is only when it was "
    "first seen, a part of its effect lies in the weeks before.",
    "A page counts as without new links as long as the index knows of none.",
)


def too_little(reason: str) -> str:
    """What is said where there is not enough to compare."""
    return f"There is not enough to compare: {reason}."


def pulled_away(found: Compared, past: Compared | None) -> bool:
    """Whether the pages did better already before, surely or by as much as they did after."""
    return past is not None and (past.low > 0 or past.change >= found.low)


def sentence_of(word: Worked, found: Compared, past: Compared | None, outcome: str) -> str:
    """The answer in words."""
    band = f"95 % interval {expm1(found.low):+.0%} to {expm1(found.high):+.0%}"
    pages = f"{len(found.places):,} pages that gained links"
    against = f"{found.others:,} like pages without new links"
    change = expm1(found.change)
    if word is Worked.LIKELY:
        return (
            f"{pages[0].upper()}{pages[1:]} have {change:+.0%} {outcome} against {against} over "
            f"the same weeks ({band})."
        )
    if word is Worked.NONE_SEEN:
        return (
            f"{pages[0].upper()}{pages[1:]} did like {against}: {change:+.0%} {outcome} ({band}); "
            "an effect of a fifth or more would have shown."
        )
    if past is not None and found.low > 0 and pulled_away(found, past):
        return (
            f"{pages[0].upper()}{pages[1:]} have {change:+.0%} {outcome} against {against} "
            f"({band}), but they were pulling away before their links came "
            f"({expm1(past.change):+.0%}), so it cannot be told what the links did."
        )
    return (
        f"{pages[0].upper()}{pages[1:]} have {change:+.0%} {outcome} against {against} ({band}): "
        "that can be chance, or an effect too small for so few pages and weeks."
    )
