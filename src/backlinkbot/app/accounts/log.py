"""The audit log: a line for every change of access, and for what the gate saw being written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.access import HOME, AccessEvent, Principal
from backlinkbot.core.cells import one_line
from backlinkbot.core.errors import Refused
from backlinkbot.io.state.events import keep_event, kept_events

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.io.state.engine import Connection

LONGEST = 300  # characters of a part of a line; addresses of routes are longer at times
MOST_ACTION = 60
MOST = 1_000  # lines a look may have


def record(
    root: Workspace, by: Principal, action: str, subject: str = "", client: str = HOME
) -> None:
    """Put a line into the audit log: what `by` did to `subject` in a client."""
    with root.state.writing() as connection:
        log(connection, root, by, action, subject, client)


def events(
    root: Workspace, *, by: Principal, limit: int = 100, who: str = "", client: str = ""
) -> list[AccessEvent]:
    """The newest lines of the audit log; of one account, of one client, or of all.

    Raises:
        Refused: he is no owner.
    """
    if not by.may_manage:
        raise Refused("the audit log is for owners")
    with root.state.reading() as connection:
        return kept_events(connection, max(1, min(limit, MOST)), who=who, client=client)


def log(
    connection: Connection,
    root: Workspace,
    by: Principal,
    action: str,
    subject: str = "",
    client: str = HOME,
) -> None:
    """The same within a change that is under way, so that both are kept or neither."""
    event = AccessEvent(
        at=root.clock.now(),
        who=one_line(by.name)[:LONGEST],
        client=client,
        action=action[:MOST_ACTION],
        object=one_line(subject)[:LONGEST],
        address=one_line(by.address)[:LONGEST],
    )
    keep_event(connection, event)
