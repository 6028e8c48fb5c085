"""What is in force of all that users ever decided about a site's links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.audit import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backlinkbot.core.audit import Decision


def in_force(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Of each unit the last decision that was not undone, by unit.

    `decisions`: in the order they were made. An undo takes back one decision; what was in force
    before it counts again.
    """
    standing: dict[str, list[Decision]] = {}
    for one in decisions:
        kept = standing.setdefault(one.unit, [])
        if one.choice is not Choice.UNDO:
            kept.append(one)
        elif kept:
            kept.pop()
    return {unit: kept[-1] for unit, kept in sorted(standing.items()) if kept}


def asked_for(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Of each unit the last time somebody decided to have its links removed, undone or not."""
    return {one.unit: one for one in decisions if one.choice is Choice.REMOVE}
