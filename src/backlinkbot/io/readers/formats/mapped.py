"""Any other table of links: by the usual names of columns, else by the names the user gives."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.core.nouns import LinkKind
from backlinkbot.io.readers.format import formats
from backlinkbot.io.readers.table import (
    Dialect,
    Table,
    Vendor,
    dialect_of,
    found_roles,
    mapped_roles,
    read_table,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.facts import Facts
    from backlinkbot.io.readers.format import Head, Reading, Source

# Names that exports and people's own sheets use; the first one found counts.
USUAL = Vendor(
    "table",
    columns={
        "source_url": (
            "source_url",
            "source", "source page", "linking page", "linking url", "linking page url",
            "referring page", "referring page url", "referring url", "backlink", "backlink url",
            "link from", "from url", "url from", "from", "page url", "found on",
        ),
        "target_url": (
            "target_url", "target", "target page", "linked page", "linked url", "destination",
            "destination url", "landing page", "link to", "to url", "url to", "to", "your page",
        ),
        "anchor": ("anchor", "anchor text", "link text", "link anchor", "linktext"),
        "source_title": ("source_title", "title", "page title", "source title"),
        "source_language": ("source_language", "language"),
        "kind": ("kind", "type", "link type"),
        "nofollow": ("nofollow", "is nofollow"),
        "ugc": ("ugc",),
        "sponsored": ("sponsored",),
        "followed": ("followed", "dofollow", "follow", "follows", "rel"),
        "external_links": ("external_links", "external links"),
        "first_seen": ("first_seen", "first seen", "first found", "found on date", "discovered"),
        "last_seen": ("last_seen", "last seen", "last crawled", "last check", "seen", "date"),
        "lost_on": ("lost_on", "lost", "date lost"),
    },
    kinds={kind.value: kind for kind in LinkKind},
)  # fmt: skip
_DATA = re.compile(r"\d[\d.,]*\Z|https?://|[^\s@]+\.[a-z]{2,}(?:/\S*)?\Z", re.IGNORECASE)
_SITE_OR_PAGE = re.compile(
    r"(?:https?://)?[^\s/@,;|]+\.[^\s/@,;|.\d]{2,}(?:[/?#]|\Z)", re.IGNORECASE
)


class MappedTable:
    """The last of the tables by name, so that every vendor's own format is asked before it."""

    def recognises(self, head: Head) -> bool:
        dialect = dialect_of(head.plain)
        return dialect is not None and _is_table_of_links(dialect)

    def read(self, source: Source, reading: Reading) -> Iterator[Facts]:
        dialect = dialect_of(source.head().plain)
        if dialect is None:
            raise BadInput(f"{source.name} is no table with a header")
        roles = found_roles(dialect, USUAL.columns)
        roles |= mapped_roles(dialect, reading.mapping, source.name)
        if not {"source_url", "source_domain"} & set(roles):
            raise BadInput(_ask(source.name, dialect, roles, "source_url", "the page that links"))
        aims = {"target_url", "target_domain"} & set(roles)
        if not aims and not reading.target:
            raise BadInput(
                _ask(source.name, dialect, roles, "target_url", "the page that is linked to")
                + ", or name the site that all its links lead to with --target"
            )
        vendor = replace(USUAL, reporter=reading.reporter) if reading.reporter else USUAL
        yield from read_table(source, reading, Table(dialect, roles, vendor))


def header_of(head: Head) -> str:
    """What a table's header is remembered by, whatever the case and spaces of its names."""
    dialect = dialect_of(head.plain)
    return "|".join(dialect.keys) if dialect else ""


def _ask(name: str, dialect: Dialect, roles: dict[str, int], role: str, meaning: str) -> str:
    """A sentence that lists what was seen and shows what to write."""
    example = _column_for(role, dialect, set(roles.values()))
    wish = f'for example: --map {role}="{example}"' if example else f'with --map {role}="COLUMN"'
    return (
        f"{name} has the columns {shown(dialect.header)}, and none of them is known as {meaning}; "
        f"tell which it is, {wish}"
    )


def _column_for(role: str, dialect: Dialect, taken: set[int]) -> str:
    """A column with addresses that may be meant; empty when none of them holds any."""
    free = [
        title
        for place, title in enumerate(dialect.header)
        if title and place not in taken and _holds_addresses(dialect, place)
    ]
    if not free:
        return ""
    # Of two that are free the second is rather the target: people write "from" before "to".
    return free[-1] if role == "target_url" else free[0]


def _holds_addresses(dialect: Dialect, place: int) -> bool:
    cells = [row[place] for row in dialect.sample if len(row) > place and row[place]]
    return bool(cells) and all(_SITE_OR_PAGE.match(cell) for cell in cells)


def _is_table_of_links(dialect: Dialect) -> bool:
    """A header of words above rows in which something looks like a site or a page."""
    if len(dialect.header) < 2 or any(_DATA.match(cell) for cell in dialect.header):  # noqa: PLR2004  # a pair
        return False
    if any(cell.startswith(("#", "<", "{", "[")) for cell in dialect.header[:1]):
        return False
    roles = found_roles(dialect, USUAL.columns)
    if "source_url" in roles and "target_url" in roles:
        return True
    cells = (cell for row in dialect.sample for cell in row)
    return any(_SITE_OR_PAGE.match(cell) for cell in cells)


formats.add("table")(MappedTable())
