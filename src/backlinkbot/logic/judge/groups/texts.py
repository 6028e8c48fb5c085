"""Which linking pages have one title or one text: pages that were not written twice."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from backlinkbot.logic.judge.groups.traits import Trait, TraitColumn
from backlinkbot.logic.judge.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

TEXT_CHARS = 900  # about the first 150 words of a page: enough to know a copy by
SHINGLE_WORDS = 5  # as usual for near-duplicates (Broder 1997)
LEAST_SHINGLES = 30  # shorter texts are alike by chance
# Six bands of three hashes: copies (likeness 0.8) meet in a band in 99 of 100 cases, texts with
# a likeness of 0.2 in one of twenty.
BANDS, HASHES = 6, 3
HASH_SEED = 20261121  # part of the method: the same in every run
LEAST_TITLE_WORDS = 3  # "Home" and "About us" are everybody's titles


def text_traits(suspects: Suspects, unit_of_link: NDArray[np.int64]) -> Iterator[TraitColumn]:
    """Titles and texts of one linking page of each unit (the first by address)."""
    rows, unit = _one_page_each(suspects, unit_of_link)
    if not len(rows):
        return
    pages = suspects.facts.pages
    if "title" in pages.column_names:
        yield _titles(pages["title"].take(rows).to_pylist(), unit)
    if "text" in pages.column_names:
        yield _texts(pages["text"].take(rows).to_pylist(), unit)


def _one_page_each(
    suspects: Suspects, unit_of_link: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of `facts.pages` and the unit of each."""
    import pyarrow as pa
    import pyarrow.compute as pc

    known = np.flatnonzero(suspects.page >= 0)
    if not len(known):
        return known, known
    urls = suspects.links["source_url"].take(pa.array(known))
    keys = pa.table({"unit": unit_of_link[known], "url": urls})
    order = pc.sort_indices(keys, sort_keys=[("unit", "ascending"), ("url", "ascending")])
    order = order.to_numpy()
    unit, first = np.unique(unit_of_link[known][order], return_index=True)
    return suspects.page[known[order[first]]], unit


def _titles(titles: list[str | None], unit: NDArray[np.int64]) -> TraitColumn:
    import pyarrow as pa

    words = [folded(title or "") for title in titles]
    kept = [place for place, text in enumerate(words) if len(text.split()) >= LEAST_TITLE_WORDS]
    value = pa.array([words[place] for place in kept], pa.string())
    return TraitColumn(Trait.TITLE, unit[kept], value, np.zeros(len(kept)))


def _texts(texts: list[str | None], unit: NDArray[np.int64]) -> TraitColumn:
    """Bands of the least hashes of each text's shingles, as traits."""
    import pyarrow as pa

    random = np.random.default_rng(HASH_SEED)
    factors = random.integers(1, 2**63, BANDS * HASHES, np.uint64) * np.uint64(2) + np.uint64(1)
    found, owner = [], []
    codes = _Codes()
    for text, number in zip(texts, unit.tolist(), strict=True):
        shingles = _shingles(text or "", codes)
        if len(shingles) >= LEAST_SHINGLES:
            found.append((shingles[:, None] * factors).min(axis=0))
            owner.append(number)
    hashes = np.array(found, np.uint64).reshape(-1, BANDS, HASHES)
    mixed = hashes[:, :, 0] ^ (hashes[:, :, 1] >> np.uint64(7)) ^ (hashes[:, :, 2] << np.uint64(9))
    band = np.arange(BANDS, dtype=np.uint64) << np.uint64(60)
    value = pa.array(((mixed >> np.uint64(4)) | band).ravel()).cast(pa.string())
    unit = np.repeat(np.array(owner, np.int64), BANDS)
    return TraitColumn(Trait.TEXT, unit, value, np.zeros(len(value)))


def _shingles(text: str, code_of: _Codes) -> NDArray[np.uint64]:
    """A number for each run of words; the same in every process."""
    words = text[:TEXT_CHARS].lower().split()
    count = len(words) - SHINGLE_WORDS + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    codes = np.array([code_of[word] for word in words], np.uint64)
    total = np.zeros(count, np.uint64)
    for place in range(SHINGLE_WORDS):
        total = total * np.uint64(0x9E3779B97F4A7C15) + codes[place : place + count]
    return total ^ (total >> np.uint64(29))


class _Codes(dict[str, int]):
    """A number for each word, the same in every process."""

    def __missing__(self, word: str) -> int:
        code = self[word] = crc32(word.encode("utf-8", "replace"))
        return code
