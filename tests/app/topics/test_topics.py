"""Relevance of prospects, site types and topics, out of pages that were read in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from backlinkbot.app.setup import doctor
from backlinkbot.app.topics import learn_topics, prospect_relevance, site_types, topics_of
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.clock import DatedClock
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.settings import Settings

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
RUNNING = "Trail running shoes grip mud. A race, a marathon, the training and the pace of hills."
COOKING = "Bread flour and oven dough. Yeast in the kitchen, a recipe with butter sugar baking."
PAGES = {
    "https://acme.test/": ("Acme running", RUNNING),
    "https://runner.test/": ("Runner", "Marathon training on hills, with shoes for mud."),
    "https://runner.test/cake": ("Cake", "Baking with butter."),
    "https://baker-wiki.test/": ("Baker", COOKING),
    "https://other.test/": ("Other", "Letters, stamps and the post office of the town."),
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("topics")
    opened = Workspace(Settings(workspace=folder, workers=1), DatedClock(NOW))
    rows = [
        {"url": url, "domain": url.split("/")[2], "status": 200, "title": title, "text": text,
         "language": "en", "page_type": "article", "reporter": "warc", "evidence": "a.warc@1"}
        for url, (title, text) in PAGES.items()
    ]  # fmt: skip
    batch = pa.RecordBatch.from_pylist(rows, columns.page_facts())
    with opened.index.begin() as draft:
        draft.add(Facts(FactKind.PAGES, batch))
        draft.publish(NOW)
    opened.refresh()
    learn_topics(opened)
    yield opened
    opened.close()


def asked(*rows: tuple[str, str]) -> pa.Table:
    return pa.table(
        {
            "prospect": pa.array([domain for domain, _ in rows], pa.string()),
            "page": pa.array([page for _, page in rows], pa.string()),
        }
    )


def test_prospects_of_the_niche_are_likelier(workspace: Workspace) -> None:
    found = prospect_relevance(
        workspace,
        "acme.test",
        asked(("runner.test", ""), ("baker-wiki.test", ""), ("unread.test", "")),
    )
    assert found[0] > found[1]
    assert np.isnan(found[2])


def test_a_page_of_another_subject_is_less_relevant_than_its_site(workspace: Workspace) -> None:
    found = prospect_relevance(
        workspace,
        "acme.test",
        asked(("runner.test", "https://runner.test/cake"), ("runner.test", "")),
    )
    assert found[0] < found[1]


def test_of_a_site_that_nobody_read_nothing_is_known(workspace: Workspace) -> None:
    assert np.isnan(prospect_relevance(workspace, "unread.test", asked(("runner.test", "")))).all()
    assert len(prospect_relevance(workspace, "acme.test", asked())) == 0


def test_types_come_in_the_order_asked(workspace: Workspace) -> None:
    found = site_types(workspace, ["baker-wiki.test", "unread.test"])
    assert found["type"].to_pylist() == ["wiki", "unknown"]
    assert site_types(workspace, []).num_rows == 0


def test_topics_name_words_and_where_they_were_read(workspace: Workspace) -> None:
    found = topics_of(workspace, "Baker-Wiki.test")
    assert found.type == "wiki"
    assert {"dough", "yeast"} <= {topic.word for topic in found.topics}
    assert found.languages == ("en",)
    assert found.evidence == ("https://baker-wiki.test/ (a.warc@1)",)
    assert json.dumps(found.as_document())


def test_topics_say_what_is_missing(workspace: Workspace, tmp_path: Path) -> None:
    assert "No page of unread.test was read" in topics_of(workspace, "unread.test").note
    with (
        Workspace(Settings(workspace=tmp_path), DatedClock(NOW)) as empty,
        pytest.raises(NotFound, match="index is empty"),
    ):
        topics_of(empty, "acme.test")


def embeddings(folder: Path, near: str) -> str:
    """A table in which one word lies beside "running", and all others across."""
    words = ["running", near, "baking", "marathon"]
    rows = np.array([[1, 0], [1, 0.1], [0, 1], [0, 1]], dtype=np.float32)
    header = {"embeddings": {"dtype": "F32", "shape": [4, 2], "data_offsets": [0, rows.nbytes]}}
    told = json.dumps(header).encode()
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(
        len(told).to_bytes(8, "little") + told + rows.tobytes()
    )
    vocabulary = {word: number for number, word in enumerate(words)}
    tokens = {
        "model": {"type": "WordLevel", "vocab": vocabulary},
        "normalizer": {"type": "Lowercase"},
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokens), encoding="utf-8")
    return str(folder)


def with_folder(workspace: Workspace, folder: str) -> Workspace:
    settings = replace(workspace.settings, embeddings_folder=folder)
    return Workspace(settings, workspace.clock)


def test_embeddings_order_the_most_relevant_anew(workspace: Workspace, tmp_path: Path) -> None:
    rows = asked(
        ("runner.test", "https://runner.test/"), ("other.test", ""), ("baker-wiki.test", "")
    )
    plain = prospect_relevance(workspace, "acme.test", rows)
    with with_folder(workspace, embeddings(tmp_path / "table", "stamps")) as other:
        found = prospect_relevance(other, "acme.test", rows)
    assert sorted(found) == pytest.approx(sorted(plain))
    assert plain[0] == max(plain)
    assert found[1] >= plain[1]


def test_the_doctor_tells_of_the_folder(workspace: Workspace, tmp_path: Path) -> None:
    def told(of: Workspace) -> tuple[bool, str]:
        return next((f.is_well, f.sentence) for f in doctor(of) if f.what == "embeddings")

    is_well, sentence = told(workspace)
    assert is_well
    assert "relevance is told by words" in sentence
    with with_folder(workspace, embeddings(tmp_path / "table", "x")) as other:
        assert told(other) == (True, "table: 4 tokens of 2 dimensions")
    with with_folder(workspace, str(tmp_path / "absent")) as other:
        assert told(other)[0] is False


def test_a_folder_that_cannot_be_read_is_said(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "wrong").mkdir()
    with (
        with_folder(workspace, str(tmp_path / "wrong")) as other,
        pytest.raises(BadInput, match="no static embeddings"),
    ):
        prospect_relevance(other, "acme.test", asked(("runner.test", "")))
