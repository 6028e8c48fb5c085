"""A person signs in at a provider in a browser; from then on the mailbox logs in by tokens."""

from __future__ import annotations

import socket
from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from imap_folders import imap_folders
from moved_clock import MovedClock
from oauth_provider import SignIns, sign_ins
from smtp_script import smtp_script
from sqlalchemy import select

from backlinkbot.app.pitch import signing_in
from backlinkbot.app.pitch.mailboxes import (
    add_mailbox,
    mailbox_named,
    mailboxes,
    may_tell_secret,
    shown_mailbox,
)
from backlinkbot.app.pitch.signing_in import provider_named, sign_in
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.errors import BadInput, Unreachable
from backlinkbot.core.outreach import Mailbox, MailServer, Security
from backlinkbot.core.sending import Answer
from backlinkbot.io.channels.oauth import PROVIDERS, Provider, grant_in
from backlinkbot.io.channels.outgoing_smtp import hand_over
from backlinkbot.io.state.sending_tables import mailboxes as table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from databases import Databases

US = "us@shop.example"
HIDDEN = "app-secret"
TEXT = b"From: us@shop.example\r\nTo: ann@b.example\r\nMessage-ID: <a@b>\r\n\r\nHello\r\n"
pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def workspace(databases: Databases, tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(databases.settings(tmp_path / "w"), MovedClock()) as opened:
        yield opened


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[SignIns]:
    with sign_ins() as known, smtp_script() as script:
        known.client_secret = HIDDEN
        smtp = MailServer("127.0.0.1", script.port, Security.NONE)
        told = Provider(
            "Our provider", f"{known.url}/authorize", f"{known.url}/token", "mail", smtp,
            replace(smtp, port=143), "Sent", extra={"prompt": "consent"},
        )  # fmt: skip
        monkeypatch.setitem(PROVIDERS, "ours", told)
        known.heard = script.heard
        yield known


def signed(workspace: Workspace, provider: SignIns, secret: str = HIDDEN) -> Mailbox:
    def show(url: str) -> None:
        Thread(target=provider.browser, args=(url,), daemon=True).start()

    return sign_in(workspace, US, "ours", "our-app", secret, show=show)[0]


def logins(provider: SignIns) -> list[str]:
    return [
        b64decode(one.split(" ")[2]).decode() for one in provider.heard if one.startswith("AUTH")
    ]


def test_a_new_mailbox_gets_the_providers_servers_and_logs_in_by_a_token(
    workspace: Workspace, provider: SignIns
) -> None:
    signed(workspace, provider)
    (asked,) = provider.asked
    assert asked["login_hint"] == US
    assert (asked["scope"], asked["prompt"], asked["client_id"]) == ("mail", "consent", "our-app")
    one = mailbox_named(workspace, US)
    assert (one.sent_folder, one.imap and one.imap.port) == ("Sent", 143)
    assert shown_mailbox(workspace, one)["smtp"]["login"] == "token"
    assert hand_over(TEXT, US, "ann@b.example", "", one.smtp).answer is Answer.ACCEPTED
    assert logins(provider) == [f"user={US}\1auth=Bearer {provider.tokens[0]}\1\1"]
    assert len(provider.forms) == 1  # the token of the sign-in still lasts


def test_a_token_that_ends_is_followed_by_another_and_the_right_that_comes_with_it_is_kept(
    workspace: Workspace, provider: SignIns
) -> None:
    signed(workspace, provider)
    assert isinstance(workspace.clock, MovedClock)
    for hours in (1, 2, 400):
        workspace.clock.ahead = timedelta(hours=hours)
        (one,) = mailboxes(workspace)
        for _ in range(2):
            assert hand_over(TEXT, US, "ann@b.example", "", one.smtp).answer is Answer.ACCEPTED
    assert len(provider.tokens) == 4
    said = [f"user={US}\1auth=Bearer {one}\1\1" for one in provider.tokens[1:] for _ in range(2)]
    assert logins(provider) == said
    kept = grant_in(mailbox_named(workspace, US).smtp.secret)
    assert kept
    assert provider.rights == {kept.refresh_token}


def test_a_right_that_was_taken_back_is_said_and_nothing_secret_with_it(
    workspace: Workspace, provider: SignIns
) -> None:
    provider.lasts_s = 1
    one = mailbox_named(workspace, signed(workspace, provider).address)
    provider.rights.clear()
    found = hand_over(TEXT, US, "ann@b.example", "", one.smtp)
    assert (found.answer, found.is_ours) == (Answer.LATER, True)
    assert "invalid_grant (HTTP 400)" in found.said
    assert f"sign in again: backlinkbot mailbox sign-in {US}" in found.said
    provider.token_error = "Not a code!"  # noqa: S105 - of none
    found = hand_over(TEXT, US, "ann@b.example", "", one.smtp)
    assert "it does not say why" in found.said
    assert "secret things" not in found.said
    assert logins(provider) == []


def test_what_is_kept_is_sealed_and_shown_nowhere(workspace: Workspace, provider: SignIns) -> None:
    signed(workspace, provider)
    secrets = [HIDDEN, provider.tokens[0], *provider.rights]
    with workspace.state.reading() as connection:
        rows = str(connection.execute(select(table)).all())
    one = mailbox_named(workspace, US)
    told = f"{rows} {one!r} {grant_in(one.smtp.secret)!r} {shown_mailbox(workspace, one)}"
    assert [secret for secret in secrets if secret in told] == []


def test_a_known_mailbox_keeps_its_settings_and_tokens_go_to_the_provider_alone(
    workspace: Workspace, provider: SignIns
) -> None:
    smtp = MailServer("mail.shop.example", 587, Security.STARTTLS, US, "a password")
    add_mailbox(workspace, Mailbox(US, "Bo", smtp, smtp, sent_folder="Outbox", daily_limit=12))
    one = signed(workspace, provider)
    assert (one.daily_limit, one.name, one.sent_folder) == (12, "Bo", "Sent")
    assert [(server.host, bool(grant_in(server.secret))) for server in servers(one)] == [
        ("127.0.0.1", True), ("127.0.0.1", True),
    ]  # fmt: skip
    again = signed(workspace, provider)
    assert grant_in(again.smtp.secret) != grant_in(one.smtp.secret)


def test_a_server_with_a_login_of_its_own_keeps_it(workspace: Workspace, provider: SignIns) -> None:
    signed(workspace, provider)
    assert isinstance(workspace.clock, MovedClock)
    for which in ("imap", "smtp"):
        one = mailbox_named(workspace, US)
        own = MailServer("mail.other.example", 993, Security.TLS, US, "sesame")
        add_mailbox(workspace, replace(one, **{which: own}))
        workspace.clock.ahead += timedelta(hours=2)
        signs, other = ("smtp", "imap") if which == "imap" else ("imap", "smtp")
        server = getattr(mailbox_named(workspace, US), signs)
        assert server.token
        assert server.token() == provider.tokens[-1]
        assert getattr(mailbox_named(workspace, US), other).secret == "sesame"  # noqa: S105 - of none
        signed(workspace, provider)


def servers(one: Mailbox) -> list[MailServer]:
    return [server for server in (one.smtp, one.imap) if server]


def test_two_that_need_a_token_at_once_ask_for_one(workspace: Workspace, provider: SignIns) -> None:
    signed(workspace, provider)
    assert isinstance(workspace.clock, MovedClock)
    workspace.clock.ahead = timedelta(hours=2)
    given: list[str] = []

    def ask() -> None:
        token = mailbox_named(workspace, US).smtp.token
        given.append(token() if token else "")

    threads = [Thread(target=ask) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert given == [provider.tokens[1]] * 4
    assert len(provider.tokens) == 2


def test_a_token_of_a_clock_that_was_ahead_is_not_believed(
    workspace: Workspace, provider: SignIns
) -> None:
    assert isinstance(workspace.clock, MovedClock)
    workspace.clock.ahead = timedelta(hours=20)
    signed(workspace, provider)
    workspace.clock.ahead = timedelta()
    token = mailbox_named(workspace, US).smtp.token
    assert token
    assert token() == provider.tokens[1]


@pytest.mark.parametrize("said", [b"", b"\x16\x03\x01\x00\xff", b"GET /?state=x HTTP/1.1\r\n\r\n",
                                  b"HEAD /?state=x HTTP/1.1\r\n\r\n"])  # fmt: skip
def test_whoever_else_comes_to_the_landing_neither_ends_nor_holds_up_the_sign_in(
    workspace: Workspace, provider: SignIns, said: bytes
) -> None:
    opened: list[socket.socket] = []

    def show(url: str) -> None:
        back = urlsplit(parse_qs(urlsplit(url).query)["redirect_uri"][0])
        opened.append(socket.create_connection(("127.0.0.1", back.port or 0)))
        opened[0].sendall(said)
        Thread(target=provider.browser, args=(url,), daemon=True).start()

    one, _ = sign_in(workspace, US, "ours", "our-app", HIDDEN, show=show)
    opened[0].close()
    assert grant_in(one.smtp.secret)


def test_who_says_no_or_comes_from_another_sign_in_is_not_let_in(
    workspace: Workspace, provider: SignIns
) -> None:
    provider.says_no = "access_denied"
    with pytest.raises(BadInput, match="did not let us in: access_denied"):
        signed(workspace, provider)
    for came in ("http://127.0.0.1/?code=x&state=of-another", "http://127.0.0.1/?code=x", "junk"):
        with pytest.raises(BadInput, match="not the answer to this sign-in"):
            sign_in(
                workspace, US, "ours", "our-app", HIDDEN, show=lambda _: None,
                pasted=lambda came=came: came,
            )  # fmt: skip
    assert mailboxes(workspace) == []
    assert provider.forms == []


def test_a_browser_elsewhere_ends_at_an_address_that_is_pasted(
    workspace: Workspace, provider: SignIns
) -> None:
    shown: list[str] = []

    def pasted() -> str:
        from urllib.error import URLError

        with pytest.raises(URLError):  # nobody listens there, as on another machine
            provider.browser(shown[0])
        told = provider.asked[0]
        code = next(iter(provider.codes))
        return f" {told['redirect_uri']}?state={told['state']}&code={code}\n"

    one, is_new = sign_in(
        workspace, US, "ours", "our-app", HIDDEN, show=shown.append, pasted=pasted
    )
    assert is_new
    assert grant_in(one.smtp.secret)


def test_a_provider_that_gives_no_lasting_right_or_knows_us_not_is_said(
    workspace: Workspace, provider: SignIns
) -> None:
    with pytest.raises(Unreachable, match="invalid_client"):
        signed(workspace, provider, secret="wrong")  # noqa: S106 - of none
    provider.gives_refresh = False
    with pytest.raises(Unreachable, match="no right to ask for the next one"):
        signed(workspace, provider)
    assert mailboxes(workspace) == []


def test_nobody_signs_in(
    workspace: Workspace, provider: SignIns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "PATIENCE_S", 0.0)
    with pytest.raises(BadInput, match="nobody signed in"):
        sign_in(workspace, US, "ours", "our-app", HIDDEN, show=lambda _: None)
    assert provider.asked == []


def test_a_grant_is_nothing_that_can_be_told_from_elsewhere(workspace: Workspace) -> None:
    assert not may_tell_secret("oauth:{}")
    smtp = MailServer("mail.shop.example", 587, Security.STARTTLS, US, "oauth:{}")
    with pytest.raises(BadInput, match="sign in again"):
        add_mailbox(workspace, Mailbox(US, "Bo", smtp))


def test_a_grant_never_goes_as_a_password(workspace: Workspace, provider: SignIns) -> None:
    bare = signed(workspace, provider).smtp  # as it is kept, not opened
    found = hand_over(TEXT, US, "ann@b.example", "", bare)
    assert found.is_ours
    assert "was not opened" in found.said
    assert logins(provider) == []


def test_providers_are_private_and_named() -> None:
    assert provider_named("google").redirect_host == "127.0.0.1"
    with pytest.raises(BadInput, match=r"did you mean google\?"):
        provider_named("gogle")
    for one in PROVIDERS.values():
        assert one.authorize_url.startswith("https://")
        assert one.token_url.startswith("https://")
        assert one.smtp.security is not Security.NONE


def test_a_right_that_was_renewed_while_settings_changed_is_not_lost(
    workspace: Workspace, provider: SignIns
) -> None:
    signed(workspace, provider)
    assert isinstance(workspace.clock, MovedClock)
    as_read = mailbox_named(workspace, US)
    workspace.clock.ahead = timedelta(hours=2)
    assert as_read.smtp.token
    renewed = as_read.smtp.token()
    add_mailbox(workspace, replace(as_read, daily_limit=7))
    now = mailbox_named(workspace, US)
    assert now.daily_limit == 7
    assert now.smtp.token
    assert now.smtp.token() == renewed
    workspace.clock.ahead = timedelta(hours=4)
    assert now.smtp.token() == provider.tokens[-1] != renewed


def test_a_person_who_did_not_allow_all_is_told_what_is_missing(
    workspace: Workspace, provider: SignIns
) -> None:
    provider.allowed = "openid"
    with pytest.raises(BadInput, match="not allowed to give mail"):
        signed(workspace, provider)
    assert mailboxes(workspace) == []
    provider.allowed = "openid mail"
    assert grant_in(signed(workspace, provider).smtp.secret)


def test_the_folder_of_sent_mail_is_the_one_that_the_server_marks(
    workspace: Workspace, provider: SignIns
) -> None:
    with imap_folders([("Entwürfe", "\\Drafts"), ("Gesendet", "\\Sent")]) as port:
        told = PROVIDERS["ours"]
        PROVIDERS["ours"] = replace(told, imap=replace(told.imap, port=port))
        assert signed(workspace, provider).sent_folder == "Gesendet"
