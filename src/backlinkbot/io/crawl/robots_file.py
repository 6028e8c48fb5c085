"""A robots.txt that lies on this machine."""

from __future__ import annotations

import sys
from pathlib import Path

from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.io.crawl.robots import MOST_BYTES, Robots

STDIN = "-"


def read_robots(place: str) -> Robots:
    """The rules in a file, or in what is typed or piped in where the place is `-`.

    Raises:
        NotFound: there is no such file.
        BadInput: it cannot be read.
    """
    most = MOST_BYTES * 2 + 2  # a two-byte file with its mark; `parse` keeps what crawlers keep
    if place == STDIN:
        return Robots.parse(sys.stdin.buffer.read(most))
    try:
        with Path(place).open("rb") as file:
            return Robots.parse(file.read(most))
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {place}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadInput(f"{place} cannot be read: {reason}") from error
