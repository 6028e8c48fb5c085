"""A draft takes facts in batches, spills them, and leaves nothing behind."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import Any

import pyarrow as pa
import pytest

from backlinkbot.core.errors import Broken
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.io.index import draft as drafts
from backlinkbot.io.index import plan
from backlinkbot.io.index.read import Index

T = "t.example/x"


def many(web: Any) -> list[dict[str, Any]]:
    pages = [web.page(f"s{n}.example/{n % 3}", 1) for n in range(24)]
    links = [web.link(f"s{n}.example/{n % 3}", f"t{n % 7}.example/x", 1) for n in range(24)]
    return [*pages, *links, *links[:9]]


def test_a_draft_spilled_in_many_runs_gives_what_one_run_gives(
    web: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = many(web)
    web.put(*rows)
    monkeypatch.setattr(drafts, "SPILL_BYTES", 1)
    with Index.open(tmp_path / "spilled") as spilled:
        with spilled.begin() as draft:
            for row in reversed(rows):
                for facts in web.facts(row):
                    draft.add(facts)
            draft.publish(web.day(100))
        for number in range(0, 7, 2):
            domain = f"t{number}.example"
            assert spilled.links(domain).equals(web.index.links(domain))
        assert spilled.pages("s4.example").equals(web.index.pages("s4.example"))


def test_files_by_range_of_buckets_give_what_one_file_gives(
    web: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, later = many(web), [web.page(f"s{n}.example/{n % 3}", 5) for n in range(18)]
    web.put(*rows)
    web.put(*later, at=101)
    monkeypatch.setattr(plan, "ranges", lambda _rows: [(0, 99), (100, 255)])
    with Index.open(tmp_path / "ranges") as ranges:
        type(web)(ranges).put(*rows)
        snapshot = type(web)(ranges).put(*later, at=101)
        assert len(ranges.layout.load(snapshot.name).files) > 10
        assert ranges.verify() == []
        for number in range(0, 7, 2):
            domain = f"t{number}.example"
            assert ranges.links(domain).equals(web.index.links(domain))
            assert ranges.referring_domains(domain).equals(web.index.referring_domains(domain))
        assert snapshot.links == web.index.current().links == 24


def test_an_abandoned_draft_leaves_nothing(web: Any) -> None:
    with web.index.begin() as draft:
        for facts in web.facts(*many(web)):
            draft.add(facts)
    assert web.index.current() is None
    assert list(web.index.layout.drafts.iterdir()) == []
    with pytest.raises(Broken, match="already published or abandoned"):
        draft.publish(web.day(1))


def test_facts_of_another_shape_are_refused_with_their_column(web: Any) -> None:
    batch = pa.RecordBatch.from_pylist([{"source_url": "https://a.example/"}])
    with web.index.begin() as draft, pytest.raises(Broken, match="without the column"):
        draft.add(Facts(FactKind.LINKS, batch))


def test_publishing_nothing_makes_an_empty_snapshot_once(web: Any) -> None:
    first = web.put()
    assert first.links == 0
    assert web.put(at=101) == first


def test_many_small_publications_leave_few_segments(web: Any) -> None:
    for turn in range(7):
        web.put(web.link(f"s{turn}.example/1", T, turn), at=101 + turn)
    assert web.index.info().segments <= 4
    assert web.index.count_links("t.example") == 7
    assert web.index.verify() == []


def test_a_small_segment_is_written_again_with_the_next(
    web: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    web.put(*(web.link(f"s{n}.example/1", T, 1) for n in range(9)))
    web.put(web.link("s0.example/1", T, 5, anchor="later"), at=101)
    assert web.index.info().segments == 1
    assert web.index.count_links("t.example") == 9


def test_hostile_texts_are_kept_as_they_are(web: Any) -> None:
    anchor = "'; drop table links; -- \x00 \ud7ff \u202e {links} $limit \"" + "x" * 100_000
    web.put(web.link("a.example/1", T, 1, anchor=anchor, source_title="{rollup}"))
    assert web.one()["anchor"] == anchor
    assert web.one()["source_title"] == "{rollup}"


FULL_DISK = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
import pyarrow as pa
from backlinkbot.core.errors import Refused
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.io.index.read import Index
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
batch = pa.ipc.open_file(sys.argv[2]).get_batch(0)
for room_bytes in (500, 20_000, 60_000):
    resource.setrlimit(resource.RLIMIT_FSIZE, (room_bytes, resource.RLIM_INFINITY))
    with Index.open(Path(sys.argv[1])) as index:
        try:
            with index.begin() as draft:
                draft.add(Facts(FactKind.LINKS, batch))
                draft.publish(datetime(2026, 5, 1, tzinfo=UTC))
        except Refused as refusal:
            print(refusal)
"""


def test_a_full_disk_is_said_and_changes_nothing(web: Any, tmp_path: Any) -> None:
    snapshot = web.put(web.link("a.example/1", T, 1))
    web.index.close()
    noise = random.Random(7)  # noqa: S311  # names that do not compress, no secrets
    rows = [web.link(f"s{noise.random()}.example/{noise.random()}", T, 1) for _ in range(3000)]
    with pa.OSFile(str(tmp_path / "facts"), "wb") as out:
        batch = web.facts(*rows)[0].batch
        with pa.ipc.new_file(out, batch.schema) as file:
            file.write(batch)
    command = [sys.executable, "-c", FULL_DISK, web.index.layout.folder, tmp_path / "facts"]
    said = subprocess.run([*map(str, command)], capture_output=True, text=True, check=True).stdout
    lines = said.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("the disk is full; the index in") for line in lines)
    with Index.open(web.index.layout.folder) as index:
        assert index.current() == snapshot
        assert index.verify() == []
        assert index.count_links("t.example") == 1


@pytest.mark.parametrize(("rows", "parts"), [(0, 1), (750_000, 1), (750_001, 16), (10**9, 256)])
def test_ranges_cover_every_bucket_once(rows: int, parts: int) -> None:
    found = plan.ranges(rows)
    assert len(found) == parts
    assert [n for low, high in found for n in range(low, high + 1)] == list(range(256))
