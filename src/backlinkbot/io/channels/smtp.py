"""Mail out: one message over one connection to the mail server of the settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput, Refused, Unreachable
from backlinkbot.io.channels.limited import within

if TYPE_CHECKING:
    import smtplib
    import ssl
    from email.message import EmailMessage

TIMEOUT_S = 30.0  # of one step
LIMIT_S = 60.0  # of all steps of one message, however slowly the server answers
STARTTLS, TLS, NONE = SECURITIES = ("starttls", "tls", "none")
PERMANENT = 500  # answers of a mail server from here on say that trying again does not help
NOT_SET = (
    "no mail server is set: set smtp_host, smtp_from and, where it asks for a login, smtp_user and "
    "smtp_password in backlinkbot.toml or the environment"
)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes out; `security`: one of `SECURITIES`; the password is in no text made of it.

    Without `user` nobody logs in.
    """

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    def check(self) -> None:
        """Raises BadInput where the settings do not name a usable server."""
        if not self.host or not self.sender:
            raise BadInput(NOT_SET)
        if self.security not in SECURITIES:
            known = ", ".join(SECURITIES)
            raise BadInput(f"smtp_security is {self.security!r}, which is none of {known}")
        if self.user and self.security == NONE:
            raise BadInput("smtp_user is set, and smtp_security none would send its password plain")


def send(message: EmailMessage, server: MailServer) -> None:
    """Hand one message to the mail server.

    Raises:
        BadInput: the settings name no usable server.
        Refused: the server will never take this message for this recipient.
        Unreachable: it does not answer, not with TLS, or asks to come again.
    """
    server.check()
    try:
        within(LIMIT_S, lambda: _handed(message, server))
    except TimeoutError as error:
        said = f"the mail server {server.host} does not answer in {LIMIT_S:g} seconds"
        raise Unreachable(said) from error


def _handed(message: EmailMessage, server: MailServer) -> None:
    import smtplib

    try:
        with _connected(server) as connection:
            if server.security == STARTTLS:
                connection.starttls(context=_tls())
            if server.user:
                connection.login(server.user, server.password)
            connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise _refusal(code, said) from error
    except smtplib.SMTPAuthenticationError as error:
        raise Unreachable(f"the mail server {server.host} does not accept the login") from error
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        why = str(error) or type(error).__name__
        raise Unreachable(f"the mail server {server.host} does not answer: {why}") from error


def _connected(server: MailServer) -> smtplib.SMTP:
    import smtplib

    if server.security == TLS:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_S, context=_tls())
    return smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_S)


def _tls() -> ssl.SSLContext:
    import ssl

    return ssl.create_default_context()


def _refusal(code: int, said: bytes | str) -> Refused | Unreachable:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    told = f"the mail server says {code} {' '.join(text.split())}"
    return Refused(told) if code >= PERMANENT else Unreachable(told)
