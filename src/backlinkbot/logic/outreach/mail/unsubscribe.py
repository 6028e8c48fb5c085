"""Whether a person asks us, in any of several languages, never to write again.

A missed wish does harm and breaks the law, a false one costs one prospect: so the patterns are
wide, and the text model of `replies` may add to them but never takes away.
"""

from __future__ import annotations

import re

from backlinkbot.logic.outreach.mail.languages import words

APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "\u00a0": " "})  # noqa: RUF001 - as typed
MAX_CHARACTERS = 4_000  # of a reply in which the wish is searched


def asks_to_stop(text: str) -> bool:
    """Whether the words ask to be left alone, taken off a list or forgotten."""
    plain = re.sub(r"\s+", " ", text[:MAX_CHARACTERS].translate(APOSTROPHES))
    return bool(words("unsubscribe").search(plain)) and not _only_ours(plain)


def _only_ours(plain: str) -> bool:
    """Whether every such word stands in a footer of a list the writer runs, not in a wish."""
    rest = words("unsubscribe_footer").sub(" ", plain)
    return not words("unsubscribe").search(rest)
