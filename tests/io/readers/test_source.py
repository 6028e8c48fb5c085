"""From places to sources: order, hidden files, zips, pipes, digests, and plain refusals."""

from __future__ import annotations

import gzip
import io
import os
import threading
import zipfile
from hashlib import blake2b
from pathlib import Path

import pytest

from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.facts import Rejects
from backlinkbot.io.readers.source import HIDDEN_FILE, sources
from backlinkbot.io.readers.stored import DIGEST_BYTES, REPLAY_BYTES, file_source, stream_source


def names(folder: Path, rejects: Rejects) -> list[str]:
    found = sources([str(folder)], rejects)
    return [Path(source.name).relative_to(folder).as_posix() for source in found]


def test_a_folder_gives_its_files_by_path_and_counts_the_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.csv", "a/z.csv", "a/y.csv", ".hidden", "a/.also", ".git/config"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    rejects = Rejects()
    assert names(tmp_path, rejects) == ["b.csv", "a/y.csv", "a/z.csv"]
    assert rejects.counts == {HIDDEN_FILE: 3}


def test_a_place_that_is_not_there_is_told_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "here").write_text("x")
    with pytest.raises(NotFound, match="gone"):
        sources([str(tmp_path / "here"), str(tmp_path / "gone")], Rejects())


def test_an_empty_folder_is_refused_when_it_is_read(tmp_path: Path) -> None:
    (empty,) = sources([str(tmp_path)], Rejects())
    with pytest.raises(BadInput, match="holds no file"):
        empty.head()


def test_standard_input_can_be_named_once() -> None:
    with pytest.raises(BadInput, match="only once"):
        sources(["-", "-"], Rejects())


def test_the_files_in_a_zip_are_sources(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "exports.zip", "w") as archive:
        archive.writestr("one.csv", "a,b\n")
        archive.writestr("folder/two.csv.gz", gzip.compress(b"c,d\n"))
    found = list(sources([str(tmp_path)], Rejects()))
    assert [source.name.rpartition("exports.zip/")[2] for source in found] == [
        "folder/two.csv.gz",
        "one.csv",
    ]


def test_the_content_of_a_zipped_file_can_be_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "exports.zip", "w") as archive:
        archive.writestr("two.csv.gz", gzip.compress(b"c,d\n"))
    for source in sources([str(tmp_path / "exports.zip")], Rejects()):
        assert source.head().plain == b"c,d\n"
        with source.open() as stream:
            assert stream.read() == b"c,d\n"


def test_a_workbook_is_one_file_not_a_zip_of_files(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
    assert names(tmp_path, Rejects()) == ["book.xlsx"]


def test_a_damaged_zip_is_refused_and_the_files_after_it_are_found(tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "good.csv").write_bytes(b"a,b\n")
    broken, good = sources([str(tmp_path)], Rejects())
    with pytest.raises(BadInput, match="damaged"):
        broken.head()
    assert good.head().plain == b"a,b\n"


def test_a_files_digest_is_known_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b\n" * 100_000)
    expected = blake2b(path.read_bytes(), digest_size=DIGEST_BYTES).hexdigest()
    assert file_source(path).digest() == expected


def test_a_streams_digest_is_known_after_it_was_read() -> None:
    data = os.urandom(1_000_000)
    source = stream_source("pipe", lambda: io.BytesIO(data))
    source.head()
    assert source.digest() is None
    with source.open_raw() as stream:
        assert stream.read() == data
    assert source.digest() == blake2b(data, digest_size=DIGEST_BYTES).hexdigest()


def test_a_small_stream_can_be_read_twice() -> None:
    source = stream_source("pipe", lambda: io.BytesIO(gzip.compress(b"a,b\n" * 50_000)))
    for _ in range(2):
        with source.open() as stream:
            assert stream.read() == b"a,b\n" * 50_000


def test_a_large_stream_says_that_it_cannot_be_read_twice() -> None:
    source = stream_source("pipe", lambda: io.BytesIO(bytes(REPLAY_BYTES + 1)))
    with source.open() as stream:
        while stream.read(1 << 20):
            pass
    with pytest.raises(BadInput, match="save it to a file"), source.open() as stream:
        stream.read()


def test_a_named_pipe_is_read_as_a_stream(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(b"1,a.example\n"))
    writer.start()
    (source,) = sources([str(pipe)], Rejects())
    assert source.head().plain == b"1,a.example\n"
    writer.join()
    with source.open() as stream:
        assert stream.read() == b"1,a.example\n"


def test_a_file_that_cannot_be_opened_is_named_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "gone.csv"
    path.write_text("x")
    source = file_source(path)
    path.unlink()
    for ask in (source.head, source.open_raw, source.digest):
        with pytest.raises(BadInput, match=r"gone\.csv cannot be read: No such file"):
            ask()


def test_a_folder_in_place_of_a_file_is_named_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read: Is a directory"):
        file_source(tmp_path).head()


def test_position_tells_how_many_stored_bytes_were_read(tmp_path: Path) -> None:
    path = tmp_path / "x.gz"
    path.write_bytes(gzip.compress(os.urandom(2_000_000)))
    source = file_source(path)
    with source.open() as stream:
        stream.read()
    assert source.position() == source.size_bytes == path.stat().st_size
