"""Files that were sent to us: written beside each other in a folder of their own, and swept."""

from __future__ import annotations

import re
import secrets
import shutil
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from backlinkbot.core.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

CHUNK_BYTES = 1 << 20
LONGEST_NAME = 120
MOMENT = "%Y%m%dT%H%M%S"
_UNSAFE = re.compile(r"[^\w. ()+-]+")


def new_folder(uploads: Path, now: datetime) -> Path:
    """A folder that nobody else writes to, named after the moment.

    Raises:
        Refused: it cannot be made.
    """
    folder = uploads / f"{now.strftime(MOMENT)}-{secrets.token_hex(4)}"
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise Refused(f"{uploads} cannot be written to: {error.strerror}") from error
    return folder


def keep(folder: Path, name: str, content: BinaryIO) -> Path:
    """Write a file under a name that is safe here, and another one than its neighbours'.

    Raises:
        Refused: the disk is full, or cannot be written to.
    """
    path = folder / safe_name(name)
    number = 1
    while path.exists():
        number += 1
        path = folder / f"{number}-{safe_name(name)}"
    try:
        with path.open("xb") as out:
            shutil.copyfileobj(content, out, CHUNK_BYTES)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise Refused(f"{path.name} cannot be kept: {error.strerror}") from error
    return path


def safe_name(name: str) -> str:
    """The last part of a name without anything that a file system or a shell could mistake."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    clean = _UNSAFE.sub("-", last).strip(" .-")
    return clean[-LONGEST_NAME:].lstrip(" .-") or "upload"


def sweep(uploads: Path, now: datetime, kept: timedelta) -> int:
    """Remove the folders of files that were sent longer ago than `kept`; how many those were."""
    if not uploads.is_dir():
        return 0
    old = [folder for folder in uploads.iterdir() if _age(folder, now) > kept]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def _age(folder: Path, now: datetime) -> timedelta:
    try:
        sent = datetime.strptime(folder.name.partition("-")[0], MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return timedelta(0)
    return now - sent
