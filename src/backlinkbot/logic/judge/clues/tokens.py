"""Many texts as the words they hold, in order: numbers into a list of distinct words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.words import folded

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+")
_PARTED_BY = ("-", "/", "'", "’")  # noqa: RUF001 - what joins words without a space


@dataclass(frozen=True)
class Tokens:
    """The words of `texts` texts, one after another.

    `row`: which text each word stands in (ascending); `code`: its place in `words`, which are
    folded (case and accents gone) and distinct; marks that stand alone are the word "".
    """

    row: NDArray[np.int64]
    code: NDArray[np.int32]
    words: tuple[str, ...]
    texts: int

    @classmethod
    def of(cls, texts: pa.Array) -> Tokens:
        """From texts; a null holds no words."""
        import pyarrow as pa
        import pyarrow.compute as pc

        plain = pc.utf8_lower(texts)
        for mark in _PARTED_BY:
            plain = pc.replace_substring(plain, mark, " ")
        lists = pc.utf8_split_whitespace(plain)
        row = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False)
        encoded = pc.list_flatten(lists).dictionary_encode()
        place: dict[str, int] = {}
        given = encoded.dictionary.cast(pa.string()).to_pylist()
        lookup = np.array([place.setdefault(_bare(word), len(place)) for word in given], np.int32)
        code = lookup[encoded.indices.to_numpy(zero_copy_only=False)] if given else lookup
        return cls(np.asarray(row, np.int64), code, tuple(place), len(texts))

    def counts(self) -> NDArray[np.int64]:
        """How many words each text has."""
        return np.bincount(self.row, minlength=self.texts)


def _bare(word: str) -> str:
    """The word without marks around it."""
    found = _WORD.search(folded(word))
    return found[0] if found else ""
