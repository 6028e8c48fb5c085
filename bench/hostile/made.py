"""Pages made to hang, crash or fool a reader, in archives where they stand between honest ones."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

Page = tuple[str, bytes]  # extra HTTP header lines, body as served

LINK = b'<a href="https://target.example/from-hostile">hostile</a>'
HONEST = (
    b"<!doctype html><html><head><title>Honest %d</title></head><body><main><p>Some words before "
    b'<a href="https://target.example/page-%d">an honest link</a> and some after.</p></main>'
)


def page(body: bytes, headers: str = "") -> Page:
    return headers, b"<html><body>" + LINK + body


def gzipped(body: bytes) -> Page:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return "Content-Encoding: gzip\r\n", packer.compress(body) + packer.flush()


def bomb(gigabytes: float) -> Page:
    """Zeros that unpack a thousand times larger than they are."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    megabyte = bytes(1024 * 1024)
    parts = [packer.compress(megabyte) for _ in range(int(gigabytes * 1024))]
    return "Content-Encoding: gzip\r\n", b"".join([*parts, packer.flush()])


def random_bytes(size: int) -> bytes:
    return random.Random(7).randbytes(size)  # noqa: S311 - noise, no secret


def unlike_names(count: int) -> bytes:
    return b"".join(b"<t%d>" % number for number in range(count))


