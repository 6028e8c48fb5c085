"""Complaints: whether so many recipients call messages spam that a mailbox must stop."""

from __future__ import annotations

from dataclasses import dataclass

DAYS = 30  # in which messages and complaints are counted
WARN, PAUSE = 0.001, 0.002  # of what was sent; large providers turn mail away from 0.3 % on
FEWEST = 2  # complaints; a single one of a hundred messages says nothing of a rate


@dataclass(frozen=True, slots=True)
class Ruling:
    """What complaints mean for a mailbox; `says` is empty where they mean nothing."""

    says: str = ""
    is_paused: bool = False


def ruling(complaints: int, sent: int) -> Ruling:
    """What follows of complaints about what was sent in the last `DAYS` days."""
    if complaints < FEWEST:
        return Ruling()
    rate = complaints / max(sent, complaints)
    told = f"{complaints} of {sent} messages of the last {DAYS} days were called spam ({rate:.1%})"
    if rate >= PAUSE:
        return Ruling(f"{told}: nothing more goes out until somebody has looked", is_paused=True)
    if rate >= WARN:
        return Ruling(f"{told}: from {PAUSE:.1%} on nothing more goes out")
    return Ruling()
