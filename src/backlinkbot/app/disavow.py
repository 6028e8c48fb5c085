"""The verb disavow: a disavow file checked line by line, compared with another, merged with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.app.protected import disavow_facts
from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import Rejects
from backlinkbot.core.urls.platforms import owned_name
from backlinkbot.logic.judge.disavow.diff import Difference, difference
from backlinkbot.logic.judge.disavow.lines import DisavowFile, Line, LineKind
from backlinkbot.logic.judge.disavow.lint import LineFinding, lint, named_by
from backlinkbot.logic.judge.disavow.merge import Merged, merge
from backlinkbot.logic.judge.disavow.parse import parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.logic.judge.disavow.facts import DisavowFacts

__all__ = [  # with what the interfaces need of the values they show
    "Difference",
    "Line",
    "LineFinding",
    "Linted",
    "Merged",
    "compare_files",
    "kept_domains",
    "lint_file",
    "merge_files",
    "read_disavow",
]

STANDARD_INPUT = "-"
# Ten times what a search engine takes, in the widest encoding: what is larger is another file.
MAX_READ_BYTES = 40_000_000
MAX_READ_LINES = 1_000_000


@dataclass(frozen=True, slots=True)
class Linted:
    """What stands in a file, lines by kind, and what is wrong with it."""

    kinds: Mapping[str, int]
    findings: tuple[LineFinding, ...]

    def count(self, severity: str) -> int:
        """How many findings are of that severity."""
        return sum(one.severity == severity for one in self.findings)


def lint_file(
    workspace: Workspace, place: str, *, site: str = "", keep: Path | None = None
) -> Linted:
    """Check a disavow file (packed or not, `-` for standard input).

    `site`: the site it is for, which it must not name; `keep`: a file with domains to keep.

    Raises:
        NotFound: no such file.
        BadInput: it cannot be read, or is much too large for a disavow file.
    """
    file = read_disavow(place)
    found = lint(file, _facts(workspace, (file,), site, keep))
    return Linted(Counter(line.kind.value for line in file.lines), tuple(found))


def compare_files(before: str, after: str) -> Difference:
    """What is kept, added and removed from one disavow file to another.

    Raises:
        NotFound, BadInput: as `lint_file`.
    """
    _not_twice(before, after)
    return difference(read_disavow(before), read_disavow(after))


def merge_files(
    workspace: Workspace,
    current: str,
    new: str,
    out: Path,
    *,
    site: str = "",
    keep: Path | None = None,
) -> Merged:
    """Write the current file with what the new one has beyond it; neither of them is changed.

    Raises:
        NotFound, BadInput: as `lint_file`.
        Refused: the result is longer than a search engine takes, or cannot be written.
    """
    from backlinkbot.io.outputs.place import write_text

    _not_twice(current, new)
    ours, theirs = read_disavow(current), read_disavow(new)
    facts = _facts(workspace, (ours, theirs), site, keep)
    merged = merge(ours, theirs, workspace.clock.today(), facts, name=_called(new))
    write_text(out, merged.text)
    return merged


def read_disavow(place: str) -> DisavowFile:
    """The disavow file at `place`.

    Raises:
        NotFound: no such file.
        BadInput: it cannot be read whole: a part of a disavow file would undo the rest.
    """
    return parse(_bytes(place))


def kept_domains(path: Path) -> frozenset[str]:
    """The domains of a keep list: one a line, as a name, a `domain:` line or an address.

    Raises:
        NotFound: no such file.
        BadInput: a line names no domain; a keep list that is half read would protect half.
    """
    found = set()
    for line in read_disavow(str(path)).lines:
        if line.kind in {LineKind.BLANK, LineKind.COMMENT}:
            continue
        name = named_by(line) or line.meant.removeprefix("domain:")
        if not name or "/" in name:
            raise BadInput(f"{path}, line {line.number}: {line.text[:80]!r} names no domain")
        found.add(owned_name(name))
    return frozenset(found)


def _facts(
    workspace: Workspace, files: tuple[DisavowFile, ...], site: str, keep: Path | None
) -> DisavowFacts:
    names = {named_by(line) for file in files for line in file.entries}
    return disavow_facts(workspace, names, site=site, kept=kept_domains(keep) if keep else ())


def _bytes(place: str) -> bytes:
    from backlinkbot.io.readers.source import sources

    found = list(sources([place], Rejects()))
    if len(found) != 1:
        raise BadInput(f"{place} holds {len(found)} files; name one disavow file")
    source = found[0]
    with source.open() as stream:
        data = stream.read(MAX_READ_BYTES + 1)
    if damage := source.damage():
        raise BadInput(f"{place} is damaged: {damage}")
    if len(data) > MAX_READ_BYTES:
        raise BadInput(f"{place} has more than {MAX_READ_BYTES:,} bytes: it is no disavow file")
    if data.count(b"\n") + data.count(b"\r") > 2 * MAX_READ_LINES:  # CRLF counts twice
        raise BadInput(f"{place} has more than {MAX_READ_LINES:,} lines: it is no disavow file")
    return data


def _not_twice(one: str, other: str) -> None:
    if one == other == STANDARD_INPUT:
        raise BadInput("standard input (-) can be read only once")


def _called(place: str) -> str:
    return (
        "" if place == STANDARD_INPUT else place.rstrip("/").replace("\\", "/").rpartition("/")[2]
    )
