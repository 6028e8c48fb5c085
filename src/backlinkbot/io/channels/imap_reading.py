"""Reads new mail over IMAP, without changing anything on the server: no flag, no deletion.

A server is not trusted: what it sends is bounded in size and in seconds, whatever it announces.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from socket import SHUT_RDWR
from typing import TYPE_CHECKING, Any, TypeVar

from backlinkbot.core.errors import Unreachable
from backlinkbot.io.channels.imap_connection import said_in
from backlinkbot.io.channels.junk_names import is_junk_name
from backlinkbot.io.channels.limited import within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from imapclient import IMAPClient

    from backlinkbot.core.mail_in import Position

T = TypeVar("T")
LARGEST = 2 << 20  # bytes of one mail that are read; the rest, its attachments, is left there
AT_ONCE = 4 << 20  # bytes asked for in one question
MOST_AT_ONCE = 50  # mails asked for in one question
SIZES_AT_ONCE = 500
NEWEST = 200  # mails that are read where none seems to be of our days
JUNK = b"\\junk"
NO_JUNK = frozenset(  # RFC 3501 §7.2.2, RFC 6154 §2: what is something else, or nothing to open
    (b"\\noselect", b"\\nonexistent", b"\\all", b"\\archive", b"\\drafts", b"\\sent", b"\\trash")
)
MOST_NAMED = 3  # folders without a mark that are called junk
MOST_UIDS = 2_000_000  # of one folder; more is no mailbox
LONGEST_ANSWER = 3 * AT_ONCE  # bytes of one answer, whatever is in it
LIMIT_S = 120.0  # of one question, however slowly it is answered
IDLE_S = 25 * 60.0  # RFC 2177 asks to begin anew before 29 minutes
BEGINS = b"BODY[]<0>"  # what the answer calls the beginning of a mail


@dataclass(frozen=True, slots=True)
class News:
    """What is new in a folder: the numbers of its mails, the oldest first, and how many more.

    `uidvalidity`: by which numbers of this look are told from those of another count;
    `is_anew`: the server counts anew, or the folder was never read; `next_uid`: the number that
    the next mail was to get, 0 where the server does not say.
    """

    uidvalidity: int
    uids: tuple[int, ...]
    more: int = 0
    is_anew: bool = False
    next_uid: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as the server has it; `is_cut`: only its beginning was read."""

    uid: int
    raw: bytes
    size_bytes: int
    received_at: datetime | None
    is_cut: bool = False


def news_in(
    client: IMAPClient, folder: str, known: Position | None, since: date, most: int
) -> News:
    """Open a folder only to read, and see what is new in it.

    `known`: how far it was read; where the server counts anew, all since that day is new. `since`:
    the day before which nothing can be meant for us.

    Raises:
        Unreachable: the server does not answer as it should.
    """
    opened = _limited(client, lambda: client.select_folder(folder, readonly=True))
    uidvalidity = _number(opened.get(b"UIDVALIDITY"))
    is_anew = known is None or known.uidvalidity != uidvalidity
    last = 0 if is_anew or known is None else known.last_uid
    wanted: list[Any] = ["UID", f"{last + 1}:*", *(["SINCE", since] if is_anew else [])]
    told = _limited(client, lambda: client.search(wanted))
    if is_anew and not told and _number(opened.get(b"EXISTS")):
        # our clock may be ahead of the server's, so that even the newest mail seems too old
        told = _limited(client, lambda: client.search(["UID", f"{last + 1}:*"]))[-NEWEST:]
    # "5:*" also gives the last mail where it is number 4
    found = sorted({uid for one in told[:MOST_UIDS] if (uid := _number(one)) > last})
    more, next_uid = max(0, len(found) - most), _number(opened.get(b"UIDNEXT"))
    return News(uidvalidity, tuple(found[:most]), more, is_anew, next_uid)


def junk_in(client: IMAPClient) -> tuple[str, ...]:
    """The folders of junk: those that the server marks as such (RFC 6154).

    Where it marks none, those that are called so; not what has another mark or cannot be opened.

    Raises:
        Unreachable: the server does not answer as it should.
    """
    marked, named = [], []
    for told, delimiter, name in _limited(client, client.list_folders):
        flags = {flag.lower() for flag in told}
        if JUNK in flags:
            marked.append(str(name))
        elif not flags & NO_JUNK and is_junk_name(str(name), (delimiter or b"").decode("latin-1")):
            named.append(str(name))
    return tuple(marked or named[:MOST_NAMED])


def refusal_of(client: IMAPClient, folder: str) -> str:
    """What the server says where it does not let a folder be opened; empty where it does.

    Raises:
        Unreachable: the server does not answer as it should.
    """
    from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

    try:
        _limited(client, lambda: client.select_folder(folder, readonly=True))
    except IMAPClientAbortError:
        raise
    except IMAPClientError as error:
        return f"{folder}: the IMAP server {client.host} says: {said_in(error)}"
    return ""


