"""What an IMAP server may say to harm us: each ends in a sentence, in time, with bounded memory."""

from __future__ import annotations

import socketserver
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from backlinkbot.core.clock import SystemClock
from backlinkbot.core.errors import Unreachable
from backlinkbot.core.mail_in import Position
from backlinkbot.core.outreach import MailServer, Security
from backlinkbot.io.channels import imap_reading
from backlinkbot.io.channels.imap_connection import imap_connection
from backlinkbot.io.channels.imap_reading import (
    Fetched,
    News,
    junk_in,
    mails_of,
    news_in,
    refusal_of,
    wait_for_news,
)

Say = Callable[[bytes, bytes], Iterator[bytes]]
SINCE = date(2026, 11, 1)
MAIL = b"Subject: hi\r\n\r\nHello.\r\n"
DATE = b'INTERNALDATE "01-Nov-2026 12:00:00 +0000"'


def usual(tag: bytes, line: bytes) -> Iterator[bytes]:
    """A server with one mail."""
    word = line.upper()
    if word.startswith((b"EXAMINE", b"SELECT")):
        yield b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] here\r\n"
    elif b"SEARCH" in word:
        yield b"* SEARCH 3\r\n"
    elif b"RFC822.SIZE" in word:
        yield b"* 1 FETCH (UID 3 RFC822.SIZE %d)\r\n" % len(MAIL)
    elif b"BODY.PEEK" in word:
        yield b"* 1 FETCH (UID 3 %s BODY[]<0> {%d}\r\n%s)\r\n" % (DATE, len(MAIL), MAIL)
    elif word.startswith(b"CAPABILITY"):
        yield b"* CAPABILITY IMAP4rev1\r\n"
    elif word.startswith(b"LOGOUT"):
        yield b"* BYE\r\n"
    yield tag + b" OK done\r\n"


def instead(what: bytes, said: Callable[[bytes], Iterator[bytes]]) -> Say:
    """The usual server, but for one command."""

    def say(tag: bytes, line: bytes) -> Iterator[bytes]:
        if what in line.upper():
            yield from said(tag)
            return
        yield from usual(tag, line)

    return say


@contextmanager
def server(say: Say, greeting: bytes = b"* OK [CAPABILITY IMAP4rev1] hi\r\n") -> Iterator[int]:
    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            try:
                self.wfile.write(greeting)
                while line := self.rfile.readline():
                    tag, _, rest = line.strip().partition(b" ")
                    for part in say(tag, rest):
                        self.wfile.write(part)
            except OSError:
                return

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Talk) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield running.server_address[1]
        finally:
            running.shutdown()
            thread.join()


def read(say: Say, known: Position | None = None) -> tuple[News, list[Fetched]]:
    with server(say) as port, imap_connection(told(port), step_s=2.0) as client:
        news = news_in(client, "INBOX", known, SINCE, 100)
        return news, list(mails_of(client, news.uids))


def told(port: int) -> MailServer:
    return MailServer("127.0.0.1", port, Security.NONE, "us", "secret")


def test_the_usual_server_gives_its_mail() -> None:
    news, mails = read(usual)
    assert (news.uidvalidity, news.uids, news.is_anew) == (7, (3,), True)
    assert [(one.uid, one.raw) for one in mails] == [(3, MAIL)]
    assert str(mails[0].received_at) == "2026-11-01 12:00:00+00:00"


def test_what_was_read_is_not_new_and_another_count_is() -> None:
    assert read(usual, Position(7, 3)) == (News(7, ()), [])
    news, _ = read(usual, Position(6, 3))
    assert (news.uids, news.is_anew) == ((3,), True)


def test_more_than_is_wanted_waits_for_the_next_time() -> None:
    many = b"* SEARCH " + b" ".join(b"%d" % n for n in range(1, 11)) + b"\r\n"

    def said(tag: bytes) -> Iterator[bytes]:
        yield many + tag + b" OK done\r\n"

    with server(instead(b"SEARCH", said)) as port, imap_connection(told(port)) as client:
        news = news_in(client, "INBOX", None, SINCE, 4)
    assert (news.uids, news.more) == ((1, 2, 3, 4), 6)


