"""The verb once: a request that comes again with its key is answered again, and done once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from backlinkbot.core.errors import BadInput
from backlinkbot.io.state.repeats import Repeat, begin_repeat, end_repeat, kept_repeat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backlinkbot.app.workspace import Workspace

KEPT = timedelta(days=1)  # programs that try again do so within minutes
LOST_AFTER = timedelta(minutes=10)  # nothing that is answered at once takes so long: it was killed


class UsedBefore(BadInput):
    """The key of a request was used for another one, or for one that is being answered."""


def once(
    root: Workspace, client: str, key: str, digest: str, make: Callable[[], Mapping[str, Any]]
) -> dict[str, Any]:
    """The document that `make` gives, or gave when the same request came before with its key.

    `digest`: of what is asked, so that a key is not taken for two things. What fails is not kept.

    Raises:
        UsedBefore: the key was used for something else, or its request is worked on right now.
    """
    root.write()
    now = root.clock.now()
    with root.state.writing() as connection:  # one writer at a time: two never both begin
        known = kept_repeat(connection, client, key)
        if known is not None and known.digest != digest:
            raise UsedBefore(f"the key {key!r} was used for another request before")
        if known is not None and known.answer:
            return cast("dict[str, Any]", json.loads(known.answer))
        if known is not None and now - known.at < LOST_AFTER:
            raise UsedBefore(f"the request with the key {key!r} is being answered right now")
        begin_repeat(connection, Repeat(client, key, digest, "", now), now - KEPT)
    answer = ""
    try:
        document = dict(make())
        answer = json.dumps(document, ensure_ascii=False, default=str)
    finally:
        with root.state.writing() as connection:
            end_repeat(connection, client, key, answer)
    return document
