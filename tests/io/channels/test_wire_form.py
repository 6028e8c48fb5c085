"""The bytes of a message: no text breaks out of its header, all is signed, lines are short."""

from __future__ import annotations

import subprocess
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import dkim
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.errors import BadInput
from backlinkbot.core.nouns import Message
from backlinkbot.io.channels.wire_form import LONGEST_LINE, Signing, public_key, wire_form

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
UNSUBSCRIBE = (
    ("List-Unsubscribe", "<https://shop.example/u/" + "t" * 120 + ">, <mailto:us@shop.example>"),
    ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
)
THREAD = (("In-Reply-To", "<1@shop.example>"), ("References", "<0@shop.example> <1@shop.example>"))
MESSAGE = Message(
    "<2@shop.example>", "us@shop.example", "ann@news.example", "Schöne Seite über Käse",
    "Guten Tag,\n\nIhre Seite.\n.\nFrom here on\n" + "lang " * 300 + "\n", (*THREAD, *UNSUBSCRIBE),
)  # fmt: skip


@pytest.fixture(scope="module")
def key() -> str:
    made = subprocess.run(["openssl", "genrsa", "2048"], capture_output=True, check=True)
    return made.stdout.decode()


def test_what_is_written_is_read_again() -> None:
    raw = wire_form(MESSAGE, 'Jörg "Bo" Müller', AT)
    assert max(map(len, raw.split(b"\r\n"))) <= LONGEST_LINE
    assert b"\n" not in raw.replace(b"\r\n", b"")
    read = message_from_bytes(raw, policy=policy.default)
    assert read["Subject"] == MESSAGE.subject
    assert read["From"].addresses[0].addr_spec == MESSAGE.sender
    assert read["Date"].datetime == AT
    assert {name: read[name] for name, _ in MESSAGE.headers} == dict(MESSAGE.headers)
    assert read.get_content_type() == "text/plain"
    assert read.get_content().replace("\r\n", "\n") == MESSAGE.body
    assert len(read.get_all("From")) == len(read.get_all("Message-ID")) == 1


def test_all_that_counts_is_in_the_signature(key: str) -> None:
    raw = wire_form(MESSAGE, "Bo", AT, Signing("shop.example", "s1", key))
    record = b"v=DKIM1; k=rsa; p=" + public_key(key).encode()
    asked: list[bytes] = []

    def texts(name: bytes, timeout: int = 5) -> bytes:
        del timeout
        asked.append(name)
        return record

    assert dkim.verify(raw, dnsfunc=texts)
    assert asked == [b"s1._domainkey.shop.example."]
    signed = str(message_from_bytes(raw)["DKIM-Signature"]).replace("\r\n", "").lower()
    named = signed.partition("h=")[2].partition(";")[0].replace(" ", "").split(":")
    assert {"from", "to", "date", "subject", "message-id", "in-reply-to", "references",
            "list-unsubscribe", "list-unsubscribe-post"} <= set(named)  # fmt: skip
    for old, new in ((b"One-Click", b"Two-Click"), (b"Ihre", b"Eure"), (b"To: ann", b"To: bob")):
        assert not dkim.verify(raw.replace(old, new, 1), dnsfunc=texts)
    assert not dkim.verify(b"From: other@evil.example\r\n" + raw, dnsfunc=texts)


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "Hello\r\nBcc: all@news.example"},
        {"subject": "Hello\nBcc: all@news.example"},
        {"subject": "Hello\rBcc: x"},
        {"subject": "a\x00b"},
        {"subject": "a\u2028Bcc: x"},
        {"recipient": "ann@news.example\r\nBcc: x@y.example"},
        {"recipient": "ann@news.example, bob@news.example"},
        {"recipient": "ann@news.example> NOTIFY=never <"},
        {"recipient": "änn@news.example"},
        {"sender": "us@shop.example\n"},
        {"message_id": "<1@shop.example>\r\nX: y"},
        {"message_id": "no id"},
        {"headers": (("Bcc", "all@news.example"),)},
        {"headers": (("From", "other@evil.example"),)},
        {"headers": (("References", "<1@a>\r\n\r\nnew body"),)},
        {"headers": (("References", "<1@a>"), ("references", "<2@a>"))},
        {"headers": (("Reply-To: x\r\nBcc", "y"),)},
        {"headers": (("References", "<" + "a" * 1200 + "@b>"),)},
        {"body": "a\x00b"},
        {"body": "a\ud800b\n" + "x" * 300},
    ],
)
def test_nothing_breaks_out_of_its_place(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        wire_form(replace(MESSAGE, **wrong), "Bo", AT)  # type: ignore[arg-type]


def test_a_name_with_a_line_break_is_refused() -> None:
    with pytest.raises(BadInput):
        wire_form(MESSAGE, "Bo\r\nBcc: all@news.example", AT)


@given(st.text(max_size=200), st.text(max_size=60), st.text(max_size=400))
def test_whatever_the_words_are_there_are_the_same_headers(
    subject: str, name: str, body: str
) -> None:
    try:
        raw = wire_form(replace(MESSAGE, subject=subject, body=body), name, AT)
    except BadInput:
        return
    read = message_from_bytes(raw, policy=policy.SMTP)
    assert list(read.keys()) == [
        "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
        "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding",
    ]  # fmt: skip
    assert read["Message-ID"] == MESSAGE.message_id
    assert not read.is_multipart()
    assert max(map(len, raw.split(b"\r\n"))) <= LONGEST_LINE


@pytest.mark.parametrize("key", ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_a_key_that_is_none_is_said_without_showing_it(key: str) -> None:
    with pytest.raises(BadInput) as said:
        wire_form(MESSAGE, "Bo", AT, Signing("shop.example", "s1", key))
    assert not key or key not in str(said.value)
    assert key not in repr(Signing("shop.example", "s1", key)) or not key


def test_a_public_key_is_as_records_have_it(key: str) -> None:
    made = subprocess.run(
        ["openssl", "rsa", "-pubout", "-outform", "DER"],
        input=key.encode(), capture_output=True, check=True,
    )  # fmt: skip
    assert public_key(key) == b64encode(made.stdout).decode()
