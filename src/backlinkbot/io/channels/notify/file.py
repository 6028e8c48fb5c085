"""A file of JSON lines on this machine, one notice a line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from backlinkbot.core.errors import Refused
from backlinkbot.io.channels.files import check_file, place_of, shown_file
from backlinkbot.io.channels.notify import channels
from backlinkbot.io.channels.posting import encoded
from backlinkbot.io.channels.ways import Channel, Way

if TYPE_CHECKING:
    from backlinkbot.core.notices import Notice

OWNER_ONLY = 0o600


def send(notice: Notice, way: Way) -> None:
    """Add the notice to the file, whole or not at all."""
    line = encoded(notice.as_document()) + b"\n"
    path = place_of(way)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, OWNER_ONLY)
        try:
            os.write(handle, line)
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}") from error


channels.add("file")(Channel(send, check_file, shown_file, is_file=True))
