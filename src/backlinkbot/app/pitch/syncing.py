"""Reads what came to the mailboxes since the last time, and does what it means; twice is once."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backlinkbot.app.clients import root_workspace
from backlinkbot.app.pitch.mailboxes import mailbox_named, mailboxes
from backlinkbot.app.pitch.receiving import Taken, take_in
from backlinkbot.core.errors import BadInput, Unreachable
from backlinkbot.core.mail_in import Position
from backlinkbot.io.channels.imap_connection import imap_connection
from backlinkbot.io.channels.imap_reading import (
    junk_in,
    mails_of,
    news_in,
    refusal_of,
    wait_for_news,
)
from backlinkbot.io.state.answered import first_sent
from backlinkbot.io.state.mails import count_waiting, keep_position, position_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from imapclient import IMAPClient

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.mail_in import KeptMail
    from backlinkbot.core.outreach import Mailbox

INBOX = "INBOX"
MOST_AT_ONCE = 2_000  # mails of one folder in one round; the rest comes with the next
BEFORE_FIRST = timedelta(days=1)  # servers tell days in zones of their own
NOTED_EVERY = 100  # mails after which it is noted how far a folder was read


@dataclass(frozen=True, slots=True)
class Read:
    """What one folder gave. `more`: new mails that were left for the next round.

    `large`: mails of which only the beginning was read; `failed`: why it could not be read.
    """

    mailbox: str
    folder: str
    counts: dict[Taken, int] = field(default_factory=dict)
    more: int = 0
    large: int = 0
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Synced:
    """What came in. `waiting`: how many mails a person must decide on now, those before too."""

    read: tuple[Read, ...]
    mails: tuple[KeptMail, ...]
    waiting: int = 0

    def as_document(self) -> dict[str, Any]:
        """The round as JSON."""
        return {
            "folders": [
                {
                    "mailbox": one.mailbox,
                    "folder": one.folder,
                    **{kind.value: one.counts.get(kind, 0) for kind in Taken},
                    "more": one.more,
                    "read_in_part": one.large,
                    "failed": one.failed or None,
                }
                for one in self.read
            ],
            "classes": dict(Counter(one.reply_class or one.kind for one in self.mails)),
            "mails": [one.as_document() for one in self.mails],
            "waiting_for_person": self.waiting,
        }


def sync(
    workspace: Workspace,
    now: datetime | None = None,
    *,
    mailbox: str = "",
    folders: Sequence[str] = (INBOX,),
    wait_s: float = 0.0,
) -> Synced:
    """Read what is new in a mailbox, or in all; one that cannot be read holds up no other.

    `folders`: also where complaints are put, if they are; `wait_s`: where nothing is new in a
    folder, wait until the server says that something came (IDLE), this long at most.

    Raises:
        NotFound: there is no such mailbox.
        Refused: the passwords of mailboxes were sealed with another key.
    """
    chosen = [mailbox_named(workspace, mailbox)] if mailbox else mailboxes(workspace)
    return sync_mailboxes(
        workspace, chosen, now or workspace.clock.now(), folders=folders, wait_s=wait_s
    )


def sync_mailboxes(
    workspace: Workspace,
    chosen: Sequence[Mailbox],
    now: datetime,
    *,
    folders: Sequence[str] = (INBOX,),
    wait_s: float = 0.0,
) -> Synced:
    """The same for mailboxes as they are told."""
    read: list[Read] = []
    found: list[KeptMail] = []
    with root_workspace(workspace) as root:
        for mailbox in chosen:
            if mailbox.imap is None:
                continue
            for folder in dict.fromkeys(folders):
                for one in _synced(workspace, root, mailbox, folder, now, wait_s):
                    read.append(one.told())
                    found.extend(one.mails)
    with workspace.state.reading() as connection:
        waiting = count_waiting(connection)
    return Synced(tuple(read), tuple(found), waiting)


def _synced(
    workspace: Workspace, root: Workspace, mailbox: Mailbox, folder: str, now: datetime,
    wait_s: float,
) -> list[_Folder]:  # fmt: skip
    """One folder; behind the INBOX also those of junk, where providers put many an answer."""
    reading = _Folder(workspace, root, mailbox.address, folder, now)
    done = [reading]
    try:
        with ExitStack() as stack:
            if mailbox.imap is None:
                return done
            client = stack.enter_context(imap_connection(mailbox.imap))
            for junk in junk_in(client) if folder == INBOX else ():
                done.append(_Folder(workspace, root, mailbox.address, junk, now))
                done[-1].failed = refusal_of(client, junk)
                if not done[-1].failed:
                    done[-1].read(client)
            reading.read(client)
            if wait_s > 0 and not any(one.seen for one in done):
                wait_for_news(client, folder, wait_s, reading.next_uid)
                reading.read(client)
    except (Unreachable, BadInput) as error:
        reading.failed = str(error)
    return done


class _Folder:
    """One folder that is read: how far, and what it gave."""

    def __init__(
        self, workspace: Workspace, root: Workspace, mailbox: str, folder: str, now: datetime
    ) -> None:
        self._workspace, self._root = workspace, root
        self._mailbox, self._folder, self._now = mailbox, folder, now
        self._counts: Counter[Taken] = Counter()
        self._more = self._large = self.seen = self.next_uid = 0
        self.mails: list[KeptMail] = []
        self.failed = ""

    def read(self, client: IMAPClient) -> None:
        """Take in what is new, mail by mail; what broke off goes on from there."""
        with self._workspace.state.reading() as connection:
            known = position_of(connection, self._mailbox, self._folder)
            since = _since(first_sent(connection, self._mailbox), self._now)
        news = news_in(client, self._folder, known, since, MOST_AT_ONCE)
        self._more, self.next_uid = news.more, news.next_uid
        last = 0 if news.is_anew or known is None else known.last_uid
        try:
            for mail in mails_of(client, news.uids):
                self._take(mail.raw, mail.received_at, is_cut=mail.is_cut)
                last = mail.uid
                if self.seen % NOTED_EVERY == 0:
                    self._note(news.uidvalidity, last)
            last = max(news.uids, default=last)  # those that were gone need no second look
        finally:
            self._note(news.uidvalidity, last)

    def told(self) -> Read:
        """What the folder gave."""
        return Read(
            self._mailbox, self._folder, dict(self._counts), self._more, self._large, self.failed
        )

    def _take(self, raw: bytes, received_at: datetime | None, *, is_cut: bool) -> None:
        arrived = take_in(
            self._workspace, self._mailbox, raw, received_at, now=self._now, root=self._root
        )
        self.seen += 1
        self._counts[arrived.taken] += 1
        self._large += is_cut
        if arrived.mail:
            self.mails.append(arrived.mail)

    def _note(self, uidvalidity: int, last: int) -> None:
        with self._workspace.state.writing() as connection:
            position = Position(uidvalidity, last)
            keep_position(connection, self._mailbox, self._folder, position, self._now)


def _since(first: datetime | None, now: datetime) -> date:
    """The day from which on mail can answer ours."""
    return ((first or now) - BEFORE_FIRST).date()
