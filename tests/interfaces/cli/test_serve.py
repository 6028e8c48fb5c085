"""The command serve as a process: it finds a port, refuses strangers, and ends with its worker."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from backlinkbot.interfaces.cli.main import main
from backlinkbot.interfaces.cli.serve import _listener

SRC = Path(__file__).resolve().parents[3] / "src"
PATIENCE_S = 60
REFUSED = 4
SAID = re.compile(r"Backlink Bot: (http://127\.0\.0\.1:(\d+)/)")


@contextmanager
def serve(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in a process of its own, and the address it says."""
    process = subprocess.Popen(
        [sys.executable, "-m", "backlinkbot", "--workspace", str(folder), "serve", *words],
        env={**os.environ, "PYTHONPATH": str(SRC)}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        said = SAID.search(process.stderr.readline())
        assert said, process.stderr.read()
        yield process, said.group(1)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def code_of(address: str) -> int:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            return int(httpx2.get(address, timeout=PATIENCE_S, follow_redirects=True).status_code)
        except httpx2.TransportError:
            time.sleep(0.05)
    return 0


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_stop_and_takes_its_worker_along(
    tmp_path: Path, number: signal.Signals
) -> None:
    with serve(tmp_path / "workspace") as (process, address):
        assert code_of(address) == 200
        workers = children(process.pid)
        assert workers
        process.send_signal(number)
        assert process.wait(PATIENCE_S) == 0
        assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


def test_a_taken_port_is_passed_over_unless_it_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve(tmp_path / "one", "--no-work") as (_, first):
        with serve(tmp_path / "two", "--no-work") as (_, second):
            assert first != second
        port = first.rstrip("/").rpartition(":")[2]
        assert main(["--workspace", str(tmp_path / "two"), "serve", "--port", port]) == REFUSED
        assert "choose a --port" in capsys.readouterr().err


def test_two_servers_that_begin_at_once_do_not_share_a_port() -> None:
    with _listener("127.0.0.1", None) as first, _listener("127.0.0.1", None) as second:
        assert first.getsockname()[1] != second.getsockname()[1]


def test_strangers_are_not_let_in_while_there_is_no_account(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--workspace", str(tmp_path / "workspace"), "serve", "--host", "0.0.0.0"]  # noqa: S104 - refused
    assert main(words) == REFUSED
    assert "account add" in capsys.readouterr().err
