"""Words by which titles, addresses and anchors are compared."""

from __future__ import annotations

import re
import unicodedata

LEAST_CHARS = 3
_WORD = re.compile(r"[^\W\d_]+")
_EMPTY_WORDS = (
    "the and for with from your you our how what why are can this that all new more about "
    "into out html htm php asp aspx index page pages www com http https here click link "
    "site website home guide best top tips der die das und fur mit von ein eine den dem "
    "des zur zum auf ist wie was les des une pour avec dans sur qui que est los las una "
    "del para con por que como article post blog news category tag read full source via"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())


def told_words(text: str) -> frozenset[str]:
    """The words of a text that tell its subject: folded, plural and singular alike."""
    folded = "".join(
        c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c)
    )
    words = {_stem(word) for word in _WORD.findall(folded) if len(word) >= LEAST_CHARS}
    return frozenset(words - _EMPTY)


def _stem(word: str) -> str:
    """Without the ending of a plural; crude, the same on both sides."""
    if len(word) > LEAST_CHARS + 1 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > LEAST_CHARS and word.endswith("s") and word[-2] != "s" else word
