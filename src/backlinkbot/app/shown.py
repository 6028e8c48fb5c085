"""How things are shown to people: sections of reports as HTML, texts from the web, the wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.document import Section
from backlinkbot.logic.reports.html import blocks_page, safe_address, shown
from backlinkbot.logic.reports.wording import Wording, wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from backlinkbot.logic.reports.document import Block

# The languages whose numbers and dates we write, as their people call them.
LANGUAGES = {
    "en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "it": "Italiano",
    "nl": "Nederlands", "pt": "Português", "pl": "Polski",
}  # fmt: skip

__all__ = [
    "LANGUAGES",
    "Wording",
    "as_safe_address",
    "as_shown",
    "blocks_html",
    "section_html",
    "wording",
]


def section_html(section: Section, locale: str = "en") -> Markup:
    """The blocks of a section as HTML without its heading; a table stands behind each chart.

    No script and no inline style: a strict policy lets all of it through. Texts are escaped.
    """
    return blocks_page(section.blocks, locale=locale)


def blocks_html(what: Section | Iterable[Block], locale: str = "en") -> Markup:
    """The same for a section or for single blocks."""
    blocks = what.blocks if isinstance(what, Section) else tuple(what)
    return blocks_page(blocks, locale=locale)


def as_shown(text: str | None) -> str:
    """A text from anywhere without characters that could disturb the page, cut to a length."""
    return shown(text or "")


def as_safe_address(address: str | None) -> str:
    """The address if a link may lead there, else nothing."""
    return safe_address(address or "")
