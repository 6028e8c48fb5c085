"""An Atom feed in a file, for a web server or a feed reader on this machine to take."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from backlinkbot.core.errors import Refused
from backlinkbot.io.channels.files import check_file, place_of, shown_file
from backlinkbot.io.channels.notify import channels
from backlinkbot.io.channels.posting import encoded
from backlinkbot.io.channels.texts import LONGEST_TITLE, one_line, told
from backlinkbot.io.channels.ways import Channel, Way

if TYPE_CHECKING:
    from pathlib import Path

    from backlinkbot.core.notices import Notice

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 100


def send(notice: Notice, way: Way) -> None:
    """Put the notice in front of those before it; one that is there already is not put again."""
    path = place_of(way)
    kept = path.with_name(f".{path.name}.entries")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        entries = [one for one in _entries(kept) if one["id"] != notice.id]
        entries = [_entry(notice), *entries][:MOST_ENTRIES]
        _swap(kept, b"".join(encoded(one) + b"\n" for one in entries))
        _swap(path, _feed(entries))
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}") from error


def _entry(notice: Notice) -> dict[str, str]:
    return {
        "id": notice.id,
        "title": one_line(notice.title, LONGEST_TITLE),
        "at": notice.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "text": "\n".join(told(notice)),
    }


def _entries(path: Path) -> list[dict[str, Any]]:
    """The entries kept; a line that is damaged is left out, as the feed is only a copy."""
    if not path.exists():
        return []
    found = []
    for line in path.read_text("utf-8").splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def _feed(entries: list[dict[str, str]]) -> bytes:
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed")
    _text(root, "id", "urn:backlink-bot:alerts")
    _text(root, "title", "Alerts of Backlink Bot")
    _text(root, "updated", entries[0]["at"])
    author = ElementTree.SubElement(root, f"{{{ATOM}}}author")
    _text(author, "name", "Backlink Bot")
    for one in entries:
        entry = ElementTree.SubElement(root, f"{{{ATOM}}}entry")
        _text(entry, "id", f"urn:backlink-bot:notice:{one['id']}")
        _text(entry, "title", one["title"])
        _text(entry, "updated", one["at"])
        _text(entry, "summary", one["text"])
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{ATOM}}}{name}").text = text


def _swap(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


channels.add("atom")(Channel(send, check_file, shown_file, is_file=True))
