"""The documents as pages: the same text that stands in docs, so that there is one place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from backlinkbot.core.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

ROOMS = ("reference", "guide")
PACKED = Path(__file__).parent / "docs"  # in an installed package
BESIDE = Path(__file__).parents[4] / "docs"  # in a clone
_NAME = re.compile(r"[a-z0-9-]+")
_LINK = re.compile(r"(?:\.\./(?P<room>[a-z]+)/)?(?P<name>[a-z0-9-]+)\.md(?P<part>#[\w-]+)?")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One document: its title, its HTML, and the headings of its second level with their ids."""

    title: str
    html: Markup
    headings: tuple[tuple[str, str], ...]


@cache
def chapter(room: str, name: str, base: str) -> Chapter:
    """A document; `base`: the address that links between documents begin with.

    Raises:
        NotFound: there is none of that name.
    """
    from markdown_it import MarkdownIt

    folder = PACKED if PACKED.is_dir() else BESIDE
    path = folder / room / f"{name}.md"
    if room not in ROOMS or not _NAME.fullmatch(name) or not path.is_file():
        raise NotFound(f"there is no document {room}/{name}")
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(path.read_text("utf-8"))
    headings = _named(tokens)
    for token in tokens:
        _plain(token)
        for part in token.children or ():
            _leading(part, room, base)
    titles = [text for level, text, _ in headings if level == "h1"]
    html = reader.renderer.render(_without_title(tokens), reader.options, {})
    html = html.replace("<table>", '<div class="scroll" tabindex="0"><table>')
    html = html.replace("</table>", "</table></div>")
    return Chapter(
        titles[0] if titles else name,
        Markup(html),  # noqa: S704 - our own documents; HTML in them is shown as text
        tuple((text, slug) for level, text, slug in headings if level == "h2"),
    )


def slug_of(text: str) -> str:
    """The id of a heading: "New and lost" is `new-and-lost`."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _named(tokens: Sequence[Token]) -> list[tuple[str, str, str]]:
    """Gives each heading its id; level, text and id of all."""
    found = []
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            text = re.sub(r"[`*]", "", tokens[at + 1].content)
            token.attrSet("id", slug_of(text))
            found.append((token.tag, text, slug_of(text)))
    return found


def _plain(token: Token) -> None:
    """Columns that are set right by a class: the policy forbids styles in attributes."""
    style = str(token.attrs.pop("style", ""))
    if "right" in style:
        token.attrSet("class", "number")


def _leading(token: Token, room: str, base: str) -> None:
    """Links between documents lead to their pages; those to other files lead nowhere."""
    address = str(token.attrs.get("href", ""))
    if not address or "://" in address or address.startswith("#"):
        return
    found = _LINK.fullmatch(address)
    known = found and (found["room"] or room) in ROOMS
    if found and known:
        part = found["part"] or ""
        token.attrSet("href", f"{base}/{found['room'] or room}/{found['name']}{part}")
    else:
        token.attrs.pop("href")


def _without_title(tokens: Sequence[Token]) -> list[Token]:
    """The text without its first heading, which is the page's."""
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        return list(tokens[3:])
    return list(tokens)
