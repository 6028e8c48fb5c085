"""Parts of an archive, read apart, give what the archive gives when read in one go."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import Facts, RawPage, Rejects
from backlinkbot.io.readers import archive
from backlinkbot.io.readers.archive import Span
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.read import pages_in, read, read_in_parts
from backlinkbot.io.readers.stored import file_source, stream_source

NOW = datetime(2026, 11, 1, tzinfo=UTC)
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


@dataclass
class Got:
    """What a reading gave and counted."""

    pages: list[RawPage]
    rejects: dict[str, int]
    rows: int
    truncated: bool
    notes: list[str]


def whole(path: Path) -> Got:
    reading = Reading(Rejects(), NOW)
    found = [page for page in read(file_source(path), reading) if isinstance(page, RawPage)]
    return _got(found, reading)


def in_parts(path: Path, most: int = 3) -> Got:
    """As `whole`, by batches of spans, each read for itself."""
    reading = Reading(Rejects(), NOW)
    found: list[RawPage] = []
    waiting: list[Span] = []

    def hand_over() -> None:
        if waiting:
            found.extend(pages_in(waiting, "warc", reading))
            waiting.clear()

    for thing in read_in_parts(file_source(path), reading):
        assert not isinstance(thing, Facts)
        if isinstance(thing, Span):
            waiting.append(thing)
            if len(waiting) == most:
                hand_over()
        else:
            hand_over()
            found.append(thing)
    hand_over()
    return _got(found, reading)


def _got(found: list[RawPage], reading: Reading) -> Got:
    return Got(found, dict(reading.rejects.counts), reading.rows, reading.truncated, reading.notes)


def members(record: Callable[..., bytes]) -> list[bytes]:
    """Members of every sort that occur in one file."""
    page = record(block=HTML + b"<a href=https://t.example/>t</a>")
    inner = gzip.compress(record(url="https://inner.example/"), mtime=0)
    return [
        gzip.compress(page, mtime=0),
        gzip.compress(page + record(url="https://second.example/"), mtime=0),
        gzip.compress(record("request", block=b"GET / HTTP/1.1\r\n\r\n"), mtime=0),
        gzip.compress(record(block=HTML + inner), 0, mtime=0),  # a member within a member
        gzip.compress(b"no record at all", mtime=0),
        gzip.compress(b"", mtime=0),
        b"\0" * 512,  # padding
        b"rubbish between two members",
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.integers(0, 7), max_size=8),
    st.one_of(st.none(), st.tuples(st.floats(0, 1), st.integers(1, 255))),
    st.floats(0.3, 1),
)
def test_parts_give_what_the_whole_gives(
    tmp_path: Path,
    record: Callable[..., bytes],
    chosen: list[int],
    flipped: tuple[float, int] | None,
    kept: float,
) -> None:
    sorts = members(record)
    first = gzip.compress(record("warcinfo", block=b"software: x"), mtime=0)
    stored = bytearray(first + b"".join(sorts[number] for number in chosen))
    if flipped and chosen:
        at = len(first) + int(flipped[0] * (len(stored) - len(first) - 1))
        stored[at] ^= flipped[1]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(stored[: max(len(first), int(kept * len(stored)))])
    assert in_parts(path) == whole(path)


@pytest.mark.parametrize(
    "name",
    [
        "pages/multi-domain-pages.warc.gz",
        "warc/ia-2008-38-hosts.warc.gz",
        "warc/clipped.warc.gz",
        "warc/resource-records.warc",
    ],
)
def test_parts_of_real_archives_give_what_the_whole_gives(shared_data: Path, name: str) -> None:
    got = in_parts(shared_data / name, most=50)
    assert got == whole(shared_data / name)
    assert got.pages


def test_an_archive_packed_as_a_whole_is_refused_before_it_is_unpacked(
    tmp_path: Path, record: Callable[..., bytes]
) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(record() + record()))
    with pytest.raises(BadInput, match="as one whole"):
        in_parts(path)


def test_a_large_member_is_not_given_as_a_span(
    tmp_path: Path,
    record: Callable[..., bytes],
    pack: Callable[[Iterable[bytes]], bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "a.warc.gz"
    long = record(url="https://long.example/", block=HTML + b"long " * 100)
    path.write_bytes(pack([record(), record(), long, record()]))
    monkeypatch.setattr(archive, "LARGEST_BYTES", 500)
    things = list(read_in_parts(file_source(path), Reading(Rejects(), NOW)))
    sorts = [type(thing).__name__ for thing in things]
    assert sorts == ["RawPage", "Span", "RawPage", "Span"]  # the first shows how it was packed
    assert in_parts(path) == whole(path)


def test_a_stream_has_no_parts(
    record: Callable[..., bytes], pack: Callable[[Iterable[bytes]], bytes]
) -> None:
    stored = pack([record(), record()])
    source = stream_source("piped", lambda: BytesIO(stored))
    assert all(
        isinstance(thing, RawPage) for thing in read_in_parts(source, Reading(Rejects(), NOW))
    )


def test_a_file_that_changes_under_the_reader_is_told(
    tmp_path: Path, record: Callable[..., bytes], pack: Callable[[Iterable[bytes]], bytes]
) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(pack([record(), record(), record()]))
    reading = Reading(Rejects(), NOW)
    spans = [
        thing for thing in read_in_parts(file_source(path), reading) if isinstance(thing, Span)
    ]
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(BadInput, match="was changed while it was read"):
        list(pages_in(spans, "warc", reading))
