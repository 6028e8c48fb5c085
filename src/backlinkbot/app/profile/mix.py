"""Keeps the anchor mix of a domain, which asks for those of many like sites, for the day."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from backlinkbot.app.anchors import anchors
from backlinkbot.app.profile.beside import need_index
from backlinkbot.app.profile.kept import lists_folder
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.outputs.place import write_text

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace

NAME = "mix.json"  # beside the domain's lists, and removed with them


def kept_mix(workspace: Workspace, domain: str) -> dict[str, Any]:
    """The document of the anchor mix; worked out once a day, and when sites or the index changed.

    Raises as `anchors` does.
    """
    domain = domain_named(domain)
    need_index(workspace)
    path = lists_folder(workspace, domain) / NAME
    known_by = f"{workspace.clock.today().isoformat()} {workspace.state.sites()!r}"
    try:
        told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        told = {}
    if told.get("known_by") == known_by:
        mix: dict[str, Any] = told["mix"]
        return mix
    mix = anchors(workspace, domain).as_document()
    text = json.dumps({"known_by": known_by, "mix": mix}, ensure_ascii=False)
    write_text(path, text)
    return mix
