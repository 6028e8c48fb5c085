"""An HTTP answer as an archive holds it: status, headers and a body with its coding undone."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BacklinkBotError

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_HEAD_BYTES = 256 * 1024  # all headers of one answer; servers refuse 8-64 KiB themselves
MAX_BODY_BYTES = 16 * 1024 * 1024  # no page that people read is larger, and memory stays bounded
STEP_BYTES = 64 * 1024

_STATUS_LINE = re.compile(rb"\s*(?:HTTP/\d(?:\.\d)?|ICY)\s+(\d{3})")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?><!--.{0,2000}?-->\s*)*+"
    rb"<(?:!doctype html|html|head|title|body|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_FOLDS = frozenset({" ", "\t"})  # what a line begins with that goes on with the one before
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})


class Undecodable(BacklinkBotError):
    """The body cannot be had; the text is a reason to count."""


@dataclass(frozen=True, slots=True)
class AnswerHead:
    """Status and headers (lower-case names, in order), and where in the message the body starts."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body_start: int

    def value(self, name: str) -> str:
        """The first header of that lower-case name, empty when there is none."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def media_type(self) -> str:
        """`text/html` of `Text/HTML; charset=x`; empty when the server told none."""
        return self.value("content-type").partition(";")[0].strip().lower()


def answer_head(message: bytes) -> AnswerHead | None:
    """The head of an HTTP answer that begins `message`; None when there is no status line."""
    status = _STATUS_LINE.match(message)
    if status is None:
        return None
    end = _HEAD_END.search(message, status.end(), MAX_HEAD_BYTES)
    lines_end, body_start = (end.start(), end.end()) if end else (len(message), len(message))
    lines = message[status.end() : lines_end].partition(b"\n")[2]
    return AnswerHead(int(status[1]), header_fields(lines), body_start)


def header_fields(block: bytes) -> tuple[tuple[str, str], ...]:
    """Header lines as (lower-case name, value); folded lines joined, no colon no field."""
    fields: list[tuple[str, str]] = []
    for line in _text(block).split("\n"):
        name, colon, value = line.partition(":")
        if line[:1] in _FOLDS and fields:
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}".rstrip())
        elif colon:
            fields.append((name.strip().lower(), value.strip()))
    return tuple(fields)


def _text(block: bytes) -> str:
    """Header lines as text: UTF-8 where a line is that, else Latin-1, which never fails."""
    try:
        return block.decode("utf-8")
    except UnicodeDecodeError:
        return "\n".join(_line_text(line) for line in block.split(b"\n"))


def _line_text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def looks_like_html(body: bytes) -> bool:
    """Whether a body without a content type begins like an HTML page."""
    return _HTML_START.match(body[:STEP_BYTES]) is not None


def decoded_body(head: AnswerHead, body: bytes) -> bytes:
    """The body with transfer and content codings undone.

    Archives often store the body already decoded under the old headers: a body that does not begin
    like its coding is taken as it is.

    Raises:
        Undecodable: the coding is damaged, unknown, or unpacks to more than `MAX_BODY_BYTES`.
    """
    if "chunked" in head.value("transfer-encoding").lower():
        body = _unchunked(body)
    for coding in reversed(head.value("content-encoding").lower().split(",")):
        body = _uncoded(body, coding.strip())
    return body


def _uncoded(body: bytes, coding: str) -> bytes:
    if not body or coding in {"", "identity", "none", "utf-8", "8bit", "binary"}:
        return body
    if coding in {"gzip", "x-gzip"}:
        return _inflated(body, 31) if body.startswith(b"\x1f\x8b") else body
    if looks_like_html(body):
        return body
    if coding == "deflate":
        return _inflated(body, 15 if _has_zlib_header(body) else -15)
    if coding == "br":
        return _from_brotli(body)
    if coding == "zstd":
        return _from_zstd(body)
    raise Undecodable("page in an unknown content coding")


def _has_zlib_header(body: bytes) -> bool:
    return len(body) > 1 and body[0] & 0x0F == zlib.DEFLATED and (body[0] << 8 | body[1]) % 31 == 0


def _bounded(step: Callable[[bytes], bytes], is_done: Callable[[], bool], body: bytes) -> bytes:
    """What a decoder gives, fed step by step and stopped at the limit.

    A body cut off by the crawler's own limit gives what it unpacks to so far.
    """
    plain = bytearray()
    while True:
        fresh = step(body)
        body = b""
        plain += fresh
        if len(plain) > MAX_BODY_BYTES:
            raise Undecodable("page unpacks to more than 16 MiB")
        if is_done() or not fresh:
            return bytes(plain)


def _inflated(body: bytes, window_bits: int) -> bytes:
    decoder = zlib.decompressobj(window_bits)

    def step(first: bytes) -> bytes:
        return decoder.decompress(first or decoder.unconsumed_tail, MAX_BODY_BYTES)

    try:
        return _bounded(step, lambda: decoder.eof, body)
    except zlib.error as error:
        raise Undecodable("page whose content coding is damaged") from error


def _from_brotli(body: bytes) -> bytes:
    import brotli  # type: ignore[import-untyped]  # ships no types

    decoder = brotli.Decompressor()

    def step(first: bytes) -> bytes:
        plain: bytes = decoder.process(first, output_buffer_limit=MAX_BODY_BYTES)
        return plain

    try:
        return _bounded(step, decoder.is_finished, body)
    except brotli.error as error:
        raise Undecodable("page whose content coding is damaged") from error


def _from_zstd(body: bytes) -> bytes:
    import zstandard

    try:
        with zstandard.ZstdDecompressor(max_window_size=MAX_BODY_BYTES).stream_reader(
            body
        ) as plain:
            found = plain.read(MAX_BODY_BYTES + 1)
    except zstandard.ZstdError as error:
        raise Undecodable("page whose content coding is damaged") from error
    if len(found) > MAX_BODY_BYTES:
        raise Undecodable("page unpacks to more than 16 MiB")
    return found


def _unchunked(body: bytes) -> bytes:
    """The chunks joined; as it is when it does not begin with a chunk; what there is when cut."""
    first = _CHUNK_SIZE.match(body)
    if first is None:
        return body
    chunks: list[bytes] = []
    at = 0
    while (size_line := _CHUNK_SIZE.match(body, at)) is not None:
        size = int(size_line[1], 16)
        if not size:
            break
        chunks.append(body[size_line.end() : size_line.end() + size])
        at = size_line.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1
    return b"".join(chunks)
