"""Texts as vectors out of a table of token embeddings, and what they change of an order."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.embeddings import Splitting, TokenTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

MOST_TOKENS = 512  # of a text: what a page is about stands at its top
MOST_CHARS = 8 * MOST_TOKENS
MOST_WORD_CHARS = 60  # longer "words" are no words
RERANKED = 1_000  # of the most relevant prospects
WORDS_KEPT = 65_536  # whose tokens are remembered

_WORD = re.compile(r"\w+|[^\w\s]")


def embedded(table: TokenTable, texts: Sequence[str | None]) -> NDArray[np.float32]:
    """One unit row a text: the weighted mean of its tokens; zeros where no token is known."""
    found = np.zeros((len(texts), table.rows.shape[1]), dtype=np.float32)
    tokens = _Tokens(table)
    for row, text in enumerate(texts):
        places = tokens.of(text or "")
        if not places:
            continue
        vectors = np.asarray(table.rows[places], dtype=np.float32)
        if table.weights is not None:
            vectors = vectors * table.weights[places][:, None]
        mean = vectors.mean(axis=0)
        found[row] = mean / max(float(np.linalg.norm(mean)), 1e-12)
    return found


def near_to(
    target: NDArray[np.float32],
    vectors: NDArray[np.float32],
    pages: pa.Table,
    prospects: pa.Table,
) -> NDArray[np.float32]:
    """The cosine of each prospect with the target, NaN where none of its texts is known.

    `target`: a vector of any length; `vectors`: of `pages` (columns `url`, `domain`); `prospects`:
    columns `prospect`, `page`. A page that is known speaks for itself, else its site's pages do.
    """
    unit = target / max(float(np.linalg.norm(target)), 1e-12)
    near = np.asarray(vectors @ unit, dtype=np.float32)
    has_text = vectors.any(axis=1) & bool(target.any())
    of_page: dict[str, float] = {}
    of_site: dict[str, list[float]] = {}
    urls, domains = pages["url"].to_pylist(), pages["domain"].to_pylist()
    for place in np.flatnonzero(has_text):
        of_page[urls[place]] = float(near[place])
        of_site.setdefault(domains[place], []).append(float(near[place]))
    mean = {domain: sum(found) / len(found) for domain, found in of_site.items()}
    asked = zip(prospects["prospect"].to_pylist(), prospects["page"].to_pylist(), strict=True)
    nan = float("nan")
    return np.array(
        [of_page.get(page, mean.get(site, nan)) for site, page in asked], dtype=np.float32
    )


def reranked(
    chance: NDArray[np.float32], nearness: NDArray[np.float32], most: int = RERANKED
) -> NDArray[np.float32]:
    """The same probabilities, given anew among the most relevant by both orders together.

    `nearness`: cosines of another method, NaN unknown. The mean of both ranks decides; which
    probabilities there are stays, since cosines of an unknown model are not calibrated.
    """
    known = np.flatnonzero(~np.isnan(chance) & ~np.isnan(nearness))
    first = known[np.argsort(-chance[known], kind="stable")][:most]
    other = np.empty(len(first), dtype=np.int64)
    other[np.argsort(-nearness[first], kind="stable")] = np.arange(len(first))
    order = np.argsort(np.arange(len(first)) + other, kind="stable")
    found = chance.copy()
    found[first[order]] = chance[first]
    return found


class _Tokens:
    """The tokens of texts; remembers those of the words it has seen."""

    def __init__(self, table: TokenTable) -> None:
        self._table = table
        self._longest = max(map(len, table.places), default=1)
        self.of_word = lru_cache(WORDS_KEPT)(self._split)

    def of(self, text: str) -> list[int]:
        found: list[int] = []
        for word in _WORD.findall(self._normal(text[:MOST_CHARS])):
            found += self.of_word(word)
            if len(found) >= MOST_TOKENS:
                break
        return found[:MOST_TOKENS]

    def _normal(self, text: str) -> str:
        if self._table.is_lower:
            text = text.lower()
        if self._table.is_unaccented:
            parts = unicodedata.normalize("NFD", text)
            text = "".join(c for c in parts if unicodedata.category(c) != "Mn")
        return text

    def _split(self, word: str) -> tuple[int, ...]:
        if len(word) > MOST_WORD_CHARS:
            return ()
        if self._table.splitting is Splitting.WORD_LEVEL:
            place = self._table.places.get(word)
            return () if place is None else (place,)
        if self._table.splitting is Splitting.UNIGRAM:
            return self._likeliest(self._table.inner + word)
        return self._longest_first(word)

    def _longest_first(self, word: str) -> tuple[int, ...]:
        """The longest known piece again and again; nothing where a rest is unknown (WordPiece)."""
        found, start = [], 0
        while start < len(word):
            before = self._table.inner if start else ""
            for end in range(len(word), start, -1):
                place = self._table.places.get(before + word[start:end])
                if place is not None:
                    break
            else:
                return ()
            found.append(place)
            start = end
        return tuple(found)

    def _likeliest(self, word: str) -> tuple[int, ...]:
        """The split of the greatest probability (Viterbi); what no piece covers is left out."""
        scores, places = self._table.scores, self._table.places
        least = min(scores.values(), default=0.0) - 10  # for a character that no piece knows
        best = [0.0, *([float("-inf")] * len(word))]
        back: list[tuple[int, int | None]] = [(0, None)] * (len(word) + 1)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - self._longest), end):
                piece = word[start:end]
                place = places.get(piece)
                score = scores[piece] if place is not None else least
                if (place is not None or start == end - 1) and best[start] + score > best[end]:
                    best[end], back[end] = best[start] + score, (start, place)
        found, at = [], len(word)
        while at:
            at, place = back[at]
            if place is not None:
                found.append(place)
        return tuple(reversed(found))
