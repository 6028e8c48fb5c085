"""run.py sets up with what the machine has, and tells the product how it was started."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def run_py(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """run.py with its environment in a temporary folder."""
    spec = importlib.util.spec_from_file_location("run_py", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path)
    monkeypatch.setattr(module, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(module, "PYTHON", tmp_path / "python")
    return module


@pytest.fixture
def steps(run_py: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What run.py would run instead of running it; uv fails where `tmp_path/no-uv` exists."""
    ran: list[str] = []

    def instead(command: tuple[str, ...] | list[str], **_: Any) -> SimpleNamespace:
        ran.append(" ".join(command))
        fails = command[0] == "uv" and (run_py.VENV / "no-uv").exists()
        return SimpleNamespace(returncode=2 if fails else 0)

    monkeypatch.setattr(run_py.subprocess, "run", instead)
    monkeypatch.setattr(run_py.os, "execv", lambda _, command: instead(command))
    monkeypatch.setattr(run_py, "uv_command", lambda: ["uv"])
    return ran


def test_the_product_is_told_how_it_was_started(
    run_py: ModuleType, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    environment: dict[str, str] = {}
    monkeypatch.setattr(run_py.os, "environ", environment)
    monkeypatch.setattr(run_py.sys, "argv", ["../the code/run.py", "doctor", "--json"])
    monkeypatch.setattr(run_py.sys, "executable", "/usr/bin/python3")
    assert run_py.main() == 0
    assert environment == {"BACKLINKBOT_COMMAND": "python3 '../the code/run.py'"}
    assert steps[-1].endswith("-m backlinkbot doctor --json")


def test_what_is_installed_is_held_to_the_hashes_of_the_lock(
    run_py: ModuleType, steps: list[str]
) -> None:
    run_py.set_up("requirements.lock")
    assert [step for step in steps if "requirements.lock" in step] == [
        f"uv pip sync -q --require-hashes --python {run_py.PYTHON} {ROOT / 'requirements.lock'}"
    ]


def test_where_uv_fails_pip_gets_its_turn(run_py: ModuleType, steps: list[str]) -> None:
    (run_py.VENV / "no-uv").touch()
    run_py.set_up("requirements.lock")
    assert [step.split()[0] == "uv" for step in steps] == [True, False, False, False]
    assert "--require-hashes" in steps[2]


def test_a_second_run_installs_nothing(run_py: ModuleType, steps: list[str]) -> None:
    run_py.PYTHON.touch()
    run_py.set_up("requirements-dev.lock")
    first = list(steps)
    run_py.set_up("requirements-dev.lock")
    run_py.set_up("requirements.lock")  # of which the developers' lock holds all
    assert steps == first


def test_tests_write_to_memory_where_there_is_room_and_leave_nothing_there(
    run_py: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment: dict[str, str] = {}
    monkeypatch.setattr(run_py.os, "environ", environment)
    monkeypatch.setattr(run_py, "MEMORY_DISK", tmp_path)
    monkeypatch.setattr(run_py, "has_room", lambda: True)
    with run_py.scratch_in_memory():
        folder = Path(environment["TMPDIR"])
        assert folder.parent == tmp_path
        assert folder.stat().st_mode & 0o777 == 0o711
        (folder / "left").touch()
    assert not environment
    assert not folder.exists()


@pytest.mark.parametrize("said", [{"TMPDIR": "/elsewhere"}, {}])
def test_they_write_where_it_is_said_and_where_there_is_no_room_to_disk(
    run_py: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: dict[str, str]
) -> None:
    environment = dict(said)
    monkeypatch.setattr(run_py.os, "environ", environment)
    monkeypatch.setattr(run_py, "MEMORY_DISK", tmp_path / "none")  # which has no room
    with run_py.scratch_in_memory():
        assert environment == said
