"""Signing in at a mail provider as OAuth 2 wants it of programs on a person's own machine.

The person signs in with a browser at the provider and comes back to an address of this machine
with a code (RFC 6749 §4.1, RFC 8252 §7.3); a secret made for this one sign-in shows that the code
is ours (PKCE, RFC 7636). What stays is the right to ask for tokens, as text that is kept sealed.
"""

from __future__ import annotations

import json
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from backlinkbot.core.errors import BadInput, Unreachable
from backlinkbot.core.outreach import MailServer, Security
from backlinkbot.io.channels.mail_login import BY_GRANT, LONGEST_SECRET, is_this_machine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ASK_S = 20.0  # of one question to a provider
STEP_S = 0.5  # between two looks whether the browser came back
IDLE_S = 5.0  # of a connection on which nobody says anything
EARLY = timedelta(minutes=2)  # before it ends a token is not used any more
LONGEST_LIFE = timedelta(days=1)  # of a token: more, and a clock was set
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
LASTING = "offline_access"  # asked for, and never named among what is given
MOMENTS = ("given_at", "ends_at")
LONGEST_ANSWER = 65_536  # bytes of what a provider says
CODE = re.compile(r"[a-z_]{1,40}")  # names of errors, RFC 6749 §5.2
DONE = b"<!doctype html><title>Backlink Bot</title><p>Done. You can close this page.</p>"
NOT_DONE = b"<!doctype html><title>Backlink Bot</title><p>This is not the sign-in.</p>"


@dataclass(frozen=True, slots=True)
class Provider:
    """Where people sign in, which rights are asked for, and which servers they are for."""

    name: str
    authorize_url: str
    token_url: str
    scope: str
    smtp: MailServer
    imap: MailServer
    sent_folder: str
    redirect_host: str = "127.0.0.1"  # as which it knows a person's own machine
    extra: Mapping[str, str] = field(default_factory=dict)


# As Google ("Using OAuth 2.0 to access Google APIs", "IMAP, POP and SMTP") and Microsoft
# ("Authenticate an IMAP, POP or SMTP connection using OAuth") publish them; looked up 2026-11-21.
PROVIDERS = {
    "google": Provider(
        "Google",
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "https://mail.google.com/",
        MailServer("smtp.gmail.com", 465, Security.TLS),
        MailServer("imap.gmail.com", 993, Security.TLS),
        "[Gmail]/Sent Mail",
        extra={"access_type": "offline", "prompt": "consent"},  # else no right to ask again comes
    ),
    "microsoft": Provider(
        "Microsoft",
        "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send "
        "offline_access",
        MailServer("smtp.office365.com", 587, Security.STARTTLS),
        MailServer("outlook.office365.com", 993, Security.TLS),
        "Sent Items",
        "localhost",  # on any port, where an application is registered with http://localhost
    ),
}


@dataclass(frozen=True, slots=True)
class Client:
    """As whom we ask: an application that the user registered at the provider."""

    id: str
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Asking:
    """A sign-in that began: `url` is for the browser, the rest shows that its answer is ours."""

    provider: Provider
    client: Client
    redirect: str
    url: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Grant:
    """The right to ask a provider for tokens, and the token that was asked for last."""

    provider: str
    token_url: str
    scope: str
    client_id: str
    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)
    token: str = field(default="", repr=False)
    given_at: datetime = LONG_AGO
    ends_at: datetime = LONG_AGO

    def lasts(self, now: datetime) -> bool:
        """Whether its token can be used for a while; not where the clock was set back since."""
        return bool(self.token) and self.given_at <= now < self.ends_at - EARLY

    def as_secret(self) -> str:
        """The grant as the secret of a mail server."""
        moments = {name: getattr(self, name).isoformat() for name in MOMENTS}
        return BY_GRANT + json.dumps({**asdict(self), **moments})


def grant_in(secret: str) -> Grant | None:
    """The grant in the secret of a mail server, None where that is another kind of secret.

    Raises:
        BadInput: it looks like one and is none.
    """
    if not secret.startswith(BY_GRANT):
        return None
    try:
        told = json.loads(secret.removeprefix(BY_GRANT))
        return Grant(**{**told, **{name: datetime.fromisoformat(told[name]) for name in MOMENTS}})
    except (ValueError, TypeError, KeyError):
        raise BadInput("what a sign-in left of it cannot be read; sign in again") from None


def begun(provider: Provider, client: Client, redirect: str, login: str) -> Asking:
    """Begin to sign in; `login`: the address, so that the right account is offered.

    Raises:
        BadInput: an address of the provider is not private.
    """
    for url in (provider.authorize_url, provider.token_url):
        _check_private(url)
    if not client.id.strip():
        raise BadInput("a sign-in needs the id of an application that you registered there")
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    digest = sha256(verifier.encode()).digest()
    told = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": redirect,
        "scope": provider.scope,
        "state": state,
        "code_challenge": urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "login_hint": login,
        **provider.extra,
    }
    url = f"{provider.authorize_url}?{urlencode(told)}"
    return Asking(provider, client, redirect, url, state, verifier)


def ended(asking: Asking, came_back: str, now: datetime) -> Grant:
    """The grant for the address with which the browser came back.

    Raises:
        BadInput: it is of another sign-in, has no code, or the person or provider said no.
        Unreachable: the provider does not answer, or gives no right to ask again.
    """
    told = parse_qs(urlsplit(came_back.strip()).query)
    if not _is_same(_only(told, "state"), asking.state):
        raise BadInput("this is not the answer to this sign-in; begin again")
    if said := _only(told, "error"):
        raise BadInput(f"{asking.provider.name} did not let us in: {_named(said)}")
    if not (code := _only(told, "code")):
        raise BadInput("there is no code in the address the browser came back to")
    blank = Grant(
        asking.provider.name, asking.provider.token_url, asking.provider.scope,
        asking.client.id, asking.client.secret, "",
    )  # fmt: skip
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": asking.redirect,
        "code_verifier": asking.verifier,
    }
    grant = _asked(blank, form, now)
    if not grant.refresh_token:
        raise Unreachable(f"{blank.provider} gives a token, and no right to ask for the next one")
    return grant


