"""A way to look at a list that a user gave a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_NAME = 80  # characters: what a menu can show


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """The wishes, order and columns of a list of a site; `query` as in the address of its page."""

    site: str
    list: str
    name: str
    query: str
    by: str
    saved_at: datetime
