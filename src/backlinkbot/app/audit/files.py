"""The files beside a site's audits: what its owner gave, and the disavow file that came of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

from backlinkbot.app.audit import Audited, AuditOptions
from backlinkbot.app.disavow import compare_files, kept_domains, lint_file, read_disavow
from backlinkbot.core.cells import plain
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.outputs.place import write_bytes, write_text

if TYPE_CHECKING:
    from pathlib import Path

    from backlinkbot.app.disavow import Linted
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.logic.judge.disavow.diff import Difference

FOLDER = "disavow"  # in the workspace, with a folder for each site
CURRENT, KEEP, CONSOLE = "current", "keep", "console"
GIVEN = {CURRENT: "current.txt", KEEP: "keep.txt", CONSOLE: "search-console.csv"}
NEW, TOLD = "disavow.txt", "disavow.json"
MOST_BYTES = 40_000_000  # as `app/disavow` reads; a list of Search Console has 100,000 rows at most


def put_file(workspace: Workspace, domain: str, kind: str, source: BinaryIO) -> Path:
    """Keep a file that every audit of the site goes by from now on, in place of the one before.

    `kind`: CURRENT (the disavow file in force), KEEP (domains never to flag), CONSOLE (Search
    Console's own list of links).

    Raises:
        BadInput: too large, or it cannot be read; the one before stays.
    """
    path = _folder(workspace, domain) / _named(kind)
    content = source.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BadInput(
            f"the file is larger than {MOST_BYTES // 1_000_000} MB, so it is another one"
        )
    workspace.write()
    draft = path.with_name(f"draft-{path.name}")
    write_bytes(draft, content)
    try:
        if kind == CURRENT:
            read_disavow(str(draft))
        elif kind == KEEP:
            kept_domains(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def drop_file(workspace: Workspace, domain: str, kind: str) -> None:
    """Forget a file that was given."""
    (_folder(workspace, domain) / _named(kind)).unlink(missing_ok=True)


def given_files(workspace: Workspace, domain: str) -> dict[str, Path]:
    """The files that were given for a site, by kind."""
    folder = _folder(workspace, domain)
    return {kind: folder / name for kind, name in GIVEN.items() if (folder / name).is_file()}


def options_for(workspace: Workspace, domain: str) -> AuditOptions:
    """What an audit in the background goes by: the files given, and a place for the new one."""
    given = given_files(workspace, domain)
    return AuditOptions(
        current=str(given[CURRENT]) if CURRENT in given else "",
        keep=given.get(KEEP),
        search_console=given.get(CONSOLE),
        disavow=_folder(workspace, domain) / NEW,
    )


def keep_told(workspace: Workspace, found: Audited) -> None:
    """Keep what was said when the file was written: refused lines, sums, notes."""
    document = None
    if found.file:
        document = {
            **found.file.as_document(),
            "sentences": [line.replace(found.file.path, NEW) for line in found.file.sentences],
        }
    path = _folder(workspace, found.audit.domain) / TOLD
    write_text(path, json.dumps(plain(document), ensure_ascii=False))


def told_of_file(workspace: Workspace, domain: str) -> dict[str, Any] | None:
    """What was said when the file was written; None where none was."""
    try:
        text = (_folder(workspace, domain) / TOLD).read_text("utf-8")
    except FileNotFoundError:
        return None
    found: dict[str, Any] | None = json.loads(text)
    return found


def disavow_file(workspace: Workspace, domain: str) -> Path:
    """The disavow file that the last audit wrote.

    Raises:
        NotFound: there is none.
    """
    path = _folder(workspace, domain) / NEW
    if not path.is_file():
        raise NotFound(f"no disavow file was prepared for {domain} yet; audit it first")
    return path


def changes_of(workspace: Workspace, domain: str) -> Difference | None:
    """What the new file has beyond the one in force; None where one of them is missing."""
    given = given_files(workspace, domain)
    new = _folder(workspace, domain) / NEW
    if CURRENT not in given or not new.is_file():
        return None
    return compare_files(str(given[CURRENT]), str(new))


def faults_of(workspace: Workspace, domain: str) -> Linted | None:
    """What is wrong with the file in force; None where none was given."""
    given = given_files(workspace, domain)
    if CURRENT not in given:
        return None
    return lint_file(workspace, str(given[CURRENT]), site=domain)


def _named(kind: str) -> str:
    if kind not in GIVEN:
        raise BadInput(f"{kind!r} is none of {', '.join(GIVEN)}")
    return GIVEN[kind]


def _folder(workspace: Workspace, domain: str) -> Path:
    return workspace.folder / FOLDER / domain_named(domain)
