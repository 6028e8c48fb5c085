"""Help of groups is whole, and who forgets a word is led to the help of that very command."""

from __future__ import annotations

from pathlib import Path

import pytest

from backlinkbot.interfaces.cli.main import main


def test_the_help_of_a_group_cuts_no_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["campaign"], ["pitch"], ["contacts"]):
        assert main([*words, "--help"]) == 0
        assert "...\n" not in capsys.readouterr().out.replace("[ARGS]...\n", "")


@pytest.mark.parametrize(("words", "said", "help_of"), [
    (["template", "preview"], "Missing argument 'NAME'", "template preview --help"),
    (["campaign", "rule", "1"], "'--approve-follow-ups' or '--ask-for-follow-ups'.",
     "campaign rule --help"),
    (["find"], "Missing argument 'DOMAIN'", "find --help"),
    (["find", "a.example", "--nosuch"], "No such option", "find --help"),
    (["nosuch"], "No such command", "--help"),
])  # fmt: skip
def test_who_forgets_a_word_is_led_to_the_help_of_that_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str, help_of: str
) -> None:
    folder = str(tmp_path / "w")
    assert main(["--workspace", folder, *words]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.endswith(f"--workspace {folder} {help_of}\n")
