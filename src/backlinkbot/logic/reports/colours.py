"""An agency's colour and logo as a page can show them: readable, whatever the colour is."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput

if TYPE_CHECKING:
    from backlinkbot.core.client_report import Brand

COLOUR = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: text against what is behind it
PAPER = {"light": (255, 255, 255), "dark": (15, 20, 25)}
STEP = 0.05  # of the way to black or white, until it can be read

RGB = tuple[int, int, int]


def colour_named(text: str) -> str:
    """A colour that a user typed, as "#rrggbb".

    Raises:
        BadInput: it is none.
    """
    found = COLOUR.fullmatch(text.strip())
    if not found:
        raise BadInput(f"{text!r} is no colour; write it like #14608a")
    digits = found[1].lower()
    return "#" + (digits if len(digits) > 3 else "".join(2 * one for one in digits))  # noqa: PLR2004


def accent_of(brand: Brand, paper: str = "light") -> str:
    """The agency's colour, moved towards black or white until text in it can be read on paper."""
    behind = PAPER[paper]
    end = (0, 0, 0) if paper == "light" else (255, 255, 255)
    wanted = _rgb(brand.colour)
    colour, moved = wanted, 0.0
    while contrast(colour, behind) < LEAST_CONTRAST and moved < 1:
        moved = min(1.0, moved + STEP)
        red, green, blue = (round(a + (b - a) * moved) for a, b in zip(wanted, end, strict=True))
        colour = (red, green, blue)
    return "#{:02x}{:02x}{:02x}".format(*colour)


def contrast(one: RGB, other: RGB) -> float:
    """The contrast of two colours as WCAG reckons it, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def picture_of(brand: Brand) -> str:
    """The logo as an address that holds it whole."""
    return f"data:{brand.logo_type};base64,{b64encode(brand.logo).decode()}"


def _luminance(colour: RGB) -> float:
    """Relative luminance as sRGB defines it, 0 to 1."""
    parts = (one / 255 for one in colour)
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
        for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(colour: str) -> RGB:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
