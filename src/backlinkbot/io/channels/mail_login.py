"""What SMTP and IMAP share: is the way private, who are we there, and errors in plain words."""

from __future__ import annotations

import shlex
import subprocess
from contextlib import contextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput, Unreachable
from backlinkbot.core.outreach import Security

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

    from backlinkbot.core.outreach import MailServer

STEP_S = 30.0  # of one question to a mail server
TOKEN_S = 30.0  # of the command that prints an OAuth token
LONGEST_TOKEN = 16_384  # characters; those in use have 2,000 at most
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


def access_token(server: MailServer) -> str:
    """The OAuth token that the user's command prints; asked anew for each connection.

    What the command says else is not shown, as a token may be in it.

    Raises:
        BadInput: it cannot be started, or prints no token.
        Unreachable: it does not end in time, or fails.
    """
    try:
        words = shlex.split(server.token_command)
        said = subprocess.run(  # noqa: S603 - the user's own command, without a shell
            words, stdin=subprocess.DEVNULL, capture_output=True, timeout=TOKEN_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        told = f"the token command for {server.host} does not end in {TOKEN_S:g} seconds"
        raise Unreachable(told) from error
    except (ValueError, OSError) as error:
        why = getattr(error, "strerror", None) or "it is empty or its quotes do not match"
        told = f"the token command for {server.host} cannot be started: {why}"
        raise BadInput(told) from None  # the error names the whole command
    if said.returncode:
        told = f"the token command for {server.host} failed (exit code {said.returncode})"
        raise Unreachable(told)
    token = said.stdout.decode("ascii", "replace").strip()
    if not token or len(token) > LONGEST_TOKEN or not token.isprintable() or " " in token:
        raise BadInput(f"the token command for {server.host} does not print one token")
    return token


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
