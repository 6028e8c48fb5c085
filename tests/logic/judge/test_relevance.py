"""Relevance of links."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

from backlinkbot.logic.judge.relevance import (
    FITS,
    RelevanceTexts,
    anchor_texts,
    link_relevance,
    mixed,
    page_relevance,
)
from backlinkbot.logic.judge.topics import TopicModel, fit

Links = Callable[..., pa.Table]
RUNNING = "trail running shoes grip mud race marathon training pace hills"
COOKING = "bread flour oven dough yeast kitchen recipe butter sugar baking"


def pages(*rows: tuple[str, str | None]) -> pa.Table:
    return pa.table(
        {
            "url": pa.array([f"https://{domain}/" for domain, _ in rows], pa.string()),
            "domain": pa.array([domain for domain, _ in rows], pa.string()),
            "text": pa.array([text for _, text in rows], pa.string()),
        }
    )


@pytest.fixture(scope="module")
def model() -> TopicModel:
    return fit([pa.array([RUNNING, COOKING, "letters post stamps", "cars engines wheels"])])


def test_a_source_of_the_same_subject_is_more_relevant(model: TopicModel, links: Links) -> None:
    table = links(
        {"source_domain": "run.example", "source_url": "https://run.example/"},
        {"source_domain": "cook.example", "source_url": "https://cook.example/"},
        {"source_domain": "unread.example", "source_url": "https://unread.example/"},
    )
    texts = RelevanceTexts(
        sources=pages(("run.example", RUNNING), ("cook.example", COOKING)),
        targets=pages(("acme.example", "shoes for trail running and the marathon")),
    )
    found = link_relevance(model, table, texts)
    assert found[0] > 0.9
    assert found[1] < 0.4
    assert np.isnan(found[2])


def test_the_linked_page_counts_where_its_text_is_known(model: TopicModel, links: Links) -> None:
    table = links(
        *(
            {
                "source_domain": "cook.example",
                "source_url": "https://cook.example/",
                "target_url": f"https://acme.example/{page}",
            }
            for page in ("kitchen", "track", "unread")
        )
    )
    targets = pa.table(
        {
            "url": ["https://acme.example/kitchen", "https://acme.example/track"],
            "domain": ["acme.example", "acme.example"],
            "text": [COOKING, RUNNING],
        }
    )
    found = link_relevance(
        model, table, RelevanceTexts(sources=pages(("cook.example", COOKING)), targets=targets)
    )
    assert found[0] > found[2] > found[1]


def test_another_page_of_the_same_site_is_judged_by_the_site(
    model: TopicModel, links: Links
) -> None:
    table = links({"source_domain": "run.example", "source_url": "https://run.example/unread"})
    texts = RelevanceTexts(
        sources=pages(("run.example", RUNNING)), targets=pages(("acme.example", RUNNING))
    )
    assert link_relevance(model, table, texts)[0] > 0.9


@pytest.mark.parametrize("target", [(), (("acme.example", None),), (("acme.example", "zzz"),)])
def test_without_words_of_the_target_nothing_is_known(
    model: TopicModel, links: Links, target: tuple[tuple[str, str | None], ...]
) -> None:
    table = links({"source_domain": "run.example", "source_url": "https://run.example/"})
    texts = RelevanceTexts(sources=pages(("run.example", RUNNING)), targets=pages(*target))
    assert np.isnan(link_relevance(model, table, texts)).all()


def test_without_sources_nothing_is_known(model: TopicModel, links: Links) -> None:
    texts = RelevanceTexts(sources=pages(), targets=pages(("acme.example", RUNNING)))
    assert np.isnan(link_relevance(model, links({}), texts)).all()


def test_a_page_in_another_language_is_unknown_and_not_irrelevant(
    model: TopicModel, links: Links
) -> None:
    table = links(
        {"source_domain": "run.example", "source_url": "https://run.example/"},
        {"source_domain": "cook.example", "source_url": "https://cook.example/"},
        {"source_domain": "third.example", "source_url": "https://third.example/"},
    )
    known = pages(("run.example", RUNNING), ("cook.example", COOKING), ("third.example", COOKING))
    sources = known.append_column("language", pa.array(["en", "de", None]))
    target = pages(("acme.example", RUNNING)).append_column("language", pa.array(["en"]))
    found = link_relevance(model, table, RelevanceTexts(sources, target))
    assert np.isnan(found).tolist() == [False, True, False]


def of(*cosines: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.array(cosines, dtype=np.float32)


NAN = float("nan")


def test_known_parts_are_mixed_and_the_anchor_alone_is_not_enough() -> None:
    found = mixed(
        of(0.5, 0.5, NAN, NAN, NAN),
        of(0.5, 0.01, 0.01, 0.5, NAN),
        of(NAN, NAN, NAN, NAN, 0.5),
        of(NAN, NAN, NAN, NAN, 0.5),
    )
    assert found[0] == pytest.approx(found[3])  # site and page alike, or the page alone
    assert found[0] > found[1] > found[2]
    assert np.isnan(found[4])


def test_texts_that_share_nothing_are_unlikely_and_none_is_certain() -> None:
    far, near = mixed(of(0, 1), of(0, 1), of(NAN, NAN), of(NAN, NAN))
    assert 0.02 < far < 0.25
    assert 0.9 < near < 0.999


def test_an_anchor_that_fits_the_target_helps_and_one_foreign_to_its_page_hurts() -> None:
    same = of(0.2, 0.2, 0.2)
    plain, fitting, foreign = mixed(same, same, of(0.02, 0.3, 0.3), of(0.3, 0.3, 0.0))
    assert fitting > plain
    assert foreign < plain


def test_words_outside_of_the_text_need_not_fit_it(model: TopicModel, links: Links) -> None:
    words = {"anchor": "marathon shoes", "left": "trail", "right": "running"}
    link = {"source_domain": "cook.example", "source_url": "https://cook.example/"} | words
    table = links(link | {"placement": "content"}, link | {"placement": "footer"})
    texts = RelevanceTexts(
        sources=pages(("cook.example", COOKING)), targets=pages(("acme.example", RUNNING))
    )
    content, footer = link_relevance(model, table, texts)
    assert content < footer


def test_an_anchor_fits_its_page_or_does_not_and_more_changes_nothing() -> None:
    same = of(0.2, 0.2)
    enough, more = mixed(same, same, same, of(FITS, 0.9))
    assert enough == pytest.approx(more)


@pytest.mark.parametrize("place", range(4))
def test_a_greater_cosine_is_never_less_likely(place: int) -> None:
    steps = np.linspace(0, 1, 50, dtype=np.float32)
    parts = [np.full_like(steps, 0.2) for _ in range(4)]
    parts[place] = steps
    assert (np.diff(mixed(*parts)) >= 0).all()


def test_prospects_are_judged_by_site_and_page(model: TopicModel) -> None:
    known = pages(("run.example", RUNNING), ("cook.example", COOKING))
    prospects = pa.table(
        {
            "prospect": ["run.example", "cook.example", "unread.example", "run.example"],
            "page": ["", "https://cook.example/", "", "https://run.example/unread"],
        }
    )
    texts = RelevanceTexts(sources=known, targets=pages(("acme.example", RUNNING)))
    found = page_relevance(model, prospects, texts)
    assert found[0] > 0.9
    assert found[1] < 0.4
    assert np.isnan(found[2])
    assert found[3] == pytest.approx(found[0])


def test_the_anchor_is_read_with_the_words_around_it(links: Links) -> None:
    table = links(
        {"anchor": "shoes", "left": "new", "right": "for mud"},
        {"anchor": None, "left": None, "right": None},
        {"anchor": "shoes"},
    )
    assert anchor_texts(table).to_pylist() == ["new shoes for mud", None, " shoes "]
