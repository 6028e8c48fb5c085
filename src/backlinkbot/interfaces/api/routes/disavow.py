"""Disavow files: checked line by line, compared, merged; nothing is uploaded anywhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter

from backlinkbot.app.disavow import compare_files, lint_file, merge_files
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.api.asked import Reads
from backlinkbot.interfaces.api.problems import LOOKS
from backlinkbot.interfaces.schemas.audits import (
    DiffOut,
    DisavowPair,
    DisavowText,
    LintOut,
    MergedOut,
)

if TYPE_CHECKING:
    from backlinkbot.app.disavow import LineFinding

router = APIRouter(tags=["disavow files"])


@router.post("/disavow/lint", response_model=LintOut, openapi_extra=LOOKS)
def lint(asked: Reads, told: DisavowText) -> Any:
    """Everything that is wrong with a disavow file, with what to do about it."""
    with _written(file=told.text) as folder:
        found = lint_file(asked.workspace, str(folder / "file.txt"), site=_site(told.site))
    return {"kinds": dict(found.kinds), "findings": [_finding(one) for one in found.findings]}


@router.post("/disavow/diff", response_model=DiffOut, openapi_extra=LOOKS)
def diff(asked: Reads, told: DisavowPair) -> Any:
    """What is kept, added and removed from the current file to the new one."""
    del asked  # both files are here, but it takes somebody who may come in
    with _written(current=told.current, new=told.new) as folder:
        found = compare_files(str(folder / "current.txt"), str(folder / "new.txt"))
    parts = (("kept", found.kept), ("added", found.added), ("removed", found.removed))
    lines = [
        {
            "line": line.number,
            "text": line.text,
            "change": change,
            "covered_by": above.meant
            if change == "removed" and (above := found.covered.get(line.number))
            else None,
        }
        for change, part in parts
        for line in part
    ]
    return {**{change: len(part) for change, part in parts}, "lines": lines}


@router.post("/disavow/merge", response_model=MergedOut, openapi_extra=LOOKS)
def merge(asked: Reads, told: DisavowPair) -> Any:
    """The current file with what the new one has beyond it; comments and order are kept."""
    with _written(current=told.current, new=told.new) as folder:
        out = folder / "merged.txt"
        found = merge_files(
            asked.workspace, str(folder / "current.txt"), str(folder / "new.txt"), out,
            site=_site(told.site),
        )  # fmt: skip
        text = out.read_bytes().decode("utf-8")
    return {
        "text": text,
        "added": [line.text for line in found.added],
        "collapsed": [_finding(one) for one in found.collapsed],
        "refused": [_finding(one) for one in found.refused],
    }


def _site(named: str) -> str:
    return domain_named(named) if named else ""


def _finding(one: LineFinding) -> dict[str, Any]:
    return {
        "line": one.line,
        "text": one.text,
        "severity": one.severity.value,
        "reason": one.reason,
    }


@contextmanager
def _written(**texts: str) -> Iterator[Path]:
    """A folder with these texts as files, for verbs that read files; removed afterwards."""
    folder = Path(mkdtemp(prefix="backlinkbot-"))
    try:
        for name, text in texts.items():
            (folder / f"{name}.txt").write_bytes(text.encode("utf-8"))
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
