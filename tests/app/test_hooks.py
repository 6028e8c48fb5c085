"""Notices are signed, tried again until heard, and go to no private address."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from backlinkbot.app.deliveries import WAITS_MIN
from backlinkbot.app.hooks import (
    TIMEOUT_S,
    add_hook,
    deliver_due,
    deliveries_of,
    list_hooks,
    remove_hook,
    tell,
    try_hook,
)
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, NotFound, Unreachable
from backlinkbot.core.hooks import Delivery, Event
from backlinkbot.core.settings import Settings
from backlinkbot.io.channels.guarded import post
from backlinkbot.io.state.hooks import Hooks


@pytest.fixture
def root(tmp_path: Path, database_url: str, fixed_clock: FixedClock) -> Iterator[Workspace]:
    settings = Settings(workspace=tmp_path / "w", database_url=database_url)
    with Workspace(settings, fixed_clock) as opened:
        yield opened


def test_a_notice_is_signed_as_standard_webhooks_say(
    root: Workspace, httpserver: HTTPServer
) -> None:
    heard: list[Request] = []

    def hear(request: Request) -> Response:
        request.get_data()
        heard.append(request)
        return Response("", 204)

    httpserver.expect_request("/told").respond_with_handler(hear)
    hook = add_hook(root, httpserver.url_for("/told"), allows_private=True)
    assert try_hook(root, hook.id).state == "delivered"
    (request,) = heard
    body = request.get_data()
    signed = b".".join(
        (
            request.headers["webhook-id"].encode(),
            request.headers["webhook-timestamp"].encode(),
            body,
        )
    )
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    assert request.headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()
    assert json.loads(body)["type"] == "test"


def test_only_the_events_that_are_wanted_are_told_and_only_to_the_client(root: Workspace) -> None:
    hook = add_hook(root, "https://a.example/", events=["audit.done"])
    other = add_hook(root, "https://b.example/", client="other")
    tell(root, "home", Event.IMPORT_DONE, {})
    assert deliveries_of(root, hook.id) == []
    tell(root, "home", Event.AUDIT_DONE, {"sentence": "Done."})
    assert [one.event for one in deliveries_of(root, hook.id)] == ["audit.done"]
    assert deliveries_of(root, other.id, "other") == []


def test_a_failed_notice_comes_back_less_and_less_often_and_then_is_given_up(
    root: Workspace, httpserver: HTTPServer, fixed_clock: FixedClock
) -> None:
    httpserver.expect_request("/told").respond_with_data("no", 500)
    hook = add_hook(root, httpserver.url_for("/told"), allows_private=True)
    tell(root, "home", Event.AUDIT_DONE, {})
    for wait in WAITS_MIN:
        deliver_due(root)
        (one,) = deliveries_of(root, hook.id)
        assert (one.state, one.message) == ("waiting", "answered 500")
        assert one.next_at - fixed_clock.now() == timedelta(minutes=wait)
        assert deliver_due(root) == 0
        fixed_clock.moment += timedelta(minutes=wait)
    deliver_due(root)
    (last,) = deliveries_of(root, hook.id)
    assert (last.state, last.attempts) == ("given up", len(WAITS_MIN) + 1)
    assert len(httpserver.log) == len(WAITS_MIN) + 1


def test_a_private_address_is_told_nothing(root: Workspace, httpserver: HTTPServer) -> None:
    with pytest.raises(BadInput, match="no public address"):
        add_hook(root, "http://169.254.169.254/latest")
    hook = add_hook(root, f"http://localhost:{httpserver.port}/told")
    told = try_hook(root, hook.id)
    assert told.state == "given up"
    assert "no public address" in told.message
    assert httpserver.log == []


@pytest.mark.parametrize("url", ["ftp://a.example/", "javascript:alert(1)", "a.example", ""])
def test_what_is_no_web_address_is_refused(root: Workspace, url: str) -> None:
    with pytest.raises(BadInput):
        add_hook(root, url)


def test_an_unknown_event_is_said_with_those_there_are(root: Workspace) -> None:
    with pytest.raises(BadInput, match=r"'x' *; there are: import\.done"):
        add_hook(root, "https://a.example/", events=["x"])


def test_a_hook_of_another_client_is_not_there(root: Workspace) -> None:
    hook = add_hook(root, "https://a.example/", client="other")
    assert list_hooks(root) == []
    for ask in (remove_hook, try_hook, deliveries_of):
        with pytest.raises(NotFound):
            ask(root, hook.id)  # type: ignore[operator]  # all three take the same


def test_a_removed_hook_is_forgotten_with_its_notices(root: Workspace) -> None:
    hook = add_hook(root, "https://a.example/")
    tell(root, "home", Event.AUDIT_DONE, {})
    remove_hook(root, hook.id)
    assert list_hooks(root) == []
    assert deliver_due(root) == 0


def test_a_name_no_machine_can_have_is_refused(root: Workspace) -> None:
    with pytest.raises(BadInput, match="no http"):
        add_hook(root, "https://" + "a" * 70 + ".example/h")


def test_one_bad_hook_stops_no_other(
    root: Workspace, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    httpserver.expect_request("/told").respond_with_data("ok")
    bad = add_hook(root, "https://bad.example/")
    good = add_hook(root, httpserver.url_for("/told"), allows_private=True)

    def fails(url: str, *given: Any, **more: Any) -> int:
        if "bad" in url:
            raise ZeroDivisionError
        return post(url, *given, **more)

    monkeypatch.setattr("backlinkbot.io.channels.guarded.post", fails)
    for number in range(2):
        tell(root, "home", Event.AUDIT_DONE, {"number": number})
    assert deliver_due(root) == 2
    assert {one.state for one in deliveries_of(root, good.id)} == {"delivered"}
    assert {one.state for one in deliveries_of(root, bad.id)} == {"waiting"}
    assert "ZeroDivisionError" in {one.message[-17:] for one in deliveries_of(root, bad.id)}


def test_one_who_does_not_answer_is_asked_once_and_the_others_at_once(
    root: Workspace, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    httpserver.expect_request("/told").respond_with_data("ok")
    away = add_hook(root, "https://away.example/")
    add_hook(root, httpserver.url_for("/told"), allows_private=True)
    asked: list[str] = []

    def slow(url: str, *given: Any, **more: Any) -> int:
        asked.append(url)
        if "away" in url:
            raise Unreachable("away.example does not answer")
        return post(url, *given, **more)

    monkeypatch.setattr("backlinkbot.io.channels.guarded.post", slow)
    for number in range(3):
        tell(root, "home", Event.AUDIT_DONE, {"number": number})
    assert deliver_due(root) == 3
    assert asked.count("https://away.example/") == 1
    assert sorted(one.attempts for one in deliveries_of(root, away.id)) == [0, 0, 1]


def test_each_try_is_held_from_its_own_beginning(
    root: Workspace, fixed_clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tenth of many slow tries begins minutes after the first; nobody else may take it then."""
    for number in range(10):
        add_hook(root, f"https://h{number}.example/")
    tell(root, "home", Event.AUDIT_DONE, {})
    held: list[timedelta] = []
    take = Hooks.take

    def taking(self: Hooks, delivery: Delivery, until: datetime) -> bool:
        held.append(until - fixed_clock.now())
        return take(self, delivery, until)

    monkeypatch.setattr(Hooks, "take", taking)
    monkeypatch.setattr("backlinkbot.io.channels.guarded.post", lambda *_, **__: _away(fixed_clock))
    deliver_due(root)
    assert len(held) == 10
    assert min(held).total_seconds() > TIMEOUT_S


def _away(clock: FixedClock) -> int:
    clock.moment += timedelta(seconds=TIMEOUT_S)
    raise Unreachable("no answer")
