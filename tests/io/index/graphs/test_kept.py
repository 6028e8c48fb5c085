from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from backlinkbot.io.index.graphs.kept import keep, kept


def test_arrays_come_back_as_they_were_kept(tmp_path: Path) -> None:
    arrays = {"a-b": np.arange(5), "none": np.empty(0), "yes": np.array([True, False])}
    keep(tmp_path, "prices", arrays, {"version": 1})
    found = kept(tmp_path, "prices")
    assert found is not None
    values, about = found
    assert about == {"version": 1}
    assert set(values) == set(arrays)
    for name, array in arrays.items():
        assert values[name].dtype == array.dtype
        assert (values[name] == array).all()


def test_later_arrays_take_the_place_of_earlier_ones_whole(tmp_path: Path) -> None:
    keep(tmp_path, "prices", {"old": np.arange(3)}, {"version": 1})
    held = kept(tmp_path, "prices")
    keep(tmp_path, "prices", {"new": np.arange(4)}, {"version": 2})
    found = kept(tmp_path, "prices")
    assert found is not None
    assert held is not None
    assert set(found[0]) == {"new"}
    assert held[0]["old"].tolist() == [0, 1, 2]  # who has them open still reads them
    assert [path.name for path in tmp_path.iterdir()] == ["prices"]


def test_what_was_never_kept_is_none(tmp_path: Path) -> None:
    assert kept(tmp_path, "prices") is None


def test_kept_arrays_may_be_written_to_without_changing_the_file(tmp_path: Path) -> None:
    keep(tmp_path, "prices", {"a": np.arange(3)}, {})
    first = kept(tmp_path, "prices")
    assert first is not None
    first[0]["a"][0] = 9
    second = kept(tmp_path, "prices")
    assert second is not None
    assert second[0]["a"].tolist() == [0, 1, 2]


def test_who_reads_while_others_write_sees_one_version_whole(tmp_path: Path) -> None:
    def write(first: int) -> None:
        for version in range(first, 60, 2):
            arrays = {name: np.full(50, version) for name in "abc"}
            keep(tmp_path, "prices", arrays, {"version": version})

    def read(_: int) -> int:
        seen = 0
        for _ in range(150):
            found = kept(tmp_path, "prices")
            if found is not None:
                arrays, about = found
                assert all((arrays[name] == about["version"]).all() for name in "abc")
                seen += 1
        return seen

    keep(tmp_path, "prices", {name: np.full(50, 0) for name in "abc"}, {"version": 0})
    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(write, first) for first in (0, 1)]
        readers = [pool.submit(read, n) for n in (0, 1)]
        for writer in writers:
            writer.result()
        assert sum(reader.result() for reader in readers) > 0
    assert [path.name for path in tmp_path.iterdir()] == ["prices"]
