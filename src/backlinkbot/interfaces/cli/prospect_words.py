"""Reads what a user typed of prospects: their numbers, and what columns of a list are called."""

from __future__ import annotations

from backlinkbot.core.errors import BadInput

MOST_AT_ONCE = 10_000  # numbers in one command


def numbers_typed(text: str) -> list[int]:
    """The numbers in `12`, or in `12,15,20-25`.

    Raises:
        BadInput: a part is no number, or they are too many.
    """
    found: list[int] = []
    for part in text.replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise BadInput(f"{part!r} is no number of a prospect; give them like 12,15,20-25")
        begin, end = int(first), int(last or first)
        if not 0 <= end - begin < MOST_AT_ONCE or len(found) > MOST_AT_ONCE:
            raise BadInput(f"{part}: at most {MOST_AT_ONCE:,} prospects at once, the lower first")
        found.extend(range(begin, end + 1))
    return found


def columns_typed(pairs: list[str]) -> dict[str, str]:
    """Our columns with theirs, out of `OURS=THEIRS`; raises BadInput for anything else."""
    mapping = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if len(mapping) < len(pairs):
        raise BadInput('--map wants OURS=THEIRS, like --map prospect="Site name"')
    return mapping
