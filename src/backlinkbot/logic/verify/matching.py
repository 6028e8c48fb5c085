"""Which of the links on a page is which of those that were known on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.verify.soft import is_same_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backlinkbot.core.verifying import KnownLink, SeenLink

# An anchor tells a link only where it is not one that every page has.
GENERIC = frozenset(
    (
        "here", "click here", "read more", "more", "link", "website", "source", "this", "visit",
        "learn more", "hier", "mehr", "weiterlesen", "webseite", "quelle", "aquí", "leer más",
        "ici", "lire la suite", "en savoir plus", "qui", "leggi tutto", "home", "homepage",
    )
)  # fmt: skip
SAME_WORDS = 0.5  # of the words beside a link, for its place to be the same
FEW_WORDS = 3  # beside a link; fewer tell nothing of its place


def matched(known: Sequence[KnownLink], seen: Sequence[SeenLink]) -> list[SeenLink | None]:
    """For each known link the one that it is now, None where it is not on the page.

    In this order, each taken once: to the same address with the same anchor, to the same address,
    to the same page in another spelling; then what stands in its place: the same anchor, and words
    beside it, with another target.
    """
    found: list[SeenLink | None] = [None] * len(known)
    free = list(seen)
    for is_it in (_is_equal, _leads_there, _leads_to_page, _stands_there):
        for number, one in enumerate(known):
            if found[number] is None:
                found[number] = _taken(one, free, is_it)
    return found


def _taken(
    known: KnownLink, free: list[SeenLink], is_it: Callable[[KnownLink, SeenLink], bool]
) -> SeenLink | None:
    places = [place for place, link in enumerate(free) if is_it(known, link)]
    if not places:
        return None
    if is_it is _stands_there and len({free[place].target_url for place in places}) > 1:
        same_site = [p for p in places if free[p].target_domain == known.target_domain]
        if not same_site:
            return None  # several could be it: nothing says which
        places = same_site
    best = min(places, key=lambda place: abs(free[place].occurrence - known.occurrence))
    return free.pop(best)


def _is_equal(known: KnownLink, link: SeenLink) -> bool:
    return (
        link.target_url == known.target_url
        and known.anchor is not None
        and _plain(link.anchor) == _plain(known.anchor)
    )


def _leads_there(known: KnownLink, link: SeenLink) -> bool:
    return link.target_url == known.target_url


def _leads_to_page(known: KnownLink, link: SeenLink) -> bool:
    return is_same_page(link.target_url, known.target_url)


def _stands_there(known: KnownLink, link: SeenLink) -> bool:
    """Whether a link to somewhere else stands in the place of the known one."""
    anchor = _plain(known.anchor or "")
    if not known.anchor or _plain(link.anchor) != anchor:
        return False
    beside = _words(known.left, known.right)
    if len(beside) >= FEW_WORDS:
        return _shared(beside, _words(link.left, link.right)) >= SAME_WORDS
    return anchor not in GENERIC and len(anchor.split()) > 1


def _words(left: str | None, right: str | None) -> set[str]:
    return {*_plain(left or "").split()[-8:], *_plain(right or "").split()[:8]}


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one) if one else 0.0


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()
