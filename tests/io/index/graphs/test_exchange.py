from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.io.index.database import Budget
from backlinkbot.io.index.graphs.exchange import (
    give,
    names_domains,
    release_names_domains,
    take,
)
from backlinkbot.io.index.graphs.releases import (
    about_release,
    current_release,
    publish_release,
    release_schema,
    releases,
)

TODAY = date(2026, 11, 5)
ABOUT = {"method": "open-authority", "basis": "trust", "measured_on": "2026-10-01"}


def written(
    folder: Path, columns: dict[str, list[Any]], about: dict[str, str] | None = None
) -> Path:
    path = folder / "given.parquet"
    told = {f"backlinkbot.{key}": text for key, text in (about or {}).items()}
    pq.write_table(pa.table(columns).replace_schema_metadata(told), path)
    return path


def good(nodes: int = 3) -> dict[str, list[Any]]:
    return {
        "node": [f"site{n}.org" for n in range(nodes)],
        "authority": [float(10 * n) for n in range(nodes)],
        "authority_low": [max(0.0, 10.0 * n - 5) for n in range(nodes)],
        "authority_high": [10.0 * n + 5 for n in range(nodes)],
    }


def taken(file: Path, folder: Path) -> Any:
    return take(file, folder, TODAY, Budget())


def test_a_published_release_is_kept_under_its_day_and_is_not_in_force(tmp_path: Path) -> None:
    found = taken(written(tmp_path, good(), ABOUT), tmp_path / "kept")
    assert found.is_new
    assert found.nodes == 3
    assert found.path.name.startswith("2026-10-01-")
    assert current_release(tmp_path / "kept") is None
    table = pq.read_table(found.path)
    assert table.schema.names == release_schema().names
    assert table.column("authority").to_pylist() == [0, 10, 20]
    assert table.column("harmonic").to_pylist() == [None] * 3
    assert about_release(found.path)["method"] == "open-authority"


def test_an_older_release_is_exported_with_what_it_stands_on(tmp_path: Path) -> None:
    old = written(tmp_path, good(), ABOUT | {"basis": "links only"})
    assert give(old, tmp_path / "out.parquet") == 3
    assert pq.read_table(tmp_path / "out.parquet").column("basis").to_pylist() == ["links only"] * 3
    assert not any("basis" in note for note in taken(old, tmp_path / "kept").notes)


def test_what_is_exported_is_known_again_when_it_comes_back(tmp_path: Path) -> None:
    first = taken(written(tmp_path, good(), ABOUT), tmp_path / "kept")
    assert give(first.path, tmp_path / "out.parquet") == 3
    assert pq.read_table(tmp_path / "out.parquet").equals(pq.read_table(first.path))
    again = taken(tmp_path / "out.parquet", tmp_path / "kept")
    assert not again.is_new
    assert again.path == first.path
    assert not taken(tmp_path / "given.parquet", tmp_path / "kept").is_new
    elsewhere = taken(tmp_path / "out.parquet", tmp_path / "other")
    assert pq.read_table(elsewhere.path).equals(pq.read_table(first.path))


def test_a_changed_file_of_the_same_day_replaces_nothing(tmp_path: Path) -> None:
    first = taken(written(tmp_path, good(3), ABOUT), tmp_path / "kept")
    second = taken(written(tmp_path, good(4), ABOUT), tmp_path / "kept")
    assert {r.path for r in releases(tmp_path / "kept")} == {first.path, second.path}


def test_bad_rows_are_counted_and_good_ones_kept(tmp_path: Path) -> None:
    rows: dict[str, list[Any]] = {
        "node": ["a.org", None, " ", "b.org", "a.org", "c.org", "d.org", "e.org", "f.org"],
        "authority": [1.0, 2.0, 3.0, 101.0, 5.0, 50.0, float("nan"), None, 60.0],
        "authority_low": [0.0, 0.0, 0.0, 0.0, 0.0, 60.0, 0.0, None, None],
        "authority_high": [2.0, 9.0, 9.0, 100.0, 9.0, 70.0, 100.0, None, float("inf")],
    }
    found = taken(written(tmp_path, rows, ABOUT), tmp_path / "kept")
    assert pq.read_table(found.path).column("node").to_pylist() == ["a.org", "e.org"]
    assert found.rejects.counts == {
        "no name": 2,
        "a domain that an earlier row has": 1,
        "authority or its interval outside 0 to 100": 3,
        "an interval that does not hold its authority": 1,
    }
    places = [place for _, place, _ in found.rejects.examples]
    assert "given.parquet: row 2" in places


