"""Outreach in the background: a round of answers and messages, and the look for links that landed.

What such a job answers is kept for long and seen by more people than a mailbox, so it counts, and
has neither words nor addresses of those who were written to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.app.pitch.landing import look_for_links as look
from backlinkbot.app.pitch.rounds import send_round
from backlinkbot.app.pitch.syncing import sync

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.app.pitch.rounds import Sent
    from backlinkbot.app.pitch.syncing import Synced
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress


def outreach(
    workspace: Workspace, arguments: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    """One round of a `mailbox`, or of all: read what came in, then send what is approved and due.

    `only_read`: send nothing. Begun again after a crash, it sends nothing twice.
    """
    mailbox = str(arguments.get("mailbox") or "")
    if arguments.get("only_read"):
        progress.stage("Reading answers")
        synced = sync(workspace, mailbox=mailbox)
        return {"sentence": _came_in(synced), "came_in": _counted(synced)}
    progress.stage("Reading answers and sending what is due")
    done = send_round(workspace, mailbox)
    document = done.as_document() | {"came_in": _counted(done.synced)}
    return {"sentence": _sentence(done), **document}


def look_for_links(
    workspace: Workspace, arguments: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    """Look whether links of a `domain` that were asked for stand by now."""
    done = look(workspace, str(arguments["domain"]), progress)
    told = f"{len(done.won):,} links won, {len(done.lost):,} lost again"
    read = f"{done.fetched:,} of {done.looked_at:,} pages could be read"
    return {"sentence": f"{told}; {read}.", **done.as_document()}


def _sentence(done: Sent) -> str:
    if not done.rounds:
        return "There is no mailbox yet, so nothing was sent."
    sent = sum(one.sent for one in done.rounds)
    waiting = sum(sum(one.waiting.values()) for one in done.rounds)
    parts = [f"{sent:,} sent", f"{waiting:,} wait"]
    unsure = sum(one.unclear + one.unknown for one in done.rounds)
    parts += [f"of {unsure:,} nobody knows"] if unsure else []
    stopped = sum(bool(one.stopped) for one in done.rounds)
    parts += [f"{stopped:,} mailboxes stopped"] if stopped else []
    return f"{', '.join(parts)}. {_came_in(done.synced)}"


def _came_in(synced: Synced) -> str:
    unread = sum(bool(one.failed) for one in synced.read)
    told = f"{len(synced.mails):,} new mails, {synced.waiting:,} wait for a person"
    return f"{told}; {unread:,} folders could not be read." if unread else f"{told}."


def _counted(synced: Synced) -> dict[str, Any]:
    """What came in, without the mails."""
    return {name: part for name, part in synced.as_document().items() if name != "mails"}
