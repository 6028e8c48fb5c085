"""How often such verdicts were wrong where that was measured, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.judge.verdict.model import shipped

if TYPE_CHECKING:
    from backlinkbot.logic.judge.verdict.model import Model

NOT_THE_WEB = (
    "Planted farms are easier than real ones, and people agree only moderately on what spam is: "
    "look at the reasons before you act."
)
# The largest share that is still likely (one chance in twenty) when none of n was wrong is about
# 3 / n (the rule of three; Hanley & Lippman-Hand 1983, JAMA 249).
RULE_OF_THREE = 3


def error_in_words(model: Model | None = None) -> tuple[str, ...]:
    """Sentences for the foot of an audit: errors of "disavow" and "review", and what they miss."""
    told = (model or shipped()).measured
    return (
        _error("disavow", *told.disavow, told.on),
        _error("review", *told.review, told.on),
        f"Its probabilities were off by {told.calibration:.1%} on the mean of {told.units:,} "
        "planted and honest sites.",
        NOT_THE_WEB,
    )


def _error(advice: str, given: int, wrong: int, on: str) -> str:
    if not given:
        return f"“{advice}” was never said on the planted farms it was measured on ({on})."
    if not wrong:
        return (
            f"Of {given:,} verdicts “{advice}” on planted farms none was wrong ({on}): likely less "
            f"than {RULE_OF_THREE / given:.2%}."
        )
    were = "was" if wrong == 1 else "were"
    return (
        f"Of {given:,} verdicts “{advice}” on planted farms {wrong:,} {were} wrong "
        f"({wrong / given:.2%}, {on})."
    )
