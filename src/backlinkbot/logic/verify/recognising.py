"""Whether what answers still looks like the page on which a link was known.

No list of walls is complete. So nothing is concluded from what a page lacks unless the page is
known again: by the words that stood beside the link, by its text, or by its title.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from backlinkbot.core.urls import host_of

if TYPE_CHECKING:
    from backlinkbot.core.verifying import KnownPage, PageSeen

ENOUGH_SAMPLE = 16  # hashes of the known text; fewer say nothing of it
SAME_TEXT = 0.5  # of the known text: what a paywall lets strangers read is less, edits leave more
WHOLE_TEXT = 0.9  # a page that shows all of it is whole, whatever it says to subscribers
SOME_TEXT = 0.1  # where the title is the known one, too; a wall that keeps the title has none
SAME_TITLE = 0.6  # of the words of the known title that are not the site's name
SAME_LENGTH = 0.5  # of the words that the main text had
# Words of a page whose text nobody knows, for a title to be enough: walls and teasers have fewer.
ENOUGH_WORDS = 300
SHORTEST_WORD = 3  # letters, for a word of an address or title to tell anything
_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = frozenset({"html", "htm", "php", "asp", "aspx", "jsp", "index", "page", "www"})


def is_recognised(url: str, page: PageSeen, known: KnownPage) -> bool:
    """Whether a page at this address is the one that was known, as far as can be told."""
    if page.has_passage or (len(known.sample) >= ENOUGH_SAMPLE and page.recalled >= WHOLE_TEXT):
        return True
    if page.is_partial:
        return False
    title = _distinct(known.title, url) or (_of_address(url) if not known.title else set())
    is_titled = bool(title) and _share(title, _words(page.title)) >= SAME_TITLE
    if len(known.sample) < ENOUGH_SAMPLE:
        return is_titled and page.words >= max(ENOUGH_WORDS, SAME_LENGTH * known.words)
    if page.recalled >= SAME_TEXT:
        return True
    has_title = is_titled or (bool(known.title) and _plain(known.title) == _plain(page.title))
    return has_title and page.recalled >= SOME_TEXT and page.words >= SAME_LENGTH * known.words


def _distinct(title: str, url: str) -> set[str]:
    """The words of a title that are not of the site's name, by its host."""
    host = re.sub(r"[^a-z0-9]", "", host_of(url))
    return {word for word in _words(title) if word not in host}


def _of_address(url: str) -> set[str]:
    path = unquote(url.partition("://")[2].partition("/")[2].partition("?")[0])
    return _words(path) - _ENDINGS


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.lower()) if len(word) >= SHORTEST_WORD}


def _share(known: set[str], now: set[str]) -> float:
    return len(known & now) / len(known)


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()
