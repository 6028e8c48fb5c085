"""How long contacts are kept: a clock runs from the day each was found."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.io.state.contacts import expired, forget_expired

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace

DAYS_A_MONTH = 30.4375  # a year of 365.25 days has twelve
MOST_MONTHS = 36  # what was published longer ago says little, and nobody reckons with it


def expiry(workspace: Workspace) -> datetime:
    """When what is found now is forgotten.

    Raises:
        BadInput: the setting asks for no time, or for too long.
    """
    months = workspace.settings.contact_months
    if not 1 <= months <= MOST_MONTHS:
        raise BadInput(f"contact_months is {months}; it is 1 to {MOST_MONTHS}")
    return workspace.clock.now() + timedelta(days=round(months * DAYS_A_MONTH))


def forget_old(workspace: Workspace) -> int:
    """Forget the contacts whose time is over; how many."""
    now = workspace.clock.now()
    with workspace.state.reading() as connection:
        if not expired(connection, now):
            return 0
    with workspace.state.writing() as connection:
        return forget_expired(connection, now)
