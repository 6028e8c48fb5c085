"""The words that tell a site from the others of the index."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.terms import STEM_CHARS, WORDS, bucket_of, term_counts, words_of

if TYPE_CHECKING:
    import pyarrow as pa

    from backlinkbot.logic.judge.topics import TopicModel

MOST_WORDS = 12
LEAST_LETTERS = 3  # a shorter word tells a reader nothing
LEAST_SHARE = 0.2  # of the pages: what fewer say is of those pages, not of the site
FEW_PAGES = 4  # with so few, one page's word may stand for the site


def telling_words(
    model: TopicModel, texts: pa.Array, most: int = MOST_WORDS
) -> list[tuple[str, int]]:
    """The words of these texts with the greatest mean TF-IDF, and how many texts say each.

    A stem is shown as the word that stands for it most often.
    """
    if not len(texts):
        return []
    counts = term_counts(texts)[:, :WORDS]
    shares = counts.sum(axis=1).clip(min=1)
    weight = np.asarray((counts / shares[:, None]).sum(axis=0)).ravel() * model.idf[:WORDS]
    pages = np.bincount(counts.indices, minlength=WORDS)
    least = LEAST_SHARE * len(texts) if len(texts) > FEW_PAGES else 1
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    for word in words_of(texts):
        if len(word) >= LEAST_LETTERS:
            spelt[word[:STEM_CHARS]][word] += 1
    place = {stem: bucket_of(stem) for stem in spelt}
    told = [stem for stem, at in place.items() if weight[at] > 0 and pages[at] >= least]
    best = sorted(told, key=lambda stem: (-weight[place[stem]], stem))[:most]
    return [(spelt[stem].most_common(1)[0][0], int(pages[place[stem]])) for stem in best]
