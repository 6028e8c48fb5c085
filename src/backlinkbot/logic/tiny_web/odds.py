"""The dice of the little web."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random


def chance(rng: Random, per_cent: float) -> bool:
    """True in this many of a hundred cases."""
    return rng.random() * 100 < per_cent
