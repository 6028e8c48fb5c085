"""Which page of ours fits what a chance is about: by the words of both, with reasons."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from backlinkbot.logic.prospect.found import quoted
from backlinkbot.logic.prospect.likeness import told_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Added to the likeness of words, where topics are known: of titles, and of texts. These and the
# least fit were chosen on bench/quality/targets.py; alone, topics found fewer.
HEAD_WEIGHT, TEXT_WEIGHT = 0.2, 0.1
OF_FOLDER = 0.5  # of a word in a folder of the address: that names a part of the site
LEAST_FIT = 0.25  # below it nothing is suggested: the page is about something else
LEAST_OF_BEST = 0.5  # of the best page's fit, for others to stand beside it
MOST_SUGGESTED = 3
MOST_NAMED = 6  # words in a reason
SURE = 1.0
LEAST_ROOT = 3  # characters that stay of a word
# What guides of every subject are called by.
_ANY_GUIDE_WORDS = (
    "when where which who beginner introduction explained basic idea thing step advice help make "
    "making start starting learn choose find use using need good keep keeping know anleitung "
    "ratgeber anfanger comment faire debutant como hacer"
)
_ANY_GUIDE = frozenset(_ANY_GUIDE_WORDS.split())


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page of ours. `title`: empty where it was not read; `anchors`: what others call it."""

    url: str
    title: str = ""
    anchors: str = ""


@dataclass(frozen=True, slots=True)
class Sought:
    """What the page that is asked for should be about.

    `gone`: an address that leads nowhere; `anchors`: what others called it; `title`: of the page
    on which the link would stand; `alike`: pages of rivals that it links to, `anchors` are then
    its words for these. One of the three says it.
    """

    gone: str = ""
    anchors: str = ""
    title: str = ""
    alike: tuple[str, ...] = ()

    @property
    def is_home(self) -> bool:
        """Whether what is gone was a whole site, for which no single page stands in."""
        parts = urlsplit(self.gone)
        return bool(self.gone) and parts.path in {"", "/"} and not parts.query

    @property
    def text(self) -> str:
        """All its words."""
        paths = " ".join(_spaced(unquote(urlsplit(one).path)) for one in self.addresses)
        return f"{paths} {self.anchors} {self.title}".strip()

    @property
    def addresses(self) -> tuple[str, ...]:
        """Those whose words tell what it is about."""
        return (self.gone,) if self.gone else self.alike


class Near(NamedTuple):
    """How near a page's title and its text are to what is sought (cosines, 0 to 1)."""

    head: float
    text: float


@dataclass(frozen=True, slots=True)
class Suggested:
    """A page of ours that would fit. `fit`: 0 to 1; `is_sure`: known, not guessed by its words."""

    page: str
    fit: float
    reasons: tuple[str, ...]
    is_sure: bool = False


class Shelf:
    """The pages of a site by their words; a word counts the less, the more pages have it."""

    def __init__(self, pages: Iterable[OwnPage], names: Iterable[str] = ()) -> None:
        """`names`: what the site is called, which tells none of its pages."""
        self.pages = {one.url: one for one in pages}
        own = frozenset(word for name in names for word in _words(_spaced(name)))
        self._words = {url: head_words(one) - own for url, one in self.pages.items()}
        counts = Counter(word for words in self._words.values() for word in words)
        self._rarity = {word: log((1 + len(self.pages)) / n) for word, n in counts.items()}
        self._titled = Counter(one.title for one in self.pages.values() if one.title)
        self._unknown = max(self._rarity.values(), default=1.0)
        self._own = own
        self._by_word: dict[str, list[str]] = defaultdict(list)
        for url, words in self._words.items():
            for word in words:
                self._by_word[word].append(url)

    def fitting(
        self, sought: Sought, near: Mapping[str, Near] | None = None, most: int = MOST_SUGGESTED
    ) -> list[Suggested]:
        """The pages that fit best, best first; none where nothing fits.

        `near`: by page, where topics are known.
        """
        asked = self.words_of(sought)
        if not asked or sought.is_home:
            return []
        fits = {url: self._fit(asked, url, near) for url in self._candidates(asked, near)}
        best = max(fits.values(), default=0.0)
        least = max(LEAST_FIT, LEAST_OF_BEST * best)
        order = sorted((-fit, url) for url, fit in fits.items() if fit >= least)
        return [
            Suggested(url, -fit, self._reasons(sought, asked, url)) for fit, url in order[:most]
        ]

    def words_of(self, sought: Sought) -> dict[str, float]:
        """What is sought, without the names of sites; a word that is said twice weighs twice."""
        theirs = [_label_words(one) for one in sought.addresses]
        called: frozenset[str] = frozenset()
        for anchor in sought.anchors.split(" | "):
            words = _words(anchor)
            called |= words.difference(*(name for name in theirs if name <= words))
        paths = [unquote(urlsplit(one).path).rstrip("/") for one in sought.addresses]
        split = [path.rpartition("/") for path in paths]
        found: dict[str, float] = defaultdict(float)
        parts = (
            (_words(" ".join(_spaced(last) for _, _, last in split)), 1.0),
            (_words(" ".join(_spaced(folders) for folders, _, _ in split)), OF_FOLDER),
            (called, 1.0),
            (_words(sought.title), 1.0),
        )
        for words, weight in parts:
            for word in words - self._own:
                found[word] += weight
        return dict(found)

    def _candidates(self, asked: Mapping[str, float], near: Mapping[str, Near] | None) -> set[str]:
        found = {url for word in asked for url in self._by_word.get(word, ())}
        near = near or {}
        alone = (url for url, one in near.items() if _beside_words(one) >= LEAST_FIT)
        return found.union(alone)

    def _fit(self, asked: Mapping[str, float], url: str, near: Mapping[str, Near] | None) -> float:
        words = self._likeness(asked, self._words[url])
        beside = (near or {}).get(url)
        return min(1.0, words + (_beside_words(beside) if beside else 0.0))

    def _likeness(self, asked: Mapping[str, float], words: frozenset[str]) -> float:
        """The cosine of what is asked for and a page's words, each as heavy as it is rare; 0..1."""
        shared = sum(asked[word] * self._weight(word) for word in words & asked.keys())
        if not shared:
            return 0.0
        of_asked = sum(many * many * self._weight(word) for word, many in asked.items())
        return shared / sqrt(of_asked * sum(map(self._weight, words)))

    def _weight(self, word: str) -> float:
        return self._rarity.get(word, self._unknown) ** 2

    def _reasons(self, sought: Sought, asked: Mapping[str, float], url: str) -> tuple[str, ...]:
        page = self.pages[url]
        called = f"Your page is called {quoted(page.title)}" if page.title else ""
        others = _first_anchor(page.anchors)
        if not called and others:
            called = f"Others call your page {quoted(others)}"
        reasons = [f"{called or 'Its address says so'}, {_asked_said(sought)}."]
        if shared := _shared(asked, page):
            reasons.append(f"Words of both: {', '.join(shared[:MOST_NAMED])}.")
        else:
            reasons.append("No word is the same; they are about the same subject.")
        if (same := self._titled[page.title]) > 1:
            reasons.append(f"{same:,} pages of yours are called so: look which it is.")
        return tuple(reasons)


