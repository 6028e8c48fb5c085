"""Short texts that say what follows: "About the author", "Related posts", "Kommentare", "Share".

A reader tells a page's parts by these labels; many pages have them where no class name helps.
English, German, French, Spanish, Italian, Portuguese and Dutch; elsewhere the columns stay far.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from backlinkbot.core.pages.joined import Batch
    from backlinkbot.core.pages.links import PageLinks

    Numbers = NDArray[np.int64]

MOST_LABEL_WORDS = 6  # longer texts are sentences
MOST_LABEL_CHARS = 60
REACH_WORDS = 120  # from a label on; farther away it no longer speaks of the link
CACHED = 1 << 15
_PATTERNS = {
    "author": r"about the (?:author|writer)|about me\b|written by|^(?:the )?authors?\b"
    r"|(?:über|zu[rm]?) (?:den |die |de[rn] )?(?:autor|verfasser)|^autor(?:in|en)?\b|über mich"
    r"|à propos de l.auteur|^l.auteur|sobre (?:el|la|o|a) autora?|sull.autore|over de auteur"
    r"|biograph|biografi",
    "comment": r"\bcomments?\b|kommentar|commentaires?\b|comentario|comentário|comment[oi]\b"
    r"|\breacties?\b|leave a reply|responses?\b|gästebuch|guest ?book|discussion",
    "related": r"related|similar|you (?:may|might)|also like|recommended|more (?:from|on|stories"
    r"|news|articles)|read (?:more|next)|latest|popular|trending|most read|recent|ähnlich"
    r"|auch interess|mehr (?:zum|zu|aus|von)|weitere|neueste|meistgelesen|empfehl|lesen sie"
    r"|à lire|articles? liés|sur le même|relacionad|te puede|más le|últim|correlat|leggi anche"
    r"|lees (?:ook|meer)|gerelateerd|passend",
    "share": r"^share|share (?:this|on|with)|follow us|teilen|folgen|partag|suivez|compart"
    r"|síguenos|condivid|seguici|^delen|volg ons",
    "links": r"blogroll|useful links|^links?$|friends|sites? we|partners?\b|nützliche links"
    r"|linkliste|linktipps|seiten,? die|liens utiles|sites? amis|^liens$|enlaces|sitios amigos"
    r"|link utili|resources|webring",
    "tags": r"^tags?\b|^topics?\b|^categor|^kategorie|schlagw|stichw|^themen|^étiquettes|^etiquetas"
    r"|^filed under|^keywords|^mots.cl",
}
NAMES = tuple(_PATTERNS)
COLUMNS = (*(f"label_{name}" for name in NAMES), "label_last")
_SEARCHES = tuple(re.compile(pattern) for pattern in _PATTERNS.values())
FAR = 1.0


def of_pages(pages: Sequence[PageLinks]) -> list[NDArray[np.int64]]:
    """Per page the labels in it: one row (element, number of its name) each, in page order."""
    return [_of_page(page) for page in pages]


def _of_page(page: PageLinks) -> NDArray[np.int64]:
    elements, text = page.walk.elements, page.walk.text
    if not len(elements):
        return np.zeros((0, 2), np.int64)
    words = elements.last_word - elements.first_word
    chars = elements.last_char - elements.first_char
    innermost = np.ones(len(elements), np.bool_)
    inner = np.flatnonzero(elements.block == np.arange(len(elements)))
    inner = inner[elements.parent[inner] >= 0]
    innermost[elements.block[elements.parent[inner]]] = False
    short = (words > 0) & (words <= MOST_LABEL_WORDS) & (chars <= MOST_LABEL_CHARS)
    short &= elements.first_link == elements.last_link
    above = elements.parent.clip(0)
    short &= innermost | ~(short[above])
    at = np.flatnonzero(short)
    found = [
        (place, number)
        for place, start, end in zip(
            at.tolist(),
            elements.first_char[at].tolist(),
            elements.last_char[at].tolist(),
            strict=True,
        )
        if (number := label_of(text[start:end].strip().lower())) >= 0
    ]
    return np.array(found, np.int64).reshape(-1, 2)


@lru_cache(CACHED)
def label_of(text: str) -> int:
    """The number in NAMES of what a lower-case text announces; -1 where it announces nothing."""
    for number, search in enumerate(_SEARCHES):
        if search.search(text):
            return number
    return -1


def columns(batch: Batch) -> NDArray[np.float32]:
    """`COLUMNS` of the placed links, in order.

    Per name, how far (0 here .. 1 far) the last label before the link is whose surroundings hold
    the link; `label_last`: the number of the nearest one's name, -1 without any.
    """
    found = np.full((len(batch.at), len(COLUMNS)), FAR, np.float32)
    found[:, -1] = -1
    at, number = batch.labels[:, 0], batch.labels[:, 1]
    last = np.full(len(batch.at), -1, np.int64)
    for name in range(len(NAMES)):
        places = at[number == name]
        if not len(places):
            continue
        before = np.searchsorted(places, batch.at) - 1
        label = places[np.maximum(before, 0)]
        words = batch.first_word[batch.at] - batch.last_word[label]
        holds = (before >= 0) & (label >= batch.root) & (words >= 0) & _around(batch, label)
        found[holds, name] = np.minimum(words[holds] / REACH_WORDS, FAR)
        newer = holds & (label > last) & (words <= REACH_WORDS)
        found[newer, -1] = name
        last = np.where(newer, label, last)
    return found


def _around(batch: Batch, label: Numbers) -> NDArray[np.bool_]:
    """Whether the element two blocks above a label also holds the link."""
    above = batch.block[batch.parent[batch.block[label]]]
    above = batch.block[batch.parent[above]]
    return np.asarray(batch.at < batch.end[above])
