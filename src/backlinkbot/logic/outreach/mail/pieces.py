"""What the models of answers see of a text: words, pairs and pieces of words, and parts of wishes.

Each is hashed to a place (Weinberger et al. 2009). A place of words weighs less the more of them a
text has; a part of a wish ("stop", "send" and "stop" close together …) weighs the same in a long
text as in a short one, and is the same in all languages.
"""

from __future__ import annotations

import re
import zlib
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backlinkbot.logic.outreach.mail.unsubscribe import folded, signs_of

SIZE = 1 << 16  # places for hashed pieces
MAX_WORDS = 120  # of a text that are read; the answer is given in the first sentences
MAX_SENTENCES = 30  # of a text that are read one by one
LENGTHS = (2, 3, 4, 5)  # characters of the pieces of a word
LONGEST_WORD = 30  # characters of a word that are cut to pieces
SIGN_WEIGHT = 0.25  # of a part of a wish, as much as a word of sixteen
WORD = re.compile(r"[^\W_]+|[?€$£!]")
SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
LETTER = re.compile(r"[^\W_]")


def sentences_of(text: str) -> list[str]:
    """The sentences and lines of a text, those without a letter left out."""
    found = [one.strip() for one in SENTENCE_END.split(text) if LETTER.search(one)]
    return found[:MAX_SENTENCES]


def places_of(text: str) -> tuple[list[int], list[float]]:
    """Where the pieces of a text are counted, each once, and how much each weighs."""
    found = WORD.findall(folded(text))[:MAX_WORDS]
    pieces = {f"w{word}" for word in found} | {f"p{one} {two}" for one, two in pairwise(found)}
    for word in set(found):
        padded = f"^{word[:LONGEST_WORD]}$"
        for length in LENGTHS:
            pieces |= {f"c{padded[n : n + length]}" for n in range(len(padded) - length + 1)}
    placed, signs = _hashed(pieces), _hashed(signs_of(text))
    weight = 1 / np.sqrt(max(1, len(placed)))
    return placed + signs, [weight] * len(placed) + [SIGN_WEIGHT] * len(signs)


def scores_of(
    text: str, weights: NDArray[np.float32], bias: NDArray[np.float32]
) -> NDArray[np.float32]:
    """For each column of the weights, which have a row for each place, how much the text fits."""
    places, values = places_of(text)
    return np.asarray(np.array(values, np.float32) @ weights[places] + bias, np.float32)


def _hashed(pieces: set[str]) -> list[int]:
    return sorted({zlib.crc32(piece.encode()) % SIZE for piece in pieces})