def mails_of(client: IMAPClient, uids: Sequence[int]) -> Iterator[Fetched]:
    """These mails of the open folder in their order; those that are gone are left out.

    Raises:
        Unreachable: the server does not answer as it should.
    """
    client.normalise_times = False
    for at in range(0, len(uids), SIZES_AT_ONCE):
        part = uids[at : at + SIZES_AT_ONCE]
        told = _fetched(client, part, "RFC822.SIZE")
        sizes = {uid: _number(told[uid].get(b"RFC822.SIZE")) for uid in part if uid in told}
        for together in _portions(sizes):
            yield from _read(client, together, sizes)


def wait_for_news(client: IMAPClient, folder: str, wait_s: float, next_uid: int = 0) -> bool:
    """Wait until the server says that something came; False where nothing did, or it cannot say.

    `next_uid`: as the last look told it; where it is another now, something came in between.
    A server without IDLE is not waited for: ask it again after a while.

    Raises:
        Unreachable: the server does not answer as it should.
    """
    if not _limited(client, lambda: client.has_capability("IDLE")):
        return False
    opened = _limited(client, lambda: client.select_folder(folder, readonly=True))
    if next_uid and _number(opened.get(b"UIDNEXT")) != next_uid:
        return True
    _limited(client, client.idle)
    wait = min(wait_s, IDLE_S)
    said = _limited(client, lambda: client.idle_check(timeout=wait), wait)
    _limited(client, client.idle_done)
    return any(len(one) > 1 and one[1] in {b"EXISTS", b"RECENT"} for one in said)


def _read(client: IMAPClient, uids: Sequence[int], sizes: dict[int, int]) -> Iterator[Fetched]:
    told = _fetched(client, uids, "INTERNALDATE", f"BODY.PEEK[]<0.{LARGEST}>")
    for uid in uids:
        answer = told.get(uid, {})
        raw = answer.get(BEGINS)
        if isinstance(raw, bytes):
            is_cut = sizes[uid] > len(raw) and len(raw) >= LARGEST
            yield Fetched(uid, raw, sizes[uid], _moment(answer.get(b"INTERNALDATE")), is_cut)


def _portions(sizes: dict[int, int]) -> Iterator[list[int]]:
    """Mails that are asked for together, so that no answer is endless."""
    together: list[int] = []
    room = AT_ONCE
    for uid, size in sizes.items():
        cost = min(max(size, 0), LARGEST)
        if together and (cost > room or len(together) >= MOST_AT_ONCE):
            yield together
            together, room = [], AT_ONCE
        together.append(uid)
        room -= cost
    if together:
        yield together


def _fetched(client: IMAPClient, uids: Sequence[int], *what: str) -> dict[int, dict[bytes, Any]]:
    return dict(_limited(client, lambda: client.fetch(list(uids), list(what))))


def _limited(client: IMAPClient, ask: Callable[[], T], more_s: float = 0.0) -> T:
    """What a question gives in time and size; where it takes longer the connection is closed."""
    _meter(client).left = LONGEST_ANSWER
    try:
        return within(LIMIT_S + more_s, ask)
    except TimeoutError as error:
        with suppress(OSError):  # wakes who still reads; closing would wait for him
            client.socket().shutdown(SHUT_RDWR)
        raise Unreachable(f"the IMAP server {client.host} takes too long to answer") from error
    except _TooMuch as error:
        told = f"the IMAP server {client.host} sends more than was asked for"
        raise Unreachable(told) from error
    except (ValueError, TypeError, KeyError, IndexError) as error:  # no answer that IMAP knows
        told = f"the IMAP server {client.host} gives an answer that is not IMAP"
        raise Unreachable(told) from error


class _TooMuch(ConnectionAbortedError):
    """A server sends more than it was asked for; nothing more is read from it."""


class _Meter:
    """Counts what a server sends in answer to one question, and stops at the limit.

    The library bounds single lines, and leaves all else to its users.
    """

    def __init__(self, client: IMAPClient) -> None:
        self.left = LONGEST_ANSWER
        inner = client._imap  # noqa: SLF001 - there is no other way to what it reads
        self._read, self._line = inner.read, inner.readline
        inner.read, inner.readline, inner.meter = self.read, self.readline, self

    def read(self, size: int) -> bytes:
        """So many bytes, of which the server has said that they follow."""
        self._count(size if size >= 0 else LONGEST_ANSWER + 1)
        return bytes(self._read(size))

    def readline(self) -> bytes:
        """One line."""
        line = bytes(self._line())
        self._count(len(line))
        return line

    def _count(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise _TooMuch


def _meter(client: IMAPClient) -> _Meter:
    known = getattr(client._imap, "meter", None)  # noqa: SLF001 - as above
    return known if isinstance(known, _Meter) else _Meter(client)


def _number(value: Any) -> int:
    return value if isinstance(value, int) and value >= 0 else 0


def _moment(value: Any) -> datetime | None:
    if not isinstance(value, datetime):
        return None
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
