"""Whether the words and letters of an anchor stand elsewhere on its page or at the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.clues import linking_pages
from backlinkbot.logic.judge.clues.tokens import Tokens
from backlinkbot.logic.judge.words import GENERIC_WORDS, STOP_WORDS

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

STEM_CHARS = 5  # "runners" and "running" meet; shorter words must be the same
LEAST_WORDS, MOST_WORDS = 2, 8  # of meaning; one word is too little to tell by, more is a headline
LEAST_PAGE_WORDS = 60  # on a shorter page a word of its own is no wonder
_SCRIPTS = (
    ("Latin", r"\p{Latin}"), ("Cyrillic", r"\p{Cyrillic}"), ("Arabic", r"\p{Arabic}"),
    ("Han", r"[\p{Han}\p{Hiragana}\p{Katakana}]"), ("Hangul", r"\p{Hangul}"),
    ("Thai", r"\p{Thai}"), ("Hebrew", r"\p{Hebrew}"), ("Greek", r"\p{Greek}"),
    ("Devanagari", r"\p{Devanagari}"),
)  # fmt: skip
_LATIN = 0
_SCRIPT_OF_LANGUAGE = {"ru": 1, "uk": 1, "be": 1, "bg": 1, "sr": 1, "mk": 1, "kk": 1, "ar": 2,
                       "fa": 2, "ur": 2, "zh": 3, "ja": 3, "ko": 4, "th": 5, "he": 6, "el": 7,
                       "hi": 8, "ne": 8, "mr": 8}  # fmt: skip


def foreign_words(suspects: Suspects) -> NDArray[np.float32]:
    """1 per link none of whose anchor's words stands elsewhere, 0 where some does; NaN unknown.

    The anchor's own place in the text is one sighting of each of its words; words of the title and
    at the target (brand, keywords, titles) count as elsewhere. Anchors of fewer than two or more
    than eight words of meaning, and short pages, tell nothing: 0.
    """
    anchors = suspects.links["anchor"].combine_chunks().dictionary_encode()
    words = Tokens.of(anchors.dictionary)
    place = anchors.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    rows = suspects.once(linking_pages.linking)
    page = np.full(suspects.facts.pages.num_rows + 1, -1, np.int64)
    page[rows] = np.arange(len(rows))
    page_of_link = page[suspects.page]
    known = (page_of_link >= 0) & (place >= 0)
    told = np.where(known, np.float32(0), np.float32(np.nan)).astype(np.float32)
    stems = _Stems(words, suspects)
    texts = suspects.once(linking_pages.words)
    long_enough = np.append(texts.counts() >= LEAST_PAGE_WORDS, False)[page_of_link]
    judged = np.flatnonzero(known & long_enough & np.append(stems.judged, False)[place])
    if not len(judged):
        return told
    pairs, of_row = np.unique(
        page_of_link[judged] * len(stems.judged) + place[judged], return_inverse=True
    )
    stands = _stands(pairs // len(stems.judged), pairs % len(stems.judged), stems, texts, suspects)
    told[judged] = (~stands)[of_row]
    return told


class _Stems:
    """The words of meaning of each distinct anchor, as numbers of their stems."""

    def __init__(self, words: Tokens, suspects: Suspects) -> None:
        names = [_stem(word) for word in words.words]
        self.number: dict[str, int] = {"": -1}
        for name in names:
            self.number.setdefault(name, len(self.number) - 1)
        code = np.array([self.number[name] for name in names], np.int64)[words.code]
        meant = code >= 0
        pairs = np.unique(words.row[meant] * max(1, len(self.number)) + code[meant])
        self.anchor, self.stem = np.divmod(pairs, max(1, len(self.number)))
        size = np.bincount(self.anchor, minlength=words.texts)
        self.starts = np.searchsorted(self.anchor, np.arange(words.texts + 1))
        at_target = np.isin(self.stem, self._of_target(suspects))
        is_known = np.bincount(self.anchor, at_target, words.texts) > 0
        self.judged = (size >= LEAST_WORDS) & (size <= MOST_WORDS) & ~is_known

    def of(self, texts: Tokens) -> NDArray[np.int64]:
        """Of each word of other texts the number of its stem, -1 for those in no anchor."""
        told = [self.number.get(_stem(word), -1) for word in texts.words]
        return np.array(told, np.int64)[texts.code] if told else np.empty(0, np.int64)

    def _of_target(self, suspects: Suspects) -> list[int]:
        words = suspects.evidence.inputs.words
        told = {word for phrase in (*words.keywords, *words.long_titles) for word in phrase}
        return [self.number[s] for s in map(_stem, told | words.brands) if s in self.number]


def _stands(
    page: NDArray[np.int64],
    anchor: NDArray[np.int64],
    stems: _Stems,
    texts: Tokens,
    suspects: Suspects,
) -> NDArray[np.bool_]:
    """Of each pair, whether a word of the anchor stands on the page beside the anchor itself."""
    width = max(1, len(stems.number))
    seen, count = _counted(texts.row, stems.of(texts), width)
    titles = Tokens.of(
        linking_pages.column(suspects, "title", suspects.once(linking_pages.linking))
    )
    in_title, _ = _counted(titles.row, stems.of(titles), width)
    sizes = stems.starts[anchor + 1] - stems.starts[anchor]
    pair = np.repeat(np.arange(len(anchor)), sizes)
    inside = np.arange(len(pair)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    key = page[pair] * width + stems.stem[stems.starts[anchor][pair] + inside]
    at = np.searchsorted(seen, key).clip(0, max(0, len(seen) - 1))
    times = np.where(seen[at] == key, count[at], 0) if len(seen) else np.zeros(len(key), np.int64)
    stands = (times > 1) | np.isin(key, in_title)
    # A page that holds one of the words once but not all of them holds that one outside the anchor.
    missing = np.bincount(pair, times == 0, len(anchor)) > 0
    once = np.bincount(pair, times == 1, len(anchor)) > 0
    return np.asarray((np.bincount(pair, stands, len(anchor)) > 0) | (missing & once), np.bool_)


def _counted(
    row: NDArray[np.int64], stem: NDArray[np.int64], width: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    told = stem >= 0
    return np.unique(row[told] * width + stem[told], return_counts=True)


def _stem(word: str) -> str:
    if word in STOP_WORDS or word in GENERIC_WORDS or word.isdecimal() or len(word) == 1:
        return ""
    return word[:STEM_CHARS]


def scripts_of_anchors(suspects: Suspects) -> NDArray[np.bool_]:
    """Whether each anchor is in letters that neither its page nor the target writes."""
    anchors = suspects.links["anchor"].combine_chunks().dictionary_encode()
    place = anchors.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    script = np.append(_scripts(anchors.dictionary), -1)[place]
    page = _script_of_pages(suspects)
    own = [_SCRIPT_OF_LANGUAGE.get(name, _LATIN) for name in suspects.facts.languages]
    known = (script >= 0) & (page >= 0) & bool(own)
    # Latin letters are at home in every language: brands, products, addresses.
    return np.asarray(
        known & (script > _LATIN) & (script != page) & ~np.isin(script, own), np.bool_
    )


def _scripts(texts: pa.Array) -> NDArray[np.int64]:
    """The script that most letters of each text belong to, -1 for none."""
    import pyarrow.compute as pc

    counts = [pc.count_substring_regex(texts, rule).fill_null(0).to_numpy() for _, rule in _SCRIPTS]
    letters = np.stack(counts) if len(texts) else np.zeros((len(_SCRIPTS), 0), np.int64)
    return np.asarray(np.where(letters.max(axis=0) > 0, letters.argmax(axis=0), -1), np.int64)


def _script_of_pages(suspects: Suspects) -> NDArray[np.int64]:
    """The script of each linking page's language, -1 where that is not known."""
    if "source_language" not in suspects.links.column_names:
        return np.full(suspects.evidence.rows, -1, np.int64)
    encoded = suspects.links["source_language"].combine_chunks().dictionary_encode()
    told = [_SCRIPT_OF_LANGUAGE.get(name[:2], _LATIN) for name in encoded.dictionary.to_pylist()]
    place = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return np.asarray(np.array([*told, -1], np.int64)[place], np.int64)
