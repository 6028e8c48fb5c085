"""Texts to term counts."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.judge.terms import (
    BUCKETS,
    MOST_CHARS,
    MOST_WORD_CHARS,
    WORDS,
    document_frequency,
    term_counts,
)


def test_a_text_counts_its_words_without_stop_words_and_numbers() -> None:
    counts = term_counts(pa.array(["The shoe and the SHOE, 42 times a lace!", None, ""]))
    assert counts.shape == (3, BUCKETS)
    assert sorted(counts[[0], :].data.tolist()) == [1, 1, 2]  # times, lace, shoe
    assert counts[[1, 2], :].nnz == 0


def words_of(text: str) -> list[int]:
    """The buckets of words in a text, without those of parts."""
    return sorted(at for at in term_counts(pa.array([text])).indices.tolist() if at < WORDS)


def test_inflected_words_nearly_meet() -> None:
    assert words_of("wandern") == words_of("wanderungen")


def test_long_words_share_parts_with_the_words_they_are_made_of() -> None:
    compound, whole, other = (
        set(term_counts(pa.array([text])).indices.tolist())
        for text in ("autokredit", "kreditvergleich", "gartenzwerge")
    )
    assert not set(words_of("autokredit")) & set(words_of("kreditvergleich"))
    assert len(compound & whole) == 1  # "kredi" begins a word in one of them: as a part "redit"
    assert not compound & other


def test_parts_stand_behind_words_and_short_words_have_none() -> None:
    assert words_of("shoes") == term_counts(pa.array(["shoes"])).indices.tolist()
    assert max(term_counts(pa.array(["rhododendron"])).indices) >= WORDS


def test_a_word_without_end_is_cut() -> None:
    assert term_counts(pa.array(["abcdefg" * 10_000])).nnz <= MOST_WORD_CHARS


def test_scripts_without_spaces_are_cut_into_characters() -> None:
    one, other = (term_counts(pa.array([text])) for text in ("登山靴", "靴の登山"))
    assert one.nnz == 3
    assert set(one.indices) < set(other.indices)


def test_the_same_text_gives_the_same_buckets_in_any_batch() -> None:
    alone = term_counts(pa.array(["mountain boots"]))
    among = term_counts(pa.array(["other words", "mountain boots"]))
    assert alone.indices.tolist() == sorted(among[[1], :].indices.tolist())


def test_document_frequency_counts_texts_not_words() -> None:
    counts = term_counts(pa.array(["boot boot boot", "boot"]))
    assert document_frequency(counts).max() == 2


def test_a_huge_text_is_cut() -> None:
    counts = term_counts(pa.array(["boot " * MOST_CHARS]))
    assert counts.max() == MOST_CHARS / 5


@given(st.lists(st.one_of(st.none(), st.text(max_size=50)), max_size=8))
def test_any_texts_give_one_row_each(texts: list[str | None]) -> None:
    assert term_counts(pa.array(texts, pa.string())).shape == (len(texts), BUCKETS)
