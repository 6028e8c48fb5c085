"""The disavow file of an audit: merged with the one in force, never with a site to keep."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from backlinkbot.app.protected import disavow_facts
from backlinkbot.io.outputs.place import write_text
from backlinkbot.logic.judge.audit.lines import DECIDED, lines_of
from backlinkbot.logic.judge.disavow.cover import Cover
from backlinkbot.logic.judge.disavow.lint import named_by
from backlinkbot.logic.judge.disavow.merge import counted, disavow_text
from backlinkbot.logic.judge.disavow.parse import parse_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.audit import Audit, Decision
    from backlinkbot.logic.judge.audit.lines import Lines
    from backlinkbot.logic.judge.audit.prices import Prices
    from backlinkbot.logic.judge.disavow.lines import DisavowFile
    from backlinkbot.logic.judge.disavow.lint import LineFinding
    from backlinkbot.logic.judge.disavow.merge import Merged

NAMED = 3  # of a kind in one sentence


@dataclass(frozen=True, slots=True)
class Written:
    """A disavow file that was written, and what is not in it.

    `basis`: "decided" or "advised" (see `lines_of`); `refused`: unit and why it may never be named;
    `too_dear`: unit and why it costs more than it saves; `undecided`: verdicts "disavow" that
    nobody decided on; `cost`: points of authority that its new lines cost, None where not priced;
    `visits`: readers a month that the links of its new lines bring, None where not known; `faults`:
    lines of the file in force that are errors, which stay as they are; `site`: whose file it is;
    `is_decided`: something is decided about the site's links, if only that they are kept.
    """

    path: str
    lines: int
    added: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    too_dear: tuple[tuple[str, str], ...]
    undecided: tuple[str, ...]
    collapsed: int
    basis: str
    cost: float | None
    visits: float | None = None
    faults: tuple[LineFinding, ...] = ()
    site: str = ""
    is_decided: bool = False

    @property
    def sentences(self) -> tuple[str, ...]:
        """What a person should know of the file."""
        return tuple(_sentences(self))

    def as_document(self) -> dict[str, Any]:
        """The file as JSON tells of it."""
        return {
            "path": self.path,
            "lines": self.lines,
            "added": list(self.added),
            "refused": [{"unit": unit, "reason": why} for unit, why in self.refused],
            "too_dear": [{"unit": unit, "reason": why} for unit, why in self.too_dear],
            "undecided": list(self.undecided),
            "collapsed": self.collapsed,
            "basis": self.basis,
            "worth_points": None if self.cost is None else round(self.cost, 2),
            "referral_visits": None if self.visits is None else round(self.visits, 1),
            "faults": [
                {"line": one.line, "text": one.text, "reason": one.reason} for one in self.faults
            ],
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a file is written from: the decisions in force, removals asked for, prices, the file."""

    decided: Mapping[str, Decision]
    asked: Mapping[str, Decision]
    prices: Prices
    current: DisavowFile | None
    kept: frozenset[str]
    is_forced: bool = False


def write_disavow(workspace: Workspace, audit: Audit, wanted: Wanted, path: Path) -> Written:
    """Write the file in force with the units that were decided on, or else advised.

    Raises:
        Refused: the file would be longer than a search engine takes, or cannot be written.
    """
    written, text = made_disavow(workspace, audit, wanted, str(path))
    write_text(path, text)
    return written


def made_disavow(
    workspace: Workspace, audit: Audit, wanted: Wanted, path: str
) -> tuple[Written, str]:
    """The same file as text, not written anywhere; `path`: what it is called in sentences.

    Raises:
        Refused: the file would be longer than a search engine takes.
    """
    lines = lines_of(audit, wanted.decided, wanted.asked, wanted.prices, is_forced=wanted.is_forced)
    units = [entry.unit.removeprefix("domain:") for entry in lines.entries]
    before = [named_by(line) for line in wanted.current.entries] if wanted.current else []
    facts = disavow_facts(workspace, [*units, *before], site=audit.domain, kept=wanted.kept)
    merged = disavow_text(lines.entries, wanted.current, audit.as_of, facts)
    written = _written(path, lines, merged, wanted.prices)
    return replace(written, site=audit.domain, is_decided=bool(wanted.decided)), merged.text


