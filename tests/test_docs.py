"""Nothing is undocumented, and no link inside the documents leads nowhere."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
import typer.main

from backlinkbot.core.settings import Settings
from backlinkbot.interfaces.cli.main import app
from backlinkbot.io.readers.format import formats
from backlinkbot.logic.judge.signals import signals

ROOT = Path(__file__).resolve().parents[1]
DOCS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


def text_of(folder: str) -> str:
    return "\n".join(path.read_text("utf-8") for path in (ROOT / "docs" / folder).rglob("*.md"))


def commands() -> list[str]:
    group = typer.main.get_command(app)
    names = []
    for name, command in sorted(group.commands.items()):  # type: ignore[attr-defined]  # it is a group
        inner = getattr(command, "commands", None)
        names.extend([f"{name} {part}" for part in sorted(inner)] if inner else [name])
    return names


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_reference(command: str) -> None:
    assert f"backlinkbot {command}" in text_of("reference")


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
