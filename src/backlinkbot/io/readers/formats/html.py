"""One saved HTML page: what a browser's "save as" or wget leaves behind."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import CUT_HEADER, RawPage
from backlinkbot.core.pages.address import Told, told_address
from backlinkbot.core.urls import canonical
from backlinkbot.io.readers.captured import TOO_LARGE
from backlinkbot.io.readers.format import formats
from backlinkbot.io.readers.http_message import MAX_BODY_BYTES, looks_like_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.io.readers.format import Head, Reading, Source

REPORTER = "html"
TRUSTED = "canonical"  # what --base-url says where the pages are no copies
END_BYTES = 64 * 1024  # of a page in which its last tag stands, whatever a server adds behind it
_XML_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,500}\?>")
_END = re.compile(rb"</(?:html|body)\b", re.IGNORECASE)
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class HtmlPage:
    """The page as if it had been captured on the day its file was last changed.

    Its address is the one the user gives (`Reading.base_url`), the one it was fetched from, or
    the one it tells itself; its canonical link alone counts where the user says so. The evidence of
    its links is the file.
    """

    def recognises(self, head: Head) -> bool:
        return looks_like_html(_XML_PROLOG.sub(b"", _utf8(head.plain[:4096]), count=1))

    def read(self, source: Source, reading: Reading) -> Iterator[RawPage]:
        told = _address(source, reading)
        seen_at, day = _seen(source, reading)
        reading.rows += 1
        with source.open() as stream:
            body = stream.read(MAX_BODY_BYTES + 1)
        if len(body) > MAX_BODY_BYTES:
            reading.rejects.add(TOO_LARGE, source.name, told.url)
            return
        reading.notes.append(f"read as the page {told.url} ({told.by}), seen on {day}")
        yield RawPage(
            url=told.url,
            status=0,  # nobody wrote down what the server answered
            headers=_headers(body, is_damaged=bool(source.damage())),
            body=body,
            fetched_at=seen_at,
            evidence=source.name,
            reporter=REPORTER,
        )


def _address(source: Source, reading: Reading) -> Told:
    """The page's address and who tells it.

    Raises:
        BadInput: nobody does, or only a canonical link, which may be another page's, or what the
            user gives is no web address.
    """
    if reading.base_url and reading.base_url != TRUSTED:
        given = canonical(reading.base_url)
        if given is None:
            raise BadInput(f"--base-url {reading.base_url} is no http(s) address")
        return Told(given, "as --base-url says")
    if source.name.lower().startswith(("http://", "https://")) and (url := canonical(source.name)):
        return Told(url, "where it was fetched")
    told = told_address(source.head().plain)
    if told is None:
        raise BadInput(
            f"{source.name} is an HTML page that does not tell its address (it has no canonical "
            "link, no og:url, no base address); give it with --base-url https://…"
        )
    if told.is_own:
        return told
    if reading.base_url == TRUSTED:
        return told._replace(by=f"{told.by}, as --base-url {TRUSTED} says")
    says = f"and names {told.against} as well" if told.against else "and nothing else says so"
    raise BadInput(
        f"{source.name} has the canonical link {told.url} {says}: a copy on another site names the "
        "original there; say where this page stands with --base-url https://…, or that its "
        f"canonical link is right with --base-url {TRUSTED}"
    )


def _seen(source: Source, reading: Reading) -> tuple[datetime, str]:
    """When the page was seen, and that day with how it is known."""
    if reading.as_of is not None:
        return datetime.combine(reading.as_of, time(), UTC), f"{reading.as_of}, as --as-of says"
    if source.path is None:
        return reading.seen_at, f"{reading.seen_at.date()}, when it was read"
    changed = datetime.fromtimestamp(source.path.stat().st_mtime, UTC).replace(microsecond=0)
    if changed > reading.seen_at:  # a clock was wrong: nothing was seen after now
        return reading.seen_at, f"{reading.seen_at.date()}, when it was read"
    return changed, f"{changed.date()}, when its file was last changed"


def _headers(body: bytes, *, is_damaged: bool) -> tuple[tuple[str, str], ...]:
    """What stands for the server's headers; a page without an end may lack links at its end."""
    told = (("content-type", "text/html"),)
    end = body[-END_BYTES:].replace(b"\0", b"")  # UTF-16
    if is_damaged or _END.search(end) is None:
        return (*told, (CUT_HEADER, "unspecified"))
    return told


def _utf8(start: bytes) -> bytes:
    encoding = _MARKS.get(start[:2])
    return start.decode(encoding, "replace").encode() if encoding else start


formats.add("html")(HtmlPage())
