"""Every notifier is asked the same: what it sends, what hostile texts become, what fits, errors."""

from __future__ import annotations

import base64
import contextlib
import email
import email.policy
import hashlib
import hmac
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from backlinkbot.core.errors import BadInput, Refused, Unreachable
from backlinkbot.core.notices import Line, Notice
from backlinkbot.io.channels.notify import channels
from backlinkbot.io.channels.smtp import MailServer
from backlinkbot.io.channels.ways import Way

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
BY_WEB = ("discord", "slack", "teams", "webhook")
BY_FILE = ("atom", "file")
MENTIONS = (
    "@everyone", "@here", "<!channel>", "<!here>", "<@U123>", "<@&456>", "<#789>", "<at>Ann</at>",
    "[pay here](https://evil.example)", "<https://evil.example|pay here>", "**bold** _it_ `code`",
    "{{DATE(2026-11-21)}}", "&lt;!channel&gt;",
)  # fmt: skip
PASSWORD = "pw-1"  # noqa: S105 - of nobody
ATOM = "{http://www.w3.org/2005/Atom}"


class MailBox:
    """A mail server on loopback that takes everything, or refuses it."""

    def __init__(self, answer: str = "250 kept") -> None:
        self.messages: list[bytes] = []
        self.recipients: list[str] = []
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as wire:
                self._talk(wire)

    def _talk(self, wire: Any) -> None:
        def say(text: str) -> None:
            wire.write(text.encode() + b"\r\n")
            wire.flush()

        say("220 mail.example")
        for line in wire:
            word = line[:4].upper()
            if word == b"RCPT":
                self.recipients.append(line.decode().strip())
                say(self._answer)
            elif word == b"DATA":
                say("354 go on")
                self.messages.append(b"".join(iter(wire.readline, b".\r\n")))
                say("250 kept")
            elif word == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 mail.example")


class Ear:
    """What was sent, whichever notifier sent it: its raw bytes, and its texts as shown."""

    def __init__(self, server: HTTPServer, mail: MailBox, folder: Path) -> None:
        self.server, self.mail, self.folder = server, mail, folder
        self.requests: list[Request] = []
        self.status = 200
        server.expect_request("/told").respond_with_handler(self._hear)

    def _hear(self, request: Request) -> Response:
        request.get_data()
        self.requests.append(request)
        return Response("ok", self.status)

    def way(self, kind: str) -> Way:
        target = {"email": "ann@client.example", "atom": "told.atom", "file": "told.jsonl"}
        return Way(
            target=target.get(kind, self.server.url_for("/told")),
            now=NOW,
            folder=self.folder,
            user_agent="BacklinkBot/0.1",
            mail=MailServer("127.0.0.1", self.mail.port, "none", "bot@agency.example"),
            secret=SECRET,
            allows_private=True,
        )

    def heard(self, kind: str) -> bytes:
        """The bytes of the last message."""
        if kind == "email":
            return self.mail.messages[-1]
        if kind in BY_FILE:
            return (self.folder / self.way(kind).target).read_bytes()
        return self.requests[-1].get_data()

    def texts(self, kind: str) -> list[str]:
        """The texts that a person sees, title first."""
        raw = self.heard(kind)
        if kind == "email":
            message = email.message_from_bytes(raw, policy=email.policy.default)
            text = message.get_content().replace("\r\n", "\n").strip()
            return [str(message["Subject"]), *text.split("\n\n")[1:]]
        if kind == "atom":
            entry = ElementTree.fromstring(raw).find(f"{ATOM}entry")  # noqa: S314 - our own
            assert entry is not None
            lines = entry.findtext(f"{ATOM}summary", "").split("\n")
            return [entry.findtext(f"{ATOM}title", ""), *lines]
        told = json.loads(raw.splitlines()[-1])
        if kind in {"file", "webhook"}:
            return [told["title"], *(one["sentence"] for one in told["alerts"])]
        return TEXTS[kind](told)


