"""Who is told: added, tried, tried again, removed, and nothing secret shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from databases import Databases
from pytest_httpserver import HTTPServer

from backlinkbot.app.deliveries import WAITS_MIN
from backlinkbot.app.watch.notifiers import (
    add_notifier,
    deliver_notices,
    list_notifiers,
    put_notice,
    remove_notifier,
    sendings_of,
    shown_notifier,
    try_notifier,
)
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.notices import Line, Notice


@pytest.fixture
def root(databases: Databases, tmp_path: Path, fixed_clock: FixedClock) -> Iterator[Workspace]:
    with Workspace(databases.settings(tmp_path / "w"), fixed_clock) as opened:
        yield opened


def notice(root: Workspace, name: str = "ntc_1", client: str = "home") -> Notice:
    line = Line("a.example links now.")
    return Notice(name, client, "t.example", "t.example: 1 change", (line,), root.clock.now())


def test_one_that_is_tried_gets_one_test_notice_and_the_list_shows_no_secret(
    root: Workspace, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/services/T0/B0/secret").respond_with_data("ok")
    url = httpserver.url_for("/services/T0/B0/secret")
    one = add_notifier(root, "slack", url, allows_private=True)
    assert try_notifier(root, one.id).state == "delivered"
    assert len(httpserver.log) == 1
    (shown,) = [shown_notifier(known) for known in list_notifiers(root)]
    assert "secret" not in str(shown)
    assert shown["kind"] == "slack"


def test_a_signed_one_has_a_secret_that_only_adding_shows(root: Workspace) -> None:
    one = add_notifier(root, "webhook", "https://a.example/hook")
    assert one.secret.startswith("whsec_")
    assert one.secret not in str(shown_notifier(one))
    assert not add_notifier(root, "slack", "https://a.example/hook").secret


def test_a_failed_notice_comes_back_less_and_less_often_and_then_is_given_up(
    root: Workspace, httpserver: HTTPServer, fixed_clock: FixedClock
) -> None:
    httpserver.expect_request("/told").respond_with_data("no", 500)
    one = add_notifier(root, "discord", httpserver.url_for("/told"), allows_private=True)
    put_notice(root, notice(root))
    for wait in WAITS_MIN:
        deliver_notices(root)
        (sending,) = sendings_of(root, one.id)
        assert (sending.state, sending.message) == ("waiting", "answered 500")
        assert sending.next_at - fixed_clock.now() == timedelta(minutes=wait)
        fixed_clock.moment += timedelta(minutes=wait)
    deliver_notices(root)
    (last,) = sendings_of(root, one.id)
    assert (last.state, last.attempts) == ("given up", len(WAITS_MIN) + 1)


def test_the_same_notice_put_again_is_sent_once(root: Workspace, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/told").respond_with_data("ok")
    add_notifier(root, "teams", httpserver.url_for("/told"), allows_private=True)
    for _ in range(3):
        put_notice(root, notice(root))
        deliver_notices(root)
    assert len(httpserver.log) == 1


def test_one_of_another_client_is_not_there(root: Workspace) -> None:
    one = add_notifier(root, "file", "told.jsonl", client="other")
    assert list_notifiers(root) == []
    assert put_notice(root, notice(root)) == 0
    for ask in (remove_notifier, try_notifier, sendings_of):
        with pytest.raises(NotFound):
            ask(root, one.id)  # type: ignore[operator]  # all three take the same
    put_notice(root, notice(root, client="other"))
    deliver_notices(root)
    assert (root.folder / "clients" / "other" / "notices" / "told.jsonl").exists()


def test_a_removed_one_is_forgotten_with_its_notices(root: Workspace) -> None:
    one = add_notifier(root, "file", "told.jsonl")
    put_notice(root, notice(root))
    remove_notifier(root, one.id)
    assert list_notifiers(root) == []
    assert deliver_notices(root) == 0


@pytest.mark.parametrize(
    ("kind", "target", "said"),
    [
        ("pigeon", "x", "slack"),
        ("slack", "a.example", "no http"),
        ("webhook", "http://169.254.169.254/latest", "no public address"),
        ("discord", "http://[::1]/", "no public address"),
        ("email", "ann@client.example", "smtp_host"),
        ("file", "../told", "leads out"),
    ],
)
def test_what_cannot_be_told_is_refused_with_the_reason(
    root: Workspace, kind: str, target: str, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        add_notifier(root, kind, target)


def test_paths_are_for_the_user_of_this_machine(root: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "elsewhere" / "told.jsonl"
    with pytest.raises(Refused):
        add_notifier(root, "file", str(path), is_local=False)
    add_notifier(root, "file", str(path))
    put_notice(root, notice(root))
    deliver_notices(root)
    assert path.exists()


@pytest.mark.parametrize("kind", ["slack", "teams", "discord", "webhook"])
def test_a_name_no_machine_can_have_is_refused(root: Workspace, kind: str) -> None:
    with pytest.raises(BadInput, match="no http"):
        add_notifier(root, kind, "https://" + "a" * 70 + ".example/h")


def test_one_whose_sending_breaks_stops_no_other_and_its_fault_tells_no_secret(
    root: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = add_notifier(root, "slack", "https://a.example/services/secret")
    add_notifier(root, "file", "told.jsonl")

    def breaks(url: str, *_: object, **__: object) -> int:
        raise ValueError(url)

    monkeypatch.setattr("backlinkbot.io.channels.guarded.post", breaks)
    put_notice(root, notice(root))
    assert deliver_notices(root) == 1
    (sending,) = sendings_of(root, one.id)
    assert sending.state == "waiting"
    assert "ValueError" in sending.message
    assert "secret" not in sending.message


def test_one_that_does_not_answer_is_asked_once_in_a_round(
    root: Workspace, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/told").respond_with_data("no", 503)
    add_notifier(root, "discord", httpserver.url_for("/told"), allows_private=True)
    for number in range(3):
        put_notice(root, notice(root, f"ntc_{number}"))
    assert deliver_notices(root) == 0
    assert len(httpserver.log) == 1
