"""Hostile pages: refused or read, each quickly."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from backlinkbot.core.facts import RawPage
from backlinkbot.core.pages import prescan
from backlinkbot.core.pages.extract import extract
from backlinkbot.core.pages.prescan import refusal

MOST_SECONDS = 2.0

MANY = 200_000
HOSTILE = {
    "nested 100,000 deep": (b"<div>" * 100_000, prescan.TOO_DEEP),
    "nested 1,000,000 deep": (b"<div>" * 1_000_000, prescan.TOO_MANY_TAGS),
    "nested and closed again": (b"<div>" * 39_000 + b"</div>" * 39_000, prescan.TOO_DEEP),
    "deep behind closing tags of others": (b"<div></x>" * 39_000, prescan.TOO_DEEP),
    "50,000 misnested": (b"<b><a>" * 50_000, prescan.TOO_DEEP),
    "misnested formatting": (b"<b><a>" * 30_000, prescan.TOO_DEEP),
    "nested 70,000 deep": (b"<div>" * 70_000, prescan.TOO_DEEP),
    "deep lists": (b"<ul><li>" * 20_000, prescan.TOO_DEEP),
    "deep in capitals": (b"<DIV>" * 20_000, prescan.TOO_DEEP),
    "200,000 attributes": (
        b"<div " + b" ".join(b"a%d=1" % i for i in range(MANY)) + b">",
        prescan.TAG_TOO_LONG,
    ),
    "200,000 bare attributes": (
        b"<div " + b" ".join(b"a%d" % i for i in range(MANY)) + b">",
        prescan.TAG_TOO_LONG,
    ),
    "attributes with tag ends in their values": (
        b"<div " + b" ".join(b"a%d='>'" % i for i in range(MANY)) + b">",
        prescan.TAG_TOO_LONG,
    ),
    "2,000 attributes": (
        b"<div " + b" ".join(b"attribute%d=1" % i for i in range(2_000)) + b">",
        prescan.TOO_MANY_ATTRIBUTES,
    ),
    "a million unclosed tags": (b"<p>" * 1_000_000, prescan.TOO_MANY_TAGS),
    "a million links": (b"<a href=x>y</a>" * 1_000_000, prescan.TOO_MANY_TAGS),
    "an attribute of 50 MB": (b"<a href='" + b"x" * 50_000_000 + b"'>", prescan.TOO_LARGE),
    "a comment of 50 MB": (b"<!--" + b"x" * 50_000_000, prescan.TOO_LARGE),
    "an unquoted attribute of 10 MB": (
        b"<a href=" + b"x" * 10_000_000 + b">z",
        prescan.TAG_TOO_LONG,
    ),
    "tags that never end": (b"<a" * 70_000, prescan.TOO_DEEP),
    "an image of 10 MB in the page": (
        b"<img src='data:image/png;base64," + b"x" * 10_000_000 + b"'>",
        None,
    ),
    "a script of 10 MB": (b"<script>" + b"if (a<b) x='<c d>';" * 9_000, None),
    "20,000 unclosed paragraphs": (b"<p>word" * 30_000, None),
    "20,000 line breaks": (b"<br>word" * 30_000, None),
    "59,000 links": (b"<a href=http://t.example/>y</a> " * 59_000, None),
    "nothing but brackets": (b"<" * 79_000, None),
    "nothing": (b"", None),
    "open quotes": (b"<a '\"" * 3_000, None),
    "NULs": (b"<p>a\0b\0<\0b>c</b>" * 20_000, None),
    "a tag hidden by NULs": (b"\0<\0a\0" * 30_000, prescan.TOO_MANY_ATTRIBUTES),
    "unclosed script tags": (b"<script>" * 70_000, None),
    "misnested, adopted": (b"<b><i><u></b>x" * 4_000, None),
    "many tables": (b"<table><a>x" * 2_000, None),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_ends_in_time(name: str) -> None:
    body, reason = HOSTILE[name]
    page = RawPage("https://h.example/", 200, (), b"<html>" + body, None, "h@0", "warc")
    started = process_time()
    seen = extract([page], internal=True)
    assert process_time() - started < MOST_SECONDS
    assert (reason in seen.rejects.counts) is (reason is not None), seen.rejects.counts
    assert seen.pages.num_rows == (reason is None)


@pytest.mark.parametrize(
    "page",
    [
        b"<script>" + b'if (a<b && c=="x") { y = "<div>"; }' * 4_000 + b"</script><p>x",
        b"<!-- " + b"<div " * 9_000 + b" --><p>x",
        b"<div>" * 4_000 + b"deep, but not too deep",
        b"<p title='" + b"a b=c " * 30_000 + b"'>x",
        b"<table>" + b"<tr><td>cell" * 20_000,
    ],
    ids=["script", "comment", "deep", "long value", "unclosed cells"],
)
def test_what_only_looks_hostile_is_read(page: bytes) -> None:
    assert refusal(page) is None


@pytest.mark.parametrize(
    "archive", ["pages/multi-domain-pages.warc.gz", "warc/ia-2008-38-hosts.warc.gz"]
)
def test_no_real_page_is_refused(shared_data: Path, archive: str) -> None:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with (shared_data / archive).open("rb") as stream:
        records = ArchiveIterator(stream, record_types=WarcRecordType.response)
        refused = [why for record in records if (why := refusal(record.reader.read()))]
    assert refused == []
