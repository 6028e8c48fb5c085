"""The words that tell a site."""

from __future__ import annotations

import pyarrow as pa
import pytest

from backlinkbot.logic.judge.telling import telling_words
from backlinkbot.logic.judge.topics import TopicModel, fit

EVERYDAY = "people said that things would change and many people agreed about things"


@pytest.fixture(scope="module")
def model() -> TopicModel:
    others = [
        f"{EVERYDAY} {word}" for word in ["cars", "boats", "trains", "planes", "bikes", "kites"]
    ]
    return fit([pa.array([*others, f"{EVERYDAY} orchids pollen greenhouse"])])


def test_rare_words_come_before_everyday_ones(model: TopicModel) -> None:
    found = telling_words(model, pa.array([f"{EVERYDAY} orchids pollen"]), most=2)
    assert {word for word, _ in found} == {"orchids", "pollen"}


def test_a_stem_is_told_once_by_its_commonest_form(model: TopicModel) -> None:
    found = telling_words(model, pa.array(["orchid orchids orchids"]))
    assert found == [("orchids", 1)]


def test_what_few_pages_say_is_not_the_sites(model: TopicModel) -> None:
    texts = pa.array(["pollen pollen pollen", *["orchids"] * 9])
    assert telling_words(model, texts) == [("orchids", 9)]


def test_without_texts_there_are_no_words(model: TopicModel) -> None:
    assert telling_words(model, pa.array([], pa.string())) == []
    assert telling_words(model, pa.array(["zzz qqq"])) == []