def slack_texts(told: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in told["blocks"]]


def teams_texts(told: dict[str, Any]) -> list[str]:
    (attachment,) = told["attachments"]
    return [block["inlines"][0]["text"] for block in attachment["content"]["body"]]


def discord_texts(told: dict[str, Any]) -> list[str]:
    (embed,) = told["embeds"]
    return [embed["title"], *embed["description"].split("\n")]


TEXTS: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "slack": slack_texts,
    "teams": teams_texts,
    "discord": discord_texts,
}


@pytest.fixture(params=list(channels))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def ear(httpserver: HTTPServer, tmp_path: Path) -> Iterator[Ear]:
    mail = MailBox()
    yield Ear(httpserver, mail, tmp_path)
    mail.close()


def notice(*texts: str, **more: Any) -> Notice:
    lines = tuple(Line(text, "https://a.example/1") for text in texts or ("a.example links now.",))
    told = Notice("ntc_1", "home", "t.example", "t.example: 1 change of its links", lines, NOW)
    return replace(told, **more)


def send(ear: Ear, kind: str, told: Notice) -> None:
    channels[kind].send(told, ear.way(kind))


def test_a_notice_arrives_with_title_and_sentences(ear: Ear, kind: str) -> None:
    send(ear, kind, notice("a.example links now", "b.example links no more"))
    title, first, second = ear.texts(kind)
    assert title.replace("\\", "") == "t.example: 1 change of its links"
    assert "links now" in first
    assert "links no more" in second


@pytest.mark.parametrize("text", MENTIONS)
def test_mentions_and_markup_are_only_text(ear: Ear, kind: str, text: str) -> None:
    send(ear, kind, notice(f"a.example links with {text}", title=f"{text} links"))
    raw = ear.heard(kind).decode()
    if kind == "slack":
        told = json.loads(raw)
        assert "<" not in told["text"]
        assert {block["text"]["type"] for block in told["blocks"]} == {"plain_text"}
        assert "link_names" not in told
    if kind == "discord":
        told = json.loads(raw)
        assert told["allowed_mentions"] == {"parse": []}
        assert "content" not in told
        for mark in re.findall(r"[<@*_`\[\]|]", text):
            assert not re.search(r"(?<!\\)" + re.escape(mark), told["embeds"][0]["description"])
    if kind == "teams":
        told = json.loads(raw)
        (attachment,) = told["attachments"]
        assert "<" not in raw
        assert "{{" not in raw
        assert "msteams" not in attachment["content"]
        assert {b["type"] for b in attachment["content"]["body"]} == {"RichTextBlock"}
    if kind == "email":
        assert email.message_from_bytes(raw.encode()).get_content_type() == "text/plain"


def test_hostile_anchors_stay_texts_on_one_line(
    ear: Ear, kind: str, hostile_texts: tuple[str, ...]
) -> None:
    for text in hostile_texts:
        told = notice(f"a.example links with {text} today", title=f"t.example {text}")
        send(ear, kind, told)
        shown = ear.texts(kind)
        assert len(shown) == 2
        if kind not in {"file", "webhook"}:  # data for programs is kept as it is, in JSON
            for line in shown:
                assert line.strip().isprintable(), repr(text)
                assert len(line) < 1_500


