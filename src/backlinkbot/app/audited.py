"""Where the last audit of a site is kept, for the verbs that put it to use."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from backlinkbot.io.state.ledger import LEDGER

if TYPE_CHECKING:
    from pathlib import Path

    from backlinkbot.app.workspace import Workspace

NAME = "last.json"  # beside the ledger's entries of the site


def kept_path(workspace: Workspace, domain: str) -> Path:
    """The file of a site's last audit."""
    return workspace.folder / LEDGER / domain / NAME


def kept_document(workspace: Workspace, domain: str) -> dict[str, Any] | None:
    """The document of the last audit of a site as it was told; None where there is none."""
    try:
        told: dict[str, Any] = json.loads(kept_path(workspace, domain).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return told
