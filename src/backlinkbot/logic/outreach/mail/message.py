"""A mail as it is read: its headers and its parts, within limits that no mail can pass.

Our own small reader of RFC 5322 and MIME, because the standard library's recurses with the nesting
of the mail and reads all of it: what a mail says about itself is in its first megabytes, and a
mail that is larger, deeper or has more parts is read up to the limit and marked `is_cut`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from backlinkbot.logic.outreach.mail.decoding import text_of, unpacked, words_of
from backlinkbot.logic.outreach.mail.html_text import text_of_html

MAX_BYTES = 2 << 20  # of a mail that are read: reports and replies come before what they carry
MAX_PARTS = 60  # a report has three; a newsletter with pictures some twenty
MAX_DEPTH = 8  # of multipart in multipart: real ones reach four
MAX_HEADERS = 500  # real ones have up to some 150
MAX_HEADER_BYTES = 16 << 10  # of one header: long lists of addresses fit
MAX_TEXT = 200_000  # characters of one part that are looked at

HEADER_LINE = re.compile(r"([!-9;-~]{1,80})[ \t]*:(.*)")
KNOWN_HEADER = re.compile(
    rb"^(?:from|to|subject|date|received|return-path|message-id|mime-version|content-type|"
    rb"delivered-to|reply-to|sender|x-[\w-]{1,60}|envelope-to|dkim-signature|auto-submitted)"
    rb"[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
FIRST_LINE = re.compile(rb"(?:[!-9;-~]{1,80}[ \t]*:|>?From )")
LIKELY_BOUNDARY = re.compile(rb"^--(\S{6,200})[ \t]*\n(?=content-)", re.IGNORECASE | re.MULTILINE)
PARAMETER = re.compile(
    r';\s*([\w-]{1,40})(?:\*0?\*?)?\s*=\s*(?:"([^"]{0,2000})"|([^\s;"]{0,2000}))'
)

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of a mail: a text, a report, an attached mail or a file (whose text is empty)."""

    content_type: str  # lower case, such as "text/plain"
    headers: Headers
    text: str
    is_attachment: bool = False


@dataclass(frozen=True)
class Mail:
    """A mail that was read; names of headers are in lower case, values on one line."""

    headers: Headers
    parts: tuple[Part, ...]
    is_cut: bool = False

    @cached_property
    def first(self) -> dict[str, str]:
        """The first value of each header, with encoded words read."""
        return dict(reversed(self.headers))

    def header(self, name: str) -> str:
        """The first value of a header; empty where there is none."""
        return self.first.get(name, "")

    @cached_property
    def content_type(self) -> str:
        """The media type of the whole, in lower case."""
        return media_type(self.header("content-type"))[0]

    def of_type(self, *types: str) -> tuple[Part, ...]:
        """The parts of these media types."""
        return tuple(part for part in self.parts if part.content_type in types)

    @cached_property
    def own_text(self) -> str:
        """What the mail itself says: its plain texts, else those in HTML; attachments left out."""
        plain = self._texts("text/plain")
        return plain if plain.strip() else self._texts("text/html")

    def _texts(self, kind: str) -> str:
        texts = [part.text for part in self.of_type(kind) if not part.is_attachment]
        joined = "\n".join(texts)[:MAX_TEXT]
        return text_of_html(joined) if kind == "text/html" else joined


@dataclass(slots=True)
class _Reading:
    """How much was read of one mail so far."""

    parts: list[Part]
    is_cut: bool = False


def mail_of(raw: bytes) -> Mail:
    """A mail out of its bytes, with any line ends; a text without headers is all body."""
    reading = _Reading([], is_cut=len(raw) > MAX_BYTES)
    data = raw[:MAX_BYTES].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\n")
    head, body = split_head(data)
    headers = headers_of(head, reading)
    _read(headers, body, 0, reading)
    return Mail(headers, tuple(reading.parts), reading.is_cut)


