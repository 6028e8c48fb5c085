"""The verb upload: files that a browser or a program sends, kept until an import has read them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from backlinkbot.app.jobs import UPLOADS
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.io.outputs import uploads

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from backlinkbot.app.workspace import Workspace

KEPT = timedelta(days=7)  # long enough to import again with other options
# What the readers know; all else is turned away before it is written.
ENDINGS = (
    ".csv", ".tsv", ".txt", ".tab", ".html", ".htm", ".gz", ".zst", ".zip", ".warc", ".arc",
    ".wat", ".json", ".xlsx", ".bz2", ".log",
)  # fmt: skip


def keep_uploads(workspace: Workspace, files: Iterable[tuple[str, BinaryIO]]) -> list[str]:
    """Write files into the workspace for an import; the places to read, as `ingest` takes them.

    Raises:
        BadInput: a name whose ending no reader knows; nothing is kept then.
    """
    sent = list(files)
    for name, _ in sent:
        if not name.lower().endswith(ENDINGS):
            raise BadInput(f"{name} cannot be read; what can: {', '.join(ENDINGS)}")
    workspace.write()
    now = workspace.clock.now()
    folder = workspace.folder / UPLOADS
    uploads.sweep(folder, now, KEPT)
    place = uploads.new_folder(folder, now)
    return [str(uploads.keep(place, name, content)) for name, content in sent]


def rejects_file(workspace: Workspace, told: str) -> Path:
    """The rejects file that an import told of, if it is one of this workspace's.

    Raises:
        NotFound: it is not, or it was removed.
    """
    name = Path(told).name
    path = workspace.rejects_folder / name
    if not name or not path.is_file():
        raise NotFound("the file with what was left out is not here any more")
    return path
