"""Named SQL: the texts in this folder's .sql files, by name."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def named(file: str) -> dict[str, str]:
    """The texts of `file` by the name in the `-- name:` line above each."""
    text = (files(__package__) / file).read_text(encoding="utf-8")
    pieces = text.split("-- name: ")[1:]
    return {
        name.strip(): body.strip() for name, _, body in (piece.partition("\n") for piece in pieces)
    }
