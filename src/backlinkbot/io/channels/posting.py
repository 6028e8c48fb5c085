"""Notices as JSON to an address on the web, and what its answers mean."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from backlinkbot.core.errors import BadInput, Refused, Unreachable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.io.channels.ways import Way

TIMEOUT_S = 15.0  # for all of one try
LONGEST_NAME = 253  # letters of a machine's name (RFC 1035)
OK_FROM, OK_BELOW = 200, 300
# The address was withdrawn, or takes nothing of this kind: no later try will be taken either.
FINAL = frozenset((400, 401, 403, 404, 405, 410, 413))
SHOWN = "…"


def check_address(target: str) -> None:
    """Raises BadInput where the target is no https (or http) address that can be asked."""
    try:
        parts = urlsplit(target)
        is_usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        name = (parts.hostname or "").encode("idna")
        is_usable = is_usable and len(name) <= LONGEST_NAME
    except ValueError:  # a port or an address in brackets that is none, or a label no name can have
        is_usable = False
    if not is_usable or not target.isprintable() or set(target) & set(' "<>\\^`{|}'):
        raise BadInput("the target is no http(s) address")


def shown_address(target: str) -> str:
    """The address without its path, which lets whoever knows it post there."""
    parts = urlsplit(target)
    return f"{parts.scheme}://{parts.hostname}/{SHOWN}"


def encoded(document: Any) -> bytes:
    """A document as the bytes that are sent."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def post_json(body: bytes, way: Way, headers: Mapping[str, str] | None = None) -> None:
    """Post a body to the target.

    Raises:
        Refused: the address is not public, or will never take it.
        Unreachable: no answer, or one that asks to come again.
    """
    from backlinkbot.io.channels.guarded import post

    told = {"Content-Type": "application/json", "User-Agent": way.user_agent, **(headers or {})}
    status = post(way.target, body, told, timeout_s=TIMEOUT_S, allows_private=way.allows_private)
    if OK_FROM <= status < OK_BELOW:
        return
    if status in FINAL:
        raise Refused(f"answered {status}: it takes no notices any more, or not these")
    raise Unreachable(f"answered {status}")