def covers(current: DisavowFile) -> Callable[[str], bool]:
    """Whether a file names a unit, or a name above it."""
    cover = Cover.of(current.entries)

    def names(unit: str) -> bool:
        line = parse_text(f"domain:{unit}").lines[0]
        return unit in cover.lines or cover.above(line) is not None

    return names


def _written(path: str, lines: Lines, merged: Merged, prices: Prices) -> Written:
    added = tuple(line.name for line in merged.added)
    priced = [points for unit in added if (points := prices.points(unit)) is not None]
    visits = [number for unit in added if (number := prices.visits.of(unit)) is not None]
    return Written(
        path=path,
        lines=len(merged.file.lines),
        added=added,
        refused=tuple((one.text.removeprefix("domain:"), one.reason) for one in merged.refused),
        too_dear=lines.too_dear,
        undecided=lines.undecided,
        collapsed=len(merged.collapsed),
        basis=lines.basis,
        cost=sum(priced) if priced else None,
        visits=sum(visits) if visits else None,
        faults=merged.faults,
    )


def faults_in_words(faults: Sequence[LineFinding], path: str) -> list[str]:
    """What is wrong with lines of the file in force that stand in the new one as they were."""
    if not faults:
        return []
    first = {one.line: one for one in reversed(faults)}  # a line may be wrong in several ways
    lines = [first[number] for number in sorted(first)]
    many = "1 line of your file is an error"
    if len(lines) > 1:
        many = f"{len(lines):,} lines of your file are errors"
    told = "; ".join(f"line {one.line}, {one.text}: {one.reason}" for one in lines[:NAMED])
    more = f"; and {len(lines) - NAMED:,} more" if len(lines) > NAMED else ""
    return [
        f"{many}, kept as written: {told}{more}. Mend them before an upload; all of them: "
        f"backlinkbot disavow lint {path}"
    ]


def _first_sentence(one: Written) -> str:
    lines = f"{one.lines:,} line{'' if one.lines == 1 else 's'} written to {one.path}"
    if one.added:
        new = counted(parse_text("".join(f"domain:{name}\n" for name in one.added)).entries)
        return f"{lines}: {new} added, {_why(one)}."
    if one.lines:
        return f"{lines}, none of them new: nothing else is to be disavowed."
    return (
        f"{one.path} is empty: nothing is to be disavowed. Do not upload it, as that would take "
        "back whatever is in force."
    )


def _why(one: Written) -> str:
    if one.basis == DECIDED:
        return "as decided"
    if one.is_decided:
        return "by the verdicts, without what is decided to be kept or removed"
    return "by the verdicts, as nobody decided"


def _sentences(one: Written) -> list[str]:
    said = [_first_sentence(one)]
    if one.cost is not None:
        said.append(f"The new lines cost {one.cost:.1f} points of authority by what is measured.")
    if one.visits is not None:
        said.append(
            f"The links they name bring about {one.visits:,.0f} visits a month, if one in a "
            "hundred visitors of a page follows a link. A line does not stop them, a removal does."
        )
    said += [f"Not written: {unit}: {why}." for unit, why in (*one.refused, *one.too_dear)]
    if one.undecided:
        named = ", ".join(one.undecided[:NAMED])
        more = f" and {len(one.undecided) - NAMED:,} more" if len(one.undecided) > NAMED else ""
        said.append(
            f"{len(one.undecided):,} more would be advised ({named}{more}); as some are decided, "
            f"only those are written. Decide with: backlinkbot decide {one.site or 'DOMAIN'} "
            f"{one.undecided[0]} disavow"
        )
    said += faults_in_words(one.faults, one.path)
    if not one.path.endswith(".txt"):
        said.append("Search engines take only files whose names end in .txt.")
    said.append(
        "Nothing was uploaded. An upload replaces the file in force: give that one with --current, "
        "so that its lines are kept."
    )
    return said
