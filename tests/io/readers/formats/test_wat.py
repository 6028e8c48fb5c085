"""WAT: metadata of HTML responses goes on as JSON, all else is counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from backlinkbot.core.facts import RawPage
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.read import read
from backlinkbot.io.readers.stored import file_source

Record = Callable[..., bytes]
ReadBytes = Callable[..., list[RawPage]]


def envelope(status: int | None = 200, *, html: bool = True, kind: str = "Response") -> bytes:
    told: dict[str, object] = {}
    if status is not None:
        told["Response-Message"] = {"Status": str(status), "Version": "HTTP/1.1"}
    if html:
        told["HTML-Metadata"] = {"Links": [{"path": "A@/href", "url": "https://b.example/"}]}
    return json.dumps({"Envelope": {"Payload-Metadata": {f"HTTP-{kind}-Metadata": told}}}).encode()


def wat(record: Record, *blocks: bytes, url: str = "https://a.example/") -> bytes:
    made = [record("metadata", block=b, media_type="application/json", url=url) for b in blocks]
    return record("warcinfo", block=b"x", media_type="application/warc-fields") + b"".join(made)


def test_the_json_of_an_html_response_goes_on(record: Record, read_bytes: ReadBytes) -> None:
    (page,) = read_bytes(wat(record, envelope()), "x.wat")
    assert (page.form, page.reporter, page.status) == ("wat", "wat", 200)
    assert page.body == envelope()
    assert int(page.evidence.rpartition("@")[2]) > 0


def test_a_redirect_goes_on_although_it_has_no_html(record: Record, read_bytes: ReadBytes) -> None:
    (page,) = read_bytes(wat(record, envelope(302, html=False)))
    assert page.status == 302


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (envelope(kind="Request"), "metadata of a record that is no response"),
        (envelope(html=False), "metadata of a response that is not HTML"),
        (envelope(None, html=False), "metadata of a response that is not HTML"),
    ],
)
def test_other_metadata_is_counted(
    record: Record, read_bytes: ReadBytes, reading: Reading, block: bytes, reason: str
) -> None:
    assert read_bytes(wat(record, block)) == []
    assert reading.rejects.counts[reason] == 1


def test_a_cut_record_is_counted_as_json_cannot_be_read_in_part(
    record: Record, read_bytes: ReadBytes, reading: Reading
) -> None:
    assert len(read_bytes(wat(record, envelope(), envelope())[:-30])) == 1
    assert reading.rejects.counts["metadata record cut off by the end of the file"] == 1


def test_the_real_wat_holds_only_the_metadata_of_a_request(
    shared_data: Path, reading: Reading
) -> None:
    source = file_source(shared_data / "warc" / "cc-2024-22-one-page.warc.wat.gz")
    assert list(read(source, reading)) == []
    assert reading.rejects.counts == {
        "record that is no metadata record": 1,
        "metadata of a record that is no response": 1,
    }
