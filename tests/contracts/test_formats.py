"""The same hard questions to every import format."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from backlinkbot.core import columns
from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import FactKind, Facts, RawPage, Rejects
from backlinkbot.io.readers.format import Reading, formats
from backlinkbot.io.readers.read import read, recognise
from backlinkbot.io.readers.stored import file_source
from backlinkbot.io.samples.written import Written
from backlinkbot.logic.tiny_web.truth import World

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SCHEMAS = {
    FactKind.LINKS: columns.link_facts,
    FactKind.PAGES: columns.page_facts,
    FactKind.EDGES: columns.edge_facts,
    FactKind.RANKS: columns.rank_facts,
}
MAPPING = {"source_url": "From page", "target_url": "To page", "anchor": "Link words"}
# Samples in which one row stands for one fact or one reject, nothing merged.
KINDS = ["ahrefs", "arc", "edge-list", "html", "majestic", "moz", "rank-list", "se-ranking",
         "search-console", "semrush", "table", "warc", "wat", "webgraph-edges",
         "webgraph-vertices"]  # fmt: skip
EXPORTS = ["ahrefs", "majestic", "moz", "se-ranking", "search-console", "semrush", "table"]


def sample(samples: list[Written], name: str, folder: Path) -> Path:
    """One file of the format; a graph's names beside its edges, ARC and HTML by hand."""
    if name == "arc":
        return arc(folder / "sample.arc")
    if name == "html":
        return html(folder / "sample.html")
    stem, _, part = name.partition("-") if name.startswith("webgraph") else (name, "", "")
    fits = (s.path for s in samples if s.format == stem and part in s.path.name)
    return next(path for path in fits if "referringdomains" not in path.name)


def arc(path: Path) -> Path:
    """Two pages in the form that crawls had before WARC."""
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<a href=http://b.example/>b</a>"
    version = b"1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n"
    date = b"20080430204826"
    head = b"filedesc://sample.arc 0.0.0.0 %s text/plain %d\n%s\n" % (date, len(version), version)
    pages = [
        b"http://a.example/%d 192.0.2.1 %s text/html %d\n%s\n" % (number, date, len(body), body)
        for number in range(2)
    ]
    path.write_bytes(head + b"".join(pages))
    return path


def html(path: Path) -> Path:
    """A page that tells its address."""
    head = (
        '<head><title>A page</title><meta property="og:url" content="https://a.example/x"></head>'
    )
    body = '<body><p>Words <a href="https://b.example/">b</a>, more words.</p></body>'
    path.write_text(f"<!doctype html><html>{head}{body}</html>", "utf-8")
    return path


def taken(path: Path, target: str = "") -> tuple[list[Facts | RawPage], Reading]:
    """Everything that is read of a file, in any format."""
    mapping = MAPPING if "other-tool" in path.name else {}
    reading = Reading(Rejects(), NOW, target=target, mapping=mapping)
    return list(read(file_source(path), reading)), reading


def taken_or_told(path: Path, target: str = "") -> tuple[list[Facts | RawPage], Reading] | str:
    """What is read of a file, or the sentence with which it is refused: one that names it."""
    try:
        return taken(path, target)
    except BadInput as error:
        sentence = str(error)
    assert path.name in sentence
    assert len(sentence) < 1_000
    assert all(letter.isprintable() for letter in sentence)
    return sentence


def noise(seed: int, size: int) -> bytes:
    return np.random.default_rng(seed).bytes(size)


def rows_of(things: list[Facts | RawPage]) -> int:
    return sum(thing.batch.num_rows if isinstance(thing, Facts) else 1 for thing in things)


