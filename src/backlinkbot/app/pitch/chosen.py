"""Approves some of what was looked at: the prospects that a person left ticked, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.app.pitch.approving import approve, look
from backlinkbot.core.errors import BadInput, Refused

if TYPE_CHECKING:
    from collections.abc import Collection

    from backlinkbot.app.pitch.approving import Approved
    from backlinkbot.app.pitch.drafting import Draft
    from backlinkbot.app.workspace import Workspace

CHANGED = "what would go has changed since you looked; look at it again, then approve"


def approve_chosen(
    workspace: Workspace,
    number: int,
    digest: str,
    chosen: Collection[int],
    *,
    by: str,
    most: int = 0,
) -> Approved:
    """Let the chosen messages of a look go; the look is named by its digest and its `most`.

    Raises:
        NotFound, BadInput: there is no such campaign, it cannot be run, or nobody was chosen.
        Refused: what would go is not what was looked at; or the firewall cannot answer.
    """
    if not chosen:
        raise BadInput("choose at least one message")
    seen = look(workspace, number, most=most)
    if seen.digest != digest:
        raise Refused(CHANGED)
    wanted = [one.prospect for one in seen.going if one.prospect in chosen]
    if len(wanted) == len(seen.going):
        return approve(workspace, number, digest, by=by, most=most)
    words = {one.prospect: _words(one) for one in seen.going}
    part = look(workspace, number, only=wanted)
    if {one.prospect: _words(one) for one in part.going} != {one: words[one] for one in wanted}:
        raise Refused(CHANGED)
    return approve(workspace, number, part.digest, by=by, only=wanted)


def _words(one: Draft) -> tuple[str, ...]:
    message = one.message
    if message is None:
        return ()
    return message.message_id, message.recipient, message.subject, message.body
