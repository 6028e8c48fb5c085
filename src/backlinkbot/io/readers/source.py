"""From what a user names (files, folders, `-`, addresses, zips) to the sources in it."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.io.readers.remote import Fetch, remote_source
from backlinkbot.io.readers.stored import (
    file_source,
    standard_input,
    stream_source,
    unreadable_source,
    zip_member_source,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backlinkbot.core.facts import Rejects
    from backlinkbot.io.readers.format import Source

STANDARD_INPUT = "-"
ZIP_MAGIC = b"PK\x03\x04"
OFFICE_MEMBER = "[Content_Types].xml"  # a spreadsheet is a zip too, but not one of exports
HIDDEN_FILE = "hidden file in a folder"
NOT_A_FILE = "not a regular file"
PART_OF_A_PAGE = "picture, style or script that was saved with a page"
SAVED_PARTS = "_files"  # browsers save page.html with a folder page_files


def sources(
    places: Sequence[str], rejects: Rejects, *, fetch: Fetch | None = None
) -> Iterator[Source]:
    """Everything that the places hold, in their order; the files of a folder sorted by path.

    `rejects` counts what is passed over in folders: hidden and special files, and the pictures and
    scripts that a browser saved in a folder beside a page. A zip gives the files inside it; a
    damaged zip and a folder without a file are sources that cannot be read, so that one of them
    does not keep the others from being read.

    Raises:
        NotFound: a place that does not exist; before anything is read.
        BadInput: standard input named twice.
    """
    for place in places:
        if not _is_elsewhere(place) and not Path(place).exists():
            raise NotFound(f"there is no file or folder {place}")
    if list(places).count(STANDARD_INPUT) > 1:
        raise BadInput("standard input (-) can be read only once")
    return _sources(places, rejects, fetch or Fetch())


def _is_elsewhere(place: str) -> bool:
    return place == STANDARD_INPUT or place.lower().startswith(("http://", "https://"))


def _sources(places: Sequence[str], rejects: Rejects, fetch: Fetch) -> Iterator[Source]:
    for place in places:
        if place == STANDARD_INPUT:
            yield standard_input()
        elif _is_elsewhere(place):
            yield remote_source(place, fetch)
        elif (path := Path(place)).is_dir():
            yield from _folder(path, rejects)
        else:
            yield from _file(path)


def _folder(folder: Path, rejects: Rejects) -> Iterator[Source]:
    found = False
    for parent, folders, files in os.walk(folder):
        for name in [name for name in folders if name.startswith(".")]:
            folders.remove(name)
            rejects.add(HIDDEN_FILE, str(Path(parent, name)))
        for name in [name for name in folders if _is_part_of_a_page(name, files)]:
            folders.remove(name)
            count = sum(len(inside) for _, _, inside in os.walk(Path(parent, name)))
            rejects.add(PART_OF_A_PAGE, str(Path(parent, name)), times=count)
        folders.sort()
        for name in sorted(files):
            path = Path(parent, name)
            if name.startswith("."):
                rejects.add(HIDDEN_FILE, str(path))
            elif not path.is_file():
                rejects.add(NOT_A_FILE, str(path))
            else:
                found = True
                yield from _file(path)
    if not found:
        yield unreadable_source(
            str(folder), f"the folder {folder} holds no file that could be read"
        )


def _is_part_of_a_page(name: str, files: list[str]) -> bool:
    stem = name.removesuffix(SAVED_PARTS)
    return stem != name and any(f"{stem}{ending}" in files for ending in (".html", ".htm"))


def _file(path: Path) -> Iterator[Source]:
    if not path.is_file():
        yield stream_source(str(path), lambda: path.open("rb"))
    elif _is_zip(path):
        yield from _zip(path)
    else:
        yield file_source(path)


def _is_zip(path: Path) -> bool:
    try:
        with path.open("rb") as stored:
            return stored.read(len(ZIP_MAGIC)) == ZIP_MAGIC
    except OSError:  # whoever reads it will say so, with its name
        return False


def _zip(path: Path) -> Iterator[Source]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(archive.infolist(), key=lambda member: member.filename)
    except zipfile.BadZipFile as error:
        said = f"{path} begins like a zip file but is damaged: {error}"
        yield unreadable_source(str(path), said)
        return
    if any(member.filename == OFFICE_MEMBER for member in members):
        yield file_source(path)
        return
    for member in members:
        if not member.is_dir():
            yield zip_member_source(path, member.filename, member.file_size)
