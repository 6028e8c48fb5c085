"""What was meant by a mistyped name: the names one typing error away, and the nearest known one."""

from __future__ import annotations

from difflib import get_close_matches
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LETTERS = ascii_lowercase + digits + "-."
LONGEST = 64  # of a name that variants are made of; a longer one would have thousands
# Comparing a name with each of these takes a tenth of a second; beyond, one error is still found.
MOST_COMPARED = 5_000
ALIKE = 0.75  # of two names, so that a guess is worth making (difflib's ratio)


def one_error_away(name: str) -> list[str]:
    """Every name with one letter missing, more, wrong, or swapped with the next; `name` not.

    In the order of their likelihood: swapped, missing, wrong, more.
    """
    if not 0 < len(name) <= LONGEST:
        return []
    cuts = [(name[:i], name[i:]) for i in range(len(name) + 1)]
    swapped = [a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1]
    added = [a + c + b for a, b in cuts for c in LETTERS]
    wrong = [a + c + b[1:] for a, b in cuts if b for c in LETTERS]
    dropped = [a + b[1:] for a, b in cuts if b]
    found = dict.fromkeys([*swapped, *added, *wrong, *dropped])
    found.pop(name, None)
    return list(found)


def nearest(name: str, known: Sequence[str]) -> str:
    """The known name that was likely meant, the first of equals; empty where none is alike."""
    there = set(known)
    one_error = next((near for near in one_error_away(name) if near in there), "")
    alike = get_close_matches(name, known[:MOST_COMPARED], 1, ALIKE)
    return one_error or (alike[0] if alike else "")
