"""The names that one typing error makes of a name, so that a message can guess what was meant."""

from __future__ import annotations

from string import ascii_lowercase, digits

LETTERS = ascii_lowercase + digits + "-."
LONGEST = 64  # of a name that variants are made of; a longer one would have thousands


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
