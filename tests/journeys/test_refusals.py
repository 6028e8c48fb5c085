"""What a user did wrong is said in one sentence, on stderr, with the exit code promised."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from backlinkbot.core.clock import SystemClock
from backlinkbot.interfaces.cli.main import app

SRC = Path(__file__).resolve().parents[2] / "src"
MISTAKES = [
    (2, "links", "DOMAIN"),
    (2, "frob", "frob"),
    (2, "authority", "DOMAIN"),
    (2, "links {c} --state gone", '"live"'),
    (2, "links {c} --placement top", '"author bio"'),
    (2, "links {c} --kind anchor", '"text"'),
    (2, "links {c} --order best", '"quality"'),
    (2, "links {c} --since yesterday", "yesterday"),
    (2, "links {c} --limit -1", "limit"),
    (2, "links {c} --json --csv", "--json"),
    (2, "links {c} -o out.doc", ".xlsx"),
    (2, "links {c} --json -o out.csv", "two forms"),
    (2, "extract {web}/ranks/top-sites.csv --json -o out.csv", "two forms"),
    (2, "ingest {web} --as-of 2026-13-45", "'2026-13-45' is no day; write it like 2026-11-30"),
    (2, "links {c} --since 2026-13-45", "'2026-13-45' is no day"),
    (2, "links co.uk", "co.uk"),
    (2, "links not..a..domain", "not..a..domain"),
    (2, "profile {c} -o out.csv", "FILE.json"),
    (2, "site add com", "com"),
    (2, "site add {c} --competitor {c}", "competitor"),
    (2, "ingest {web} --map source_url", "OURS=THEIRS"),
    (2, "ingest /dev/null", "/dev/null is empty"),
    (2, "extract {web}/ranks/top-sites.csv", "ingest"),
    (2, "measure --seeds /dev/null", "seed"),
    (3, "ingest /no/such/file", "/no/such/file"),
    (3, "extract /no/such/file", "/no/such/file"),
    (3, "profile never-heard-of.example", "never-heard-of.example"),
    (3, "site show never-heard-of.example", "site add"),
    (3, "measure --edges /no/such/file", "/no/such/file"),
    (3, "measure --seeds /no/such/file", "/no/such/file"),
    (4, "links {c} -o /proc/out.csv", "/proc/out.csv"),
    (4, "profile {c} -o /proc/out.json", "/proc/out.json"),
    (4, "profile {c} --html /proc/out.html", "/proc/out.html"),
    (4, "demo --folder {web}", "--folder"),
]


@pytest.mark.parametrize(("code", "words", "names"), MISTAKES, ids=[m[1] for m in MISTAKES])
def test_a_mistake_gets_its_exit_code_and_a_sentence_that_names_it(
    trip: Any, code: int, words: str, names: str
) -> None:
    answer = trip(*words.format(c=trip.world.client, web=trip.web).split())
    assert answer.code == code, answer.err
    assert answer.out == ""
    assert names in answer.err
    assert "Traceback" not in answer.err
    assert "our fault" not in answer.err


@pytest.mark.parametrize("verb", ["ingest", "extract"])
def test_a_machine_that_does_not_answer_is_told_from_a_mistake(
    trip: Any, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    monkeypatch.setattr(SystemClock, "sleep", lambda _clock, _delay_s: None)
    answer = trip(verb, "http://127.0.0.1:1/crawl.warc.gz")
    assert answer.code == 5
    assert "http://127.0.0.1:1/crawl.warc.gz could not be read" in answer.err


EMPTY = ["links {c}", "profile {c}", "authority {c}", "measure", "index compact"]


@pytest.mark.parametrize("words", EMPTY)
def test_an_empty_workspace_says_how_to_begin(cli: Any, tmp_path: Path, words: str) -> None:
    answer = cli("--workspace", tmp_path, *words.format(c="example.com").split())
    assert answer.code == 3
    assert "ingest" in answer.err or "measure" in answer.err
    assert answer.out == ""


@pytest.mark.parametrize("words", ["index info", "index verify", "site list", "doctor", "config"])
def test_an_empty_workspace_can_be_looked_at(cli: Any, tmp_path: Path, words: str) -> None:
    assert cli("--workspace", tmp_path, *words.split(), "--json").document is not None


def test_a_workspace_that_cannot_be_made_is_refused(cli: Any, trip: Any) -> None:
    answer = cli("--workspace", "/proc/here", "ingest", trip.web / "ranks")
    assert answer.code == 4
    assert "/proc/here" in answer.err


def test_a_wrong_setting_is_named(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "backlinkbot.toml").write_text("wrokers = 3\n", "utf-8")
    answer = cli("--workspace", tmp_path, "config")
    assert answer.code == 2
    assert "wrokers" in answer.err
    assert "workers" in answer.err


def commands() -> list[list[str]]:
    group = typer.main.get_command(app)
    found: list[list[str]] = [[]]
    for name, command in sorted(group.commands.items()):  # type: ignore[attr-defined]  # a group
        found.append([name])
        found.extend([name, inner] for inner in sorted(getattr(command, "commands", {})))
    return found


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_explains_itself(cli: Any, words: list[str]) -> None:
    answer = cli(*words, "--help")
    assert answer.code == 0
    assert "Usage: " in answer.out
    assert answer.err == ""


def test_the_version_is_said(cli: Any) -> None:
    assert cli("--version").out.startswith("backlinkbot ")


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Programs we start can be interrupted, also where we were started with interrupts ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_ends_with_130_and_leaves_the_state(trip: Any, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "backlinkbot", "--workspace", str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(SRC)}
    export = next(file.path for file in trip.files if file.format == "semrush")
    subprocess.run([*command, "ingest", export], env=environment, check=True, capture_output=True)
    before = published(tmp_path)
    entry, feed = os.pipe()
    with subprocess.Popen(
        [*command, "ingest", "-"],
        stdin=entry, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment,
    ) as program:  # fmt: skip
        archive = next(file.path for file in trip.files if file.format == "warc")
        os.write(
            feed, archive.read_bytes()[:20_000]
        )  # the rest never comes: it waits in the middle
        try:
            _wait_until_reading(program.pid)
            program.send_signal(signal.SIGINT)
            assert program.wait(30) == 130
        finally:
            program.kill()
        assert program.stderr is not None
        said = program.stderr.read()
    os.close(feed)
    os.close(entry)
    assert "Interrupted" in said
    assert "Traceback" not in said
    assert published(tmp_path) == before


def published(workspace: Path) -> dict[str, bytes]:
    """Every file of the index, whole: an interrupted run may add none and change none.

    But for the lock, which names the process that held it last.
    """
    files = (path for path in (workspace / "index").rglob("*") if path.is_file())
    files = (path for path in files if path.name != "LOCK")
    return {str(path.relative_to(workspace)): path.read_bytes() for path in files}


def _wait_until_reading(pid: int) -> None:
    """Until the program waits for its input: only then is it in the middle of its work."""
    import time

    for _ in range(600):
        calls = Path(f"/proc/{pid}/wchan")
        if calls.is_file() and "pipe" in calls.read_text("ascii"):
            return
        time.sleep(0.05)
    pytest.skip("cannot see here whether the program waits for its input")
