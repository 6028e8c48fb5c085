"""What a command says to do next can be typed as it stands."""

from __future__ import annotations

import importlib.util
import shlex
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXPORT = "Source url,Target url,Anchor\nhttps://s1.example/,https://acme.example/,Acme\n"


@pytest.fixture
def from_clone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKLINKBOT_COMMAND", "python3 run.py")


@pytest.fixture
def run_py() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run_py", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def following(answer: Any, start: str) -> list[str]:
    """The words of the command that a message ends with."""
    line = next(line for line in answer.err.splitlines() if "python3 run.py" in line)
    assert start in line
    return shlex.split(line[line.index("python3 run.py") :].rstrip("`."))[2:]


@pytest.mark.usefixtures("from_clone")
def test_a_result_a_hint_and_an_error_lead_to_commands_that_run(cli: Any, tmp_path: Path) -> None:
    workspace, export = tmp_path / "my work", tmp_path / "links.csv"
    export.write_text(EXPORT, "utf-8")
    hint = cli("--workspace", workspace, "site", "list")
    assert cli(*following(hint, "No site yet")).code == 0
    ingested = cli("--workspace", workspace, "ingest", export)
    assert following(ingested, "Next:") == ["--workspace", str(workspace), "measure"]
    assert cli(*following(ingested, "Next:")).code == 0
    error = cli("--workspace", workspace, "site", "show", "acme.example")
    assert cli(*following(error, "no site here")).code == 0
    usage = cli("--workspace", workspace, "site", "nonsense")
    assert cli(*following(usage, "Try:")).code == 0


def test_run_py_tells_the_product_how_it_was_started(
    run_py: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment: dict[str, str] = {}
    monkeypatch.setattr(run_py.os, "environ", environment)
    monkeypatch.setattr(run_py, "set_up", lambda _: None)
    monkeypatch.setattr(run_py, "run", lambda *_: 0)
    monkeypatch.setattr(run_py.sys, "argv", ["../the code/run.py", "doctor"])
    monkeypatch.setattr(run_py.sys, "executable", "/usr/bin/python3")
    assert run_py.main() == 0
    assert environment == {"BACKLINKBOT_COMMAND": "python3 '../the code/run.py'"}
