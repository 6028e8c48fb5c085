"""All links of a domain in a file, judged in parts as they are judged at once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from backlinkbot.app.profile import LinkQuestion, export_links, exported, links
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.cells import plain
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.io.outputs import tables

TARGET = "t.example"


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    rows = [_link(number) for number in range(150)]
    batch = pa.RecordBatch.from_pylist(rows, schema=columns.link_facts())
    with workspace.index.begin() as draft:
        draft.add(Facts(FactKind.LINKS, batch))
        draft.publish(workspace.clock.now())
    return workspace


def _link(number: int) -> dict[str, object]:
    source = f"s{number % 40}.example"
    return {
        "source_url": f"https://{source}/{number}",
        "source_domain": source,
        "target_url": f"https://{TARGET}/",
        "target_domain": TARGET,
        "occurrence": 0,
        "anchor": ("best shop", "click here")[number % 2],
        "kind": "text",
        "followed": number % 3 == 0,
        "placement": "content",
        "seen_at": datetime(2026, 10, 1 + number % 20, tzinfo=UTC),
        "reporter": "warc",
        "evidence": f"a.warc.gz@{number}",
    }


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exported, "ROWS_ASKED", 70)
    monkeypatch.setattr(exported, "ROWS_AT_ONCE", 30)


@pytest.mark.usefixtures("in_parts")
@pytest.mark.parametrize("order", ["newest", "source", "quality"])
@pytest.mark.parametrize(("limit", "offset"), [(None, 0), (None, 20), (140, 3), (70, 0)])
def test_parts_put_together_are_what_one_answer_gives(
    filled: Workspace, tmp_path: Path, order: str, limit: int | None, offset: int
) -> None:
    question = LinkQuestion(order=order, limit=limit, offset=offset)
    told = links(filled, TARGET, question)
    done = export_links(filled, TARGET, question, tmp_path / "links.nl")
    written = [json.loads(line) for line in (tmp_path / "links.nl").read_text("utf-8").splitlines()]
    assert written == [
        json.loads(json.dumps(plain(row))) for row in told.table.to_pylist(maps_as_pydicts="lossy")
    ]
    assert (done.rows, done.total, done.other_kinds) == (told.table.num_rows, 150, 0)


@pytest.mark.usefixtures("in_parts")
def test_every_form_has_all_rows(filled: Workspace, tmp_path: Path) -> None:
    question = LinkQuestion(limit=None)
    for ending in tables.ENDINGS:
        path = tmp_path / f"links{ending}"
        assert export_links(filled, TARGET, question, path).rows == 150
    assert pq.read_table(tmp_path / "links.parquet").num_rows == 150
    assert len(json.loads((tmp_path / "links.json").read_text("utf-8"))) == 150


def test_a_question_that_nothing_fits_gives_a_file_with_a_header(
    filled: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "links.csv"
    done = export_links(filled, TARGET, LinkQuestion(anchor="nowhere"), path)
    assert (done.rows, done.total) == (0, 0)
    assert path.read_text("utf-8").startswith("source_url,")


def test_what_cannot_be_answered_writes_no_file(
    filled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotFound):
        export_links(filled, "u.example", LinkQuestion(), tmp_path / "links.csv")
    monkeypatch.setattr(tables, "XLSX_ROWS", 99)
    with pytest.raises(BadInput, match="a worksheet holds 99"):
        export_links(filled, TARGET, LinkQuestion(limit=None), tmp_path / "links.xlsx")
    assert list(tmp_path.glob("links*")) == []
