"""What came of a run of looks in sentences, for the screen and for jobs alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.verifying import Standing

if TYPE_CHECKING:
    from backlinkbot.core.verifying import Verified


def pages(number: int) -> str:
    """`1 page`, `27 pages`."""
    return _counted(number, "page")


def outcome(found: Verified) -> str:
    """How many pages were looked at, and how many links became lost by it."""
    return f"{pages(len(found.due))} looked at, {_counted(found.lost_now, 'link')} newly lost."


def summary(found: Verified) -> str:
    """The outcome, how each link stands (the counts add up to all), and what is left to do."""
    if not found.due:
        return "Nothing was due: 0 pages looked at."
    told = [outcome(found)]
    if found.links:
        counts = ", ".join(f"{count:,} {word}" for word, count in _counts(found) if count)
        told.append(f"Of {_counted(len(found.links), 'link')}: {counts}.")
    if found.left:
        told.append(f"{pages(found.left)} {'is' if found.left == 1 else 'are'} left.")
    return " ".join(told)


def _counts(found: Verified) -> list[tuple[str, int]]:
    counts = list(found.standings.items())
    lost = found.standings.get(Standing.LOST.value, 0)
    others = [one for one in counts if one[0] != Standing.LOST.value]
    return [("newly lost", found.lost_now), ("lost before", lost - found.lost_now), *others]


def _counted(number: int, one: str) -> str:
    return f"{number:,} {one if number == 1 else one + 's'}"
