"""Reports that the workspace keeps as files: written, listed, found and removed."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from backlinkbot.core.errors import NotFound

if TYPE_CHECKING:
    from pathlib import Path

    from backlinkbot.app.workspace import Workspace

NAME = re.compile(
    r"(?P<domain>[a-z0-9.-]{1,253})-report-(?P<period>\d{4}-\d{2}(?:-\d{2}_\d{4}-\d{2}-\d{2})?)"
    r"-(?P<edition>manager|specialist)-(?P<language>[a-z]{2})(?P<form>\.(?:html|pdf|json))"
)
MEDIA = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".json": "application/json",
}


@dataclass(frozen=True, slots=True)
class KeptReport:
    """One kept file: its name tells all but when it was made."""

    name: str
    domain: str
    period: str
    edition: str
    language: str
    form: str
    made_at: datetime
    size_bytes: int

    def as_document(self) -> dict[str, Any]:
        """The file as JSON."""
        return {**asdict(self), "made_at": self.made_at.strftime("%Y-%m-%dT%H:%M:%SZ")}


def list_reports(workspace: Workspace, domain: str = "") -> list[KeptReport]:
    """The kept reports, of one domain where it is named; the newest first."""
    folder = workspace.reports_folder
    found = (_kept(path) for path in folder.iterdir()) if folder.is_dir() else ()
    kept = [one for one in found if one and domain in {"", one.domain}]
    return sorted(kept, key=lambda one: (-one.made_at.timestamp(), one.name))


def report_file(workspace: Workspace, name: str) -> Path:
    """Where a kept report is.

    Raises:
        NotFound: there is none of that name.
    """
    path = workspace.reports_folder / name
    if not NAME.fullmatch(name) or not path.is_file():
        raise NotFound(f"no report {name} is kept")
    return path


def remove_report(workspace: Workspace, name: str) -> None:
    """Remove a kept report, and with it every link to it; raises NotFound where there is none."""
    report_file(workspace, name).unlink(missing_ok=True)


def file_name(domain: str, period: str, edition: str, language: str, form: str) -> str:
    """How a kept report is called."""
    return f"{domain}-report-{period}-{edition}-{language}{form}"


def _kept(path: Path) -> KeptReport | None:
    found = NAME.fullmatch(path.name)
    if not found or not path.is_file():
        return None
    about = path.stat()
    made_at = datetime.fromtimestamp(int(about.st_mtime), UTC)
    return KeptReport(path.name, **found.groupdict(), made_at=made_at, size_bytes=about.st_size)
