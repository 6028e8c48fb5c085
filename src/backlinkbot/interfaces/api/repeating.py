"""Requests that may be sent again: with an `Idempotency-Key` they are done once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Header, Request

from backlinkbot.app.repeats import once

if TYPE_CHECKING:
    from backlinkbot.interfaces.gate import Asked

LONGEST_KEY = 200
JSON = "application/json"
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=LONGEST_KEY,
        pattern=r"^[\x20-\x7e]*$",
        description="Asking again with the same key does nothing again and gives the same answer.",
    ),
]


@dataclass(frozen=True, slots=True)
class Keyed:
    """The key of a request, empty for none, and what it asks."""

    key: str
    digest: str

    def once(self, asked: Asked, make: Callable[[], Mapping[str, Any]]) -> dict[str, Any]:
        """The document that `make` gives, or gave before to this request."""
        if not self.key:
            return dict(make())
        return once(asked.gate.root, asked.client, self.key, self.digest, make)


async def keyed(request: Request, key: Key = "") -> Keyed:
    """The key of a request, and a digest of what it asks; the contents of files are not in it."""
    parts = [request.method, request.url.path, request.url.query]
    if request.headers.get("content-type", "").startswith(JSON):
        try:
            parts.append(json.dumps(json.loads(await request.body()), sort_keys=True))
        except ValueError:
            parts.append("")  # it is refused anyhow
    return Keyed(key, sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest())


Repeated = Annotated[Keyed, Depends(keyed)]
