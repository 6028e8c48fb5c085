"""A page before it is HTML: its texts and links, region by region."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from backlinkbot.core.nouns import LinkKind, Placement


@dataclass(frozen=True, slots=True)
class Hyper:
    """One link as its author meant it.

    `target` is an absolute URL, `written` how the HTML says it (the same when empty); `alt` is the
    alternative text of the image inside, for image links.
    """

    target: str
    anchor: str
    rel: str = ""
    kind: LinkKind = LinkKind.TEXT
    written: str = ""

    @property
    def href(self) -> str:
        return self.written or self.target


Piece = str | Hyper
Paragraph = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """A reader's comment; its name may be a link, and so may words in its text."""

    name: Piece
    text: Paragraph


@dataclass(slots=True)
class Page:
    """Everything a page says on one day; what a region has not got is empty."""

    url: str
    site_name: str
    title: str
    language: str
    topic: str
    schema_type: str = "WebPage"
    author: str = ""
    published_on: date | None = None
    robots: str = ""
    canonical_url: str = ""
    refresh_to: str = ""
    ga: str = ""
    status: int = 200
    location: str = ""
    header: list[Hyper] = field(default_factory=list)
    navigation: list[Hyper] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    entries: list[tuple[Hyper, str]] = field(default_factory=list)
    loose: list[Hyper] = field(default_factory=list)
    bio: Paragraph = ()
    comments: list[Comment] = field(default_factory=list)
    takes_comments: bool = False
    sidebar: list[Hyper] = field(default_factory=list)
    widget: list[Hyper] = field(default_factory=list)
    footer: list[Hyper] = field(default_factory=list)


REGIONS: dict[str, Placement] = {
    "header": Placement.HEADER,
    "navigation": Placement.NAVIGATION,
    "paragraphs": Placement.CONTENT,
    "entries": Placement.LIST,
    "loose": Placement.UNKNOWN,
    "bio": Placement.AUTHOR_BIO,
    "comments": Placement.COMMENT,
    "sidebar": Placement.SIDEBAR,
    "widget": Placement.WIDGET,
    "footer": Placement.FOOTER,
}