def _shared(asked: Mapping[str, float], page: OwnPage) -> list[str]:
    """The words of a page that are asked for, as it writes them."""
    every = sorted(told_words(_head(page)) - _ANY_GUIDE)
    return list({_root(word): word for word in every if _root(word) in asked}.values())


def _beside_words(near: Near) -> float:
    return HEAD_WEIGHT * near.head + TEXT_WEIGHT * near.text


def head_words(page: OwnPage) -> frozenset[str]:
    """The words by which a page is known without reading it: title, address, others' words."""
    return _words(_head(page))


def _head(page: OwnPage) -> str:
    return f"{page.title} {_spaced(unquote(urlsplit(page.url).path))} {page.anchors}"


def known_page(page: str, reason: str) -> Suggested:
    """A page that needs no guess."""
    return Suggested(page, SURE, (reason,), is_sure=True)


def nothing_fits(pages: Sequence[OwnPage] | Mapping[str, OwnPage], sought: Sought) -> str:
    """Why no page is suggested, in one sentence."""
    if not pages:
        return "No page of yours is known yet."
    if sought.is_home:
        return "The dead address was a home page: no single page stands in for a whole site."
    if not _words(sought.text):
        return "Nobody knows what it is about: neither address nor words tell."
    return f"None of the {len(pages):,} pages of yours that are known is about the same."


def _asked_said(sought: Sought) -> str:
    if sought.gone:
        said = _first_anchor(sought.anchors)
        dead = f"the dead one was linked as {quoted(said)}" if said else ""
        return dead or f"the dead one had the address {quoted(unquote(urlsplit(sought.gone).path))}"
    if sought.alike:
        said = _first_anchor(sought.anchors) or unquote(urlsplit(sought.alike[0]).path)
        return f"they link to a rival's page as {quoted(said)}"
    return f"theirs {quoted(sought.title)}"


def _first_anchor(anchors: str) -> str:
    """The longest of what others say: the others are often only a part of it, or a name."""
    return max(anchors.split(" | "), key=len) if anchors else ""


def _words(text: str) -> frozenset[str]:
    """The words that tell a subject, "composting" and "compost" alike."""
    return frozenset(_root(word) for word in told_words(text) - _ANY_GUIDE)


def _root(word: str) -> str:
    """Without -ing and a last e; crude, the same on both sides."""
    bare = word.removesuffix("ing") if len(word) - 3 >= LEAST_ROOT else word
    return bare[:-1] if bare.endswith("e") and len(bare) > LEAST_ROOT else bare


def _label_words(address: str) -> frozenset[str]:
    """The words of a site's own name, as its host writes it."""
    host = urlsplit(address).hostname or ""
    return _words(_spaced(host.removeprefix("www.").partition(".")[0]))


def _spaced(text: str) -> str:
    """Without an ending like `.html`, and with spaces where addresses have signs."""
    stem, dot, ending = text.rpartition(".")
    bare = stem if dot and "/" not in ending and len(ending) <= 5 else text  # noqa: PLR2004
    return "".join(c if c.isalnum() else " " for c in bare)