LISTS = {
    "marked": ([rb'(\HasNoChildren \Junk) "/" Werbung', rb'() "/" Spam'], ("Werbung",)),
    "named": ([rb'() "." INBOX.Spam', rb'() "." INBOX.Junk.old', rb'() "." INBOX'],
              ("INBOX.Spam",)),
    "of Google": ([rb'(\Noselect) "/" [Gmail]', rb'() "/" [Gmail]/Spam'], ("[Gmail]/Spam",)),
    "French, coded": ([rb'() "/" "Courrier ind&AOk-sirable"'], ("Courrier indésirable",)),
    "something else": (
        [rb'(\Trash) "/" Spam', rb'(\Noselect) "/" Junk', rb'() "/" "Not spam"', rb'() NIL Bulk2'],
        (),
    ),
    "without parts": ([rb'() NIL "Junk E-mail"'], ("Junk E-mail",)),
    "many": ([b'() "/" a%d/Spam' % n for n in range(9)], ("a0/Spam", "a1/Spam", "a2/Spam")),
}  # fmt: skip


@pytest.mark.parametrize("case", LISTS)
def test_folders_of_junk_are_known_by_their_mark_and_else_by_their_name(case: str) -> None:
    rows, found = LISTS[case]
    say = instead(b"LIST", lambda tag: iter([*(b"* LIST %s\r\n" % one for one in rows),
                                             tag + b" OK done\r\n"]))  # fmt: skip
    with server(say) as port, imap_connection(told(port)) as client:
        assert junk_in(client) == found


def test_a_folder_that_may_not_be_opened_is_told_and_holds_up_no_other() -> None:
    say = instead(b'EXAMINE "SPAM"', lambda tag: iter([tag + b" NO not yours\r\n"]))
    with server(say) as port, imap_connection(told(port)) as client:
        assert "not yours" in refusal_of(client, "Spam")
        assert refusal_of(client, "INBOX") == ""
        assert news_in(client, "INBOX", None, SINCE, 4).uids == (3,)


def forever(part: bytes) -> Callable[[bytes], Iterator[bytes]]:
    def said(_: bytes) -> Iterator[bytes]:
        while True:
            yield part

    return said


def once(part: bytes) -> Callable[[bytes], Iterator[bytes]]:
    def said(tag: bytes) -> Iterator[bytes]:
        yield part.replace(b"TAG", tag)

    return said


def slowly(tag: bytes) -> Iterator[bytes]:
    for letter in b"* 1 FETCH (UID 3 RFC822.SIZE 22)" * 50 + tag:
        SystemClock().sleep(0.1)
        yield bytes([letter])


HOSTILE = {
    "a mail of two gigabytes": instead(
        b"BODY.PEEK", once(b"* 1 FETCH (UID 3 BODY[]<0> {2000000000}\r\n" + b"x" * 10_000)
    ),
    "a size below nothing": instead(
        b"BODY.PEEK", once(b"* 1 FETCH (UID 3 BODY[]<0> {-5}\r\nTAG OK done\r\n")
    ),
    "answers without end": instead(b"RFC822.SIZE", forever(b"* 1 EXISTS\r\n" * 100)),
    "a line without end": instead(b"SEARCH", forever(b"1 " * 5_000)),
    "a letter now and then": instead(b"RFC822.SIZE", slowly),
    "nothing": instead(b"SEARCH", once(b"")),
    "no IMAP": instead(b"SEARCH", once(b"HTTP/1.1 200 OK\r\n\r\n<html>\r\n" * 3)),
    "broken lists": instead(b"RFC822.SIZE", once(b"* 1 FETCH (UID 3 (((((\r\nTAG OK done\r\n")),
    "words for numbers": instead(b"SEARCH", once(b"* SEARCH one two\r\nTAG OK done\r\n")),
    "no": instead(b"EXAMINE", once(b"TAG NO [NONEXISTENT] there is none\r\n")),
    "good bye": instead(b"BODY.PEEK", once(b"* BYE I am closing\r\n")),
}


@pytest.mark.timeout(60)  # some of them never end
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_server_costs_little_and_is_said(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_reading, "LIMIT_S", 1.0)
    tracemalloc.start()
    try:
        with pytest.raises(Unreachable, match=r"127\.0\.0\.1"):
            read(HOSTILE[name])
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 200 << 20


@pytest.mark.parametrize("said", [
    b"* 1 FETCH (UID 99 RFC822.SIZE 5)\r\nTAG OK done\r\n", b"TAG OK done\r\n",
    b"* 1 FETCH (UID 3 RFC822.SIZE NIL)\r\nTAG OK done\r\n",
])  # fmt: skip
def test_what_was_not_asked_for_is_not_taken(said: bytes) -> None:
    _, mails = read(instead(b"RFC822.SIZE", once(said)))
    assert [one.uid for one in mails] in ([], [3])


def test_a_server_that_cannot_tell_is_not_waited_for() -> None:
    with server(usual) as port, imap_connection(told(port)) as client:
        assert not wait_for_news(client, "INBOX", 5)
