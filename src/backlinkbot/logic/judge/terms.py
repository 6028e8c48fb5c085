"""Texts to counts of hashed terms: the words of any language, in a fixed number of buckets."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from zlib import crc32

import numpy as np

from backlinkbot.logic.judge.words import STOP_WORDS

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

BUCKETS = 2**18  # 262,144: a language's working vocabulary collides little
STEM_CHARS = 6  # a poor man's stem for every language at once: "runners" and "running" nearly meet
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

    lowered = pc.utf8_lower(pc.utf8_slice_codeunits(pc.fill_null(texts, ""), 0, MOST_CHARS))
    spaced = pc.replace_substring_regex(lowered, _UNSPACED, r" \1 ")
    lists = pc.split_pattern_regex(spaced, _CUT)
    row = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False)
    terms = pc.list_flatten(lists).dictionary_encode()
    bucket = _buckets(terms.dictionary.cast(pa.string()))[terms.indices.to_numpy()]
    told = bucket >= 0
    counts = csr_array(
        (np.ones(int(told.sum()), dtype=np.float32), (row[told], bucket[told])),
        shape=(len(texts), BUCKETS),
    )
    counts.sum_duplicates()
    return counts


def document_frequency(counts: csr_array) -> NDArray[np.int64]:
    """In how many of the texts each bucket occurs."""
    indices = cast("NDArray[np.int32]", counts.indices)
    return np.bincount(indices, minlength=BUCKETS).astype(np.int64)


def _buckets(terms: pa.StringArray) -> NDArray[np.int32]:
    """Bucket of each distinct term; -1 for those that say nothing."""
    return np.fromiter(
        (_bucket(term) for term in terms.to_pylist()), dtype=np.int32, count=len(terms)
    )


def _bucket(term: str) -> int:
    if term in STOP_WORDS or term.isdecimal() or (len(term) < LEAST_CHARS and term.isascii()):
        return -1
    return crc32(term[:STEM_CHARS].encode()) % BUCKETS
