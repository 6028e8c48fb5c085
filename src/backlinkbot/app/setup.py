"""The verbs doctor and config: what is set, and what is wrong with a set-up."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BacklinkBotError
from backlinkbot.core.urls import suffix_list_version

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.app.workspace import Workspace

LEAST_FREE_GB = 2.0  # a compaction writes the index once more beside the old one
SECRET_SETTINGS = {"database_url", "smtp_password", "writer_key"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the doctor looked at: whether it is well, and what to do when not."""

    what: str
    is_well: bool
    sentence: str


def doctor(workspace: Workspace) -> list[Finding]:
    """Look at everything a set-up needs; never raises, always says what to do."""
    checks: list[tuple[str, Callable[[Workspace], str]]] = [
        ("Python", _python),
        ("workspace", _writable),
        ("disk space", _space),
        ("application database", _state),
        ("link index", _index),
        ("public suffix list", _suffixes),
        ("workers", _workers),
        ("embeddings", _embeddings),
    ]
    return [_finding(what, check, workspace) for what, check in checks]


def config(workspace: Workspace) -> list[tuple[str, str | int | float]]:
    """Every setting with its value; secrets are not shown."""
    settings = workspace.settings
    return [(f.name, _shown(f.name, getattr(settings, f.name))) for f in fields(type(settings))]


def _shown(name: str, value: object) -> str | int | float:
    if name in SECRET_SETTINGS and value:
        return "(set, not shown)"
    return value if isinstance(value, int | float) else str(value)


def _finding(what: str, check: Callable[[Workspace], str], workspace: Workspace) -> Finding:
    try:
        return Finding(what, is_well=True, sentence=check(workspace))
    except BacklinkBotError as error:
        return Finding(what, is_well=False, sentence=str(error))
    except OSError as error:
        return Finding(what, is_well=False, sentence=f"{error.filename}: {error.strerror}")


def _python(_: Workspace) -> str:
    return f"Python {sys.version.split()[0]}"


def _writable(workspace: Workspace) -> str:
    workspace.write()
    probe = workspace.folder / ".doctor"
    probe.write_text("well", encoding="ascii")
    probe.unlink()
    return f"{workspace.folder} can be written to"


def _space(workspace: Workspace) -> str:
    free_gb = shutil.disk_usage(workspace.folder).free / 1e9
    if free_gb < LEAST_FREE_GB:
        raise OSError(28, f"only {free_gb:.1f} GB free; make room", str(workspace.folder))
    return f"{free_gb:,.0f} GB free"


def _state(workspace: Workspace) -> str:
    number = len(workspace.state.sites())
    return f"{number:,} site{'' if number == 1 else 's'}"


def _index(workspace: Workspace) -> str:
    snapshot = workspace.index.current()
    if snapshot is None:
        return "empty; begin with: backlinkbot ingest FILE"
    return f"snapshot {snapshot.name}: {snapshot.links:,} links"


def _suffixes(_: Workspace) -> str:
    return f"version {suffix_list_version()}"


def _workers(workspace: Workspace) -> str:
    settings = workspace.settings
    return (
        f"{settings.worker_count} processes; a page may cost {settings.page_cpu_s:g} s "
        f"and {settings.page_memory_mb} MB"
    )


def _embeddings(workspace: Workspace) -> str:
    folder = workspace.settings.embeddings_folder
    if not folder:
        return "none; relevance is told by words (a folder can be set: embeddings_folder)"
    from backlinkbot.io.embeddings.folder import read_folder

    table = read_folder(Path(folder))
    return f"{table.name}: {len(table.places):,} tokens of {table.rows.shape[1]} dimensions"
