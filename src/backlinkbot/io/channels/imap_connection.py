"""A connection to the IMAP server of a mailbox, logged in."""

from __future__ import annotations

import socket
from contextlib import contextmanager, suppress
from threading import Timer
from typing import TYPE_CHECKING

from backlinkbot.core.errors import Unreachable
from backlinkbot.core.outreach import Security
from backlinkbot.io.channels.limited import within
from backlinkbot.io.channels.mail_login import (
    STEP_S,
    access_token,
    in_plain_words,
    tls_context,
    usable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imapclient import IMAPClient

    from backlinkbot.core.outreach import MailServer

WHAT = "the IMAP server"
LOGIN_S = 60.0  # of greeting, TLS and login together, however slowly a server speaks


@contextmanager
def imap_connection(
    server: MailServer, *, step_s: float = STEP_S, limit_s: float = 0.0
) -> Iterator[IMAPClient]:
    """A connection that is logged in, and logged out and closed afterwards.

    `step_s`: how long each answer may take; `limit_s`: all that is asked, after which it is cut,
    where it is not 0. What the server says no to while the connection is
    used, and what breaks it, comes out as Unreachable too.

    Raises:
        BadInput: the server is not set in a way that can be used.
        Unreachable: it does not answer, not with TLS, or does not accept the login.
    """
    from imapclient.exceptions import IMAPClientError

    server = usable(server)
    token = access_token(server)
    with in_plain_words(server, WHAT):
        client = _connected(server, step_s)
        try:
            with _cut_after(client, LOGIN_S):
                _log_in(client, server, token)
            with _cut_after(client, limit_s):
                yield client
        except IMAPClientError as error:
            raise Unreachable(f"{WHAT} {server.host} says: {said_in(error)}") from error
        finally:
            _leave(client)


def said_in(error: Exception, most: int = 200) -> str:
    """What a server said, on one line and not longer than a line."""
    text = error.args[0] if error.args else ""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    return " ".join(str(text).split())[:most] or type(error).__name__


def _connected(server: MailServer, step_s: float) -> IMAPClient:
    from imapclient import IMAPClient

    is_tls = server.security is Security.TLS
    context = None if server.security is Security.NONE else tls_context()
    said = {"ssl": is_tls, "ssl_context": context if is_tls else None, "timeout": step_s}
    client = within(LOGIN_S, lambda: IMAPClient(server.host, server.port, **said))
    if server.security is Security.STARTTLS:
        try:
            with _cut_after(client, LOGIN_S):
                client.starttls(context)
        except BaseException:
            _leave(client)
            raise
    return client


def _log_in(client: IMAPClient, server: MailServer, token: str) -> None:
    from imapclient.exceptions import IMAPClientError, LoginError

    if not server.user:
        return
    try:
        if token:
            client.oauth2_login(server.user, token)
        elif b"LOGINDISABLED" in client.capabilities():
            client.plain_login(server.user, server.secret)
        else:
            client.login(server.user, server.secret)
    except LoginError as error:
        told = f"{WHAT} {server.host} does not accept the login of {server.user}"
        raise Unreachable(told) from error
    except IMAPClientError as error:
        told = f"{WHAT} {server.host} does not let us log in as {server.user}"
        raise Unreachable(f"{told}: {said_in(error)}") from error


@contextmanager
def _cut_after(client: IMAPClient, limit_s: float) -> Iterator[None]:
    """End the connection after some seconds, wherever it stands; 0: never."""
    watch = Timer(limit_s, _cut, [client])
    watch.daemon = True
    if limit_s:
        watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _cut(client: IMAPClient) -> None:
    with suppress(OSError, AttributeError):
        client.socket().shutdown(socket.SHUT_RDWR)


def _leave(client: IMAPClient) -> None:
    """Log out where that still can be done; the connection is closed in any case."""
    from imapclient.exceptions import IMAPClientError

    with suppress(IMAPClientError, OSError, EOFError):
        client.logout()
        return
    with suppress(IMAPClientError, OSError, EOFError):
        client.shutdown()
