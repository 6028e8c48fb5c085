"""Questions about whom messages went to and who has not ended: links that may still come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from backlinkbot.core.outreach import MessageState
from backlinkbot.io.state.messages import IS_STEP
from backlinkbot.io.state.sending_tables import courses, messages

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

WENT = (MessageState.CLAIMED.value, MessageState.SENT.value, MessageState.UNKNOWN.value)


def asked_by_message(connection: Connection, site: str) -> dict[int, datetime]:
    """When the first message went to each prospect of a site whose sequence has no ending yet.

    Of a message that is about to go, or of which nobody knows whether it went, the moment it was
    claimed.
    """
    went = func.min(func.coalesce(messages.c.sent_at, messages.c.claimed_at))
    same = and_(
        courses.c.campaign == messages.c.campaign, courses.c.prospect == messages.c.prospect
    )
    asked = (
        select(messages.c.prospect, went.label("at"))
        .join(courses, same)
        .where(messages.c.site == site, messages.c.state.in_(WENT), courses.c.ending == "", IS_STEP)
        .group_by(messages.c.prospect)
    )
    return {row.prospect: row.at for row in connection.execute(asked) if row.at}
