"""The verb mail and its command: a list of documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backlinkbot.interfaces.cli.main import main


def test_the_command_gives_a_list_with_the_fields_of_the_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = tmp_path / "a.eml"
    mail.write_bytes(b"From: a@b.example\nSubject: Re: link\n\nPlease remove me from your list\n")
    assert main(["--workspace", str(tmp_path / "w"), "mail", "classify", str(mail), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    wanted = {"file", "kind", "reason", "recipient", "hard", "class", "confidence"}
    assert wanted <= told.keys()
    assert (told["kind"], told["class"]) == ("reply", "unsubscribe")
