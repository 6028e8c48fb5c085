"""Keeps the plays of a domain, so that each page of a long answer does not work them out again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import astuple, dataclass
from hashlib import sha256
from os import getpid
from threading import get_ident
from typing import TYPE_CHECKING

import msgspec

from backlinkbot.core.errors import Refused
from backlinkbot.core.plays import Plays
from backlinkbot.io.index.graphs.releases import current_release
from backlinkbot.io.outputs.place import keep_newest, remove_beside, replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from backlinkbot.app.workspace import Workspace

MOST_QUESTIONS = 12  # of one domain that are kept; those written first go
LAYOUT = 1  # of the files, to be raised when plays are told otherwise
FILE = "plays.json"


@dataclass(frozen=True, slots=True)
class Question:
    """What may be asked of a domain. `ours`: the site beside it, empty where there is none."""

    domain: str
    since: date | None
    ours: str
    as_of: date


def kept_plays(
    workspace: Workspace, asked: Question, groups: Mapping[str, str], made: Callable[[], Plays]
) -> Plays:
    """The plays by the snapshot, authority and `groups` in force; `made` where they are not kept.

    What cannot be kept, as in a folder that may not be written to, is worked out each time.
    """
    folder = _folder(workspace, asked.domain, groups) / _digest(repr(astuple(asked)))
    if (found := _read(folder / FILE)) is not None:
        return found
    plays = made()
    with suppress(Refused):
        _write(folder / FILE, plays)
        remove_beside(folder.parent)
        keep_newest(folder.parent, MOST_QUESTIONS)
    return plays


def _folder(workspace: Workspace, domain: str, groups: Mapping[str, str]) -> Path:
    """Where the plays of a domain are kept: known by everything that they are told by."""
    snapshot = workspace.index.current()
    release = current_release(workspace.authority_folder)
    known_by = (
        LAYOUT,
        snapshot.name if snapshot else "",
        release.name if release else "",
        sorted(groups.items()),
    )
    return workspace.folder / "plays" / _digest(domain) / _digest(repr(known_by))


def _read(path: Path) -> Plays | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Plays)
    except (OSError, msgspec.MsgspecError):
        return None


def _write(path: Path, plays: Plays) -> None:
    writer = f"-{getpid()}-{get_ident()}"  # several may be asked the same at once
    with replaced(path, writer) as draft:
        draft.write_bytes(msgspec.json.encode(plays))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:20]
