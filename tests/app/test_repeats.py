"""A request with a key is done once, also when two come at one moment or one was killed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from backlinkbot.app.repeats import KEPT, LOST_AFTER, UsedBefore, once
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import DatedClock, FixedClock
from backlinkbot.core.settings import Settings


@pytest.fixture
def workspace(database_url: str, tmp_path: Path) -> Iterator[Workspace]:
    settings = Settings(workspace=tmp_path / "w", workers=1, database_url=database_url)
    with Workspace(settings, DatedClock(datetime(2026, 11, 1, 12, tzinfo=UTC))) as opened:
        yield opened


def test_of_two_at_one_moment_one_is_done_and_the_other_told(workspace: Workspace) -> None:
    done, refused = [], []

    def other() -> None:
        try:
            once(workspace, "home", "k", "d", lambda: {"by": "other"})
        except UsedBefore as error:
            refused.append(str(error))

    def make() -> dict[str, str]:
        thread = Thread(target=other)
        thread.start()
        thread.join()
        done.append(1)
        return {"by": "me"}

    assert once(workspace, "home", "k", "d", make) == {"by": "me"}
    assert once(workspace, "home", "k", "d", make) == {"by": "me"}
    assert (len(done), len(refused)) == (1, 1)
    assert "right now" in refused[0]


def test_one_that_was_killed_is_done_again_after_a_while(workspace: Workspace) -> None:
    class Killed(BaseException):
        pass

    def die() -> dict[str, str]:
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("backlinkbot.app.repeats.end_repeat", lambda *_: None)  # nobody is left
        with pytest.raises(Killed):
            once(workspace, "home", "k", "d", die)
    with pytest.raises(UsedBefore):
        once(workspace, "home", "k", "d", dict)
    later = workspace.clock.now() + LOST_AFTER
    workspace.clock = FixedClock(later)
    assert once(workspace, "home", "k", "d", lambda: {"a": "b"}) == {"a": "b"}


def test_clients_have_keys_of_their_own_and_a_day_to_use_them(workspace: Workspace) -> None:
    assert once(workspace, "home", "k", "d", lambda: {"n": 1}) == {"n": 1}
    assert once(workspace, "acme", "k", "e", lambda: {"n": 2}) == {"n": 2}
    workspace.clock = FixedClock(workspace.clock.now() + KEPT + timedelta(seconds=1))
    assert once(workspace, "home", "x", "d", lambda: {"n": 3}) == {"n": 3}  # sweeps
    assert once(workspace, "home", "k", "f", lambda: {"n": 4}) == {"n": 4}


def test_however_many_ask_at_once_it_is_done_once(workspace: Workspace) -> None:
    workspace.write()
    start, done, answers = Barrier(8), [], []

    def ask() -> None:
        start.wait()
        try:
            answers.append(once(workspace, "home", "k", "d", lambda: done.append(1) or {"n": 1}))
        except UsedBefore:
            answers.append({"n": 1})

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), answers) == (1, [{"n": 1}] * 8)