def test_a_file_that_says_little_is_taken_with_words_about_it(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {"node": ["a.org"], "authority": [5], "note": ["mine"]}
    found = taken(written(tmp_path, columns, {"measured_on": "../../etc"}), tmp_path / "kept")
    assert found.path.parent == tmp_path / "kept"
    assert found.path.name.startswith("2026-11-05-")
    said = " ".join(found.notes)
    for word in ("harmonic", "note", "how it was measured", "when it was measured"):
        assert word in said


def test_somebody_elses_index_is_no_earlier_state_of_ours(tmp_path: Path) -> None:
    found = taken(written(tmp_path, good(), ABOUT | {"series": "index"}), tmp_path / "kept")
    assert about_release(found.path)["series"] == "imported index"


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"domain": ["a.org"], "authority": [5.0]}, "no column node"),
        ({"node": ["a.org"], "rank": [5.0]}, "no column authority"),
        ({"node": ["a.org"], "authority": ["high"]}, "authority of given.parquet"),
        ({"node": ["", None], "authority": [5.0, 6.0]}, "no row that could be kept"),
    ],
)
def test_what_is_no_release_is_refused_and_leaves_nothing(
    tmp_path: Path, columns: dict[str, list[Any]], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        taken(written(tmp_path, columns), tmp_path / "kept")
    assert releases(tmp_path / "kept") == []


@pytest.mark.parametrize("cut", [0, 3, 200])
def test_a_cut_file_is_refused_in_a_sentence(tmp_path: Path, cut: int) -> None:
    path = written(tmp_path, good(100), ABOUT)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(BadInput, match=r"given\.parquet"):
        taken(path, tmp_path / "kept")


def test_bytes_that_were_turned_over_are_refused_or_read_but_never_crash(tmp_path: Path) -> None:
    whole = written(tmp_path, good(2_000), ABOUT).read_bytes()
    for place in range(4, len(whole) - 8, max(1, len(whole) // 60)):
        bad = bytearray(whole)
        bad[place] ^= 0xFF
        (tmp_path / "given.parquet").write_bytes(bad)
        with suppress(BadInput):  # any other error is our fault
            taken(tmp_path / "given.parquet", tmp_path / f"kept{place}")


def test_names_that_are_no_text_are_refused(tmp_path: Path) -> None:
    names = pa.array([b"a.org", b"\xff\xfe"]).view(pa.string())
    pq.write_table(pa.table({"node": names, "authority": [1.0, 2.0]}), tmp_path / "given.parquet")
    with pytest.raises(BadInput, match=r"given\.parquet"):
        taken(tmp_path / "given.parquet", tmp_path / "kept")


def test_a_file_that_is_not_there_and_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nowhere"):
        taken(tmp_path / "nowhere.parquet", tmp_path / "kept")
    kept = taken(written(tmp_path, good(), ABOUT), tmp_path / "kept")
    with pytest.raises(Refused, match="cannot be written"):
        give(kept.path, tmp_path / "no" / "such" / "folder.parquet")


def test_numbers_and_free_names_are_no_domain_names(tmp_path: Path) -> None:
    assert names_domains(pa.array(["a.org", "b.co.uk", "www.c.de"]))
    assert not names_domains(pa.array(["1", "2", "3"]))
    assert not names_domains(pa.array(["alice", "bob smith"]))
    assert not names_domains(pa.array([], pa.string()))
    path = publish_release(tmp_path, TODAY, "0" * 12, [row("17")], {})
    assert not release_names_domains(path)


def row(name: str) -> pa.RecordBatch:
    schema = release_schema()
    columns = [pa.array([name])] + [pa.nulls(1, field.type) for field in list(schema)[1:]]
    return pa.record_batch(columns, schema=schema)