def renewed(grant: Grant, now: datetime) -> Grant:
    """The grant with a new token; some providers also change the right to ask.

    Raises:
        Unreachable: the provider does not answer, or has taken the right back.
    """
    return _asked(grant, {"grant_type": "refresh_token", "refresh_token": grant.refresh_token}, now)


class Landing:
    """An address of this machine to which a browser comes back, for one answer.

    Use it as a context: `redirect` is the address, `answers(state)` waits for the browser that
    brings this state. Whoever else comes by learns nothing and ends nothing.
    """

    def __init__(self, host: str) -> None:
        landing = self

        class Handler(BaseHTTPRequestHandler):
            timeout = IDLE_S  # browsers open connections in advance and say nothing on them

            def do_GET(self) -> None:
                is_answer = landing.takes(self.path)
                self.send_response(200 if is_answer else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(DONE if is_answer else NOT_DONE)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the library names it
                """Nothing is logged: the address has the code in it."""

        self._state = ""
        self._came = ""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.timeout = STEP_S
        self._server.block_on_close = False  # who says nothing is not waited for
        self.redirect = f"http://{host}:{self._server.server_port}/"

    def __enter__(self) -> Landing:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.server_close()

    def takes(self, path: str) -> bool:
        """Whether somebody who asks for this path brings the answer, which is kept then."""
        parts = urlsplit(path)
        brought = _only(parse_qs(parts.query), "state")
        if parts.path != "/" or not self._state or not _is_same(brought, self._state):
            return False
        self._came = self._came or self.redirect.rstrip("/") + path
        return True

    def answers(self, state: str) -> Iterator[str]:
        """Each half second the address with which the browser came back, empty until it did."""
        self._state = state
        while not self._came:
            self._server.handle_request()
            yield self._came


def _asked(grant: Grant, form: Mapping[str, str], now: datetime) -> Grant:
    """What the provider's token endpoint answers to a form, as the next grant."""
    told = _posted(grant, {**form, "client_id": grant.client_id, **_secret_of(grant)})
    _check_allowed(grant, told.get("scope"))
    token, life = told.get("access_token"), told.get("expires_in", 300)
    if not isinstance(token, str) or not token.isascii() or not token.isprintable():
        raise Unreachable(f"{grant.provider} answers without a token")
    if not isinstance(life, (int, float)) or not 0 < life <= LONGEST_LIFE.total_seconds():
        life = 300
    refresh = told.get("refresh_token")
    kept = refresh if isinstance(refresh, str) and refresh else grant.refresh_token
    if len(token) + len(kept) > LONGEST_SECRET:
        raise Unreachable(f"{grant.provider} answers with a token that is too long")
    ends_at = now + timedelta(seconds=float(life))
    return replace(grant, refresh_token=kept, token=token, given_at=now, ends_at=ends_at)


def _check_allowed(grant: Grant, scope: object) -> None:
    """Raises BadInput where somebody did not allow all that was asked for, if that is told."""
    given = set(scope.split()) if isinstance(scope, str) else set()
    missing = set(grant.scope.split()) - given - {LASTING}
    if given and missing:
        raise BadInput(
            f"{grant.provider} was not allowed to give {' and '.join(sorted(missing))}: sign in "
            "again and leave what is asked for ticked"
        )


def _posted(grant: Grant, form: Mapping[str, str]) -> dict[str, Any]:
    import httpx2

    _check_private(grant.token_url)
    try:
        with httpx2.stream(
            "POST", grant.token_url, data=dict(form), timeout=ASK_S, follow_redirects=False,
            headers={"Accept": "application/json"},
        ) as answer:  # fmt: skip
            body = b""
            for part in answer.iter_bytes():
                body += part
                if len(body) > LONGEST_ANSWER:
                    raise Unreachable(f"{grant.provider} answers more than a token")
            status = answer.status_code
    except httpx2.HTTPError as error:
        why = type(error).__name__
        raise Unreachable(f"{grant.provider} does not answer for a token: {why}") from None
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise Unreachable(f"{grant.provider} answers something that is no token (HTTP {status})")
    if status != httpx2.codes.OK or "error" in told:
        said = _named(str(told.get("error", "")))
        raise Unreachable(f"{grant.provider} gives no token: {said} (HTTP {status})")
    return told


def _is_same(brought: str, state: str) -> bool:
    return secrets.compare_digest(brought.encode(), state.encode())


def _secret_of(grant: Grant) -> dict[str, str]:
    return {"client_secret": grant.client_secret} if grant.client_secret else {}


def _only(told: Mapping[str, list[str]], name: str) -> str:
    return told.get(name, [""])[0]


def _named(said: str) -> str:
    """The name of an error; whatever else a provider says may be secret."""
    return said if CODE.fullmatch(said) else "it does not say why"


def _check_private(url: str) -> None:
    """Raises BadInput where what is sent to an address could be read on the way."""
    parts = urlsplit(url)
    is_local = parts.scheme == "http" and is_this_machine(parts.hostname or "")
    if parts.scheme != "https" and not is_local:
        raise BadInput(f"{url!r} is no private address to sign in at; it begins with https://")
