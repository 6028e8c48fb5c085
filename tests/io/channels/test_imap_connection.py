"""Logging in to an IMAP server, and looking up by Message-ID what an account has."""

from __future__ import annotations

import socket
import threading
import time
from base64 import b64decode
from typing import TYPE_CHECKING

import pytest
from mail_servers import PASSWORD

from backlinkbot.core.errors import BadInput, NotFound, Unreachable
from backlinkbot.core.outreach import MailServer, Security
from backlinkbot.io.channels.imap import check_folder, kept_there
from backlinkbot.io.channels.imap_connection import imap_connection

if TYPE_CHECKING:
    from imapclient import IMAPClient
    from mail_servers import MailServers

SECRET = "correct horse"  # noqa: S105 - of no account
STEP_S = 3.0


def server(lab: MailServers, user: str, **more: str) -> MailServer:
    told = {"secret": PASSWORD} | more
    return MailServer("localhost", lab.ports["imap"], Security.NONE, user, **told)


@pytest.mark.parametrize(
    ("security", "port"), [("none", "imap"), ("starttls", "imap"), ("tls", "imaps")]
)
def test_every_kind_of_security_lets_us_in(
    mail_lab: MailServers, monkeypatch: pytest.MonkeyPatch, security: str, port: str
) -> None:
    where = MailServer(
        "localhost", mail_lab.ports[port], Security(security), mail_lab.fresh(), PASSWORD
    )
    if security != "none":
        with pytest.raises(Unreachable, match="cannot be trusted"), imap_connection(where):
            pass
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_lab.certificate))
    with imap_connection(where) as client:
        assert client.folder_exists("INBOX")


def test_what_goes_wrong_is_said_in_plain_words(mail_lab: MailServers) -> None:
    us = mail_lab.fresh()
    wrong = {
        "does not accept the login": server(mail_lab, us, secret=SECRET),
        "does not speak TLS here": MailServer(
            "localhost", mail_lab.ports["imap"], Security.TLS, us, PASSWORD
        ),
        "does not answer: Connection refused": MailServer("localhost", 9, Security.NONE, us),
        "does not answer": MailServer("nowhere.invalid", 993, Security.TLS, us),
    }
    for says, where in wrong.items():
        with pytest.raises(Unreachable, match=says) as told, imap_connection(where, step_s=STEP_S):
            pass
        assert SECRET not in str(told.value)
    with (
        pytest.raises(Unreachable, match=r"IMAP server localhost says: .*nope"),
        imap_connection(server(mail_lab, us)) as client,
    ):
        client.select_folder("nope")


def test_a_server_that_says_nothing_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = MailServer("127.0.0.1", silent.getsockname()[1], Security.NONE, "us", SECRET)
        with pytest.raises(Unreachable, match="in time"), imap_connection(where, step_s=0.3):
            pass


def ask_for_ever(client: IMAPClient) -> None:
    while True:
        client.noop()
        time.sleep(0.02)


def test_a_server_that_drips_is_cut(mail_lab: MailServers) -> None:
    us = mail_lab.fresh()
    with (
        pytest.raises(Unreachable),
        imap_connection(server(mail_lab, us), limit_s=0.3) as client,
    ):
        ask_for_ever(client)


def test_messages_are_found_in_whatever_folder_and_stay_unseen(mail_lab: MailServers) -> None:
    us = mail_lab.fresh()
    where = server(mail_lab, us)
    ids = [f"<{number}-{us}>" for number in range(4)]
    for one in ids[:3]:
        mail_lab.submit(us, [us], f"Message-ID: {one}\r\nSubject: x\r\n\r\nx\r\n".encode())
    mail_lab.wait_for(us, 3)
    with imap_connection(where) as client:
        client.create_folder("Old.Letters")
        client.select_folder("INBOX")
        client.move(client.search(["HEADER", "Message-ID", ids[0]]), "Old.Letters")
        client.move(client.search(["HEADER", "Message-ID", ids[1]]), "Sent")
    assert kept_there(where, ids, "Sent") == frozenset(ids[:3])
    assert kept_there(where, ids[3:]) == frozenset()
    assert kept_there(where, []) == frozenset()
    with imap_connection(where) as client:
        client.select_folder("INBOX")
        assert len(client.search("UNSEEN")) == 1
    assert check_folder(where, "Old.Letters") == 1
    with pytest.raises(NotFound, match=r"there is no folder Gone; there are .*Sent"):
        check_folder(where, "Gone")


def test_a_mail_that_only_speaks_of_a_message_is_not_taken_for_it(mail_lab: MailServers) -> None:
    us = mail_lab.fresh()
    other = f"<1-{us}>"
    raw = f"Message-ID: <2-{us}>\r\nReferences: {other}\r\nSubject: {other}\r\n\r\n{other}\r\n"
    mail_lab.submit(us, [us], raw.encode())
    mail_lab.wait_for(us)
    assert not kept_there(server(mail_lab, us), [other])


def test_oauth_says_who_we_are_with_the_token_of_the_command() -> None:
    heard: list[bytes] = []

    def serve(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"* OK ready\r\n")
            for line in lines:
                tag, _, command = line.strip().partition(b" ")
                if command.startswith(b"CAPABILITY"):
                    connection.sendall(b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n")
                if command.startswith(b"AUTHENTICATE"):
                    connection.sendall(b"+ \r\n")
                    heard.append(b64decode(lines.readline()))
                connection.sendall(tag + b" OK done\r\n")
                if command.startswith(b"LOGOUT"):
                    return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, args=(listening,), daemon=True)
        thread.start()
        port = listening.getsockname()[1]
        where = MailServer("127.0.0.1", port, Security.NONE, "us", token_command="echo tok")  # noqa: S106
        with imap_connection(where, step_s=STEP_S):
            pass
        thread.join(5)
    assert heard == [b"user=us\1auth=Bearer tok\1\1"]


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("false", "failed"),
        ("true", "does not print one token"),
        ("printf 'a b'", "does not print one token"),
        ("no-such-program-here", "cannot be started"),
        ("echo 'a", "cannot be started"),
        (" ", "cannot be started"),
    ],
)
def test_a_token_command_that_gives_none_is_said(command: str, says: str) -> None:
    where = MailServer("127.0.0.1", 9, Security.NONE, "us", token_command=command)
    with pytest.raises((BadInput, Unreachable), match=says), imap_connection(where):
        pass
