"""What a way to tell somebody is, and what it is given beside the notice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from backlinkbot.core.notices import Notice
    from backlinkbot.io.channels.smtp import MailServer


@dataclass(frozen=True, slots=True)
class Way:
    """What a notifier needs beside the notice.

    `target`, `secret`, `allows_private`: as of `core.notices.Notifier`; `folder`: where files with
    plain names are; `now`: when this try is made; `mail`: the mail server of the settings.
    """

    target: str = field(repr=False)
    now: datetime
    folder: Path
    user_agent: str
    mail: MailServer
    secret: str = field(default="", repr=False)
    allows_private: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A kind of notifier.

    `send`: raises Unreachable where another try may help, Refused where none will; `check`: raises
    BadInput for a target that cannot be one; `shown`: what of a target may be shown; `is_signed`:
    it needs a secret of its own, shown once; `is_file`: its target is a file of this machine.
    """

    send: Callable[[Notice, Way], None]
    check: Callable[[str], None]
    shown: Callable[[str], str]
    is_signed: bool = False
    is_file: bool = False
