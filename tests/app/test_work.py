"""Jobs run one at a time, survive their workers, stop when asked, and tell how far they are."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from threading import enumerate as enumerate_threads
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from backlinkbot.app.hooks import add_hook, deliveries_of, tell
from backlinkbot.app.jobs import cancel, job_of, list_jobs, queue
from backlinkbot.app.work import LEASE, Worker
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import NotFound
from backlinkbot.core.hooks import Event as HookEvent
from backlinkbot.core.jobs import JobState
from backlinkbot.core.progress import Progress
from backlinkbot.core.settings import Settings
from backlinkbot.io.state.jobs import Jobs

ROOT = Path(__file__).resolve().parents[2]
KILLS = 20
CSV = "Referring page URL,Target URL,Anchor\n" + "".join(
    f"https://s{n}.example/p,https://ours.example/,word {n}\n" for n in range(400)
)


@pytest.fixture
def root(tmp_path: Path, database_url: str) -> Iterator[Workspace]:
    settings = Settings(workspace=tmp_path / "w", workers=1, database_url=database_url)
    with Workspace(settings) as opened:
        yield opened


def says(text: str) -> Any:
    def run(_: Workspace, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
        progress.stage("Saying", 2, "words")
        progress.reached(2)
        return {"sentence": text, "arguments": dict(arguments)}

    return run


def test_a_job_ends_with_its_sentence_and_result(root: Workspace) -> None:
    job = queue(root, "audit", {"domain": "a.example"})
    Worker(root, {"audit": says("It is so.")}).all()
    ended = job_of(root, job.id)
    assert (ended.state, ended.message, ended.attempts) == (JobState.DONE, "It is so.", 1)
    assert ended.result == {"arguments": {"domain": "a.example"}}
    assert ended.ended_at is not None
    assert (ended.stage, ended.total) == ("Saying", 2)


def test_what_goes_wrong_is_said_and_the_next_job_runs(root: Workspace) -> None:
    def fails(*_: object) -> dict[str, Any]:
        raise NotFound("there is no such thing")

    def breaks(*_: object) -> dict[str, Any]:
        raise ZeroDivisionError("0")

    queue(root, "measure", {})
    queue(root, "audit", {"domain": "a.example"})
    queue(root, "ingest", {"places": ["/x.csv"]})
    worker = Worker(root, {"measure": fails, "audit": breaks, "ingest": says("Fine.")})
    assert worker.all() == 3
    told = {job.kind: (job.state.value, job.message) for job in list_jobs(root)}
    assert told["measure"] == ("failed", "there is no such thing")
    assert told["audit"] == ("failed", "this is our fault: ZeroDivisionError: 0")
    assert told["ingest"] == ("done", "Fine.")


def test_a_running_job_stops_at_its_next_word_when_cancelled(root: Workspace) -> None:
    started = Event()

    def endless(_: Workspace, __: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
        while True:
            progress.stage("On and on")
            started.set()
            time.sleep(0.01)

    job = queue(root, "measure", {})
    with Workspace(root.settings) as other:
        thread = Thread(target=Worker(other, {"measure": endless}).all)
        thread.start()
        assert started.wait(10)
        cancel(root, job.id)
        thread.join(10)
    assert job_of(root, job.id).state is JobState.CANCELLED


def test_two_workers_never_hold_one_job_nor_two_of_one_client(root: Workspace) -> None:
    running: list[str] = []
    together: list[int] = []

    def slow(_: Workspace, arguments: Mapping[str, Any], __: Progress) -> dict[str, Any]:
        running.append(arguments["domain"])
        together.append(len(running))
        time.sleep(0.02)
        running.remove(arguments["domain"])
        return {}

    for n in range(12):
        queue(root, "audit", {"domain": f"{n}.example"})
    with Workspace(root.settings) as one, Workspace(root.settings) as two:
        threads = [Thread(target=_until_empty, args=(space, slow)) for space in (one, two)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    jobs = list_jobs(root)
    assert {(job.state, job.attempts) for job in jobs} == {(JobState.DONE, 1)}
    assert max(together) == 1


def _until_empty(space: Workspace, run: Any) -> None:
    worker = Worker(space, {"audit": run})
    while any(not job.state.is_over for job in list_jobs(space)):
        worker.one()


def test_a_job_of_a_silent_worker_is_begun_again_when_its_lease_is_over(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 1, tzinfo=UTC))
    with Workspace(Settings(workspace=tmp_path / "w"), clock) as root:
        queue(root, "measure", {})
        now = clock.now()
        assert Jobs(root.state).claim("elsewhere/1/x", now, LEASE, lambda _: False)
        worker = Worker(root, {"measure": says("Done again.")})
        assert worker.one() is None
        clock.moment += LEASE + timedelta(seconds=1)
        ended = worker.one()
        assert ended is not None
        assert (ended.message, ended.attempts) == ("Done again.", 2)
        # The first worker comes back and has no say any more.
        assert not Jobs(root.state).keep(ended.id, "elsewhere/1/x", clock.now())


def test_an_import_killed_many_times_ends_like_one_that_was_not(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text(CSV, "utf-8")
    with Workspace(Settings(workspace=tmp_path / "w", workers=1)) as root:
        arguments = {"places": [str(tmp_path / "links.csv")], "options": {"source": "me"}}
        job = queue(root, "ingest", arguments)
        code = (
            "from pathlib import Path\n"
            "from backlinkbot.app.work import Worker\n"
            "from backlinkbot.app.workspace import Workspace\n"
            f"with Workspace.open(Path({str(tmp_path / 'w')!r})) as root:\n"
            "    Worker(root).all()\n"
        )
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "BACKLINKBOT_WORKERS": "1"}
        for kill in range(KILLS):
            process = subprocess.Popen([sys.executable, "-c", code], env=environment)
            while process.poll() is None and job_of(root, job.id).attempts == kill:
                time.sleep(0.01)
            time.sleep(0.02 * kill)
            process.kill()
            process.wait()
            if job_of(root, job.id).state.is_over:
                break
        subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=120)
        ended = job_of(root, job.id)
        assert ended.state is JobState.DONE, ended.message
        assert ended.attempts > 5  # so many of the kills hit it at work
        assert root.index.count_links("ours.example") == 400


def test_an_import_for_somebody_elsewhere_asks_no_private_address(
    root: Workspace, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/links.csv").respond_with_data("secret")
    job = queue(root, "ingest", {"places": [httpserver.url_for("/links.csv")]}, by="b@c.example")
    assert Worker(root).all() == 1
    ended = job_of(root, job.id)
    assert ended.state is JobState.FAILED
    assert "no public address" in ended.message
    assert httpserver.log == []


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """Takes connections and never says a word; closed, it cuts them off."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def url_of(listening: socket.socket) -> str:
    return f"http://127.0.0.1:{listening.getsockname()[1]}/told"


