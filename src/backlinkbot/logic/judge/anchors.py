"""What kind of text a link is on: the seven anchor classes, tried in the product's order.

Each distinct anchor is classified once and the answer is spread over the rows, so that the cost
follows the variety of the anchors and not the number of links. See docs/reference/anchors.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import AnchorClass, LinkKind
from backlinkbot.logic.judge.words import (
    FREQUENT_ENDINGS,
    GENERIC_PHRASES,
    GENERIC_WORDS,
    STOP_WORDS,
    TRADE_WORDS,
    folded,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa
    from numpy.typing import NDArray

CLASSES = tuple(AnchorClass)
NOT_TOLD = -1  # code of a link whose anchor nobody told us

LEAST_SHORT_FORM = 3  # characters of a brand's first word that is a name by itself
SHORT_BRAND_CHARS = 2  # a brand this short counts only when it is the whole anchor
BRAND_RUN = 6  # words a brand may be spread over ("the new york review of books")
TITLE_SHARE = 0.5  # a title segment on at least this share of a site's titles is the site's name
MIN_TITLES = 3  # below this many titles, a repeated segment proves nothing
MAX_TITLES = 2_000  # titles read for keywords: the most linked pages first
KEYWORD_WORDS = 4  # a longer title segment is a title, not a keyword: only partial matches count
SHARED_WORDS = 2  # words an anchor must share with a longer title to be a partial match
SHARED_PART = 0.5  # … and the least part of the anchor's own words they must be

_WORD = re.compile(r"[^\W_]+")
_SEGMENT = re.compile(r"\s+[|\-–—·•»«:>]+\s+|\s*[|»•]\s*|:\s+")  # noqa: RUF001 - dashes of real titles
_ADDRESS = re.compile(
    r"^(?:(?P<scheme>https?://)|(?P<www>www\d?\.))?(?P<host>[^\s/@?#:]+\.[^\s/@?#:.\d]{2,})\.?"
    r"(?P<rest>(?::\d+)?(?:[/?#]\S*)?)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AnchorWords:
    """What the classes of one target domain are told apart by.

    `brands`: names of the site, folded and without spaces; `keywords`: folded words of each
    target phrase; `long_titles`: word sets of titles too long to be a keyword; `short_brands`: the
    first words of names of several words ("Acme" of "Acme Tents"), names where they stand alone.
    """

    domain: str
    brands: frozenset[str] = frozenset()
    keywords: frozenset[tuple[str, ...]] = frozenset()
    long_titles: tuple[frozenset[str], ...] = field(default=())
    short_brands: frozenset[str] = frozenset()


def anchor_words(
    domain: str,
    *,
    name: str = "",
    brand_words: Iterable[str] = (),
    topic_words: Iterable[str] = (),
    titles: Iterable[str] = (),
) -> AnchorWords:
    """The words that classify anchors pointing at `domain`.

    Brands: the domain's own label, the site's `name`, the user's `brand_words`, and the segment
    that at least half of its own page `titles` share; where one of these has several words, its
    first one alone, unless it is a word of the site's keywords or of any trade. Keywords: the
    user's `topic_words` (a phrase or a single word each) and the shorter segments of its titles
    (two words or more).
    """
    kept = [title for _, title in zip(range(MAX_TITLES), titles, strict=False) if title]
    segments = [[_words(part) for part in _SEGMENT.split(title)] for title in kept]
    brands = {_label(domain), *(_squashed(text) for text in (name, *brand_words))}
    shared = _shared_segments(segments)
    brands |= {"".join(segment) for segment in shared}
    brands.discard("")
    phrases = {_content(_words(topic)) for topic in topic_words}
    in_titles = {
        _content(segment)
        for parts in segments
        for segment in parts
        if not _has_brand(segment, brands)
    }
    phrases |= {phrase for phrase in in_titles if 1 < len(phrase) <= KEYWORD_WORDS}
    long_titles = {frozenset(phrase) for phrase in in_titles if len(phrase) > KEYWORD_WORDS}
    names = [_words(_readable(domain)), *map(_words, (name, *brand_words)), *map(list, shared)]
    told = {word for phrase in (*phrases, *long_titles) for word in phrase}
    return AnchorWords(
        domain=domain,
        brands=frozenset(brands),
        keywords=frozenset(phrase for phrase in phrases if phrase and not _is_generic(phrase)),
        long_titles=tuple(sorted(long_titles, key=sorted)),
        short_brands=frozenset(_short_forms(names) - told),
    )


def anchor_class(anchor: str, words: AnchorWords) -> AnchorClass:
    """The class of one anchor text of a text link (images are `IMAGE_EMPTY`)."""
    return _Classifier(words).of(anchor)


def anchor_classes(
    anchors: pa.ChunkedArray, kinds: pa.ChunkedArray | None, words: AnchorWords
) -> NDArray[np.int8]:
    """Code into `CLASSES` for every row; `NOT_TOLD` where the anchor is null and no image's.

    `kinds`: values of `LinkKind`; links made by an image or an area are image/empty.
    """
    encoded = anchors.combine_chunks().dictionary_encode()
    classify = _Classifier(words).of
    rank = {kind: code for code, kind in enumerate(CLASSES)}
    of_unique = [rank[classify(text)] for text in encoded.dictionary.to_pylist()]
    lookup = np.array([*of_unique, NOT_TOLD], dtype=np.int8)
    codes: NDArray[np.int8] = lookup[
        encoded.indices.fill_null(len(of_unique)).to_numpy(zero_copy_only=False)
    ]
    if kinds is not None:
        codes[_is_image(kinds)] = rank[AnchorClass.IMAGE_EMPTY]
    return codes


def _is_image(kinds: pa.ChunkedArray) -> NDArray[np.bool_]:
    import pyarrow as pa
    import pyarrow.compute as pc

    images = pa.array([LinkKind.IMAGE.value, LinkKind.AREA.value])
    found: NDArray[np.bool_] = pc.is_in(kinds, value_set=images).to_numpy()
    return found


class _Classifier:
    """The words of one target, arranged for fast asking."""

    def __init__(self, words: AnchorWords) -> None:
        self.domain = words.domain.lower()
        self.brands = words.brands | words.short_brands
        self.long_brands = tuple(b for b in words.brands if len(b) > SHORT_BRAND_CHARS)
        self.keywords = words.keywords
        self.key_of_word: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(words.keywords):
            self.key_of_word.setdefault(phrase[0], []).append(phrase)
        self.titles_of_word: dict[str, list[frozenset[str]]] = {}
        for title in words.long_titles:
            for word in title:
                self.titles_of_word.setdefault(word, []).append(title)

    def of(self, anchor: str) -> AnchorClass:
        text = folded(anchor)
        words = _WORD.findall(text)
        if not words:
            return AnchorClass.IMAGE_EMPTY
        if self._is_address(text):
            return AnchorClass.NAKED_URL
        if self._is_branded(words):
            return AnchorClass.BRANDED
        content = _content(words)
        if content in self.keywords:
            return AnchorClass.EXACT
        if self._is_partial(content):
            return AnchorClass.PARTIAL
        return AnchorClass.GENERIC if _is_generic(tuple(words)) else AnchorClass.OTHER

    def _is_address(self, text: str) -> bool:
        if "." not in text or " " in text:
            return False
        found = _ADDRESS.match(text.rstrip("….,"))
        if not found:
            return False
        if found["scheme"] or found["www"] or found["rest"]:
            return True
        host = found["host"]
        if host == self.domain or host.endswith(f".{self.domain}"):
            return True
        return host.rsplit(".", 1)[-1] in FREQUENT_ENDINGS

    def _is_branded(self, words: list[str]) -> bool:
        whole = "".join(words)
        if whole in self.brands:
            return True
        if not any(brand in whole for brand in self.long_brands):
            return False
        return _has_brand(words, set(self.long_brands))

    def _is_partial(self, content: tuple[str, ...]) -> bool:
        for start, word in enumerate(content):
            for phrase in self.key_of_word.get(word, ()):
                if content[start : start + len(phrase)] == phrase:
                    return True
        own = set(content)
        near = {title for word in own for title in self.titles_of_word.get(word, ())}
        return any(_shares_enough(own, title) for title in near)


def _shares_enough(own: set[str], title: frozenset[str]) -> bool:
    shared = len(own & title)
    return shared >= SHARED_WORDS and shared >= SHARED_PART * len(own)


def _words(text: str) -> list[str]:
    return _WORD.findall(folded(text))


def _squashed(text: str) -> str:
    return "".join(_words(text))


def _content(words: Iterable[str]) -> tuple[str, ...]:
    """The words that carry meaning, in order; all of them when none would be left."""
    given = tuple(words)
    return tuple(word for word in given if word not in STOP_WORDS) or given


def _is_generic(words: tuple[str, ...]) -> bool:
    if " ".join(words) in GENERIC_PHRASES:
        return True
    return all(word in GENERIC_WORDS or word in STOP_WORDS or word.isdecimal() for word in words)


def _has_brand(words: list[str], brands: set[str]) -> bool:
    """Whether a run of whole words, written together, is a brand ("back link bot")."""
    for start in range(len(words)):
        run = ""
        for word in words[start : start + BRAND_RUN]:
            run += word
            if run in brands and (len(run) > SHORT_BRAND_CHARS or len(words) == 1):
                return True
    return False


def _label(domain: str) -> str:
    """The name in a registered domain, as people write it: "cambridge-audio.co.uk" → one word."""
    return _squashed(_readable(domain))


def _readable(domain: str) -> str:
    label = domain.split(".", 1)[0]
    if label.startswith("xn--"):
        try:
            label = label.encode("ascii").decode("idna")
        except UnicodeError:
            return label
    return label


def _short_forms(names: Iterable[list[str]]) -> set[str]:
    """The first words of names of several words that can be a name by themselves."""
    first = {words[0] for words in names if len(words) > 1}
    return {
        word
        for word in first
        if len(word) >= LEAST_SHORT_FORM
        and not word.isdecimal()
        and word not in STOP_WORDS | GENERIC_WORDS | TRADE_WORDS
    }


def _shared_segments(segments: list[list[list[str]]]) -> list[tuple[str, ...]]:
    """Title segments that at least half of the titles have: the site's own name."""
    if len(segments) < MIN_TITLES:
        return []
    counts: dict[tuple[str, ...], int] = {}
    for parts in segments:
        for part in {tuple(part) for part in parts if 0 < len(part) <= BRAND_RUN}:
            counts[part] = counts.get(part, 0) + 1
    return [part for part, count in counts.items() if count >= TITLE_SHARE * len(segments)]
