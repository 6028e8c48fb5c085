"""Texts as vectors out of a table of tokens, and an order made anew."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.embeddings import Splitting, TokenTable
from backlinkbot.logic.judge.embedding import embedded, near_to, reranked


def table(splitting: Splitting = Splitting.WORD_PIECE, **places: int) -> TokenTable:
    inner = "▁" if splitting is Splitting.UNIGRAM else "##"
    named = {name.replace("__", inner): place for name, place in places.items()}
    return TokenTable(
        name="tiny",
        rows=np.eye(6, dtype=np.float32),
        places=named,
        splitting=splitting,
        inner=inner,
        is_lower=True,
        is_unaccented=True,
        scores={name: -float(len(named)) / len(name) for name in named},
    )


def of(tokens: TokenTable, text: str) -> list[int]:
    """Which rows a text took."""
    return np.flatnonzero(embedded(tokens, [text])[0]).tolist()


def test_words_are_split_into_the_longest_known_pieces() -> None:
    tokens = table(shoe=0, __s=1, __shop=2, cafe=3)
    assert of(tokens, "Shoes") == [0, 1]
    assert of(tokens, "shoeshop") == [0, 2]
    assert of(tokens, "Café!") == [3]


def test_a_word_with_an_unknown_rest_is_left_out() -> None:
    assert of(table(shoe=0), "shoelace") == []
    assert of(table(shoe=0), "shoelace shoe") == [0]


def test_a_unigram_model_takes_the_likeliest_split() -> None:
    tokens = table(Splitting.UNIGRAM, __shoe=0, s=1, __s=2, h=3, oe=4, __shoes=5)
    assert of(tokens, "shoes") == [5]
    assert of(tokens, "shoeq") == [0]


def test_whole_words_are_looked_up_where_the_table_has_them() -> None:
    assert of(table(Splitting.WORD_LEVEL, shoe=2), "shoe shoes") == [2]


def test_rows_are_of_length_one_or_empty() -> None:
    found = embedded(table(a=0, b=1), ["a a b", "", None, "zzz"])
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 0, 0, 0])


def test_weights_count() -> None:
    plain = table(a=0, b=1)
    weighted = TokenTable(
        **{name: getattr(plain, name) for name in plain.__slots__ if name != "weights"},
        weights=np.array([9, 1, 1, 1, 1, 1], dtype=np.float32),
    )
    found = embedded(weighted, ["a b"])[0]
    assert found[0] == pytest.approx(9 * found[1])


def test_a_known_page_speaks_for_itself_and_a_site_for_the_others() -> None:
    pages = pa.table({"url": ["u1", "u2"], "domain": ["x", "x"]})
    vectors = np.eye(2, dtype=np.float32)
    asked = pa.table({"prospect": ["x", "x", "y"], "page": ["u1", "unread", ""]})
    found = near_to(np.array([2, 0], dtype=np.float32), vectors, pages, asked)
    assert found[:2].tolist() == [1.0, 0.5]
    assert np.isnan(found[2])


def of32(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.array(values, dtype=np.float32)


def test_an_order_that_agrees_changes_nothing() -> None:
    chance = of32(0.9, 0.8, 0.7)
    assert reranked(chance, of32(0.3, 0.2, 0.1)).tolist() == chance.tolist()


def test_what_is_nearer_moves_up_and_takes_the_better_probability() -> None:
    found = reranked(of32(0.9, 0.8, 0.7, 0.6), of32(0.5, 0.4, 0.9, 0.8))
    assert found.tolist() == pytest.approx([0.9, 0.7, 0.8, 0.6])


def test_only_the_most_relevant_are_ordered_anew() -> None:
    found = reranked(of32(0.9, 0.8, 0.1), of32(0.0, 0.5, 0.9), most=2)
    assert found[2] == np.float32(0.1)


@given(
    st.lists(
        st.tuples(
            st.one_of(st.just(float("nan")), st.floats(0, 1, width=32)),
            st.one_of(st.just(float("nan")), st.floats(-1, 1, width=32)),
        ),
        max_size=12,
    )
)
def test_the_probabilities_stay_and_unknown_ones_keep_their_places(
    rows: list[tuple[float, float]],
) -> None:
    chance = np.array([one for one, _ in rows], dtype=np.float32)
    near = np.array([two for _, two in rows], dtype=np.float32)
    found = reranked(chance, near)
    still = np.isnan(chance) | np.isnan(near)
    assert np.array_equal(found[still], chance[still], equal_nan=True)
    assert sorted(found[~still].tolist()) == sorted(chance[~still].tolist())
