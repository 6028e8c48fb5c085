"""Finds out over IMAP what became of messages that were claimed and left.

A message that the archive has was taken by the server. That one is missing there proves something
only if mails do arrive there, and are found: so a mail to ourselves is sent the same way first, and
only once it has arrived is the archive asked again. No clock has a say in that. Where the Sent
folder of the provider is the archive, the mail to ourselves must be in that very folder: that it
came in proves nothing of what goes out.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput, Unreachable
from backlinkbot.core.nouns import Message
from backlinkbot.core.sending import Answer, Trace
from backlinkbot.io.channels.imap import kept_there
from backlinkbot.io.channels.outgoing_smtp import hand_over
from backlinkbot.io.channels.wire_form import wire_form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import KeptMessage, Mailbox

PROBE_S = 60.0  # for a mail to ourselves to arrive
LEAST_LOOKED_UP = 10  # messages of which the archive is asked in one go
LOOK_S = 0.25  # between two looks whether it has; each takes as long again as the one before
LONGEST_LOOK_S = 5.0
SUBJECT = "Backlink Bot: does this arrive?"
TEXT = """This mail proves that copies of your messages arrive here.

A sender was interrupted, so it looks here for what it may have sent before it sends that again. You
can delete this mail.
"""


@dataclass
class LookedUp:
    """Which of the due messages the archive has: asked before each goes, for many in one go.

    Each look takes twice as many as the last, so that few are needed however many are due.
    """

    due: Sequence[KeptMessage]
    look: Callable[[Sequence[KeptMessage]], frozenset[str]]
    found: set[str] = field(default_factory=set)
    until: int = 0  # the first that was not looked up
    many: int = LEAST_LOOKED_UP

    def has(self, place: int, left: int) -> bool:
        """Whether the archive has a copy of the message at this place of those that are due."""
        if place >= self.until:
            self.until = place + max(left, self.many)
            self.found |= self.look(self.due[place : self.until])
            self.many *= 2
        return self.due[place].message.message_id in self.found


def traces(
    workspace: Workspace, mailbox: Mailbox, claimed: Sequence[KeptMessage], probe_s: float = PROBE_S
) -> tuple[Mapping[str, Trace], str]:
    """What is to be seen of each claimed message, by Message-ID, and why something is not clear."""
    ids = [one.message.message_id for one in claimed]
    if mailbox.imap is None or not (mailbox.archive or mailbox.sent_folder):
        return dict.fromkeys(ids, Trace.NO_PLACE), "the mailbox keeps no copies where we can look"
    told, why = dict.fromkeys(ids, Trace.UNCLEAR), ""
    try:
        found = kept_there(mailbox.imap, ids, mailbox.sent_folder)
        if missing := set(ids) - found:
            why = probed(workspace, mailbox, probe_s)
            if not why:  # what was under way the first time has arrived by now
                found |= kept_there(mailbox.imap, missing, mailbox.sent_folder)
                told = dict.fromkeys(ids, Trace.MISSING)
    except (BadInput, Unreachable) as error:
        return told, str(error)
    return told | dict.fromkeys(found, Trace.FOUND), why


def probed(workspace: Workspace, mailbox: Mailbox, probe_s: float = PROBE_S) -> str:
    """Why a mail to ourselves was not seen to arrive where copies are kept; empty where it was.

    Raises:
        BadInput, Unreachable: the IMAP server cannot be asked.
    """
    clock = workspace.clock
    host = mailbox.address.rpartition("@")[2]
    to = mailbox.archive or mailbox.address
    probe = Message(f"<probe-{secrets.token_hex(16)}@{host}>", mailbox.address, to, SUBJECT, TEXT)
    raw = wire_form(probe, mailbox.name, clock.now())
    handed = hand_over(raw, mailbox.address, to, "", mailbox.smtp)
    if handed.answer is not Answer.ACCEPTED:
        return f"a mail to our own {to} did not go: {handed.said}"
    if mailbox.imap is None:
        return "no IMAP server is set"
    wait_s, waited_s = LOOK_S, 0.0
    only = "" if mailbox.archive else mailbox.sent_folder
    while not kept_there(mailbox.imap, [probe.message_id], only=only):
        if waited_s >= probe_s:
            where = f"in {only}" if only else "over IMAP"
            return f"a mail to our own {to} is not found {where} after {probe_s:g} seconds"
        clock.sleep(wait_s)
        waited_s += wait_s
        wait_s = min(2 * wait_s, LONGEST_LOOK_S)
    return ""
