"""Which stages a prospect may be moved to, for interfaces that offer no others."""

from __future__ import annotations

from backlinkbot.core.prospects import Stage
from backlinkbot.logic.prospect.stages import MOVES


def moves_from(stage: Stage) -> tuple[Stage, ...]:
    """The stages that come next, in their order; none where nobody may be contacted."""
    return tuple(one for one in Stage if one in MOVES[stage])
