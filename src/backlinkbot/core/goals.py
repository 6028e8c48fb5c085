"""Goals: what was agreed to be reached for a site, by the month."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime


class GoalKind(StrEnum):
    """What can be a goal; the value is the word the user says."""

    REFERRING_DOMAINS = "referring-domains"  # won in a month, without those to be disavowed
    AUTHORITY = "authority"  # at least so many points at the end
    VISITS = "visits"  # visits in a month that came by links


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of a site; it holds from the month that begins on `since` until the next one."""

    site: str
    kind: GoalKind
    wanted: float
    since: date
    by: str
    set_at: datetime

    def as_document(self) -> dict[str, Any]:
        """The goal as JSON."""
        return {
            "site": self.site,
            "goal": self.kind.value,
            "wanted": self.wanted,
            "from": self.since.isoformat()[:7],
            "by": self.by,
            "set_at": self.set_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }


def holding(goals: Iterable[Goal], day: date) -> dict[GoalKind, Goal]:
    """The goal of each kind that holds on a day."""
    begun = sorted((one for one in goals if one.since <= day), key=lambda one: one.since)
    return {one.kind: one for one in begun}
