"""A table of token embeddings with the words that it knows, as a local folder holds them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray


class Splitting(StrEnum):
    """How words become tokens; the values are those of tokenizer.json."""

    WORD_PIECE = "WordPiece"
    UNIGRAM = "Unigram"
    WORD_LEVEL = "WordLevel"


@dataclass(frozen=True, slots=True, eq=False)
class TokenTable:
    """One vector a token; a text is the mean of its tokens' vectors.

    `rows`: (rows, dimensions); `places`: the row of each token's text; `scores`: log probabilities
    of a unigram model, else empty; `inner`: what begins a piece inside of a word ("##"), or a word
    ("▁") in a unigram model; `weights`: of each row, None where all weigh the same.
    """

    name: str
    rows: NDArray[np.floating]
    places: Mapping[str, int]
    splitting: Splitting
    inner: str
    is_lower: bool
    is_unaccented: bool
    scores: Mapping[str, float]
    weights: NDArray[np.float32] | None = None
