"""Broken in any way, an input gives what it can, is refused in a sentence, and crashes nothing."""

from __future__ import annotations

import gzip
import io
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import pytest
import zstandard

from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import Rejects
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.read import read
from backlinkbot.io.readers.stored import stream_source

ROUNDS = 150  # per kind of input; the seed is fixed, so that a failure can be met again
PIECES = (b"\n", b"\r\n\r\n", b"WARC/1.0\r\n", b"\x1f\x8b\x08", bytes(50), b"\t", b"-", b"9" * 30)


def lines(pattern: str) -> bytes:
    return "".join(pattern.format(n=n, m=n + 1) for n in range(300)).encode()


def mutated(data: bytes, dice: random.Random) -> bytes:
    """The data with a few bytes changed, cut out, put in, repeated, or with its end cut off."""
    made = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 5, 30))):
        at = dice.randrange(len(made) + 1)
        change = dice.randrange(6)
        if change == 0 and at < len(made):
            made[at] = dice.randrange(256)
        elif change == 1:
            del made[at : at + dice.choice((1, 10, 1000))]
        elif change == 2:  # one of six
            made[at:at] = dice.randbytes(dice.choice((1, 8, 100)))
        elif change == 3:
            made[at:at] = dice.choice(PIECES)
        elif change == 4:
            made[at:at] = made[dice.randrange(len(made) + 1) :][:500]
        else:
            del made[at:]
    return bytes(made)


def archive(record: Callable[..., bytes]) -> list[bytes]:
    return [record("warcinfo", block=b"x: y\r\n")] + [
        record(url=f"https://a.example/{n}") for n in range(9)
    ]


@pytest.mark.parametrize(
    "kind", ["warc.gz", "warc.zst", "warc", "arc", "edges", "ids", "uk", "ranks", "cc", "json"]
)
def test_no_mutation_is_more_than_bad_input(
    record: Callable[..., bytes], pack: Callable[[list[bytes]], bytes], kind: str
) -> None:
    whole = {
        "warc.gz": pack(archive(record)),
        "warc.zst": b"".join(zstandard.compress(one) for one in archive(record)),
        "warc": b"".join(archive(record)),
        "arc": b"filedesc://x.arc 0.0.0.0 20080430204825 text/plain 4\n1 1\n\n"
        + lines(
            "http://a.example/{n} 192.0.2.1 20080430204825 text/html 21\n"
            "HTTP/1.1 200 OK\n\nabcd\n\n"
        ),
        "edges": gzip.compress(lines("a{n}.example\tb{n}.example\t{m}\n")),
        "ids": lines("{n}\t{m}\n"),
        "uk": lines("1996|a{n}.example|b{n}.example\t{m}\n"),
        "ranks": lines("{m},a{n}.example\n"),
        "cc": b"#harmonicc_pos\t#harmonicc_val\t#pr_pos\t#pr_val\t#host_rev\n"
        + lines("{m}\t1.5\t{m}\t0.1\tcom.a{n}\n"),
        "json": b'{"header":["#harmonicc_pos","#harmonicc_val","#pr_pos","#pr_val","#host_rev"],'
        b'"rows":[["1","2","3","4","com.a"],["2","2","3","4","com.b"]]}',
    }[kind]
    dice = random.Random(kind)  # noqa: S311  # a fixed seed is what is wanted
    for _ in range(ROUNDS):
        data = mutated(whole, dice)
        source = stream_source("given", lambda data=data: io.BytesIO(data))  # type: ignore[misc]  # bound now
        reading = Reading(Rejects(), datetime(2026, 11, 1, tzinfo=UTC))
        with suppress(BadInput):
            list(read(source, reading))


def test_a_row_that_is_not_utf8_costs_itself_only(
    rows: Callable[..., list[dict[str, object]]], reading: Reading
) -> None:
    text = lines("a{n}.example\tb{n}.example\n") + b"caf\xe9.example\tx.example\n\xff\xfe\n"
    found = rows(text)
    assert len(found) == 301
    assert found[-1]["source"] == "xn--caf-dma.example"
    assert sum(reading.rejects.counts.values()) == 1
