"""HTTP answers in archives: heads of every make, codings undone, bombs refused."""

from __future__ import annotations

import gzip
import zlib

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.io.readers.http_message import (
    MAX_BODY_BYTES,
    AnswerHead,
    Undecodable,
    answer_head,
    decoded_body,
    looks_like_html,
)

PAGE = b"<!doctype html><p>hello</p>" * 50


def head(**headers: str) -> AnswerHead:
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return AnswerHead(200, fields, 0)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


CODINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
}


@pytest.mark.parametrize("coding", CODINGS)
def test_a_content_coding_is_undone(coding: str) -> None:
    assert decoded_body(head(content_encoding=coding), CODINGS[coding](PAGE)) == PAGE


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "zstd"])
def test_a_body_that_was_stored_decoded_is_taken_as_it_is(coding: str) -> None:
    assert decoded_body(head(content_encoding=coding), PAGE) == PAGE


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "zstd"])
def test_a_bomb_is_refused(coding: str) -> None:
    bomb = CODINGS[coding](bytes(MAX_BODY_BYTES + 1))
    with pytest.raises(Undecodable, match="more than 16 MiB"):
        decoded_body(head(content_encoding=coding), bomb)


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate"])
def test_a_coded_body_that_the_crawler_cut_gives_its_beginning(coding: str) -> None:
    page = b"".join(b"<p>%d</p>" % (n * n) for n in range(20_000))
    cut = CODINGS[coding](page)[:-2000]
    found = decoded_body(head(content_encoding=coding), cut)
    assert len(found) > len(page) // 2
    assert page.startswith(found)


def test_codings_are_undone_in_the_order_of_their_wrapping() -> None:
    wrapped = gzip.compress(brotli.compress(PAGE))
    assert decoded_body(head(content_encoding="br, gzip"), wrapped) == PAGE


def test_an_unknown_coding_is_refused() -> None:
    with pytest.raises(Undecodable, match="unknown"):
        decoded_body(head(content_encoding="rot13"), b"\x00\x01")


@given(st.binary(min_size=1, max_size=3000), st.integers(1, 500))
def test_chunks_are_joined(body: bytes, size: int) -> None:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    chunked = b"".join(b"%x;x=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    assert decoded_body(head(transfer_encoding="chunked"), chunked) == body


def test_a_body_that_was_stored_without_its_chunks_is_taken_as_it_is() -> None:
    assert decoded_body(head(transfer_encoding="chunked"), PAGE) == PAGE


def test_heads_with_bare_line_feeds_folded_lines_and_latin_letters_are_read() -> None:
    found = answer_head(b"HTTP/1.0 301 Moved\nLocation: /caf\xe9\n  /more\nX-no-colon\nA: \n\nbody")
    assert found is not None
    assert (found.status, found.value("location"), found.value("a")) == (301, "/café /more", "")
    assert found.body_start == len(
        b"HTTP/1.0 301 Moved\nLocation: /caf\xe9\n  /more\nX-no-colon\nA: \n\n"
    )


def test_what_is_no_http_answer_has_no_head() -> None:
    assert answer_head(b"www.archive.org.\t589\tIN\tA\t207.241.229.39") is None


@given(st.binary(max_size=2000))
def test_any_bytes_are_survived(data: bytes) -> None:
    found = answer_head(b"HTTP/1.1 200 OK\r\n" + data)
    assert found is not None
    assert 0 <= found.body_start <= len(data) + 17


@pytest.mark.parametrize(
    "body",
    [b"<!DOCTYPE html>", b"\xef\xbb\xbf \n<html lang=x>", b"<!-- a --><!-- b --> <head>"],
)
def test_html_is_recognised_by_its_beginning(body: bytes) -> None:
    assert looks_like_html(body)


@pytest.mark.parametrize("body", [b"", b"%PDF-1.4", b"{}", b"<?xml version='1.0'?><rss>"])
def test_other_bodies_are_not_taken_for_html(body: bytes) -> None:
    assert not looks_like_html(body)


@pytest.mark.timeout(60)
def test_html_is_not_looked_for_behind_a_million_comments_for_ever() -> None:
    assert not looks_like_html(b"<!---->" * 1_000_000 + b"x")
