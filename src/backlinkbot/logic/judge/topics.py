"""What texts are about: TF-IDF over hashed terms, and latent topics learnt from the index.

Literature: Salton & Buckley 1988 (TF-IDF); Deerwester et al. 1990 (latent semantic analysis);
Halko, Martinsson & Tropp 2011 (the randomised decomposition).
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias
from zlib import crc32

import numpy as np

from backlinkbot.logic.judge.terms import BUCKETS, WORDS, document_frequency, term_counts

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa
    from numpy.typing import NDArray

Sparse: TypeAlias = Any  # scipy.sparse.csr_array of float32; its stubs type every step as a union

VERSION = "topics-2"
TOPICS = 128  # latent topics at most
DOCUMENTS_PER_TOPIC = 20  # fewer texts than this per topic, and topics are the texts themselves
SAMPLE = 20_000  # texts the topics are learnt from; the term statistics see all of them
# In an index of many languages a plain logarithm leaves everyday words of the rarer languages too
# much weight; squared, real links are told from random ones better (bench: 0.62 -> 0.64).
IDF_POWER = 2
TOPIC_WEIGHT = 0.1  # of topics' cosine beside the terms' (1): more hurts on unseen sites (bench)
PART_WEIGHT = 0.4  # of a part of a word beside a word: it is told twice (bench: 0.2 as well)
LEAST_DOCUMENTS = 2  # a term of one text only links no texts
OVERSAMPLED, POWER_ROUNDS, SEED = 16, 3, 1  # of the randomised decomposition
NULL = 1e-5  # of the longest direction: what is shorter is rounding


@dataclass(frozen=True, slots=True)
class TopicModel:
    """What `fit` learnt; four arrays and a count that an app can store.

    `idf`: weight of each bucket (squared logarithm), 0 where it was never seen, float32 (BUCKETS,).
    `kept`: buckets of words the topics speak of, int32 (m,); `components`: float32 (m, topics).
    """

    documents: int
    idf: NDArray[np.float32]
    kept: NDArray[np.int32]
    components: NDArray[np.float32]
    version: str = VERSION

    @property
    def topics(self) -> int:
        """How many latent topics."""
        return int(self.components.shape[1])


def fit(texts: Iterable[pa.Array]) -> TopicModel:
    """Learn from batches of texts, read once, in bounded memory.

    All texts count for the term statistics; the topics are learnt from a sample that does not
    depend on the order of the texts. The same texts give the same model.
    """
    frequency = np.zeros(BUCKETS, dtype=np.int64)
    documents = 0
    sample = _Sample(SAMPLE)
    for batch in texts:
        counts = term_counts(batch)
        frequency += document_frequency(counts)
        documents += len(batch)
        sample.add(batch, counts)
    idf = (np.log((1 + documents) / (1 + frequency)) ** IDF_POWER).astype(np.float32)
    idf[frequency == 0] = 0
    idf[WORDS:] *= np.float32(PART_WEIGHT)
    kept = np.flatnonzero(frequency[:WORDS] >= LEAST_DOCUMENTS).astype(np.int32)
    topics = min(TOPICS, documents // DOCUMENTS_PER_TOPIC, len(kept))
    components = np.zeros((len(kept), topics), dtype=np.float32)
    if topics:
        components = _decomposed(_weighted(sample.counts(), idf)[:, kept], topics)
    return TopicModel(documents, idf, kept, components)


def vectors(model: TopicModel, texts: pa.Array) -> Sparse:
    """One unit row per text: terms (BUCKETS columns), then topics; empty where nothing is known."""
    from scipy.sparse import csr_array, hstack

    terms = _weighted(term_counts(texts), model.idf)
    if not model.topics:
        return _unit(terms)
    topics = np.asarray(terms[:, model.kept] @ model.components, dtype=np.float32)
    length = np.linalg.norm(topics, axis=1, keepdims=True)
    topics *= np.float32(TOPIC_WEIGHT**0.5) / np.maximum(length, np.float32(1e-12))
    return _unit(hstack([terms, csr_array(topics)], format="csr", dtype=np.float32))


def site_vectors(
    pages: Sparse, site: NDArray[np.int32], weight: NDArray[np.float32], sites: int
) -> Sparse:
    """Unit rows (sites, columns): the weighted mean of each site's page vectors.

    `site`: the site 0 .. sites - 1 of each page; `weight`: of each page, by its authority.
    """
    from scipy.sparse import csr_array

    mixing = csr_array(
        (weight, (site, np.arange(len(site), dtype=np.int32))), shape=(sites, len(site))
    )
    return _unit(mixing @ pages)


def similarities(rows: Sparse, one: Sparse) -> NDArray[np.float32]:
    """Cosine of each row with a single row; NaN where either is empty."""
    found = np.asarray((rows @ one.T).toarray(), dtype=np.float32).ravel()
    found[np.diff(rows.indptr) == 0] = np.nan
    return np.full_like(found, np.nan) if one.nnz == 0 else found


def row_similarities(rows: Sparse, others: Sparse) -> NDArray[np.float32]:
    """Cosine of each row with the same row of the others; NaN where either is empty."""
    found = np.asarray(rows.multiply(others).sum(axis=1), dtype=np.float32).ravel()
    found[(np.diff(rows.indptr) == 0) | (np.diff(others.indptr) == 0)] = np.nan
    return found


class _Sample:
    """The texts with the smallest digests: any order of reading chooses the same ones."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._heap: list[tuple[int, int, Sparse]] = []
        self._seen = 0

    def add(self, texts: pa.Array, counts: Sparse) -> None:
        for row, text in enumerate(texts.to_pylist()):
            digest = crc32((text or "").encode("utf-8", "replace"))
            self._seen += 1
            if len(self._heap) < self.size:
                heapq.heappush(self._heap, (-digest, self._seen, counts[[row], :]))
            elif -digest > self._heap[0][0]:
                heapq.heapreplace(self._heap, (-digest, self._seen, counts[[row], :]))

    def counts(self) -> Sparse:
        from scipy.sparse import vstack

        chosen = sorted(self._heap, key=lambda item: (-item[0], item[2].nnz, item[2].sum()))
        return vstack([counts for _, _, counts in chosen], format="csr")


