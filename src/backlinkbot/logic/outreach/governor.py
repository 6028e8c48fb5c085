"""Whether so many call messages spam, or are not there at all, that a mailbox must stop."""

from __future__ import annotations

from dataclasses import dataclass

DAYS = 30  # in which messages and complaints are counted
WARN, PAUSE = 0.001, 0.002  # of what was sent; large providers turn mail away from 0.3 % on
FEWEST = 2  # complaints; a single one of a hundred messages says nothing of a rate


# judgements on contacts: bounces stay under 2 %; lists that were bought have 5 % and more
DEAD_WARN, DEAD_PAUSE = 0.02, 0.05
FEWEST_DEAD = 3


@dataclass(frozen=True, slots=True)
class Ruling:
    """What complaints mean for a mailbox; `says` is empty where they mean nothing."""

    says: str = ""
    is_paused: bool = False


def ruling(complaints: int, sent: int, dead: int = 0) -> Ruling:
    """What follows of complaints about what was sent in the last `DAYS` days.

    `dead`: messages that came back for good, or that servers refused.
    """
    told = _about_complaints(complaints, sent)
    return told if told.says else _about_dead(dead, sent)


def _about_dead(dead: int, sent: int) -> Ruling:
    if dead < FEWEST_DEAD:
        return Ruling()
    rate = dead / max(sent, dead)
    told = f"{dead} of {sent} messages of the last {DAYS} days reached nobody ({rate:.0%})"
    if rate >= DEAD_PAUSE:
        return Ruling(f"{told}: nothing more goes out until somebody has looked", is_paused=True)
    if rate >= DEAD_WARN:
        return Ruling(f"{told}: from {DEAD_PAUSE:.0%} on nothing more goes out")
    return Ruling()


def _about_complaints(complaints: int, sent: int) -> Ruling:
    if complaints < FEWEST:
        return Ruling()
    rate = complaints / max(sent, complaints)
    told = f"{complaints} of {sent} messages of the last {DAYS} days were called spam ({rate:.1%})"
    if rate >= PAUSE:
        return Ruling(f"{told}: nothing more goes out until somebody has looked", is_paused=True)
    if rate >= WARN:
        return Ruling(f"{told}: from {PAUSE:.1%} on nothing more goes out")
    return Ruling()
