"""Who is in a campaign: each prospect, what was sent to him, and where he stands in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backlinkbot.core.outreach import MessageState
from backlinkbot.io.state.campaigns import enrolments
from backlinkbot.io.state.messages import messages_of
from backlinkbot.io.state.prospects import prospects_numbered

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import Enrolment, KeptMessage
    from backlinkbot.core.prospects import Prospect

SAID = {
    MessageState.PLANNED: "waits for an approval",
    MessageState.APPROVED: "is approved",
    MessageState.CLAIMED: "is on its way",
    MessageState.SENT: "was sent",
    MessageState.UNKNOWN: "may have gone: a person must say",
    MessageState.BOUNCED: "bounced",
    MessageState.REFUSED: "was refused by the server",
    MessageState.CANCELLED: "was cancelled",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A prospect of a campaign with his messages, the first one first."""

    prospect: Prospect
    going: Enrolment
    messages: tuple[KeptMessage, ...]

    @property
    def standing(self) -> str:
        """Where he stands, in words."""
        if self.going.ending:
            return self.going.ending
        if self.going.is_held:
            return "an answer waits for a person"
        if not self.messages:
            return "the first message waits for an approval"
        last = self.messages[-1]
        return f"message {last.step + 1} {SAID[last.state]}"

    def as_document(self) -> dict[str, Any]:
        """The member as JSON."""
        return {
            "prospect": self.prospect.number,
            "organisation": self.prospect.organisation,
            "stage": self.prospect.stage.value,
            "standing": self.standing,
            "added_at": self.going.added_at,
            "ending": self.going.ending or None,
            "ended_at": self.going.ended_at,
            "away_until": self.going.away_until,
            "is_held": self.going.is_held,
            "messages": [one.as_document() for one in self.messages],
        }


def members_of(workspace: Workspace, number: int) -> list[Member]:
    """The prospects of a campaign, in the order in which they came; none where there is none."""
    with workspace.state.reading() as connection:
        every = enrolments(connection, number)
        known = {one.number: one for one in prospects_numbered(connection, _numbers(every))}
        sent: dict[int, list[KeptMessage]] = defaultdict(list)
        for message in messages_of(connection, number):
            sent[message.prospect].append(message)
    return [
        Member(known[one.prospect], one, tuple(sent[one.prospect]))
        for one in every
        if one.prospect in known
    ]


def _numbers(every: list[Enrolment]) -> list[int]:
    return [one.prospect for one in every]