def _weighted(counts: Sparse, idf: NDArray[np.float32]) -> Sparse:
    """Unit rows of (1 + log tf) · idf; terms the model never saw are left out."""
    weighted = counts.copy()
    weighted.data = (1 + np.log(counts.data)) * idf[counts.indices]
    weighted.eliminate_zeros()
    return _unit(weighted)


def _unit(rows: Sparse) -> Sparse:
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    scale = np.divide(1, length, out=np.zeros_like(length), where=length > 0)
    unit = rows.copy()
    unit.data = (rows.data * np.repeat(scale, np.diff(rows.indptr))).astype(np.float32)
    return unit


def _decomposed(rows: Sparse, topics: int) -> NDArray[np.float32]:
    """The leading right singular vectors as columns, by random projection and power rounds.

    Long thin matrices are made orthogonal through their small Gram matrix (the directions need no
    more precision), on one thread: on a busy machine LAPACK's threads waited for each other ten
    times as long as they worked.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return _leading(rows, topics)


def _leading(rows: Sparse, topics: int) -> NDArray[np.float32]:
    draw = np.random.default_rng(SEED)
    width = min(topics + OVERSAMPLED, *rows.shape)
    basis = rows @ draw.standard_normal((rows.shape[1], width)).astype(np.float32)
    for _ in range(POWER_ROUNDS):
        basis = rows @ (rows.T @ _orthogonal(basis))
    return np.ascontiguousarray(_orthogonal(rows.T @ _orthogonal(basis))[:, :topics])


def _orthogonal(columns: NDArray[np.float32]) -> NDArray[np.float32]:
    """Orthonormal columns that span the same space, by falling weight; null directions are 0."""
    weight, turn = np.linalg.eigh(columns.T.astype(np.float64) @ columns)
    length = np.sqrt(np.maximum(weight[::-1], 0))
    scale = np.divide(1, length, out=np.zeros_like(length), where=length > NULL * length[0])
    return np.asarray(columns @ (turn[:, ::-1] * scale), dtype=np.float32)
