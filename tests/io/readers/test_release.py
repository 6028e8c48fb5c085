"""Web graph releases by name: the published layout on loopback, dropped, damaged and resumed."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
import pytest
from answering import answering

from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, NotFound, Unreachable
from backlinkbot.io.readers.release import Progress, Release
from backlinkbot.io.readers.remote import Fetch

NAME = "cc-main-2026-jul-aug-sep"
ROOT = f"/projects/hyperlinkgraph/{NAME}"
NODES, EDGES = 5000, 60_000
SOURCES = np.random.default_rng(7).integers(0, NODES, EDGES, dtype=np.uint32)
TARGETS = np.random.default_rng(8).integers(0, NODES, EDGES, dtype=np.uint32)


def edge_text(part: slice) -> bytes:
    pairs = zip(SOURCES[part].tolist(), TARGETS[part].tolist(), strict=True)
    return "".join(f"{source}\t{target}\n" for source, target in pairs).encode()


def vertex_text(ids: range, *, hosts: bool) -> bytes:
    return "".join(
        f"{n}\texample.site{n:05}" + (f"\t{n % 9 + 1}\n" if hosts else "\n") for n in ids
    ).encode()


def published() -> dict[str, bytes]:
    """Every file of a small release, where the real ones lie."""
    files = {
        f"{ROOT}/domain/{NAME}-domain-vertices.txt.gz": vertex_text(range(NODES), hosts=True),
        f"{ROOT}/domain/{NAME}-domain-edges.txt.gz": edge_text(slice(None)),
    }
    for kind in ("vertices", "edges"):
        paths = [f"{ROOT[1:]}/host/{kind}/part-{n:05}-c.txt.gz" for n in range(24)]
        files[f"{ROOT}/host/{NAME}-host-{kind}.paths.gz"] = "\n".join(paths).encode() + b"\n"
        for n, path in enumerate(paths):
            step = (NODES if kind == "vertices" else EDGES) // 24 + 1
            part = range(n * step, min((n + 1) * step, NODES))
            files[f"/{path}"] = (
                vertex_text(part, hosts=False)
                if kind == "vertices"
                else edge_text(slice(n * step, (n + 1) * step))
            )
    return {path: gzip.compress(data, mtime=0) for path, data in files.items()}


@dataclass
class DataHost:
    """Serves a release; `faults` are used up one per request of that path."""

    files: dict[str, bytes] = field(default_factory=published)
    faults: dict[str, list[str]] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    url: str = ""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        wanted = handler.headers.get("Range")
        self.asked.append((handler.path, wanted))
        data = self.files.get(handler.path)
        if data is None:
            handler.send_error(404)
            return
        etag = f'"{hash(data):x}"'
        start = int(wanted[6:-1]) if wanted and handler.headers.get("If-Range") == etag else 0
        handler.send_response(206 if start else 200)
        if start:
            handler.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        handler.send_header("ETag", etag)
        handler.send_header("Content-Length", str(len(data) - start))
        handler.end_headers()
        fault = (self.faults.get(handler.path) or [""]).pop(0)
        sent = bytearray(data[start:])
        if fault == "damage":
            sent[len(sent) // 2] ^= 0x55
        handler.wfile.write(sent[: len(sent) // 2] if fault == "drop" else sent)
        handler.close_connection = True


@pytest.fixture
def host() -> Iterator[DataHost]:
    told = DataHost()
    with answering(told.answer) as told.url:
        yield told


MakeRelease = Callable[..., Release]


@pytest.fixture
def release(host: DataHost, tmp_path: Path) -> MakeRelease:
    def _release(
        level: Literal["domain", "host"] = "domain",
        on_progress: Callable[[Progress], None] = lambda _: None,
        attempts: int = 3,
    ) -> Release:
        fetch = Fetch(attempts=attempts, clock=FixedClock(datetime(2026, 11, 1, tzinfo=UTC)))
        return Release(host.url, NAME, level, tmp_path / level, fetch, on_progress)

    return _release


def edges_of(release: Release) -> tuple[np.ndarray, np.ndarray]:
    pairs = list(release.edges())
    return np.concatenate([pair[0] for pair in pairs]), np.concatenate([pair[1] for pair in pairs])


@pytest.mark.parametrize("level", ["domain", "host"])
def test_a_release_comes_back_whole(release: MakeRelease, level: str) -> None:
    vertices = pa.Table.from_batches(release(level).vertices())
    assert vertices["id"].to_pylist() == list(range(NODES))
    assert vertices["name"][7].as_py() == "example.site00007"
    assert vertices["hosts"][7].as_py() == (8 if level == "domain" else None)
    sources, targets = edges_of(release(level))
    assert sources.dtype == np.uint32
    assert (sources == SOURCES).all()
    assert (targets == TARGETS).all()


def test_what_is_here_whole_is_not_fetched_again(release: MakeRelease, host: DataHost) -> None:
    edges_of(release())
    asked = len(host.asked)
    edges_of(release())
    assert len(host.asked) == asked


@pytest.mark.parametrize("fault", ["drop", "damage"])
def test_a_part_that_arrives_broken_is_fetched_until_it_is_whole(
    release: MakeRelease, host: DataHost, fault: str
) -> None:
    broken = f"{ROOT}/host/edges/part-00003-c.txt.gz"
    host.faults[broken] = [fault]
    sources, _ = edges_of(release("host"))
    assert (sources == SOURCES).all()
    assert [path for path, _ in host.asked].count(broken) == 2


def test_a_file_that_is_damaged_where_it_lies_is_refused(
    release: MakeRelease, host: DataHost
) -> None:
    path = f"{ROOT}/domain/{NAME}-domain-edges.txt.gz"
    data = bytearray(host.files[path])
    data[len(data) // 2] ^= 0x55
    host.files[path] = bytes(data)
    with pytest.raises(Unreachable, match="arrives damaged"):
        edges_of(release())


def test_a_download_goes_on_after_the_program_ended(release: MakeRelease, host: DataHost) -> None:
    path = f"{ROOT}/domain/{NAME}-domain-edges.txt.gz"
    host.faults[path] = ["drop"]
    with pytest.raises(Unreachable):
        edges_of(release(attempts=1))
    sources, _ = edges_of(release())
    assert (sources == SOURCES).all()
    resumed = [wanted for asked, wanted in host.asked if asked == path and wanted]
    assert resumed
    assert int(resumed[0][6:-1]) > 10_000


def test_a_file_that_changed_between_two_runs_is_fetched_anew(
    release: MakeRelease, host: DataHost
) -> None:
    path = f"{ROOT}/domain/{NAME}-domain-edges.txt.gz"
    host.faults[path] = ["drop"]
    with pytest.raises(Unreachable):
        edges_of(release(attempts=1))
    host.files[path] = gzip.compress(b"1\t2\n3\t4\n", mtime=0)
    sources, targets = edges_of(release())
    assert (sources.tolist(), targets.tolist()) == ([1, 3], [2, 4])


def test_verify_finds_what_was_changed_or_lost_on_disk(
    release: MakeRelease, tmp_path: Path
) -> None:
    here = release("host")
    edges_of(here)
    assert here.verify() == []
    part = tmp_path / "host" / "edges" / "part-00001-c.txt.gz"
    data = bytearray(part.read_bytes())
    data[99] ^= 1
    part.write_bytes(data)
    (tmp_path / "host" / "edges" / "part-00002-c.txt.gz").unlink()
    assert len(here.verify()) == 2


def test_progress_tells_file_and_bytes(release: MakeRelease) -> None:
    told: list[Progress] = []
    release("host", told.append).files("edges")
    last = told[-1]
    assert (last.file, last.number, last.files) == ("edges/part-00023-c.txt.gz", 24, 24)
    assert last.bytes_done == last.bytes_total


def test_lines_that_are_no_edges_are_counted(release: MakeRelease, host: DataHost) -> None:
    path = f"{ROOT}/domain/{NAME}-domain-edges.txt.gz"
    host.files[path] = gzip.compress(b"1\t2\nx\t3\n4\n5\t99999999999\n6\t7\n", mtime=0)
    here = release()
    sources, _ = edges_of(here)
    assert sources.tolist() == [1, 6]
    assert sum(here.rejects.counts.values()) == 3


def test_lines_that_are_no_vertices_are_counted(release: MakeRelease, host: DataHost) -> None:
    path = f"{ROOT}/domain/{NAME}-domain-vertices.txt.gz"
    host.files[path] = gzip.compress(b"0\tcom.a\t1\nx\tcom.b\t1\n2\tcom.c\t4\n", mtime=0)
    here = release()
    (batch,) = here.vertices()
    assert batch.to_pydict() == {"id": [0, 2], "name": ["com.a", "com.c"], "hosts": [1, 4]}
    assert sum(here.rejects.counts.values()) == 1


def test_a_folder_that_cannot_be_written_is_named_with_the_reason(
    host: DataHost, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("x")
    with pytest.raises(BadInput, match="cannot be written"):
        Release(host.url, NAME, "domain", in_the_way / "release").files("edges")


def test_a_release_that_is_not_there_is_not_found(host: DataHost, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Release(host.url, "cc-main-1999", "domain", tmp_path).files("edges")


@pytest.mark.parametrize("name", ["../../etc", "a", "x/y", "..", "A B"])
def test_a_name_that_is_no_release_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="no name of a release"):
        Release("http://127.0.0.1/", name, "domain", tmp_path)


@pytest.mark.parametrize("path", ["../../etc/passwd.gz", "http://x.example/a.gz", "/a.gz"])
def test_a_list_of_parts_cannot_lead_elsewhere(
    release: MakeRelease, host: DataHost, path: str
) -> None:
    host.files[f"{ROOT}/host/{NAME}-host-edges.paths.gz"] = gzip.compress(path.encode())
    with pytest.raises(Unreachable, match="no path of a part"):
        release("host").files("edges")