MB = 1024 * 1024
HOSTILE: dict[str, Callable[[], Page]] = {
    "div nested 4,900 deep": lambda: page(b"<div>" * 4_900),
    "div nested 100,000 deep": lambda: page(b"<div>" * 100_000),
    "div nested 1,000,000 deep": lambda: page(b"<div>" * 1_000_000),
    "100,000 unlike names nested": lambda: page(unlike_names(100_000)),
    "50,000 <b><a>": lambda: page(b'<b><a href="/x">' * 50_000),
    "4,000 <b><a>": lambda: page(b'<b><a href="/x">' * 4_000),
    "2,000 misnested formatting": lambda: page(b"<b><i><u><em><p>" * 2_000),
    "200,000 attributes on one tag": lambda: page(
        b"<a " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">x</a>"
    ),
    "900 attributes on 2,000 tags": lambda: page(
        (b"<a " + b" ".join(b"a%d" % n for n in range(900)) + b">") * 2_000
    ),
    "1,000,000 unclosed <p>": lambda: page(b"<p>" * 1_000_000),
    "190,000 unclosed <p>": lambda: page(b"<p>x" * 190_000),
    "1,000,000 unclosed <font>": lambda: page(b"<font>" * 1_000_000),
    "attribute of 15 MB": lambda: page(b'<a href="/' + b"x" * (15 * MB) + b'">x</a>'),
    "attribute of 50 MB": lambda: page(b'<a href="/' + b"x" * (50 * MB) + b'">x</a>'),
    "attribute of 100 MB": lambda: page(b'<a title="' + b"x" * (100 * MB) + b'">x</a>'),
    "comment of 15 MB": lambda: page(b"<!--" + b"-" * (15 * MB)),
    "comment of 50 MB": lambda: page(b"<!--" + b"x" * (50 * MB) + b"-->"),
    "comment of 100 MB": lambda: page(b"<!--" + b"<a " * (33 * MB)),
    "anchor of 15 MB": lambda: page(b'<a href="/x">' + b"word " * (3 * MB) + b"</a>"),
    "1,000,000 links": lambda: page(b'<a href="https://a.example/">x</a>' * 1_000_000),
    "150,000 links": lambda: page(
        b"".join(b'<a href="https://s%d.example/">x' % n for n in range(150_000))
    ),
    "95,000 links in lists": lambda: page(
        b"".join(b'<li><a href="//s%d.example/">x' % n for n in range(95_000))
    ),
    "NULs between all bytes": lambda: page(b"\0".join(bytes([b]) for b in LINK * 1_000)),
    "15 MB of NULs": lambda: page(bytes(15 * MB)),
    "15 MB of noise": lambda: page(random_bytes(15 * MB)),
    "15 MB of <": lambda: page(b"<" * (15 * MB)),
    "15 MB of <a": lambda: page(b"<a" * (7 * MB)),
    "15 MB of &": lambda: page(b"&" * (15 * MB)),
    "10 MB of entities": lambda: page(b"&CounterClockwiseContourIntegral;" * 320_000),
    "10 MB of numeric entities": lambda: page(b"&#x1F600;" * 1_100_000),
    "15 MB of quotes": lambda: page(b'<a href="' + b"\"'" * (7 * MB)),
    "15 MB of spaces": lambda: page(b" " * (15 * MB)),
    "15 MB of line ends in an address": lambda: page(
        b'<a href="/' + b"\n" * (15 * MB) + b'">x</a>'
    ),
    "address of 1 MB in 10 links": lambda: page(
        (b'<a href="https://x.example/' + b"%41" * 300_000 + b'">x</a>') * 10
    ),
    "address of 100,000 steps up": lambda: page(b'<a href="' + b"../" * 100_000 + b'">x</a>'),
    "charset that lies (UTF-16 said)": lambda: page(b"", "X: y\r\n"),
    "UTF-16": lambda: ("", (b"\xff\xfe" + ("<html><body>" + LINK.decode()).encode("utf-16-le"))),
    "UTF-16 cut in a letter": lambda: (
        "",
        b"\xff\xfe" + ("<html>" + LINK.decode()).encode("utf-16-le")[:-1],
    ),
    "UTF-7": lambda: page(b'<meta charset="utf-7">+ADw-a href=+ACI-https://x.example+ACI-+AD4-'),
    "15 MB without a charset": lambda: page("Grüße äöü ".encode("cp1252") * 1_400_000),
    "gzip bomb of 2 GB": lambda: bomb(2),
    "gzip in gzip": lambda: (
        "Content-Encoding: gzip, gzip\r\n",
        gzip.compress(gzip.compress(b"<a>" + bytes(64 * MB))),
    ),
    "gzip that is none": lambda: page(b"", "Content-Encoding: gzip\r\n"),
    "gzip cut in the middle": lambda: (
        "Content-Encoding: gzip\r\n",
        gzip.compress(b"<html>" + LINK + random_bytes(100_000))[:60_000],
    ),
    "brotli that is none": lambda: page(b"", "Content-Encoding: br\r\n"),
    "tables 4,000 deep": lambda: page(b"<table><tr><td>" * 1_600),
    "tables 100,000 deep": lambda: page(b"<table><tr><td>" * 100_000),
    "table with text between its rows": lambda: page(b"<table>" + b"x<a>" * 60_000),
    "selects and options": lambda: page(b"<select><option>" * 60_000),
    "svg and math by turns": lambda: page(b"<svg><math><mi><p>" * 40_000),
    "templates in templates": lambda: page(b"<template>" * 4_900),
    "framesets": lambda: page(b"<frameset><frame src=/x>" * 50_000),
    "100,000 meta tags": lambda: page(
        b'<meta name="robots" content="noindex, nofollow">' * 100_000
    ),
    "10 MB of JSON-LD": lambda: page(
        b'<script type="application/ld+json">' + b"[" * (10 * MB) + b"</script>"
    ),
    "script never closed": lambda: page(b"<script>" + b"</scrip" * (2 * MB)),
    "title never closed": lambda: page(b"<title>" + b"x</titl" * (2 * MB)),
    "10,000 headers": lambda: page(b"", "X-Header: y\r\n" * 10_000),
    "header of 10 MB": lambda: page(b"", "X-Header: " + "y" * (10 * MB) + "\r\n"),
    "words of one letter, 10 MB": lambda: page(b"<p>" + b"a " * (5 * MB)),
    "one word of 15 MB": lambda: page(b"<p>" + b"a" * (15 * MB)),
    "10 MB of combining marks": lambda: page(b"<p>" + "\u0301".encode() * (5 * MB)),
    "right-to-left overrides": lambda: page(b"<p>" + "\u202e".encode() * MB),
}


def record(number: int, body: bytes, headers: str = "", kind: str = "text/html") -> bytes:
    """One response record, gzipped on its own as archives are."""
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{headers}\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: https://source-{number}.example/page\r\n"
        f"WARC-Date: 2026-10-01T00:00:{number % 60:02}Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    ).encode()
    return gzip.compress(head + answer + b"\r\n\r\n", 1, mtime=0)


def honest(number: int) -> bytes:
    """An honest page with one link to target.example."""
    return record(number, HONEST % (number, number))


def write_archive(path: Path, names: Sequence[str]) -> int:
    """Each hostile page with an honest one before it, and one at the end; how many honest ones."""
    with path.open("wb") as out:
        for place, name in enumerate(names):
            headers, body = HOSTILE[name]()
            kind = "text/html; charset=utf-16" if "lies" in name else "text/html"
            out.write(honest(2 * place))
            out.write(record(2 * place + 1, body, headers, kind))
        out.write(honest(2 * len(names)))
    return len(names) + 1
