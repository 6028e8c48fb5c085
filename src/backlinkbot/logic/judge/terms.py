"""Texts to counts of hashed terms: words of any language and parts of long ones, in buckets."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from zlib import crc32

import numpy as np

from backlinkbot.logic.judge.words import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

WORDS = 2**18  # buckets of words: a language's working vocabulary collides little
PARTS = 2**18  # buckets of parts of words, behind those of words
BUCKETS = WORDS + PARTS
STEM_CHARS = 5  # a poor man's stem for every language at once: "runners" and "running" meet
# Long words are compounds ("Autokredit") or several words in one (addresses): their parts count.
PART_CHARS, LONG_CHARS = 5, 8
MOST_WORD_CHARS = 40  # of a word that is cut into parts
LEAST_CHARS = 2  # single letters say nothing, single ideographs do
MOST_CHARS = 50_000  # of one text; more adds nothing to what it is about

_CUT = r"[^\p{L}\p{N}]+"
# Scripts written without spaces are cut into characters: crude, but the same on both sides.
_UNSPACED = r"([\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}])"


def term_counts(texts: pa.Array) -> csr_array:
    """How often each bucket's terms stand in each text: float32, shape (texts, BUCKETS).

    Null texts give empty rows. Stop words, numbers and single letters are left out.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    from scipy.sparse import csr_array

    lists = _split(texts)
    row = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False)
    terms = pc.list_flatten(lists).dictionary_encode()
    distinct = terms.dictionary.cast(pa.string()).to_pylist()
    place = terms.indices.to_numpy()
    said = csr_array(
        (np.ones(len(place), dtype=np.float32), (row, place)), shape=(len(texts), len(distinct))
    )
    counts = csr_array(said @ _bucketed(distinct))
    counts.sum_duplicates()
    return counts


def words_of(texts: pa.Array) -> Iterator[str]:
    """The words that count, one after the other."""
    import pyarrow.compute as pc

    return (word for word in pc.list_flatten(_split(texts)).to_pylist() if _tells(word))


def bucket_of(word: str) -> int:
    """The bucket of a word or stem."""
    return crc32(word[:STEM_CHARS].encode()) % WORDS


def document_frequency(counts: csr_array) -> NDArray[np.int64]:
    """In how many of the texts each bucket occurs."""
    indices = cast("NDArray[np.int32]", counts.indices)
    return np.bincount(indices, minlength=BUCKETS).astype(np.int64)


def _bucketed(terms: list[str]) -> csr_array:
    """The buckets of each distinct term, float32 (terms, BUCKETS); none where it says nothing."""
    from scipy.sparse import csr_array

    buckets = [_buckets(term) for term in terms]
    ends = np.cumsum([0, *(len(one) for one in buckets)])
    places = np.fromiter((at for one in buckets for at in one), dtype=np.int32, count=ends[-1])
    ones = np.ones(len(places), dtype=np.float32)
    return csr_array((ones, places, ends), shape=(len(terms), BUCKETS))


def _split(texts: pa.Array) -> pa.ListArray:
    import pyarrow.compute as pc

    lowered = pc.utf8_lower(pc.utf8_slice_codeunits(pc.fill_null(texts, ""), 0, MOST_CHARS))
    spaced = pc.replace_substring_regex(lowered, _UNSPACED, r" \1 ")
    return pc.split_pattern_regex(spaced, _CUT)


def _tells(term: str) -> bool:
    is_short = len(term) < LEAST_CHARS and term.isascii()
    return not (is_short or term.isdecimal() or term in STOP_WORDS)


def _buckets(term: str) -> list[int]:
    if not _tells(term):
        return []
    found = [bucket_of(term)]
    if len(term) >= LONG_CHARS:
        cut = term[:MOST_WORD_CHARS]
        found += [
            WORDS + crc32(cut[at : at + PART_CHARS].encode()) % PARTS
            for at in range(1, len(cut) - PART_CHARS + 1)
        ]
    return found
