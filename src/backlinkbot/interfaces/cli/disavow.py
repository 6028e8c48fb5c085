"""The commands disavow lint, diff, merge."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backlinkbot.interfaces.answers import FINDINGS
from backlinkbot.interfaces.cli.options import Json, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backlinkbot.app.disavow import Difference, Line, LineFinding, Linted, Merged

SHOWN_ROWS, SHOWN_NOTES = 100, 10  # of one kind on a screen; --json gives all

app = typer.Typer(no_args_is_help=True, help="Disavow files: check, compare and merge them.")

Place = Annotated[str, typer.Argument(metavar="FILE", help="A disavow file, or - for stdin.")]
Site = Annotated[
    str, typer.Option("--site", metavar="DOMAIN", help="The site it is for, never to be named.")
]
Keep = Annotated[
    Path | None, typer.Option("--keep", metavar="FILE", help="Domains to keep, one a line.")
]


@app.command("lint")
def lint(
    context: typer.Context, file: Place, *, site: Site = "", keep: Keep = None, json: Json = False
) -> None:
    """Check every line of a disavow file; exit code 6 when there are errors."""
    from backlinkbot.app.disavow import lint_file

    found = lint_file(workspace_of(context), file, site=site, keep=keep)
    rows = [_row(one) for one in found.findings]
    output_of(json=json).value(rows, lambda: _show_lint(found))
    if found.count("error"):
        raise typer.Exit(FINDINGS)


@app.command("diff")
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="The earlier file, or -.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The later file, or -.")],
    *,
    json: Json = False,
) -> None:
    """What is kept, added and removed from file A to file B."""
    from backlinkbot.app.disavow import compare_files

    found = compare_files(before, after)
    output_of(json=json).value(_changes(found), lambda: _show_diff(found))


@app.command("merge")
def merge(
    context: typer.Context,
    current: Annotated[str, typer.Argument(metavar="CURRENT", help="The file in force, or -.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="What to add to it, or -.")],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT", help="File to write.")],
    site: Site = "",
    keep: Keep = None,
    json: Json = False,
) -> None:
    """Write CURRENT with what NEW has beyond it; exit code 6 when CURRENT has errors, all kept."""
    from backlinkbot.app.disavow import merge_files

    found = merge_files(workspace_of(context), current, new, output, site=site, keep=keep)
    output_of(json=json).value(_outcomes(found), lambda: _show_merge(found, output))
    if found.faults:
        raise typer.Exit(FINDINGS)


def _row(one: LineFinding) -> dict[str, Any]:
    return {
        "line": one.line,
        "text": one.text,
        "severity": one.severity.value,
        "reason": one.reason,
    }


def _told(line: Line, change: str, reason: str) -> dict[str, Any]:
    told = {"line": line.number, "text": line.text, "severity": "note", "reason": reason}
    return {**told, "change": change}


def _changes(found: Difference) -> list[dict[str, Any]]:
    rows = [_told(line, "kept", "in both files") for line in found.kept]
    rows += [_told(line, "added", "only in the later file") for line in found.added]
    for line in found.removed:
        above = found.covered.get(line.number)
        covered = f"; {above.meant} in the later file covers it" if above else ""
        rows.append(_told(line, "removed", f"only in the earlier file{covered}"))
    return rows


def _outcomes(found: Merged) -> list[dict[str, Any]]:
    rows = [_told(line, "added", "new in the merged file") for line in found.added]
    rows += [{**_row(one), "change": "collapsed"} for one in found.collapsed]
    rows += [{**_row(one), "change": "refused"} for one in found.refused]
    return rows + [{**_row(one), "change": "kept with an error"} for one in found.faults]


def _show_lint(found: Linted) -> None:
    for severity in ("error", "warning", "note"):
        ones = [one for one in found.findings if one.severity == severity]
        if ones:
            rows = [(one.line, one.text, one.reason) for one in ones]
            most = SHOWN_NOTES if severity == "note" else SHOWN_ROWS
            _table(f"{severity.capitalize()}s", rows, most)
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(found.kinds.items()))
    say(f"Lines: {kinds or 'none'}.")
    counts = Counter(one.severity.value for one in found.findings)
    said = ", ".join(
        f"{counts[kind]:,} {kind}{'' if counts[kind] == 1 else 's'}"
        for kind in ("error", "warning", "note")
    )
    say(f"{said}." if counts else "Nothing to mend.")


def _show_diff(found: Difference) -> None:
    gone = [
        (line.number, line.text, f"{above.meant} covers it" if above else "")
        for line in found.removed
        for above in (found.covered.get(line.number),)
    ]
    if found.added:
        _table("Added", [(line.number, line.text, "") for line in found.added])
    if gone:
        _table("Removed", gone)
    say(
        f"{len(found.kept):,} kept, {len(found.added):,} added, {len(found.removed):,} removed"
        + (f", {len(found.covered):,} of them covered by another line." if found.covered else ".")
    )
    if len(found.removed) > len(found.covered):
        say("An upload replaces the earlier file: what is removed counts again.")


def _show_merge(found: Merged, path: Path) -> None:
    for title, ones in (
        ("Refused", found.refused),
        ("Left out", found.collapsed),
        ("Errors of the current file, kept", found.faults),
    ):
        if ones:
            _table(title, [(one.line, one.text, one.reason) for one in ones])
    say(
        f"{len(found.file.lines):,} lines written to {path}: {len(found.added):,} entries added, "
        f"{len(found.refused):,} refused, {len(found.collapsed):,} left out as covered or double."
    )
    if found.faults:
        many = len({one.line for one in found.faults})
        lines = "1 line of your file is an error"
        if many > 1:
            lines = f"{many:,} lines of your file are errors"
        say(f"{lines}: mend them before the upload.")
    if path.suffix != ".txt":
        say("Search engines take only files whose names end in .txt.")
    say(f"Check it before the upload: backlinkbot disavow lint {path}")


def _table(title: str, rows: Sequence[Iterable[object]], most: int = SHOWN_ROWS) -> None:
    shown(title, ["line", "text", "reason"], [list(row) for row in rows[:most]])
    if len(rows) > most:
        say(f"and {len(rows) - most:,} more; --json gives all")
