"""What every answer has and every request must keep to: headers, hosts, sizes, rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from backlinkbot.interfaces.gate.desk import is_loopback
from backlinkbot.interfaces.schemas.problems import PROBLEM_JSON, problem_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from backlinkbot.core.clock import Clock

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
KEEP_ENCRYPTED = "max-age=31536000"  # a year; of this name alone, others may be elsewhere
REST = "/api/"  # what programs ask
FOR_ALL = "/u/"  # tells nothing to who has no link: strangers unsubscribe there by any name of ours
MOST_BODY_BYTES = 4_000_000  # a form with every row of a page ticked is 1 MB
BURST = 240.0  # requests at once of one address: a page, its files, and a script that hurries
PER_S = 40.0  # and so many a second after that
MOST_ADDRESSES = 10_000


class Guard:
    """Puts the headers on, and turns away wrong hosts, endless bodies and floods."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        clock: Clock,
        is_team: Callable[[], bool],
        upload_bytes: Callable[[str], int | None],
    ) -> None:
        self._app, self._clock = app, clock
        self._is_team, self._upload_bytes = is_team, upload_bytes
        self._rooms: dict[str, tuple[float, float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sending = _with_headers(send, is_encrypted=scope["scheme"] == "https")
        if refusal := self._refusal(scope):
            await refusal(scope, receive, sending)
            return
        most = self._upload_bytes(scope["path"]) or MOST_BODY_BYTES
        await self._app(scope, _bounded(receive, most), sending)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        # A name that leads here may belong to a stranger, whose page could then read ours
        is_ours = is_loopback(_name(host)) or scope["path"].startswith(FOR_ALL)
        if not is_ours and not self._is_team():
            return _told(
                scope,
                "Open this as http://localhost or http://127.0.0.1; other names are answered "
                "once there is an account.",
                421,
            )
        length = headers.get("content-length", "0")
        most = self._upload_bytes(scope["path"]) or MOST_BODY_BYTES
        if length.isdigit() and int(length) > most:
            return _told(scope, f"More than {most // 1_000_000:,} MB were sent.", 413)
        if not self._has_room(scope):
            return _told(scope, "Too many requests; wait a moment.", 429, {"retry-after": "2"})
        return None

    def _has_room(self, scope: Scope) -> bool:
        """One request less for an address; its room fills up again by the second."""
        address = (scope.get("client") or ("", 0))[0]
        if is_loopback(address):
            return True
        now = self._clock.monotonic_s()
        left, at = self._rooms.get(address, (BURST, now))
        left = min(BURST, left + (now - at) * PER_S)
        if len(self._rooms) >= MOST_ADDRESSES:
            self._rooms.clear()
        self._rooms[address] = (max(0.0, left - 1), now)
        return left >= 1


def _told(scope: Scope, text: str, status: int, headers: dict[str, str] | None = None) -> Response:
    """A refusal as a problem for programs, as a line for people."""
    if scope["path"].startswith(REST):
        return Response(problem_text(status, text), status, headers, PROBLEM_JSON)
    return PlainTextResponse(f"{text}\n", status, headers)


def _bounded(receive: Receive, most: int) -> Receive:
    came = 0

    async def counted() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            raise HTTPException(413, f"more than {most // 1_000_000:,} MB were sent")
        return message

    return counted


def _with_headers(send: Send, *, is_encrypted: bool) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if is_encrypted:
                headers.setdefault("strict-transport-security", KEEP_ENCRYPTED)
        await send(message)

    return sent


def _name(host: str) -> str:
    """The name in a Host header, without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]
