"""Kept audits are judged again with the same result, and a change of the rules is told."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backlinkbot.app.audit import audit, rebuild
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.errors import Broken, NotFound
from backlinkbot.io.state.ledger import Ledger
from backlinkbot.logic.judge.audit.results import MARKS
from backlinkbot.logic.judge.signals.markers import Marks, markers
from backlinkbot.logic.judge.suspicion import Suspects
from backlinkbot.logic.tiny_web.truth import World


@pytest.fixture(scope="module")
def kept(
    little: Workspace, world: World, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """A copy of the little workspace with one kept audit of the client; only read by tests."""
    folder = tmp_path_factory.mktemp("kept") / "workspace"
    shutil.copytree(little.folder, folder, ignore=shutil.ignore_patterns("audits"))
    with Workspace(replace(little.settings, workspace=folder), little.clock) as opened:
        audit(opened, world.client)
        yield opened


@pytest.fixture
def own(kept: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    """The kept audit alone, in a workspace that a test may damage."""
    shutil.copytree(kept.folder / "audits", tmp_path / "workspace" / "audits")
    settings = replace(kept.settings, workspace=tmp_path / "workspace")
    with Workspace(settings, kept.clock) as opened:
        yield opened


def test_a_rebuild_gives_zero_differences(own: Workspace, world: World) -> None:
    found = rebuild(own, world.client)
    assert (len(found.entries), found.differences) == (1, 0)


def test_the_same_audit_is_kept_once(kept: Workspace, world: World) -> None:
    (first,) = Ledger(kept.folder / "audits").names(world.client)
    assert audit(kept, world.client).entry == first
    assert Ledger(kept.folder / "audits").names(world.client) == [first]


def test_every_mark_is_kept_with_its_sentence_its_place_and_the_html(
    own: Workspace, world: World
) -> None:
    entry = Ledger(own.folder / "audits").entry(world.client)
    rows = entry.results[MARKS].to_pylist()
    assert rows
    assert all(row["sentence"] for row in rows)
    assert any(".warc" in place for row in rows for place in row["evidence"])
    html = entry.inputs["links"]["context_html"].to_pylist()
    assert any(text and "<a" in text for text in html)
    assert set(entry.rules["markers"]) == set(markers)


def test_a_changed_rule_is_told_with_its_version(
    own: Workspace, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = next(iter(markers))
    before = markers[name]

    def louder(suspects: Suspects) -> Marks:
        marks = before.find(suspects)
        return replace(marks, strength=np.clip(marks.strength + 0.01, 0, 1))

    changed = replace(before, version=before.version + 1, find=louder)
    monkeypatch.setitem(markers._things, name, changed)
    ((_, found),) = rebuild(own, world.client).entries
    told = {one.what: one for one in found}
    assert told["rule versions of markers"].examples == (
        f"{name}: {before.version} → {before.version + 1}",
    )
    assert told[f"strengths of {name}"].count > 0


def test_a_damaged_entry_is_said(own: Workspace, world: World) -> None:
    folder = next(p for p in (own.folder / "audits" / world.client).iterdir() if p.is_dir())
    path = folder / "input-links.arrow"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(Broken, match="is not as it was written"):
        rebuild(own, world.client)


def test_nothing_kept_is_said(own: Workspace) -> None:
    with pytest.raises(NotFound, match="no audit of"):
        rebuild(own, "nobody.example")
