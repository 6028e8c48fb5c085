"""What the models of answers see of a text: pieces of words, parts of wishes, what it speaks of.

Each is hashed to a place (Weinberger et al. 2009). A place of words weighs less the more of them
a text has; a part of a wish ("stop", "send" and "stop" close together …) or a subject ("money",
"link" with "removed" …) weighs the same in a long text as in a short one, and is the same in all
languages.
"""

from __future__ import annotations

import re
import zlib
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backlinkbot.logic.outreach.mail.subjects import subjects_of
from backlinkbot.logic.outreach.mail.unsubscribe import folded, signs_of

SIZE = 1 << 16  # places for hashed pieces
MAX_WORDS = 120  # of a text that are read; the answer is given in the first sentences
MAX_SENTENCES = 30  # of a text that are read one by one
LENGTHS = (3, 4, 5)  # characters of the pieces of a word
ACROSS = (4, 6)  # characters of the pieces that reach from one word to the next
EDGE = 2  # words at the beginning and at the end that are also seen as such
LONGEST_WORD = 30  # characters of a word that are cut to pieces
SIGN_WEIGHT = 0.15  # of a part of a wish or a subject; 0.25 and 0.4 were worse on sets left out
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
    pieces |= {f"b{word}" for word in found[:EDGE]} | {f"e{word}" for word in found[-EDGE:]}
    for word in set(found):
        pieces |= _cut(f"^{word[:LONGEST_WORD]}$", LENGTHS, "c")
    whole = "_".join(word[:LONGEST_WORD] for word in found)
    pieces |= {piece for piece in _cut(f"^{whole}$", ACROSS, "x") if "_" in piece}
    placed, signs = _hashed(pieces), _hashed(signs_of(text) | subjects_of(text))
    weight = 1 / np.sqrt(max(1, len(placed)))
    return placed + signs, [weight] * len(placed) + [SIGN_WEIGHT] * len(signs)


def _cut(text: str, lengths: tuple[int, ...], kind: str) -> set[str]:
    """All pieces of a text of these lengths, marked with their kind."""
    return {
        f"{kind}{text[n : n + length]}" for length in lengths for n in range(len(text) - length + 1)
    }


def scores_of(
    text: str, weights: NDArray[np.float32], bias: NDArray[np.float32]
) -> NDArray[np.float32]:
    """For each column of the weights, which have a row for each place, how much the text fits."""
    places, values = places_of(text)
    return np.asarray(np.array(values, np.float32) @ weights[places] + bias, np.float32)


def _hashed(pieces: set[str]) -> list[int]:
    return sorted({zlib.crc32(piece.encode()) % SIZE for piece in pieces})
