"""A document as one self-contained web page: no script, no network, light and dark, print."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from backlinkbot.logic.reports.charts import lines_shape, percentages, shares, timeline_shape
from backlinkbot.logic.reports.colours import accent_of, picture_of
from backlinkbot.logic.reports.page_words import page_words
from backlinkbot.logic.reports.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment
    from markupsafe import Markup

    from backlinkbot.core.client_report import Brand
    from backlinkbot.logic.reports.document import Block, Document

# What can never be part of a text on show: control characters, and the ones that turn the
# direction of whatever follows (text from the web is isolated with <bdi> on top of that).
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SAFE_ADDRESS = re.compile(r"^https?://[^\s\"'<>]+$", re.IGNORECASE)
LONGEST_TEXT = 300  # characters of one text from the web on show


def html_page(document: Document, *, locale: str = "en", brand: Brand | None = None) -> str:
    """The page as text; the same document, locale and brand give the same characters.

    All texts are escaped; an address becomes a link only if it is plain http(s).
    """
    page = _environment().get_template("page.html.j2")
    words = page_words(document.language)
    return page.render(document=document, say=wording(locale), words=words, brand=brand)


def blocks_page(blocks: Sequence[Block], *, locale: str = "en") -> Markup:
    """Single blocks as HTML for a page of the app: no inline style, which its policy forbids."""
    from markupsafe import Markup

    template = _environment().get_template("fragment.html.j2")
    return Markup(template.render(blocks_shown=blocks, say=wording(locale), words=page_words("en")))  # noqa: S704 - escaped


def shown(text: str) -> str:
    """A text from anywhere without characters that could disturb the page, cut to a length."""
    clean = _SURROGATES.sub("\ufffd", _INVISIBLE.sub("", text))
    return clean if len(clean) <= LONGEST_TEXT else f"{clean[: LONGEST_TEXT - 1]}…"


def safe_address(address: str) -> str:
    """The address if a link may lead there, else nothing."""
    return address if _SAFE_ADDRESS.match(address) else ""


def kind(block: Block) -> str:
    """The name of a block's macro."""
    return type(block).__name__.lower()


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("backlinkbot.logic.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "kind": kind,
        "shown": shown,
        "safe_address": safe_address,
        "percentages": percentages,
        "shares": shares,
        "timeline_shape": timeline_shape,
        "accent": accent_of,
        "picture": picture_of,
        "lines_shape": lines_shape,
    }
    return environment
