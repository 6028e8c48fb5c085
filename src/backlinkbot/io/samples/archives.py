"""The little web as web archives: WARC with whole answers, WAT with what a crawler noted."""

from __future__ import annotations

import gzip
import json
from base64 import b32encode
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha1
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from backlinkbot.core.nouns import LinkKind
from backlinkbot.io.samples.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from backlinkbot.io.samples.made_up import MadeUpCapture, MadeUpLink, MadeUpWeb

_WARCINFO = (
    "software: backlinkbot demo\r\nformat: WARC File Format 1.1\r\nisPartOf: the little web\r\n"
)


@dataclass(frozen=True, slots=True)
class _Record:
    kind: str
    uri: str
    date: str
    content_type: str
    block: bytes
    more: tuple[tuple[str, str], ...] = ()

    def stored(self) -> bytes:
        """The record as one gzip member."""
        name = uuid5(NAMESPACE_URL, f"{self.kind} {self.uri} {self.date}")
        digest = b32encode(sha1(self.block, usedforsecurity=False).digest()).decode()
        fields = [
            ("WARC-Type", self.kind),
            ("WARC-Record-ID", f"<urn:uuid:{name}>"),
            ("WARC-Date", self.date),
            *([("WARC-Target-URI", self.uri)] if self.uri else []),
            *self.more,
            ("WARC-Block-Digest", f"sha1:{digest}"),
            ("Content-Type", self.content_type),
            ("Content-Length", str(len(self.block))),
        ]
        head = "WARC/1.1\r\n" + "".join(f"{key}: {value}\r\n" for key, value in fields)
        return gzip.compress(head.encode() + b"\r\n" + self.block + b"\r\n\r\n", mtime=0)


def write_warcs(web: MadeUpWeb, folder: Path) -> Iterator[Written]:
    """One archive for each quarter of a year."""
    for quarter, captures in _quarters(web.captures):
        path = folder / f"crawl-{quarter}.warc.gz"
        yield _write(path, "warc", captures)


def write_wats(web: MadeUpWeb, folder: Path) -> Iterator[Written]:
    """One metadata archive for each quarter of a year, as made from the WARC of that quarter."""
    for quarter, captures in _quarters(web.captures):
        path = folder / f"crawl-{quarter}.warc.wat.gz"
        yield _write(path, "wat", captures)


def _quarters(captures: Sequence[MadeUpCapture]) -> list[tuple[str, list[MadeUpCapture]]]:
    found: dict[str, list[MadeUpCapture]] = defaultdict(list)
    for capture in captures:
        at = capture.fetched_at
        found[f"{at.year}-q{(at.month + 2) // 3}"].append(capture)
    return sorted(found.items())


def _write(path: Path, form: str, captures: list[MadeUpCapture]) -> Written:
    info = _Record(
        "warcinfo", "", _moment(captures[0]), "application/warc-fields", _WARCINFO.encode(),
        (("WARC-Filename", path.name),),
    )  # fmt: skip
    with path.open("wb") as out:
        out.write(info.stored())
        for capture in captures:
            record = _response(capture) if form == "warc" else _metadata(capture, path.name)
            out.write(record.stored())
    return Written(path, form, len(captures))


def _moment(capture: MadeUpCapture) -> str:
    return capture.fetched_at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _http_headers(capture: MadeUpCapture) -> list[tuple[str, str]]:
    headers = [
        ("Date", capture.fetched_at.strftime("%a, %d %b %Y %H:%M:%S GMT")),
        ("Server", "little-web"),
        ("Content-Type", "text/html; charset=UTF-8"),
    ]
    if capture.location:
        headers.append(("Location", capture.location))
    return [*headers, ("Content-Length", str(len(capture.body)))]


def _response(capture: MadeUpCapture) -> _Record:
    reason = HTTPStatus(capture.status).phrase
    head = f"HTTP/1.1 {capture.status} {reason}\r\n" + "".join(
        f"{name}: {value}\r\n" for name, value in _http_headers(capture)
    )
    return _Record(
        "response", capture.url, _moment(capture), "application/http; msgtype=response",
        head.encode() + b"\r\n" + capture.body, (("WARC-IP-Address", capture.ip),),
    )  # fmt: skip


def _metadata(capture: MadeUpCapture, filename: str) -> _Record:
    response: dict[str, object] = {
        "Response-Message": {
            "Status": str(capture.status),
            "Version": "HTTP/1.1",
            "Reason": HTTPStatus(capture.status).phrase,
        },
        "Headers": dict(_http_headers(capture)),
    }
    if capture.links:
        response["HTML-Metadata"] = _html_metadata(capture)
    document = {
        "Container": {"Filename": filename.replace(".wat.gz", ".gz"), "Compressed": True},
        "Envelope": {
            "Format": "WARC/1.1",
            "WARC-Header-Metadata": {
                "WARC-Type": "response",
                "WARC-Date": _moment(capture),
                "WARC-Target-URI": capture.url,
                "WARC-IP-Address": capture.ip,
                "Content-Type": "application/http; msgtype=response",
            },
            "Payload-Metadata": {
                "Actual-Content-Type": "application/http; msgtype=response",
                "HTTP-Response-Metadata": response,
            },
        },
    }
    block = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return _Record("metadata", capture.url, _moment(capture), "application/json", block)


def _html_metadata(capture: MadeUpCapture) -> dict[str, object]:
    metas: list[dict[str, str]] = [{"name": "description", "content": capture.title}]
    if capture.robots:
        metas.append({"name": "robots", "content": capture.robots})
    head: dict[str, object] = {"Title": capture.title, "Metas": metas}
    noted: list[dict[str, str]] = []
    for link in capture.links:
        if link.kind is LinkKind.CANONICAL:
            head["Link"] = [{"path": link.path, "url": link.written, "rel": "canonical"}]
        elif link.kind is LinkKind.REDIRECT:
            metas.append({"http-equiv": "refresh", "content": f"0; url={link.written}"})
        else:
            noted.extend(_noted(link))
    return {"Head": head, "Links": noted}


def _noted(link: MadeUpLink) -> Iterator[dict[str, str]]:
    """A link as a WAT has it; the picture of an image link is noted before its anchor closes."""
    found = {"path": link.path, "url": link.written}
    if link.rel:
        found["rel"] = link.rel
    if link.kind is LinkKind.IMAGE:
        yield {"path": "IMG@/src", "url": "/images/badge.png", "alt": link.anchor}
    elif link.kind is LinkKind.AREA:
        yield {"path": "IMG@/src", "url": "/images/map.png"}
        found["alt"] = link.anchor
    elif link.kind is LinkKind.TEXT:
        found["text"] = link.anchor
    yield found
