"""What texts are about."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from backlinkbot.logic.judge.topics import TopicModel, fit, similarities, site_vectors, vectors

RUNNING = "trail running shoes grip mud race marathon training pace hills"
COOKING = "bread flour oven dough yeast kitchen recipe butter sugar baking"


def texts(seed: int = 0, count: int = 120) -> list[str]:
    """Half of them of words of one subject, half of the other."""
    draw = np.random.default_rng(seed)
    return [" ".join(draw.choice((RUNNING if n % 2 else COOKING).split(), 6)) for n in range(count)]


@pytest.fixture(scope="module")
def model() -> TopicModel:
    return fit([pa.array(texts())])


def cosine(model: TopicModel, one: str, other: str) -> float:
    return float(
        similarities(vectors(model, pa.array([one])), vectors(model, pa.array([other])))[0]
    )


def test_texts_of_one_subject_are_nearer_than_of_two(model: TopicModel) -> None:
    assert cosine(model, "running a marathon", "marathon shoes") > 0.3
    assert cosine(model, "running a marathon", "bread and butter") < 0.1


def test_topics_join_texts_that_share_no_word(model: TopicModel) -> None:
    near = cosine(model, "mud hills", "marathon training")
    assert near > cosine(model, "mud hills", "butter sugar") + 0.02


def test_a_text_is_as_near_to_itself_as_can_be(model: TopicModel) -> None:
    assert cosine(model, RUNNING, RUNNING) == pytest.approx(1, abs=1e-5)


def test_a_text_of_unseen_words_is_unknown(model: TopicModel) -> None:
    rows = vectors(model, pa.array(["zzzz qqqq", RUNNING, None]))
    found = similarities(rows, vectors(model, pa.array([RUNNING])))
    assert np.isnan(found).tolist() == [True, False, True]
    assert np.isnan(similarities(rows, vectors(model, pa.array(["zzzz"])))).all()


def test_batches_and_their_order_do_not_matter(model: TopicModel) -> None:
    given = texts()
    parted = fit([pa.array(given[70:]), pa.array(given[:70])])
    assert np.array_equal(parted.idf, model.idf)
    assert parted.documents == model.documents
    assert np.allclose(np.abs(parted.components), np.abs(model.components), atol=1e-4)


def test_the_same_texts_give_the_same_model(model: TopicModel) -> None:
    again = fit([pa.array(texts())])
    assert np.array_equal(again.components, model.components)


def test_few_texts_have_terms_and_no_topics() -> None:
    small = fit([pa.array([RUNNING, COOKING, RUNNING])])
    assert small.topics == 0
    assert cosine(small, "marathon", "marathon") == pytest.approx(1)


def test_nothing_read_knows_nothing() -> None:
    empty = fit([])
    assert empty.documents == 0
    assert vectors(empty, pa.array([RUNNING])).nnz == 0


def test_a_site_is_the_weighted_mean_of_its_pages(model: TopicModel) -> None:
    pages = vectors(model, pa.array([RUNNING, COOKING, COOKING]))
    sites = site_vectors(
        pages, np.array([0, 0, 1], np.int32), np.array([9, 1, 1], np.float32), sites=3
    )
    target = vectors(model, pa.array([RUNNING]))
    mostly, other, empty = similarities(sites, target).tolist()
    assert mostly > 0.9
    assert other < 0.1
    assert np.isnan(empty)
