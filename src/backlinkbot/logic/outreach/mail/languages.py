"""The words, of many languages, by which mails are told apart: patterns by subject."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

TABLES = (
    "words-2026-11.toml",
    "bounces-2026-11.toml",
    "reasons-2026-11.toml",
    "reasons-address-2026-11.toml",
)


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    folder = files("backlinkbot.logic.outreach.mail") / "data"
    found: dict[str, dict[str, list[str]]] = {}
    for name in TABLES:
        found |= tomllib.loads((folder / name).read_text("utf-8"))
    return found


@cache
def words(subject: str) -> re.Pattern[str]:
    """One pattern of all that is said in any language on a subject, such as "away_subject"."""
    patterns = [pattern for patterns in _tables()[subject].values() for pattern in patterns]
    return re.compile(
        "|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE | re.MULTILINE
    )
