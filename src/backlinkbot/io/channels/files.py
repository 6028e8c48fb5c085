"""Where notifiers that write files put them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput, Refused

if TYPE_CHECKING:
    from backlinkbot.io.channels.ways import Way


def place_of(way: Way) -> Path:
    """The file of a target: a plain name is one in the folder for notices.

    Raises:
        Refused: a name that leads out of that folder.
    """
    path = Path(way.target)
    if path.is_absolute():
        return path
    inside = (way.folder / path).resolve()
    if way.folder.resolve() not in inside.parents:
        raise Refused(f"{way.target} leads out of the folder for notices")
    return inside


def check_file(target: str) -> None:
    """Raises BadInput where the target names no file."""
    if not target.strip() or not target.isprintable() or target.endswith(("/", ".")):
        raise BadInput(f"{target!r} names no file; give a name such as alerts.jsonl")
    if ".." in Path(target).parts:
        raise BadInput(f"{target!r} leads out of its folder")


def shown_file(target: str) -> str:
    """The file's name."""
    return target
