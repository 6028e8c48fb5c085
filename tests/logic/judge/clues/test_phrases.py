from __future__ import annotations

from collections import Counter
from importlib.resources import files

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.judge.clues.phrases import Phrases, phrases
from backlinkbot.logic.judge.clues.tokens import Tokens

FILES = ("trades-2026-11.txt", "sites-2026-11.txt")
LANGUAGES = {"en", "de", "fr", "es", "it", "nl", "pt", "ru", "pl"}
WORDS = ("a", "red", "sun", "sets", "sunny", "deep", "blue", "sea")
LITTLE = Phrases(
    "1", {"sun": ("red sun", "sunny*", "sun"), "sea": ("deep blue sea", "red sun set*")}
)


@pytest.mark.parametrize("file", FILES)
def test_every_phrase_of_a_list_is_found_where_it_stands(file: str) -> None:
    words = phrases(file)
    for group, own in words.groups.items():
        for phrase in own:
            text = f"Well, {phrase.rstrip('*').upper()}: nothing else"
            assert group in {found for found, _ in words.found(text)}, phrase


@pytest.mark.parametrize("file", FILES)
def test_every_list_tells_its_version_and_every_group_speaks_the_languages(file: str) -> None:
    assert phrases(file).version in file
    text = (files("backlinkbot.logic.judge.clues") / "data" / file).read_text("utf-8")
    for group in text.split("\n[")[1:]:
        spoken = {line.partition(":")[0] for line in group.splitlines()[1:] if ":" in line}
        assert spoken <= LANGUAGES
        few = group.startswith(("essay mills likely", "fakes likely", "link trade likely"))
        assert few or spoken == LANGUAGES, group.splitlines()[0]


def test_case_accents_and_hyphens_do_not_matter() -> None:
    words = phrases(FILES[0])
    said = "PRESTAMOS-RAPIDOS y préstamos rápidos, Kredit ohne SCHUFA"
    assert Counter(group for group, _ in words.found(said)) == {"loans sure": 3}


def test_the_longest_phrase_counts_and_parts_of_words_do_not() -> None:
    assert LITTLE.found("A red sun sets") == [("sea", "red sun set")]
    assert LITTLE.found("A red sun shines") == [("sun", "red sun")]
    assert LITTLE.found("sunnyside") == [("sun", "sunny")]
    assert LITTLE.found("A sunset at the reddest sunday") == []
    assert LITTLE.found("deep blue. Sea") == [("sea", "deep blue sea")]


def test_phrases_do_not_run_over_from_one_text_to_the_next() -> None:
    counts = LITTLE.counts(Tokens.of(pa.array(["the deep blue", "sea", "deep blue sea", None])))
    assert counts[:, 1].tolist() == [0, 0, 1, 0]


def test_texts_that_repeat_are_counted_alike_and_null_holds_none() -> None:
    counts = LITTLE.counts_in(pa.chunked_array([["red sun", None], ["red sun", "sun sun"]]))
    assert counts[:, 0].tolist() == [1, 0, 1, 2]


def test_a_phrase_of_two_groups_counts_in_both() -> None:
    both = Phrases("1", {"one": ("red sun",), "other": ("red sun", "sun")})
    assert both.counts_in(pa.array(["a red sun"])).tolist() == [[1, 1]]


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=12), max_size=5))
def test_many_texts_are_counted_as_each_alone(texts: list[list[str]]) -> None:
    joined = [" ".join(words) for words in texts]
    together = LITTLE.counts(Tokens.of(pa.array(joined, pa.string())))
    for text, counts in zip(joined, together, strict=True):
        alone = Counter(group for group, _ in LITTLE.found(text))
        assert counts.tolist() == [alone["sun"], alone["sea"]]


@given(st.lists(st.text(max_size=40) | st.none(), max_size=6))
def test_any_text_is_read(texts: list[str | None]) -> None:
    tokens = Tokens.of(pa.array(texts, pa.string()))
    assert tokens.texts == len(texts)
    assert len(tokens.row) == len(tokens.code)
    assert np.all(np.diff(tokens.row) >= 0)
    assert tokens.counts().sum() == len(tokens.code)
    assert LITTLE.counts(tokens).shape == (len(texts), 2)
