"""The store of results: what is sealed counts whole, and the same again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from backlinkbot.core.errors import Broken, NotFound, Refused
from backlinkbot.core.visits import VisitFacts, VisitImport, VisitKind, visit_columns
from backlinkbot.io.results.lock import writing
from backlinkbot.io.results.store import ResultsStore

DAY = date(2026, 1, 3)
TOLD = VisitImport(
    number=0,
    reporter="ga4",
    name="ga4.csv",
    digest="aa",
    imported_at=datetime(2026, 2, 1, tzinfo=UTC),
    since=DAY,
    until=DAY,
    rows=10,
    kept={},
)


def facts(visits: int, revenue: float | None = None, currency: str | None = None) -> VisitFacts:
    row = {
        "since": DAY,
        "until": DAY,
        "channel": "referral",
        "referrer_domain": "news.example",
        "visits": visits,
        "revenue": revenue,
        "currency": currency,
    }
    return VisitFacts(VisitKind.VISITS, pa.Table.from_pylist([row], schema=visit_columns()))


@pytest.fixture
def store(tmp_path: Path) -> ResultsStore:
    return ResultsStore(tmp_path / "acme.example")


def test_nothing_is_made_before_the_first_import(store: ResultsStore) -> None:
    assert store.imports == ()
    assert store.knows("aa") is None
    assert not store.folder.exists()


def test_equal_rows_become_one_and_currencies_stay_apart(store: ResultsStore) -> None:
    batches = [facts(2, 10.0, "EUR"), facts(3, 5.0, "EUR"), facts(4, 7.0, "USD"), facts(1)]
    told = store.add(TOLD, batches)
    assert told.kept == {"visits": 3}
    found = {
        row["currency"]: (row["visits"], row["revenue"])
        for row in store.rows(told, VisitKind.VISITS).to_pylist()
    }
    assert found == {"EUR": (5, 15.0), "USD": (4, 7.0), None: (1, None)}
    assert store.rows(told, VisitKind.SEARCH).num_rows == 0


def test_the_same_file_again_changes_nothing(store: ResultsStore) -> None:
    store.add(TOLD, [facts(2)])
    before = {p: p.read_bytes() for p in store.folder.rglob("*") if p.is_file()}
    assert store.add(TOLD, [facts(2)]).number == 1
    assert {p: p.read_bytes() for p in store.folder.rglob("*") if p.is_file()} == before


def test_a_log_that_grew_replaces_its_shorter_form_and_never_the_other_way(
    store: ResultsStore,
) -> None:
    log = replace(TOLD, reporter="access-log", adds_up=True, opening="first")
    store.add(log, [facts(2)])
    longer = store.add(replace(log, digest="bb", rows=20), [facts(5)])
    assert [one.digest for one in store.imports] == ["bb"]
    assert store.add(log, [facts(2)]).number == longer.number
    assert len(list(store.folder.glob("0*"))) == 1


def test_an_import_that_is_forgotten_counts_no_longer_and_its_number_is_not_given_again(
    store: ResultsStore,
) -> None:
    store.add(TOLD, [facts(2)])
    assert store.forget(1).name == "ga4.csv"
    assert store.imports == ()
    assert store.add(TOLD, [facts(2)]).number == 2
    with pytest.raises(NotFound, match="no import 1"):
        store.forget(1)


def test_a_reader_that_fails_half_way_leaves_what_was_there(store: ResultsStore) -> None:
    store.add(TOLD, [facts(2)])

    def broken() -> Iterator[VisitFacts]:
        yield facts(3)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.add(replace(TOLD, digest="bb"), broken())
    assert [one.digest for one in store.imports] == ["aa"]
    assert store.add(replace(TOLD, digest="bb"), [facts(3)]).number == 2


def test_one_process_imports_at_a_time(store: ResultsStore) -> None:
    store.folder.mkdir(parents=True)
    with writing(store.folder), pytest.raises(Refused, match="another process is importing"):
        store.add(TOLD, [facts(2)])


def test_a_damaged_file_is_said_and_not_read(store: ResultsStore) -> None:
    told = store.add(TOLD, [facts(2)])
    path = next(store.folder.rglob("*.parquet"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(Broken, match="is damaged; forget import 1"):
        store.rows(told, VisitKind.VISITS)
    path.unlink()
    with pytest.raises(Broken, match="cannot be read"):
        store.rows(told, VisitKind.VISITS)


def test_a_damaged_list_of_imports_is_said(store: ResultsStore) -> None:
    store.add(TOLD, [facts(2)])
    (store.folder / "results.json").write_text("{", "utf-8")
    with pytest.raises(Broken, match=r"results\.json cannot be read"):
        _ = store.imports
    (store.folder / "results.json").write_text('{"layout": 99}', "utf-8")
    with pytest.raises(Refused, match="layout 99"):
        _ = store.imports
