"""Directory blasts: entries in many lists that anybody can submit to and nobody edits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import Placement
from backlinkbot.logic.judge.groups.backing import BACKED_BY, backing_tells
from backlinkbot.logic.judge.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from backlinkbot.logic.judge.groups.seen import Seen
    from backlinkbot.logic.judge.suspicion import Suspects

LEAST_LISTS = 3  # one list is a neighbour's; three at once were submitted to
LIST_LINKS = 15  # links to other sites on a page that is a list
# Points of a list. "Links" is a title of many, and a new list has few friends: neither is enough.
UNBACKED, UNKNOWN_BACKING, OPEN_TO_ALL, ONE_TITLE = 2.0, 0.5, 2.0, 1.0
ENOUGH = 4.0
MOSTLY = 0.5  # how much it must tell that nobody links to a list
# What lists say of themselves that take everybody, version 1; folded, whole words.
OPEN_WORDS = re.compile(
    r"\b(?:(?:free|web|link|url|seo|internet|site) (?:web )?(?:directory|directories|links?|list|"
    r"catalog|katalog|listings?)|submit (?:a |your )?(?:site|url|link|website)|add (?:a |your )?"
    r"(?:site|url|link)|links? (?:exchange|submission)|webkatalog|linkliste|linkverzeichnis|"
    r"webverzeichnis|seite (?:eintragen|anmelden)|annuaire (?:gratuit|web|de liens)|"
    r"ajouter (?:un|votre) site|directorio (?:web|gratis|de enlaces)|anadir (?:sitio|url)|"
    r"directory gratuita|segnala (?:sito|il tuo sito)|startpagina|katalog stron|dodaj strone|"
    r"diretorio (?:web|gratis)|katalog sajtov|каталог саитов|добавить саит)\b"
)
_SEGMENT = re.compile(r"\s+[|\-–—·:»]+\s+")  # noqa: RUF001 - dashes of real titles


def directory_blast(suspects: Suspects, seen: Seen) -> NDArray[np.int64]:
    """Units whose entries belong to a blast; empty where there is none."""
    lists = _lists(suspects, seen)
    if len(lists) < LEAST_LISTS:
        return np.empty(0, np.int64)
    segments = _segments(suspects, seen, lists)
    shared = _shared(segments.values())
    names = seen.names.to_pylist()
    others = np.ones(seen.out.units, np.bool_)
    others[lists] = False
    tells = backing_tells(seen, others) >= MOSTLY
    kept = []
    for unit in lists.tolist():
        words = segments.get(unit, frozenset())
        said = " . ".join([*sorted(words), re.sub(r"[.-]", " ", names[unit])])
        points = _backing(float(seen.backers[unit]), tells=tells)
        points += OPEN_TO_ALL * bool(OPEN_WORDS.search(said)) + ONE_TITLE * bool(words & shared)
        if points >= ENOUGH:
            kept.append(unit)
    found = np.array(kept, np.int64)
    return found if len(found) >= LEAST_LISTS else np.empty(0, np.int64)


def _backing(backers: float, *, tells: bool) -> float:
    if np.isnan(backers) or not tells:
        return UNKNOWN_BACKING
    return UNBACKED if backers < BACKED_BY else 0.0


def _lists(suspects: Suspects, seen: Seen) -> NDArray[np.int64]:
    """Units that link from a list among many other links."""
    place = suspects.evidence.codes("placement", (Placement.LIST.value,)) == 0
    many = suspects.evidence.numbers("external_links") >= LIST_LINKS
    return np.unique(seen.unit_of_link[place & many])


def _segments(
    suspects: Suspects, seen: Seen, lists: NDArray[np.int64]
) -> dict[int, frozenset[str]]:
    """The parts of each list's titles, folded."""
    rows = np.flatnonzero(np.isin(seen.unit_of_link, lists))
    titles = suspects.links["source_title"].take(rows).to_pylist()
    found: dict[int, frozenset[str]] = {}
    for unit, title in zip(seen.unit_of_link[rows].tolist(), titles, strict=True):
        parts = frozenset(folded(part) for part in _SEGMENT.split(title or "") if part.strip())
        found[unit] = found.get(unit, frozenset()) | parts
    return found


def _shared(segments: Iterable[frozenset[str]]) -> frozenset[str]:
    """Parts of titles on at least as many lists as make a blast."""
    count: dict[str, int] = {}
    for parts in segments:
        for part in parts:
            count[part] = count.get(part, 0) + 1
    return frozenset(part for part, lists in count.items() if lists >= LEAST_LISTS)
