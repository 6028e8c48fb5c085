"""Nothing is undocumented, and no link inside the documents leads nowhere."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main

from backlinkbot.core.settings import Settings
from backlinkbot.interfaces.cli.main import app
from backlinkbot.io.readers.format import formats
from backlinkbot.logic.judge.signals import signals

ROOT = Path(__file__).resolve().parents[1]
DOCS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
PAGES = [path for room in ("guide", "reference") for path in (ROOT / "docs" / room).glob("*.md")]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


EVERYWHERE = {"--help", "--json", "--nl", "--csv", "--output"}  # told once, above the commands


def text_of(folder: str) -> str:
    return "\n".join(path.read_text("utf-8") for path in (ROOT / "docs" / folder).rglob("*.md"))


@cache
def program() -> Any:
    """The whole command line; asked for hundreds of times, and slow to put together."""
    return typer.main.get_command(app)


def commands() -> list[str]:
    names = []
    for name, command in sorted(program().commands.items()):
        inner = getattr(command, "commands", None)
        names.extend([f"{name} {part}" for part in sorted(inner)] if inner else [name])
    return names


def options() -> list[tuple[str, str]]:
    """Each command with each of its own options."""
    found = []
    for name in commands():
        command = program()
        for word in name.split():
            command = command.commands[word]
        found += [(name, p.opts[-1]) for p in command.params if p.opts[0].startswith("-")]
    return [pair for pair in found if pair[1] not in EVERYWHERE]


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_reference(command: str) -> None:
    reference = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    assert f"`backlinkbot {command}" in reference


@pytest.mark.parametrize("option", options(), ids=" ".join)
def test_every_option_is_in_the_reference_beside_its_command(option: tuple[str, str]) -> None:
    command, name = option
    reference = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    entries = [part for part in reference.split("\n- ") if f"backlinkbot {command}" in part]
    assert any(re.search(rf"{name}(?![\w-])", entry) for entry in entries)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_readme_leads_to_every_page(path: Path) -> None:
    linked = LINK.findall((ROOT / "README.md").read_text("utf-8"))
    assert str(path.relative_to(ROOT)) in linked


@pytest.mark.parametrize("name", list(formats))
def test_every_format_is_in_the_reference(name: str) -> None:
    assert f"`{name}`" in text_of("reference")


@pytest.mark.parametrize("name", list(signals))
def test_every_signal_is_in_the_reference(name: str) -> None:
    assert name in text_of("reference")


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_is_in_the_reference(name: str) -> None:
    assert f"`{name}`" in text_of("reference")


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_between_documents_leads_somewhere(path: Path) -> None:
    broken = [
        link
        for link in LINK.findall(path.read_text("utf-8"))
        if "://" not in link and not (path.parent / link).exists()
    ]
    assert broken == []


def test_every_decision_says_its_price_and_when_to_look_again() -> None:
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        text = path.read_text("utf-8")
        assert all(word in text for word in ("Choice", "Reason", "Price", "Look again")), path
