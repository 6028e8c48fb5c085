"""Mail out to a prospect: one transaction that also fills our archive, and how it ended.

Where the connection breaks decides what can be said: before the text has begun to go, it certainly
went nowhere; after, nobody can tell. So an answer of the server is the only proof of anything.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from contextlib import contextmanager, suppress
from threading import Timer
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput, Unreachable
from backlinkbot.core.outreach import Security
from backlinkbot.core.sending import Answer, Handover
from backlinkbot.io.channels.limited import within
from backlinkbot.io.channels.mail_login import (
    STEP_S,
    access_token,
    in_plain_words,
    tls_context,
    usable,
    xoauth2,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from backlinkbot.core.outreach import MailServer

WHAT = "the mail server"
LIMIT_S = 90.0  # of one message from the first byte to the last, however slowly the server answers
GO_ON = 354
FIRST_BAD, PERMANENT = 400, 500  # answers from here on: not now; never
NOT_ALLOWED = re.compile(  # it is we who may not: relaying, a login, a limit of the provider
    r"\b5\.7\.\d|\b5\.4\.5|\b5\.1\.90|relay|authenticat|log ?in|suspend|daily"
    r"|sending (?:limit|quota)",
    re.IGNORECASE,
)
TOO_FAST = re.compile(
    r"\brate\b|too (?:many|fast|much)|throttl|sending (?:limit|quota)", re.IGNORECASE
)
NO_MAILBOX = re.compile(r"\b5\.1\.[1-3]|\b5\.1\.10|\b5\.2\.1|no such|unknown user", re.IGNORECASE)
TURN_LOST = "this sender slept too long, so another one may have sent the message"
SAID_MOST = 300  # characters kept of what a server says


class _Refusal(Exception):  # ends a transaction before the text began to go
    def __init__(self, told: Handover) -> None:
        super().__init__(told.said)
        self.told = told


def hand_over(  # noqa: PLR0913 - one transaction
    raw: bytes, sender: str, recipient: str, archive: str, server: MailServer,
    *, limit_s: float = LIMIT_S, may_go: Callable[[], bool] | None = None,
) -> Handover:  # fmt: skip
    """Give a message to the mail server for its recipient and, in one transaction, the archive.

    `may_go`: asked when only the text is left to be sent; where it says no, nobody can know from us
    what became of the message.

    `archive`: an address of ours, or empty. Both get it or neither: where one is refused, the text
    is not sent at all. Where our own settings are wrong, it is `is_ours` and did not go.
    """
    told = [recipient, *([archive] if archive and archive != recipient else [])]
    try:
        with smtp_connection(server, _domain(sender), limit_s=limit_s) as connection:
            _addressed(connection, sender, told)
            if may_go and not may_go():
                return Handover(Answer.NOBODY_KNOWS, TURN_LOST, is_ours=True)
            return _said(connection, raw)
    except _Refusal as error:
        return error.told
    except (BadInput, Unreachable) as error:
        return Handover(Answer.LATER, str(error), is_ours=True)


@contextmanager
def smtp_connection(
    server: MailServer, greeting: str, *, limit_s: float = LIMIT_S
) -> Iterator[smtplib.SMTP]:
    """A connection that is private and logged in; `greeting`: the name that we call ourselves.

    After `limit_s` seconds it is cut, wherever it stands.

    Raises:
        BadInput: the server is not set in a way that can be used.
        Unreachable: it does not answer, not with TLS, or does not accept the login.
    """
    server = usable(server)
    token = access_token(server)
    with in_plain_words(server, WHAT), _in_smtp_words(server):
        connection = within(limit_s, lambda: _connected(server, greeting))
        watch = Timer(limit_s, _cut, [connection])
        watch.daemon = True
        watch.start()
        try:
            if server.security is Security.STARTTLS:
                connection.starttls(context=tls_context())
            connection.ehlo_or_helo_if_needed()
            _log_in(connection, server, token)
            yield connection
        finally:
            watch.cancel()
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()


def _connected(server: MailServer, greeting: str) -> smtplib.SMTP:
    where = (server.host, server.port, greeting)
    if server.security is Security.TLS:
        return smtplib.SMTP_SSL(*where, timeout=STEP_S, context=tls_context())
    return smtplib.SMTP(*where, timeout=STEP_S)


def _log_in(connection: smtplib.SMTP, server: MailServer, token: str) -> None:
    if not server.user:
        return
    try:
        if token:
            connection.auth("XOAUTH2", _OAuth(xoauth2(server.user, token)))
        else:
            connection.login(server.user, server.secret)
    except smtplib.SMTPAuthenticationError:  # what it says may have the secret in it
        told = f"{WHAT} {server.host} does not accept the login of {server.user}"
        raise Unreachable(told) from None
    except smtplib.SMTPNotSupportedError as error:
        told = f"{WHAT} {server.host} knows no way to log in here"
        raise Unreachable(f"{told}; is its security right?") from error


class _OAuth:
    """Says who we are once; what the server asks after a refusal is answered with nothing."""

    def __init__(self, told: str) -> None:
        self._told = told

    def __call__(self, challenge: bytes | None = None) -> str:
        return self._told if challenge is None else ""


@contextmanager
def _in_smtp_words(server: MailServer) -> Iterator[None]:
    try:
        yield
    except ssl.SSLError:  # a ValueError, too, when a certificate is not trusted
        raise
    except smtplib.SMTPResponseException as error:
        told = f"{WHAT} {server.host} says {_words(error.smtp_code, error.smtp_error)}"
        raise Unreachable(told) from error
    except smtplib.SMTPServerDisconnected as error:
        raise Unreachable(f"{WHAT} {server.host} ended the connection") from error
    except (smtplib.SMTPException, ValueError) as error:
        raise Unreachable(f"{WHAT} {server.host} does not speak SMTP as it should") from error


def _addressed(connection: smtplib.SMTP, sender: str, told: Sequence[str]) -> None:
    """Say from whom and to whom; raises _Refusal where one of them is not taken."""
    code, words = connection.mail(sender)
    if code >= FIRST_BAD:
        raise _Refusal(
            Handover(Answer.LATER, f"as the sender: {_words(code, words)}", is_ours=True)
        )
    for number, address in enumerate(told):
        code, words = connection.rcpt(address)
        if code < FIRST_BAD:
            continue
        said = _words(code, words)
        if number:
            raise _Refusal(Handover(Answer.LATER, f"as our archive: {said}", is_ours=True))
        raise _Refusal(_of_recipient(code, said))


def _of_recipient(code: int, said: str) -> Handover:
    if code < PERMANENT:
        return Handover(Answer.LATER, said, is_ours=bool(TOO_FAST.search(said)))
    if NO_MAILBOX.search(said):
        return Handover(Answer.REFUSED, said, is_dead=True)
    if NOT_ALLOWED.search(said):
        return Handover(Answer.LATER, said, is_ours=True)
    return Handover(Answer.REFUSED, said)


def _said(connection: smtplib.SMTP, raw: bytes) -> Handover:
    """Send the text and hear what the server says to it."""
    code, words = connection.docmd("DATA")
    if code != GO_ON:
        return _of_text(code, _words(code, words))
    try:
        say_text(connection, stuffed(raw))
        code, words = connection.getreply()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        why = "in time" if isinstance(error, TimeoutError) else "any more"
        said = f"the mail server did not answer {why} after the message had begun to go"
        return Handover(Answer.NOBODY_KNOWS, said)
    if code < FIRST_BAD:
        return Handover(Answer.ACCEPTED, _words(code, words))
    return _of_text(code, _words(code, words))


def _of_text(code: int, said: str) -> Handover:
    """What it means that the server does not take the text."""
    if code < PERMANENT:
        return Handover(Answer.LATER, said, is_ours=bool(TOO_FAST.search(said)))
    return Handover(Answer.REFUSED, said, is_about_text=True)


def say_text(connection: smtplib.SMTP, text: bytes) -> None:
    """Let the text of a message go, with the dot that ends it."""
    connection.send(text)


def stuffed(raw: bytes) -> bytes:
    """The text of a message as it goes: lines that begin with a dot get another, a dot ends it."""
    whole = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole) + b".\r\n"


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"[:SAID_MOST]


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def _cut(connection: smtplib.SMTP) -> None:
    """End a connection that another thread waits for."""
    with suppress(OSError, AttributeError):
        if connection.sock:
            connection.sock.shutdown(socket.SHUT_RDWR)
