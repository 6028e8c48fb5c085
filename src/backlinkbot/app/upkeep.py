"""The verb index: what it holds, whether it is whole, and how to make it so."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.progress import Progress, Silent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.nouns import Snapshot
    from backlinkbot.io.index.sources import SourceRecord

MOST_LINKED = 10  # domains on show: enough to find what to ask about


def index_info(workspace: Workspace) -> dict[str, Any]:
    """Sizes, rows by kind, sources read (newest first), snapshots, the domains most linked to."""
    info = workspace.index.info()
    document = asdict(info) | {"rows": dict(info.rows), "size_bytes": dict(info.size_bytes)}
    if workspace.index.current() is None:
        return document | {"sources": 0, "sources_read": [], "snapshots": [], "most_linked": []}
    sources = sorted(workspace.index.sources(), key=_read_at, reverse=True)
    return document | {
        "sources": len(sources),
        "sources_read": [_listed(source) for source in sources],
        "snapshots": [snapshot.name for snapshot in workspace.index.snapshots()],
        "most_linked": workspace.index.most_linked(MOST_LINKED).to_pylist(),
    }


def _read_at(source: SourceRecord) -> str:
    return source.read_at.isoformat() if source.read_at else ""


def _listed(source: SourceRecord) -> dict[str, Any]:
    return {
        "name": source.name,
        "format": source.format,
        "reporter": source.reporter,
        "read_at": source.read_at.isoformat() if source.read_at else None,
        "links": source.links,
        "complete": source.complete,
    }


@dataclass(frozen=True, slots=True)
class Forgettable:
    """What is to be forgotten: sources, and the reporter whose every word goes, if any."""

    sources: tuple[SourceRecord, ...]
    reporter: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The files, each once."""
        return tuple(sorted({source.name for source in self.sources}))


def forgettable(workspace: Workspace, word: str) -> Forgettable:
    """The sources that a word means: a file as listed, the end of its path, or a reporter.

    Raises:
        BadInput: files of several names end so.
        NotFound: the index has read nothing of that name.
    """
    sources = workspace.index.sources()
    if said := tuple(source for source in sources if source.reporter == word):
        return Forgettable(said, word)
    full = str(Path(word).resolve())
    named = tuple(source for source in sources if source.name in (word, full))
    named = named or tuple(source for source in sources if source.name.endswith(f"/{word}"))
    names = sorted({source.name for source in named})
    if len(names) > 1:
        raise BadInput(f"{word} may be {' or '.join(names)}; name one of them")
    if not named:
        raise NotFound(_unknown(word, sources))
    return Forgettable(named)


def _unknown(word: str, sources: Sequence[SourceRecord]) -> str:
    known = {Path(source.name).name: source.name for source in sources}
    known |= {source.reporter: source.reporter for source in sources}
    near = get_close_matches(Path(word).name, known, 1)
    meant = f"; is {known[near[0]]} meant?" if near else "."
    return f"nothing of the name {word} was read{meant} See what was with: backlinkbot index info"


def index_forget(workspace: Workspace, found: Forgettable) -> dict[str, Any]:
    """Take away what these sources told; how many links there were before and are after."""
    before = workspace.index.current()
    after = workspace.index.forget(found.sources, workspace.clock.now(), found.reporter)
    return {
        "snapshot": after.name,
        "forgotten": list(found.names),
        "reporter": found.reporter or None,
        "links_before": before.links if before else 0,
        "links_after": after.links,
    }


@dataclass(frozen=True, slots=True)
class Undoing:
    """What going back changes.

    `taken_back`, `brought_back`: the files of imports that the index does not know then, and of
    those that it knows again; `live_again`, `live_no_longer`: backlinks.
    """

    restored: Snapshot
    links_before: int
    links_after: int
    live_before: int
    live_after: int
    live_again: int
    live_no_longer: int
    taken_back: tuple[str, ...]
    brought_back: tuple[str, ...]

    def as_document(self) -> dict[str, Any]:
        """What `index undo --json` tells of it."""
        return asdict(self) | {"restored": self.restored.name}


def undoable(workspace: Workspace, to: str = "") -> Undoing:
    """What `index_undo` would change.

    Raises:
        NotFound: the snapshot to go back to is not kept.
    """
    index = workspace.index
    past, now = index.before(to), index.current()
    if now is None:
        raise NotFound("the index is empty; there is nothing to go back from")
    told, known = index.sources(), index.sources(past.name)
    live = index.standing(now.name, past.name)
    return Undoing(
        restored=past,
        links_before=now.links,
        links_after=past.links,
        live_before=live.before,
        live_after=live.after,
        live_again=live.come,
        live_no_longer=live.gone,
        taken_back=_names_without(told, known),
        brought_back=_names_without(known, told),
    )


def _names_without(
    sources: Sequence[SourceRecord], others: Sequence[SourceRecord]
) -> tuple[str, ...]:
    """The names of the sources that are not among the others."""
    digests = {source.digest for source in others}
    return tuple(sorted({source.name for source in sources if source.digest not in digests}))


def index_undo(workspace: Workspace, to: str = "") -> dict[str, Any]:
    """Go back to the snapshot before, or to a named one; what changed by it.

    Raises:
        NotFound: it is not kept.
    """
    change = undoable(workspace, to)
    after = workspace.index.undo(workspace.clock.now(), to)
    return {"snapshot": after.name, **change.as_document()}


def index_verify(workspace: Workspace) -> list[dict[str, str]]:
    """Every fault of the published snapshot: which file, and what is wrong with it."""
    return [asdict(fault) for fault in workspace.index.verify()]


def index_repair(workspace: Workspace) -> list[str]:
    """Go back to the newest whole state; a sentence for each thing that was done."""
    from backlinkbot.io.index.read import Index

    workspace.close()  # a damaged index may not open; repair works on its folder
    return Index.repair(workspace.index_folder)


def index_compact(workspace: Workspace, progress: Progress | None = None) -> dict[str, Any]:
    """Merge the segments of many imports; the links stay the same.

    Raises:
        NotFound: the index is empty.
    """
    if workspace.index.current() is None:
        raise NotFound("the index is empty; begin with: backlinkbot ingest FILE")
    (progress or Silent()).stage("Compacting the index")
    before = workspace.index.info()
    workspace.index.compact(workspace.clock.now())
    workspace.index.refresh()
    after = workspace.index.info()
    return {
        "snapshot": after.snapshot,
        "segments_before": before.segments,
        "segments_after": after.segments,
        "bytes_before": sum(size for _, size in before.size_bytes),
        "bytes_after": sum(size for _, size in after.size_bytes),
    }