def test_no_header_of_a_mail_can_be_put_in_by_a_title(ear: Ear) -> None:
    send(ear, "email", notice(title="hello\r\nBcc: eve@evil.example\r\n\r\nbody"))
    message = email.message_from_bytes(ear.heard("email"), policy=email.policy.default)
    assert message["Bcc"] is None
    assert ear.mail.recipients == ["rcpt TO:<ann@client.example>"]
    assert message["Message-ID"] == "<ntc_1@backlinkbot.invalid>"
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("unit", ["x" * 380, "é" * 380, "👩" * 380, "\\*_[" * 95, '"' * 380])
def test_what_is_too_long_is_cut_to_what_the_service_takes_and_counted(
    ear: Ear, kind: str, unit: str
) -> None:
    send(ear, kind, notice(*(f"{n} {unit}" for n in range(500))))
    raw = ear.heard(kind)
    if kind == "teams":
        assert len(raw) <= 28_000
    if kind == "slack":
        told = json.loads(raw)
        assert len(told["blocks"]) <= 50
        assert all(len(b["text"]["text"]) <= 3_000 for b in told["blocks"])
        assert len(told["blocks"][0]["text"]["text"]) <= 150
    if kind == "discord":
        (embed,) = json.loads(raw)["embeds"]
        assert len(embed["description"].encode("utf-16-le")) / 2 <= 4_096
        assert len(embed["title"]) <= 256
    if kind == "webhook":
        assert len(raw) <= 256 * 1024
        told = json.loads(raw)
        assert len(told["alerts"]) + told["more"] == 500
    if kind in {"teams", "slack", "discord"}:
        left = re.search(r"([0-9,]+) more", ear.texts(kind)[-1])
        assert left
        assert int(left[1].replace(",", "")) + len(ear.texts(kind)) - 2 == 500


@pytest.mark.parametrize(
    ("status", "error"),
    [(500, Unreachable), (429, Unreachable), (302, Unreachable), (404, Refused), (410, Refused)],
)
@pytest.mark.parametrize("web_kind", BY_WEB)
def test_an_answer_says_whether_to_come_again_and_no_error_tells_the_address(
    ear: Ear, web_kind: str, status: int, error: type[Exception]
) -> None:
    ear.status = status
    with pytest.raises(error) as caught:
        send(ear, web_kind, notice())
    assert str(status) in str(caught.value)
    assert "/told" not in str(caught.value)


@pytest.mark.parametrize("web_kind", BY_WEB)
def test_a_private_address_is_sent_nothing(ear: Ear, web_kind: str) -> None:
    with pytest.raises(Refused):
        channels[web_kind].send(notice(), replace(ear.way(web_kind), allows_private=False))
    assert ear.requests == []


@pytest.mark.parametrize("web_kind", BY_WEB)
def test_a_machine_that_does_not_answer_is_tried_again(ear: Ear, web_kind: str) -> None:
    way = replace(ear.way(web_kind), target="http://localhost:9/told")
    with pytest.raises(Unreachable):
        channels[web_kind].send(notice(), way)


def test_the_webhook_is_signed_as_standard_webhooks_say(ear: Ear) -> None:
    send(ear, "webhook", notice())
    (request,) = ear.requests
    moment = str(int(NOW.timestamp()))
    signed = b".".join((b"ntc_1", moment.encode(), request.get_data()))
    digest = base64.b64encode(hmac.new(b"k" * 32, signed, hashlib.sha256).digest()).decode()
    assert request.headers["webhook-signature"] == f"v1,{digest}"
    assert request.headers["webhook-id"] == "ntc_1"
    assert request.headers["webhook-timestamp"] == moment


@pytest.mark.parametrize(
    ("answer", "error"), [("550 no such box", Refused), ("451 later", Unreachable)]
)
def test_a_mail_server_says_whether_to_come_again(
    httpserver: HTTPServer, tmp_path: Path, answer: str, error: type[Exception]
) -> None:
    mail = MailBox(answer)
    with pytest.raises(error, match=answer[:3]):
        send(Ear(httpserver, mail, tmp_path), "email", notice())
    mail.close()


def test_a_mail_server_without_tls_is_given_no_message_where_tls_is_asked_for(ear: Ear) -> None:
    way = ear.way("email")
    mail = replace(way.mail, security="starttls", user="ann", password=PASSWORD)
    way = replace(way, mail=mail)
    with pytest.raises(Unreachable) as caught:
        channels["email"].send(notice(), way)
    assert PASSWORD not in str(caught.value)
    assert PASSWORD not in repr(way)
    assert ear.mail.messages == []


