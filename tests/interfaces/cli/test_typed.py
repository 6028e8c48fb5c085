"""A command in a text can be typed as it stands, however the program was started."""

from __future__ import annotations

import pytest

from backlinkbot.interfaces.cli.typed import _program, started_with, typed


@pytest.fixture
def clone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKLINKBOT_COMMAND", "python3 run.py")


@pytest.mark.usefixtures("clone")
def test_commands_are_named_as_what_started_the_program_says() -> None:
    with started_with(["ingest", "x.csv"]) as program:
        assert program == "python3 run.py"
        assert typed("Next: backlinkbot measure") == "Next: python3 run.py measure"
        assert typed("run `backlinkbot measure`, then backlinkbot profile a.example") == (
            "run `python3 run.py measure`, then python3 run.py profile a.example"
        )
    assert typed("backlinkbot measure") == "backlinkbot measure"  # once the command is over


@pytest.mark.usefixtures("clone")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--traceback", "--workspace", "my work", "ingest", "x"], "--workspace 'my work' measure"),
        (["--workspace=w", "links", "a.example"], "--workspace w measure"),
        (["ingest", "--workspace", "x"], "measure"),  # an option of the verb
    ],
)
def test_the_workspace_that_was_named_is_named_again(arguments: list[str], said: str) -> None:
    with started_with(arguments):
        assert typed("backlinkbot measure") == f"python3 run.py {said}"


@pytest.mark.usefixtures("clone")
def test_a_text_that_names_a_workspace_itself_keeps_it() -> None:
    with started_with(["--workspace", "mine", "demo"]):
        said = typed("backlinkbot --workspace other links")
    assert said == "python3 run.py --workspace other links"


@pytest.mark.usefixtures("clone")
@pytest.mark.parametrize(
    "text",
    ["backlinkbot-demo/workspace", "/srv/backlinkbot ", "backlinkbot.toml", "Backlink Bot reads",
     "my-backlinkbot is", "backlinkbot 0.1.0"],
)  # fmt: skip
def test_what_is_no_command_stays(text: str) -> None:
    with started_with(["measure"]):
        assert typed(text) == text


@pytest.mark.parametrize(
    ("script", "program"),
    [
        ("/usr/local/bin/backlinkbot", "backlinkbot"),  # what a shell makes of a name on its path
        (".venv/bin/backlinkbot", ".venv/bin/backlinkbot"),
        ("my env/bin/backlinkbot", "'my env/bin/backlinkbot'"),
        ("/site-packages/backlinkbot/__main__.py", "python3.12 -m backlinkbot"),
        ("pytest", "backlinkbot"),
    ],
)
def test_the_program_is_named_by_how_it_was_started(script: str, program: str) -> None:
    assert _program(script, "/usr/bin/python3.12") == program


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--client", "acme", "--workspace", "w", "audit"], "--client acme --workspace w "),
        (["--workspace=my w", "--client=acme", "audit"], "--workspace 'my w' --client acme "),
        (["--traceback", "--client", "acme", "x"], "--client acme "),
        (["audit", "--client", "acme"], ""),
        (["--client"], ""),
    ],
)
def test_a_client_named_before_the_verb_is_named_again(words: list[str], told: str) -> None:
    with started_with(words) as program:
        assert typed("run: backlinkbot audit") == f"run: {program} {told}audit"
