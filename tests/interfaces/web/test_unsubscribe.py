"""One click of a mail program, as RFC 8058 says: no account, no cookie, and no looking counts."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
import uvicorn
from sent_messages import MAILBOX, sent_to

from backlinkbot.app.accounts import add_account
from backlinkbot.app.clients import add_client, client_workspace
from backlinkbot.app.pitch.leaving import unsubscribe_headers, unsubscribe_url
from backlinkbot.app.suppress import list_suppressions
from backlinkbot.core.access import LOCAL, Account, Role
from backlinkbot.core.clock import SystemClock
from backlinkbot.interfaces.serve import make_app
from backlinkbot.interfaces.web.leaving_words import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.interfaces.conftest import Browser

    from backlinkbot.app.workspace import Workspace

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
PUBLIC = "https://links.example"
ANN = "ann@news.example"


def path_for(workspace: Workspace, address: str = ANN) -> str:
    workspace.settings = replace(workspace.settings, public_url=PUBLIC)
    sent = sent_to(workspace, address)
    return unsubscribe_url(workspace, sent.first, MAILBOX).removeprefix(PUBLIC)


@pytest.fixture
def stranger(open_browser: Callable[..., Browser]) -> Browser:
    return open_browser(address="203.0.113.9")


def suppressed(browser: Browser) -> list[str]:
    return [one.value for one in list_suppressions(browser.root)]


def test_one_post_without_cookies_from_anywhere_is_enough(stranger: Browser) -> None:
    path = path_for(stranger.root)
    answer = stranger.client.post(
        path, data=ONE_CLICK, headers={"host": "links.example", "sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert suppressed(stranger) == [ANN]
    again = stranger.client.post(path, data=ONE_CLICK)
    assert again.status_code == 200
    assert suppressed(stranger) == [ANN]


def test_the_fields_may_come_as_a_multipart_form(stranger: Browser) -> None:
    path = path_for(stranger.root)
    bare = {"List-Unsubscribe": (None, "One-Click")}
    assert stranger.client.post(path, files=bare).status_code == 200
    assert suppressed(stranger) == [ANN]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])
def test_who_only_looks_or_asks_in_another_way_unsubscribes_nobody(
    stranger: Browser, method: str
) -> None:
    path = path_for(stranger.root)
    answer = stranger.client.request(method, path)
    assert answer.status_code == (200 if method in {"GET", "HEAD"} else 405)
    assert suppressed(stranger) == []


@pytest.mark.parametrize("body", [{}, {"List-Unsubscribe": "no"}, {"other": "One-Click"}])
def test_a_post_that_does_not_say_it_does_nothing_and_shows_the_button(
    stranger: Browser, body: dict[str, str]
) -> None:
    path = path_for(stranger.root)
    answer = stranger.client.post(path, data=body)
    assert answer.status_code == 400
    assert "Write to me no more" in answer.text
    assert suppressed(stranger) == []


@pytest.mark.parametrize("body", [b"\xff" * 100, b"List-Unsubscribe=One-Click&" * 500])
def test_a_broken_body_does_nothing_and_breaks_nothing(stranger: Browser, body: bytes) -> None:
    path = path_for(stranger.root)
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/x"):
        answer = stranger.client.post(path, content=body, headers={"content-type": kind})
        assert answer.status_code == 400
    assert suppressed(stranger) == []


def test_the_page_says_what_the_button_does_and_the_button_works(stranger: Browser) -> None:
    path = path_for(stranger.root)
    page = stranger.get(path)
    assert page.status_code == 200
    assert "set-cookie" not in page.headers
    assert MAILBOX in page.text
    assert ANN not in page.text
    assert f'action="{path}"' in page.text
    assert 'name="List-Unsubscribe" value="One-Click"' in page.text
    assert "noindex" in page.text
    done = stranger.client.post(path, data=ONE_CLICK)
    assert "You get no more messages" in done.text
    assert "You get no more messages" in stranger.get(path).text


def test_a_wrong_address_says_so_and_a_guesser_has_to_wait(stranger: Browser) -> None:
    path = path_for(stranger.root)
    wrong = path[:-4] + "AAAA"
    for method in ("GET", "POST"):
        answer = stranger.client.request(method, wrong, data=ONE_CLICK)
        assert answer.status_code == 404
        assert "no address that we gave out" in answer.text
    statuses = {stranger.client.post(wrong, data=ONE_CLICK).status_code for _ in range(40)}
    assert statuses == {404, 429}
    assert int(stranger.client.get(wrong).headers["retry-after"]) > 0
    assert stranger.client.post(path, data=ONE_CLICK).status_code == 200  # the right one always
    assert suppressed(stranger) == [ANN]


def test_it_works_for_every_client_and_with_accounts(stranger: Browser) -> None:
    root = stranger.root
    add_client(root, "acme", by=LOCAL)
    owner = Account("owner@agency.example", "Olga", Role.OWNER)
    add_account(root, owner, "correct horse battery staple", by=LOCAL)
    with client_workspace(root, "acme") as acme:
        path = path_for(acme)
        assert stranger.get(path).status_code == 200
        assert stranger.client.post(path, data=ONE_CLICK).status_code == 200
    assert [(one.value, one.client) for one in list_suppressions(root)] == [(ANN, "acme")]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("", "en"), ("de-AT, en;q=0.8", "de"), ("pt, fr;q=0.4, it;q=0.9", "it"), ("xx", "en"),
     ("en;q=0.1, nl", "nl"), ("es;q=0", "en"), ("\xff;q=9;;,,", "en"), ("a" * 9_000, "en")],
)  # fmt: skip
def test_the_page_speaks_as_its_reader_does(
    stranger: Browser, accepted: str, language: str
) -> None:
    path = path_for(stranger.root)
    headers = {"accept-language": accepted.encode("latin-1")}
    page = stranger.client.get(path, headers=headers)
    assert f'<html lang="{language}"' in page.text
    assert WORDS[language].button.replace("'", "&#39;") in page.text
    assert MAILBOX in page.text
    done = stranger.client.post(path, headers=headers, data=ONE_CLICK)
    assert WORDS[language].gone in done.text


@pytest.mark.parametrize("path", ["/", "/u", "/sign-in", "/c/home/sites", "/api/v1/sites"])
def test_under_a_name_for_the_world_nothing_else_is_answered_without_accounts(
    stranger: Browser, path: str
) -> None:
    assert stranger.client.get(path, headers={"host": "links.example"}).status_code == 421
    sly = stranger.client.get(f"/u/..{path}", headers={"host": "links.example"})
    assert sly.status_code in {404, 421}


@contextmanager
def served(root: Workspace) -> Iterator[str]:
    """A real server on a free port of this machine."""
    config = uvicorn.Config(make_app(root), host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    clock = SystemClock()
    try:
        while not server.started:
            clock.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


def test_a_mail_program_unsubscribes_at_a_real_server_as_the_standard_says(
    stranger: Browser,
) -> None:
    path = path_for(stranger.root)
    headers = dict(unsubscribe_headers(PUBLIC + path, MAILBOX))
    address = headers["List-Unsubscribe"].partition(">")[0].removeprefix("<")
    name, _, value = headers["List-Unsubscribe-Post"].partition("=")
    with served(stranger.root) as base, httpx2.Client(follow_redirects=False) as program:
        there = base + address.removeprefix(PUBLIC)
        scanned: Any = [program.request(method, there).status_code for method in ("HEAD", "GET")]
        assert scanned == [200, 200]
        assert program.head(there).content == b""
        assert suppressed(stranger) == []
        answer = program.post(there, data={name: value})
        assert answer.status_code == 200
        assert not program.cookies
    assert suppressed(stranger) == [ANN]