def test_mail_needs_a_server_and_sends_no_password_in_the_clear(ear: Ear) -> None:
    way = ear.way("email")
    for mail in (replace(way.mail, host=""), replace(way.mail, user="ann", password=PASSWORD)):
        with pytest.raises(BadInput):
            channels["email"].send(notice(), replace(way, mail=mail))
    assert ear.mail.messages == []


@pytest.mark.parametrize(
    "target",
    ["", "ann", "ann@client", "a@b.example, c@d.example", "a@b.example\r\nBcc: x@y.example",
     "Ann <ann@client.example>"],
)  # fmt: skip
def test_what_is_no_one_address_gets_no_mail(target: str) -> None:
    with pytest.raises(BadInput):
        channels["email"].check(target)


@pytest.mark.parametrize("web_kind", BY_WEB)
@pytest.mark.parametrize(
    "target",
    ["", "ftp://a.example/", "javascript:alert(1)", "a.example", "http://[::1", "https://",
     "http://a.example:99999/", "http://a.example/\r\nX: y", "http://a b.example/"],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(web_kind: str, target: str) -> None:
    with pytest.raises(BadInput):
        channels[web_kind].check(target)


@pytest.mark.parametrize("file_kind", BY_FILE)
@pytest.mark.parametrize("target", ["", "../told", "a/../../told", "folder/", "\x00"])
def test_what_is_no_file_is_refused(file_kind: str, target: str) -> None:
    with pytest.raises(BadInput):
        channels[file_kind].check(target)


@pytest.mark.parametrize("file_kind", BY_FILE)
def test_a_file_that_cannot_be_written_is_said(ear: Ear, file_kind: str) -> None:
    (ear.folder / "blocked").write_text("a file, no folder")
    way = replace(ear.way(file_kind), target="blocked/told")
    with pytest.raises(Refused, match="cannot be written"):
        channels[file_kind].send(notice(), way)


def test_what_lets_anybody_post_is_not_shown(kind: str) -> None:
    if kind in BY_WEB:
        shown = channels[kind].shown("https://hooks.example/services/T0/B0/secret?token=x")
        assert shown == "https://hooks.example/…"


def test_a_feed_holds_each_notice_once_the_newest_first(ear: Ear) -> None:
    for name in ("ntc_1", "ntc_2", "ntc_2"):
        send(ear, "atom", notice(id=name))
    root = ElementTree.fromstring(ear.heard("atom"))  # noqa: S314 - our own
    ids = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert ids == ["urn:backlink-bot:notice:ntc_2", "urn:backlink-bot:notice:ntc_1"]


def test_a_file_gets_a_line_a_notice(ear: Ear) -> None:
    send(ear, "file", notice(id="ntc_1"))
    send(ear, "file", notice(id="ntc_2"))
    told = [json.loads(line) for line in ear.heard("file").splitlines()]
    assert [one["id"] for one in told] == ["ntc_1", "ntc_2"]


@pytest.mark.parametrize(("web_kind", "lines"), [("slack", 48), ("teams", 70), ("discord", 65)])
def test_as_many_lines_as_fit_are_told(ear: Ear, web_kind: str, lines: int) -> None:
    send(ear, web_kind, notice(*(f"site{n:03}.example links now" for n in range(300))))
    shown = ear.texts(web_kind)[1:-1]
    assert len(shown) >= lines
    assert f"{300 - len(shown)} more" in ear.texts(web_kind)[-1]


@pytest.mark.timeout(60)
def test_a_mail_server_that_drips_has_seconds_in_all(
    ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backlinkbot.io.channels.smtp.LIMIT_S", 0.5)
    over = threading.Event()

    def drip(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection, contextlib.suppress(OSError):
            while not over.wait(0.05):
                connection.sendall(b"220-wait\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=drip, args=(listening,), daemon=True).start()
        way = ear.way("email")
        way = replace(way, mail=replace(way.mail, port=listening.getsockname()[1]))
        with pytest.raises(Unreachable):  # it would drip for ever
            channels["email"].send(notice(), way)
        over.set()
