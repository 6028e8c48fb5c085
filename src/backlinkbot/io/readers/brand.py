"""Reads under whose name reports go out: a small TOML file and a logo."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from backlinkbot.core.client_report import Brand
from backlinkbot.core.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

MOST_LOGO_BYTES = 1 << 20  # it is inside of every report
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
SVG = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*<svg\b",
    re.DOTALL,
)
KNOWN = ("agency", "colour", "contact", "logo")


def read_brand(path: Path) -> Brand:
    """The brand of a TOML file with agency, colour, contact and logo, a path beside the file.

    Raises:
        BadInput: the file cannot be read, or holds something else.
    """
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise BadInput(f"{path} is no TOML file: {error}") from error
    for name, value in told.items():
        if name not in KNOWN or not isinstance(value, str):
            raise BadInput(f"{path}: {name} is none of the texts {', '.join(KNOWN)}")
    logo, kind = read_logo(path.parent / told["logo"]) if told.get("logo") else (b"", "")
    texts = {name: told[name] for name in ("agency", "colour", "contact") if name in told}
    return Brand(logo=logo, logo_type=kind, **texts)


def read_logo(path: Path) -> tuple[bytes, str]:
    """The bytes of a logo, and what kind of picture it is.

    Raises:
        BadInput: it cannot be read, is too large, or no picture that a report can show.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_LOGO_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}") from error
    return content, logo_type(content, path.name)


def logo_type(content: bytes, name: str = "the logo") -> str:
    """What kind of picture a logo is, by its bytes.

    Raises:
        BadInput: it is too large, or no picture that a report can show.
    """
    if len(content) > MOST_LOGO_BYTES:
        raise BadInput(f"{name} is larger than 1 MB; a logo is inside of every report")
    if content.startswith(PNG):
        return "image/png"
    if content.startswith(JPEG):
        return "image/jpeg"
    if SVG.match(content):
        return "image/svg+xml"
    raise BadInput(f"{name} is no PNG, JPEG or SVG picture")
