"""What a command says to do next can be typed as it stands."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest

EXPORT = "Source url,Target url,Anchor\nhttps://s1.example/,https://acme.example/,Acme\n"


@pytest.fixture
def from_clone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKLINKBOT_COMMAND", "python3 run.py")


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