def split_head(data: bytes) -> tuple[bytes, bytes]:
    """The block of headers and the body; no headers where the text does not begin with any."""
    head, _, body = data.partition(b"\n\n")
    if FIRST_LINE.match(head) and KNOWN_HEADER.search(head[: MAX_HEADER_BYTES * 4]):
        return head, body
    return b"", data


def headers_of(head: bytes, reading: _Reading | None = None) -> Headers:
    """The headers of a block, unfolded; lines that are none are left out."""
    found: list[tuple[str, list[str]]] = []
    lines = head.split(b"\n", MAX_HEADERS * 40)[: MAX_HEADERS * 40]
    for raw in lines:
        line = text_of(raw[:MAX_HEADER_BYTES])
        if line[:1] in {" ", "\t"}:
            if found and len(found[-1][1]) < MAX_HEADER_BYTES // 60:
                found[-1][1].append(line.strip())
        elif match := HEADER_LINE.match(line):
            found.append((match[1].lower(), [match[2].strip()]))
        if len(found) > MAX_HEADERS:
            break
    if reading is not None and len(found) > MAX_HEADERS:
        reading.is_cut = True
    return tuple(
        (name, words_of(" ".join(values)[:MAX_HEADER_BYTES]).strip())
        for name, values in found[:MAX_HEADERS]
    )


def media_type(value: str) -> tuple[str, dict[str, str]]:
    """A content type and its parameters: `text/plain; charset=utf-8`."""
    kind, _, _ = value.partition(";")
    found = {name.lower(): quoted or bare for name, quoted, bare in PARAMETER.findall(value[:4000])}
    return kind.strip().lower() or "text/plain", found


def _read(headers: Headers, body: bytes, depth: int, reading: _Reading) -> None:
    if len(reading.parts) >= MAX_PARTS or depth > MAX_DEPTH:
        reading.is_cut = True
        return
    named = dict(reversed(headers))
    kind, parameters = media_type(named.get("content-type", ""))
    if kind.startswith("multipart/") and (pieces := _pieces(body, parameters.get("boundary", ""))):
        for piece in pieces:
            _read(*_entity(piece), depth + 1, reading)
        return
    if kind.startswith("multipart/"):
        kind = "text/plain"  # nothing parts it: all of it is one text
    attached = named.get("content-disposition", "").lower().startswith("attachment")
    reading.parts.append(Part(kind, headers, _text(kind, named, parameters, body), attached))


def _pieces(body: bytes, boundary: str) -> list[bytes]:
    """The parts between the boundaries; empty where there are none.

    Where the one that was announced never comes, a line that looks like one is taken for it.
    """
    named = _cuts(boundary.encode("utf-8", "replace"), body) if boundary else []
    other = None if named else LIKELY_BOUNDARY.search(body)
    cuts = _cuts(other[1], body) if other else named
    ends = [*(start for start, _ in cuts[1:]), len(body)]
    between = [body[after:end] for (_, after), end in zip(cuts, ends, strict=False)]
    return [piece for piece in between if piece.strip()]


def _cuts(mark: bytes, body: bytes) -> list[tuple[int, int]]:
    line = re.compile(rb"(?:^|\n)--" + re.escape(mark) + rb"(?:--)?[ \t]*(?=\n|$)")
    found = []
    for match in line.finditer(body):
        found.append(match.span())
        if len(found) > MAX_PARTS:
            break
    return found


def _entity(piece: bytes) -> tuple[Headers, bytes]:
    """The headers of a part and its body; a part that begins with an empty line has no headers."""
    inner = piece.removeprefix(b"\n")
    if inner.startswith(b"\n"):
        return (), inner[1:]
    head, _, body = inner.partition(b"\n\n")
    headers = headers_of(head[: MAX_HEADER_BYTES * 4])
    return (headers, body) if headers else ((), inner)


def _text(kind: str, named: dict[str, str], parameters: dict[str, str], body: bytes) -> str:
    """What a part says; nothing for a picture or another file."""
    if not kind.startswith(("text", "message/", "application/json")):
        return ""
    data = unpacked(body, named.get("content-transfer-encoding", ""))
    return text_of(data[: MAX_TEXT * 4], parameters.get("charset", ""))[:MAX_TEXT]
