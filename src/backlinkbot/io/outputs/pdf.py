"""Makes a PDF of Typst files: tagged, readable by machines for the blind, without a network."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from backlinkbot.core.errors import BadInput, Broken

if TYPE_CHECKING:
    from collections.abc import Mapping

# PDF/UA-1 (ISO 14289-1): Typst refuses a drawing without words and a character without a shape.
STANDARD: Literal["ua-1"] = "ua-1"
MISSING = "□"  # in the place of a character that no font of this machine has
NO_FONT = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
MOST_ROUNDS = 5  # each finds all characters of a text that are missing; a second is rare


def pdf_of(files: Mapping[str, bytes], main: str, data: str) -> bytes:
    """The PDF of the Typst program `main`, which reads the others; the same files, the same bytes.

    What no font here can show in the strings of the JSON file `data` becomes a hollow square.

    Raises:
        BadInput: a picture cannot be read.
        Broken: the program is not right, or shows what is forbidden.
    """
    import typst

    with TemporaryDirectory(prefix="backlinkbot-pdf-") as place:
        folder = Path(place)  # all that the program, or a picture, can see of this machine
        for name, content in files.items():
            (folder / name).write_bytes(content)
        for _ in range(MOST_ROUNDS):
            try:
                made = typst.compile(folder / main, root=folder, pdf_standards=[STANDARD])
                return bytes(made)
            except typst.TypstError as error:
                missing = {_plain(found) for found in NO_FONT.findall(error.diagnostic)}
                if not missing:
                    raise _why(error.message) from error
            content = (folder / data).read_bytes()
            (folder / data).write_bytes(_without(content, missing))
    raise Broken("the report has characters that no font here can show")


def _why(message: str) -> BadInput | Broken:
    if "image" in message or "SVG" in message:
        return BadInput(f"the logo cannot be used: {message}")
    return Broken(f"the report cannot be set: {message}")


def _without(content: bytes, missing: set[str]) -> bytes:
    pattern = re.compile("|".join(re.escape(one) for one in sorted(missing, key=len, reverse=True)))
    return json.dumps(
        _replaced(json.loads(content), pattern), ensure_ascii=False, sort_keys=True
    ).encode()


def _replaced(value: object, pattern: re.Pattern[str]) -> object:
    if isinstance(value, str):
        return pattern.sub(MISSING, value)
    if isinstance(value, list):
        return [_replaced(one, pattern) for one in value]
    if isinstance(value, dict):
        return {name: _replaced(one, pattern) for name, one in value.items()}
    return value


def _plain(escaped: str) -> str:
    """A text as Typst shows it in an error, without its escapes."""
    return ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else m[2], escaped)
