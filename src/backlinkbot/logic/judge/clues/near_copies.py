"""Linking pages with nearly one text, found by least hashes of word runs (Broder 1997)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from backlinkbot.logic.judge.clues import linking_pages

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

RUN_WORDS = 4  # words in a row that make one shingle
LEAST_RUNS = 30  # shorter texts are alike by chance
# Bands of three hashes: copies (likeness 0.8) meet in a band in 98 of 100 cases, texts with a
# likeness of 0.2 in one of thirty.
BANDS, HASHES = 5, 3
HASH_SEED = 20261121  # part of the method: the same in every run
MIX = np.uint64(0x9E3779B97F4A7C15)


def copies(suspects: Suspects) -> NDArray[np.float32]:
    """On how many linking sites nearly the text of each linking page stands, itself included.

    Side by side with `linking_pages.linking`; NaN for pages with too little text.
    """
    rows = suspects.once(linking_pages.linking)
    found = np.full(len(rows), np.nan, np.float32)
    tokens = suspects.once(linking_pages.words)
    runs, page = _runs(tokens.row, tokens.code, _word_hashes(tokens.words))
    enough = np.bincount(page, minlength=len(rows)) >= LEAST_RUNS
    kept = enough[page]
    runs, page = runs[kept], page[kept]
    if not len(page):
        return found
    pages, starts = np.unique(page, return_index=True)
    site = suspects.once(linking_pages.site_pages)[rows[pages]]
    found[pages] = 1
    random = np.random.default_rng(HASH_SEED)
    factors = random.integers(1, 2**63, (BANDS, HASHES), np.uint64) * np.uint64(2) + np.uint64(1)
    for band in factors:
        key = np.zeros(len(pages), np.uint64)
        for factor in band:
            key = key * np.uint64(31) + np.minimum.reduceat(runs * factor, starts)
        found[pages] = np.maximum(found[pages], _sites_with(key, site))
    return found


def _runs(
    row: NDArray[np.int64], code: NDArray[np.int32], hashes: NDArray[np.uint64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """A number for each run of words, and the page it stands on."""
    count = len(code) - RUN_WORDS + 1
    if count <= 0:
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    words = hashes[code]
    total = np.zeros(count, np.uint64)
    for place in range(RUN_WORDS):
        total = total * MIX + words[place : place + count]
    whole = row[:count] == row[RUN_WORDS - 1 :]
    return (total ^ (total >> np.uint64(29)))[whole], row[:count][whole]


def _word_hashes(words: tuple[str, ...]) -> NDArray[np.uint64]:
    """The same in every run, whatever else was read."""
    return np.array([crc32(word.encode()) for word in words], np.uint64) * MIX


def _sites_with(key: NDArray[np.uint64], site: NDArray[np.int64]) -> NDArray[np.float32]:
    """On how many sites each key stands."""
    distinct, of_page = np.unique(key, return_inverse=True)
    width = int(site.max(initial=0)) + 1
    pairs = np.unique(of_page * width + site)
    return np.bincount(pairs // width, minlength=len(distinct))[of_page].astype(np.float32)
