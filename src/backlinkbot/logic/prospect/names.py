"""How people write a brand's name, and which words name its trade."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backlinkbot.core.urls import public_suffix

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

LEAST_NAME = 3  # characters: a shorter name is any syllable
LEAST_LABEL = 5  # of a name known from the address alone: shorter ones are mostly words
_SEGMENT = re.compile(r"\s+[|\-–—·•»«:>]+\s+|\s*[|»•]\s*|:\s+")  # noqa: RUF001 - dashes of titles
_WORD = re.compile(r"[^\W_]+")
# Words of titles that name no trade: pages that every site has.
_EMPTY_WORDS = (
    "about us home contact buy shop blog news faq imprint impressum kontakt privacy terms "
    "login cart welcome page über uns accueil inicio contacto datenschutz startseite all "
    "new our the untitled error not found index archive search"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())


def brand_names(
    domain: str, told: Iterable[str], brands: Collection[str], titles: Iterable[str]
) -> tuple[tuple[str, ...], bool]:
    """The forms of the name to look for, each as it is written; and whether it is only guessed.

    `told`: names that the user gave; `brands`: the site's names without spaces, as its anchors are
    told apart by; `titles`: of its own pages, which show how such a name is written. The address is
    a name too. The bare label of the address ("acme" of acme.com) is one only where nobody gave a
    name and no title shows one: that is a guess.
    """
    label = domain.removesuffix(f".{public_suffix(domain)}")
    given = [" ".join(text.split()) for text in told]
    shown = {
        " ".join(segment.split())
        for title in titles
        for segment in _SEGMENT.split(title)
        if "".join(_WORD.findall(segment.casefold())) in brands
    }
    names = [name for name in (*given, *sorted(shown)) if len(name) >= LEAST_NAME]
    is_guessed = not names and len(label) >= LEAST_LABEL
    if is_guessed:
        names = [label.replace("-", " ").title()]
    folded: dict[str, str] = {}
    for name in (*names, domain):
        folded.setdefault(name.casefold(), name)
    return tuple(folded.values()), is_guessed


def topics_of(given: Iterable[str], keywords: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Words and phrases of the trade: those that the user gave, else those of the site's titles."""
    told = [" ".join(text.split()) for text in given if text.strip()]
    if told:
        return tuple(dict.fromkeys(told))
    kept = [
        words
        for words in keywords
        if len(words) > 1 and not set(words) & _EMPTY and not any(map(str.isdecimal, words))
    ]
    return tuple(dict.fromkeys(" ".join(words) for words in sorted(kept)))
