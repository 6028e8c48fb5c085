"""A sender that ends like one whose machine lost its power: at an exact point, or when it is told.

Started as a program: `killed_sender.py FOLDER POINT AT`: it sends what is due in a workspace and
kills itself at the AT-th message that comes to the point; without a point it goes on to the end.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from backlinkbot.app.pitch import outbox
from backlinkbot.app.workspace import Workspace
from backlinkbot.io.channels import outgoing_smtp

# The five exact points at which a sender that marks before or after would lose or double.
POINTS = (
    "claimed",
    "half of the text",
    "all of the text, reply unread",
    "accepted, not marked",
    "marked",
)
PROBE = b"<probe-"  # mails to ourselves, which are no messages


def send(folder: str, point: str = "", at: int = 1, settled_s: float = 0.5) -> list[Any]:
    """One round of all mailboxes of a workspace; ends the process at the point."""
    left = [at]

    def die() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    if point:
        _dying(point, die)
    patience = outbox.Patience(timedelta(seconds=settled_s), 20)
    told = (lambda _: die()) if point == "marked" else None
    with Workspace.open(Path(folder)) as workspace:
        return outbox.send_due(workspace, told=told, patience=patience)


def _dying(point: str, die: Callable[[], None]) -> None:
    """Let the process end at a point of the way of a message."""
    hand_over, say_text = outbox.hand_over, outgoing_smtp.say_text

    def claimed(*arguments: Any, **named: Any) -> Any:
        if point == "claimed":
            die()
        told = hand_over(*arguments, **named)
        if point == "accepted, not marked":
            die()
        return told

    def said(connection: Any, text: bytes) -> None:
        if PROBE in text:
            say_text(connection, text)
            return
        half = len(text) // 2
        say_text(connection, text[:half])
        if point == "half of the text":
            die()
        say_text(connection, text[half:])
        if point == "all of the text, reply unread":
            die()

    outbox.hand_over = claimed
    outgoing_smtp.say_text = said


if __name__ == "__main__":
    send(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
