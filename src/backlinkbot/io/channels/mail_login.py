"""What SMTP and IMAP share: is the way private, who are we there, and errors in plain words."""

from __future__ import annotations

import shlex
import subprocess
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_address
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput, Unreachable
from backlinkbot.core.outreach import Security
from backlinkbot.core.settings import told_in_environment

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

    from backlinkbot.core.outreach import MailServer

STEP_S = 30.0  # of one question to a mail server
COMMAND_S = 30.0  # of a command that prints a token or a password
LONGEST_SECRET = 16_384  # characters; OAuth tokens in use have 2,000 at most
IN_ENVIRONMENT, BY_COMMAND = "env:", "command:"  # before the name of where a password is
BY_GRANT = "oauth:"  # before what a sign-in at the provider left
HIGHEST_PORT = 65_535


def check_server(server: MailServer) -> None:
    """Raises BadInput for a server that cannot be used as it is set, or not in private."""
    if not server.host or any(mark.isspace() for mark in server.host):
        raise BadInput(f"{server.host!r} is no mail server; give its host name")
    if not 1 <= server.port <= HIGHEST_PORT:
        raise BadInput(f"{server.port} is no port of a mail server, which is 1 to {HIGHEST_PORT}")
    if server.security is Security.NONE and not is_this_machine(server.host):
        raise BadInput(
            f"messages and password would go to {server.host} for everybody to read; security none "
            "is for a server on this machine, use tls or starttls"
        )
    if server.secret and server.token_command:
        raise BadInput(f"{server.host} has both a password and a token command; leave one away")
    if any(mark in server.user + server.secret for mark in "\r\n\0"):
        raise BadInput(f"the login for {server.host} has a line break in it")


def is_this_machine(host: str) -> bool:
    """Whether a host is this very machine, so that nobody listens on the way."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def usable(server: MailServer) -> MailServer:
    """The server with its password as it is now, wherever it is kept.

    A password `env:NAME` is in that variable of the environment, and `command:…` prints it.

    Raises:
        BadInput: the server cannot be used as it is set, or no password is where it should be.
        Unreachable: the command fails.
    """
    check_server(server)
    told = server.secret
    if told.startswith(IN_ENVIRONMENT):
        name = told.removeprefix(IN_ENVIRONMENT)
        told = told_in_environment(name)
        if not told:
            raise BadInput(f"the password for {server.host} should be in {name}, which is not set")
    elif told.startswith(BY_COMMAND):
        told = _printed(server, told.removeprefix(BY_COMMAND), "password")
    ready = replace(server, secret=told)
    check_server(ready)
    return ready


def access_token(server: MailServer) -> str:
    """The OAuth token of a sign-in, or that the user's command prints; asked for each connection.

    Empty where the login is by password.

    Raises:
        BadInput: the command cannot be started, or prints no token.
        Unreachable: it does not end in time, or fails; or the provider gives no token.
    """
    if server.secret.startswith(BY_GRANT):
        if server.token is None:  # so that what was left is never sent as a password
            raise BadInput(f"the sign-in for {server.host} was not opened")
        return server.token()
    if not server.token_command:
        return ""
    token = _printed(server, server.token_command, "token")
    if not token.isascii() or " " in token:
        raise BadInput(f"the token command for {server.host} does not print one token")
    return token


def _printed(server: MailServer, command: str, what: str) -> str:
    """The line that a user's command prints; what it says else is not shown, it may be secret."""
    named = f"the {what} command for {server.host}"
    try:
        said = subprocess.run(  # noqa: S603 - the user's own command, without a shell
            shlex.split(command), stdin=subprocess.DEVNULL, capture_output=True, timeout=COMMAND_S,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unreachable(f"{named} does not end in {COMMAND_S:g} seconds") from None
    except (ValueError, OSError, IndexError) as error:
        why = getattr(error, "strerror", None) or "it is empty or its quotes do not match"
        raise BadInput(f"{named} cannot be started: {why}") from None  # the error names all of it
    if said.returncode:
        raise Unreachable(f"{named} failed (exit code {said.returncode})")
    told = said.stdout.decode("utf-8", "replace").strip("\r\n")
    if not told or len(told) > LONGEST_SECRET or not told.isprintable():
        raise BadInput(f"{named} does not print one {what}")
    return told


def xoauth2(user: str, token: str) -> str:
    """What XOAUTH2 wants to hear of who we are."""
    return f"user={user}\1auth=Bearer {token}\1\1"


def tls_context() -> ssl.SSLContext:
    """TLS with the authorities that this machine trusts (or SSL_CERT_FILE names)."""
    import ssl

    return ssl.create_default_context()


@contextmanager
def in_plain_words(server: MailServer, what: str) -> Iterator[None]:
    """Say what goes wrong on the way to a server; `what`: like `the mail server`.

    Raises:
        Unreachable: no machine of the name, no answer, none in time, or its TLS cannot be trusted.
    """
    import ssl

    told = f"{what} {server.host}:{server.port}"
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        why = error.verify_message or "not trusted"
        raise Unreachable(f"the certificate of {told} cannot be trusted: {why}") from error
    except ssl.SSLError as error:
        hint = "is it tls where it should be starttls, or the other way round?"
        raise Unreachable(f"{told} does not speak TLS here; {hint}") from error
    except TimeoutError as error:
        raise Unreachable(f"{told} does not answer in time") from error
    except (OSError, EOFError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise Unreachable(f"{told} does not answer: {why}") from error