def plain_bytes(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def test_every_format_has_a_sample_here() -> None:
    assert sorted(formats) == sorted(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_a_format_recognises_its_own_sample_and_no_other_does(
    samples: list[Written], name: str, tmp_path: Path
) -> None:
    path = sample(samples, name, tmp_path)
    head = file_source(path).head()
    takers = [one for one, format_ in formats.items() if format_.recognises(head)]
    # a table of unknown columns is whatever no other format takes
    assert [one for one in takers if one != "table"] == ([] if name == "table" else [name])
    assert recognise(file_source(path)) == name


@pytest.mark.parametrize("name", KINDS)
def test_content_decides_and_not_the_name(
    samples: list[Written], name: str, tmp_path: Path
) -> None:
    path = sample(samples, name, tmp_path)
    for ending in ("warc.gz", "csv", "txt", "tsv.gz", "jpg"):
        renamed = tmp_path / f"file.{ending}"
        renamed.write_bytes(path.read_bytes())
        assert recognise(file_source(renamed)) == name


@pytest.mark.parametrize("name", KINDS)
def test_what_comes_out_has_a_schema_a_reporter_and_evidence(
    samples: list[Written], world: World, name: str, tmp_path: Path
) -> None:
    things, reading = taken(sample(samples, name, tmp_path), world.client)
    assert reading.rows > 0
    for thing in things:
        if isinstance(thing, RawPage):
            assert re.search(r"@\d+$|sample\.html$", thing.evidence)
            assert thing.reporter
            continue
        assert thing.batch.schema.equals(SCHEMAS[thing.kind]())
        evidence = thing.batch["evidence"].to_pylist()
        assert all(re.search(r"[:@]\d+$", place) for place in evidence)
        thing.batch.validate(full=True)


@pytest.mark.parametrize("name", [k for k in KINDS if k not in ("webgraph-vertices", "arc")])
def test_every_row_is_kept_or_left_out_with_a_reason(
    samples: list[Written], world: World, name: str, tmp_path: Path
) -> None:
    things, reading = taken(sample(samples, name, tmp_path), world.client)
    assert reading.rows == rows_of(things) + sum(reading.rejects.counts.values())


@pytest.mark.parametrize("name", EXPORTS)
def test_broken_rows_are_counted_and_the_good_ones_kept(
    samples: list[Written], world: World, name: str, tmp_path: Path
) -> None:
    path = sample(samples, name, tmp_path)
    whole, _ = taken(path, world.client)
    data = path.read_bytes()
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    lines = data.decode(encoding).splitlines(keepends=True)
    lines[3:3] = ["just one cell\n", "not a url,not a url either,,,,\n", "\x00\x00\x00\n"]
    broken = tmp_path / path.name
    broken.write_text("".join(lines), encoding, newline="")
    things, reading = taken(broken, world.client)
    assert rows_of(things) == rows_of(whole)
    assert 1 <= sum(reading.rejects.counts.values()) <= 3
    for reason, place, _text in reading.rejects.examples:
        assert reason
        assert re.search(rf"{re.escape(path.name)}:\d+", place)


@pytest.mark.parametrize("name", EXPORTS)
def test_hostile_cells_are_text_and_nothing_else(
    samples: list[Written], world: World, name: str, tmp_path: Path, hostile_texts: tuple[str, ...]
) -> None:
    path = sample(samples, name, tmp_path)
    data = path.read_bytes()
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    lines = data.decode(encoding).splitlines(keepends=True)
    delimiter = max(",\t;", key=lines[0].count)
    cells = [text.replace('"', '""') for text in hostile_texts]
    width = lines[0].count(delimiter) + 1
    hostile = [delimiter.join([f'"{cell}"'] * width) + "\n" for cell in cells]
    broken = tmp_path / path.name
    broken.write_text("".join([*lines, *hostile]), encoding, newline="")
    whole, _ = taken(path, world.client)
    things, reading = taken(broken, world.client)
    assert rows_of(things) == rows_of(whole)
    assert sum(reading.rejects.counts.values()) >= 1


@pytest.mark.parametrize("name", KINDS)
def test_a_file_cut_in_the_middle_gives_its_first_part_or_a_sentence(
    samples: list[Written], world: World, name: str, tmp_path: Path
) -> None:
    path = sample(samples, name, tmp_path)
    whole, _ = taken(path, world.client)
    data = path.read_bytes()
    for share in (0.3, 0.5, 0.9):
        cut = tmp_path / path.name
        if cut == path:
            cut = tmp_path / f"cut-{path.name}"
        cut.write_bytes(data[: int(len(data) * share)])
        answer = taken_or_told(cut, world.client)
        if isinstance(answer, str):
            continue
        things, reading = answer
        assert rows_of(things) <= rows_of(whole)
        if data.startswith(b"\x1f\x8b"):
            assert reading.truncated


@pytest.mark.parametrize("name", KINDS)
def test_a_file_with_flipped_bytes_gives_rows_or_a_sentence_that_names_it(
    samples: list[Written], world: World, name: str, tmp_path: Path
) -> None:
    path = sample(samples, name, tmp_path)
    rng = np.random.default_rng(5)
    for number in range(6):
        data = bytearray(path.read_bytes() if number % 2 else plain_bytes(path))
        for _ in range(20):
            data[rng.integers(len(data))] = rng.integers(256)
        flipped = tmp_path / f"flipped-{number}-{path.name}"
        flipped.write_bytes(data)
        answer = taken_or_told(flipped, world.client)
        for thing in () if isinstance(answer, str) else answer[0]:
            if isinstance(thing, Facts):
                thing.batch.validate(full=True)


GARBAGE = {
    "nothing": b"",
    "one byte": b"x",
    "one line end": b"\n",
    "spaces": b" " * 10_000,
    "NULs": bytes(10_000),
    "noise": noise(3, 50_000),
    "one endless line": b"word " * 50_000,
    "gzip of nothing": gzip.compress(b""),
    "gzip of noise": gzip.compress(noise(4, 50_000)),
    "a gzip head alone": b"\x1f\x8b\x08\x00",
    "a zstd head alone": b"\x28\xb5\x2f\xfd",
    "a byte-order mark alone": b"\xff\xfe",
    "a WARC head alone": b"WARC/1.0\r\n",
    "a header row alone": b"Source url,Target url,Anchor\n",
    "HTML": b"<!doctype html><html><body><a href=/>x</a></body></html>",
    "JSON": b'{"links": [1, 2, 3]}',
    "an image": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "a PDF": b"%PDF-1.7\n" + bytes(100),
    "a program": b"\x7fELF\x02\x01\x01" + bytes(200),
    "Parquet": b"PAR1" + bytes(100) + b"PAR1",
}


@pytest.mark.parametrize("what", GARBAGE)
def test_what_is_no_data_is_refused_in_a_sentence_that_names_the_file(
    what: str, tmp_path: Path
) -> None:
    path = tmp_path / "given.bin"
    path.write_bytes(GARBAGE[what])
    answer = taken_or_told(path)
    assert isinstance(answer, str) or rows_of(answer[0]) == 0


@pytest.mark.parametrize("name", KINDS)
def test_garbage_behind_a_good_beginning_breaks_nothing(
    samples: list[Written], world: World, name: str, tmp_path: Path
) -> None:
    path = sample(samples, name, tmp_path)
    whole, _ = taken(path, world.client)
    mixed = tmp_path / f"mixed-{path.name}"
    mixed.write_bytes(plain_bytes(path) + b"\n" + noise(9, 20_000))
    answer = taken_or_told(mixed, world.client)
    if not isinstance(answer, str) and name not in MAY_STOP:
        assert rows_of(answer[0]) >= rows_of(whole) * 0.9


# Numbers without names and a damaged length stop a reader; a table may lose its last row.
MAY_STOP = {"webgraph-edges", "arc", "table"}
