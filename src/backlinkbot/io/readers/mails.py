"""Mails out of files: one mail, an mbox, a Maildir or folder, or a tar archive of mails.

Of each mail at most `MOST_BYTES` are kept in memory, however long it is, so that a file of any
size is read in bounded memory.
"""

from __future__ import annotations

import re
import tarfile
from typing import IO, TYPE_CHECKING, NamedTuple

from backlinkbot.core.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES = 3 << 20  # of one mail: more than is looked at by anyone
MOST_LINE = 1 << 20  # bytes read at once from an mbox whose lines never end
MAILDIR_ROOMS = ("cur", "new")
ENVELOPE = re.compile(rb"From \S+.{0,80}\b\d\d:\d\d")  # the line before each mail of an mbox
TAR_ENDINGS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
IGNORED = ("dovecot", "subscriptions", "maildirfolder", ".")


class StoredMail(NamedTuple):
    """A mail as it lies in a file."""

    file: str  # where it lies; in an archive with the name of the member behind
    number: int  # from 1: which mail of the file
    raw: bytes


def mails_in(path: Path) -> Iterator[StoredMail]:
    """Every mail of a file, a Maildir, a folder of mails or a tar archive.

    Raises:
        BadInput: there is nothing there, or it cannot be read.
    """
    try:
        if path.is_dir():
            yield from _folder(path)
        elif path.name.lower().endswith(TAR_ENDINGS):
            yield from _archive(path)
        elif path.exists():
            with path.open("rb") as file:
                yield from _file(file, str(path))
        else:
            raise BadInput(f"{path} does not exist")
    except (OSError, tarfile.TarError, EOFError) as error:
        raise BadInput(f"{path} cannot be read: {error}") from error


def mails_of(file: IO[bytes], name: str) -> Iterator[StoredMail]:
    """Every mail of an open file, a mail or an mbox, which is called `name`."""
    yield from _file(file, name)


def _folder(path: Path) -> Iterator[StoredMail]:
    """The mails of a Maildir or of a folder, with its folders, by name."""
    rooms = [path / name for name in MAILDIR_ROOMS if (path / name).is_dir()]
    for room in rooms or [path]:
        for file in sorted(room.rglob("*")):
            if file.is_file() and not file.name.lower().startswith(IGNORED):
                yield from mails_in(file)


def _archive(path: Path) -> Iterator[StoredMail]:
    with tarfile.open(path, "r|*") as archive:
        for member in archive:
            if member.isfile() and (file := archive.extractfile(member)):
                yield from _file(file, f"{path}/{member.name}")


def _file(file: IO[bytes], name: str) -> Iterator[StoredMail]:
    """The mails of a file: many where it is an mbox, else one."""
    first = file.readline(MOST_LINE)
    if ENVELOPE.match(first):
        yield from _mbox(file, name)
        return
    yield StoredMail(name, 1, (first + file.read(MOST_BYTES))[:MOST_BYTES])


def _mbox(file: IO[bytes], name: str) -> Iterator[StoredMail]:
    """The mails of an mbox; the lines with which each begins are left out."""
    number, held = 1, bytearray()
    is_start, after_empty = True, True
    while line := file.readline(MOST_LINE):
        if is_start and after_empty and held and ENVELOPE.match(line):
            yield StoredMail(name, number, bytes(held))
            number, held = number + 1, bytearray()
            continue
        after_empty = line in {b"\n", b"\r\n"}
        is_start = line.endswith(b"\n")
        if len(held) < MOST_BYTES:
            held += line
    yield StoredMail(name, number, bytes(held))
