"""Looks up by Message-ID what the archive or the Sent folder of a mailbox has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.errors import NotFound
from backlinkbot.io.channels.imap_connection import imap_connection

if TYPE_CHECKING:
    from collections.abc import Collection

    from imapclient import IMAPClient

    from backlinkbot.core.outreach import MailServer

INBOX = "INBOX"
LIMIT_S = 180.0  # of all questions together, however slowly a server answers
SENT = b"\\sent"
NOT_TO_OPEN = (b"\\noselect", b"\\nonexistent")


def kept_there(
    server: MailServer, message_ids: Collection[str], first: str = "", only: str = ""
) -> frozenset[str]:
    """Those of some Message-IDs of which the account has a message, in whatever folder.

    `first`: the folder to begin with; `only`: the one to look into, where no other counts. Nothing
    is changed or marked as seen.

    Raises:
        BadInput, Unreachable: as `imap_connection`.
    """
    wanted, found = set(message_ids), set[str]()
    if not wanted:
        return frozenset()
    with imap_connection(server, limit_s=LIMIT_S) as client:
        for folder in [only] if only else _folders(client, first):
            client.select_folder(folder, readonly=True)
            found |= {one for one in wanted - found if _is_in(client, one)}
            if found == wanted:
                break
    return frozenset(found)


def check_folder(server: MailServer, folder: str) -> int:
    """How many mails a folder has.

    Raises:
        NotFound: there is no such folder; says which there are.
        BadInput, Unreachable: as `imap_connection`.
    """
    with imap_connection(server, limit_s=LIMIT_S) as client:
        names = _folders(client, "")
        if folder not in names:
            raise NotFound(f"there is no folder {folder}; there are {', '.join(sorted(names))}")
        return int(client.folder_status(folder, [b"MESSAGES"])[b"MESSAGES"])


def sent_folder_of(server: MailServer) -> str:
    """The folder that the server marks as the one of sent mail (RFC 6154); empty where none is.

    Raises:
        BadInput, Unreachable: as `imap_connection`.
    """
    with imap_connection(server, limit_s=LIMIT_S) as client:
        marked = (
            str(name)
            for flags, _, name in client.list_folders()
            if SENT in {flag.lower() for flag in flags}
        )
        return next(marked, "")


def _folders(client: IMAPClient, first: str) -> list[str]:
    """The folders that can be opened: the likeliest first, then the INBOX, then all others."""
    names = [
        str(name)
        for flags, _, name in client.list_folders()
        if not any(flag.lower() in NOT_TO_OPEN for flag in flags)
    ]
    likely = [one for one in (first, INBOX) if one in names]
    return list(dict.fromkeys([*likely, *names]))


def _is_in(client: IMAPClient, message_id: str) -> bool:
    """Whether the open folder has it; servers look for a part of the header, which is no other."""
    return bool(client.search(["HEADER", "Message-ID", message_id]))