def test_a_receiver_that_never_answers_holds_up_no_job_and_no_end(
    root: Workspace, silent: socket.socket
) -> None:
    hook = add_hook(root, url_of(silent), allows_private=True)
    queue(root, "audit", {"domain": "a.example"})
    tell(root, "home", HookEvent.AUDIT_DONE, {})
    stop, before = Event(), set(enumerate_threads())
    with Workspace(root.settings) as other:
        thread = Thread(target=Worker(other, {"audit": says("It is so.")}).run, args=(stop,))
        thread.start()
        _until(lambda: any(one.attempts for one in deliveries_of(root, hook.id)))
        _until(lambda: list_jobs(root)[0].state is JobState.DONE)
        stop.set()
        thread.join(12)  # less than the receiver would be waited for
        silent.close()
        ours = set(enumerate_threads()) - before
        _until(lambda: not any(one.is_alive() for one in ours if one.name == "deliveries"))
    assert not thread.is_alive()


def test_a_fault_while_delivering_stops_no_job_and_is_tried_again(
    root: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def breaks(*_: object, **__: object) -> int:
        tries.append(1)
        raise UnicodeError("label too long")

    monkeypatch.setattr("backlinkbot.app.work.deliver_due", breaks)
    stop = Event()
    with Workspace(root.settings) as other:
        thread = Thread(target=Worker(other, {"audit": says("It is so.")}).run, args=(stop,))
        thread.start()
        _until(lambda: len(tries) > 1)
        job = queue(root, "audit", {"domain": "a.example"})
        _until(lambda: job_of(root, job.id).state is JobState.DONE)
        stop.set()
        thread.join(8)
    assert not thread.is_alive()


def test_a_worker_that_is_told_to_stop_ends_within_seconds_whoever_is_silent(
    tmp_path: Path, silent: socket.socket
) -> None:
    folder = tmp_path / "w"
    with Workspace(Settings(workspace=folder)) as root:
        hook = add_hook(root, url_of(silent), allows_private=True)
        tell(root, "home", HookEvent.AUDIT_DONE, {})
        command = [sys.executable, "-m", "backlinkbot", "--workspace", str(folder), "work"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
            _until(lambda: any(one.attempts for one in deliveries_of(root, hook.id)))
            process.terminate()
            try:
                assert process.wait(8) == 0
            finally:
                process.kill()


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("it did not come to it")
