"""What a column of a table can mean to us, and which of the file's columns means it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.table.dialect import Dialect, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

URL_ROLES = ("source_url", "target_url")
HOST_ROLES = ("source_domain", "target_domain")
TEXT_ROLES = (
    "anchor",
    "left",
    "right",
    "source_title",
    "source_language",
    "kind",
    "vendor_lost_reason",
    "second_lost_reason",
)
FLAG_ROLES = (
    "nofollow",
    "ugc",
    "sponsored",
    "followed",
    "sitewide",
    "lost",
    "is_text",
    "is_image",
    "is_frame",
    "is_form",
    "is_redirect",
    "is_mention",
)
NUMBER_ROLES = ("external_links", "internal_links", "page_status", "links", "followed_links")
DATE_ROLES = ("first_seen", "last_seen", "seen_at", "lost_on")
ROLES = (*URL_ROLES, *HOST_ROLES, *TEXT_ROLES, *FLAG_ROLES, *NUMBER_ROLES, *DATE_ROLES)
SCORE = "score:"  # before the name of a vendor's own number, which is a role as well


@dataclass(frozen=True, slots=True)
class Cells:
    """One block of a table by role: texts as they stand in the file, and the line of each row."""

    name: str
    texts: dict[str, pa.Array]
    lines: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.lines)

    def place(self, row: int) -> str:
        return f"{self.name}:{self.lines[row]}"

    def text(self, row: int) -> str:
        """The row as it can be shown: its cells with tabs between."""
        return "\t".join(column[row].as_py() for column in self.texts.values())


def found_roles(dialect: Dialect, columns: Mapping[str, str | tuple[str, ...]]) -> dict[str, int]:
    """Role to the place of the first column whose header is one of the role's names."""
    places: dict[str, int] = {}
    for place, key in enumerate(dialect.keys):
        places.setdefault(key, place)
    found: dict[str, int] = {}
    for role, names in columns.items():
        for name in (names,) if isinstance(names, str) else names:
            if (key := key_of(name)) in places:
                found[role] = places[key]
                break
    return found


def mapped_roles(dialect: Dialect, mapping: Mapping[str, str], name: str) -> dict[str, int]:
    """The roles that the user's `--map` gives.

    Raises:
        BadInput: a word that is no role of ours, or a column that the file has not got.
    """
    places = {key: place for place, key in reversed(list(enumerate(dialect.keys)))}
    found: dict[str, int] = {}
    for role, column in mapping.items():
        if role not in ROLES and column in ROLES:
            raise BadInput(
                f"--map {role}={column} is the wrong way round: what we store stands first, so "
                f'write --map {column}="{role}"'
            )
        if role not in ROLES:
            raise BadInput(
                f"--map {role}=… names nothing that we store; it can be one of: {', '.join(ROLES)}"
            )
        if key_of(column) not in places:
            raise BadInput(
                f'{name} has no column "{column}"; its columns are: {shown(dialect.header)}'
            )
        found[role] = places[key_of(column)]
    return found


def shown(header: Iterable[str]) -> str:
    """Column names in a sentence."""
    return ", ".join(f'"{cell}"' for cell in header)
