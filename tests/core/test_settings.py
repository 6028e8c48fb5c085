"""Settings come from four places, in their order."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.core.settings import ENVIRONMENT_PREFIX, FILE_NAME, Settings, load_settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(ENVIRONMENT_PREFIX):
            monkeypatch.delenv(name)


def test_nothing_set_gives_the_defaults(tmp_path: Path) -> None:
    found = load_settings(tmp_path)
    assert [getattr(found, f.name) for f in fields(Settings) if f.name != "workspace"] == [
        getattr(Settings(), f.name) for f in fields(Settings) if f.name != "workspace"
    ]
    assert found.workspace == tmp_path


def test_a_flag_beats_the_environment_which_beats_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / FILE_NAME).write_text("workers = 2\nmemory_mb = 100\nlocale = 'de'\n", "utf-8")
    monkeypatch.setenv("BACKLINKBOT_WORKERS", "3")
    monkeypatch.setenv("BACKLINKBOT_MEMORY_MB", "200")
    found = load_settings(tmp_path, workers=4, memory_mb=None)
    assert (found.workers, found.memory_mb, found.locale) == (4, 200, "de")


def test_the_workspace_may_be_named_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKLINKBOT_WORKSPACE", str(tmp_path / "there"))
    assert load_settings().workspace == tmp_path / "there"
    assert load_settings(tmp_path / "here").workspace == tmp_path / "here"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("wrokers = 3", "wrokers"),
        ("workers = 'many'", "many"),
        ("workers = [", "TOML"),
        ("\xff", "TOML"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, names: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(text.encode("latin-1"))
    with pytest.raises(BadInput, match=names):
        load_settings(tmp_path)


def test_a_mistake_in_the_environment_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKLINKBOT_PAGE_CPU_S", "fast")
    with pytest.raises(BadInput, match=r"the environment sets page_cpu_s to 'fast'"):
        load_settings(tmp_path)


def test_there_is_always_a_worker() -> None:
    assert Settings(workers=0).worker_count >= 1
    assert Settings(workers=3).worker_count == 3
