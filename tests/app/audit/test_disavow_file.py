"""The disavow file of an audit: decided units first, protected ones never, dear ones held back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from databases import Databases

from backlinkbot.app.audit import Audited, AuditOptions, audit
from backlinkbot.app.decisions import decide
from backlinkbot.app.protected import disavow_facts
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.audit import Advice
from backlinkbot.core.errors import BadInput
from backlinkbot.logic.judge.disavow.lint import lint
from backlinkbot.logic.judge.disavow.parse import parse
from backlinkbot.logic.tiny_web.truth import SiteKind, World

CURRENT = "# ours, do not touch\r\ndomain:old-enemy.example\r\n\r\nhttps://bad.example/page\r\n"

# Of a wave those sites are disavowed that say themselves what they are; the others are for review.
MOST_OF_A_WAVE = 0.75


@pytest.fixture
def own(little: Workspace, databases: Databases, tmp_path: Path) -> Iterator[Workspace]:
    """A copy of the little workspace in which a test may decide."""
    folder = databases.copied(little.folder, tmp_path / "workspace")
    with Workspace(databases.settings(folder), little.clock) as opened:
        yield opened


def spam(world: World) -> list[str]:
    live = {b.link.source_domain for b in world.to(world.client) if b.lost_at is None}
    return sorted(name for name in live if world.site(name).kind is SiteKind.SPAM)


def named(path: Path) -> set[str]:
    return {line.name for line in parse(path.read_bytes()).entries}


@pytest.fixture(scope="module")
def first_file(
    little: Workspace, world: World, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Audited, Path]:
    """What an audit wrote behind the file in force, where nobody decided anything."""
    folder = tmp_path_factory.mktemp("first")
    current, out = folder / "current.txt", folder / "1.txt"
    current.write_bytes(CURRENT.encode())
    return audit(little, world.client, AuditOptions(current=str(current), disavow=out)), out


def test_without_decisions_the_verdicts_are_written_and_the_file_is_sound(
    little: Workspace, world: World, first_file: tuple[Audited, Path]
) -> None:
    found, out = first_file
    assert found.file
    assert found.file.basis == "advised"
    advised = {one.unit for one in found.audit.domains if one.verdict is Advice.DISAVOW}
    in_force = {line.name for line in parse(CURRENT.encode()).entries}
    assert named(out) - in_force == advised == set(found.file.added)
    assert len(advised & set(spam(world))) > MOST_OF_A_WAVE * len(spam(world))
    facts = disavow_facts(little, named(out), site=world.client)
    assert [one for one in lint(parse(out.read_bytes()), facts) if one.severity == "error"] == []
    assert "negative SEO wave" in out.read_text("utf-8")


def test_no_file_is_written_where_none_is_asked_for(
    little: Workspace, world: World, audited: Callable[[str], Audited]
) -> None:
    assert audited(world.client).file is None
    assert list(little.folder.rglob("*.txt")) == []


def test_the_file_in_force_keeps_its_bytes_and_a_second_run_adds_nothing(
    little: Workspace, world: World, first_file: tuple[Audited, Path], tmp_path: Path
) -> None:
    _, out = first_file
    again = tmp_path / "2.txt"
    assert out.read_bytes().startswith(CURRENT.encode())
    found = audit(little, world.client, AuditOptions(current=str(out), disavow=again))
    assert again.read_bytes() == out.read_bytes()
    assert found.audit.action is not Advice.DISAVOW
    assert "stand in your disavow file already" in found.audit.sentence
    told = {one.unit: one.in_current_file for one in found.audit.domains}
    assert {unit for unit, is_in in told.items() if is_in} == named(out) & set(told)
    assert len(named(out) & set(spam(world))) > MOST_OF_A_WAVE * len(spam(world))


def test_once_somebody_decides_to_disavow_only_that_is_written(
    own: Workspace, world: World, tmp_path: Path
) -> None:
    out, (first, second, *_) = tmp_path / "d.txt", spam(world)
    decide(own, world.client, first, "remove", by="Ann")
    decide(own, world.client, first, "disavow", by="Ann", note="no answer")
    found = audit(own, world.client, AuditOptions(disavow=out))
    assert named(out) == {first}
    assert found.file
    assert (found.file.basis, second in found.file.undecided) == ("decided", True)
    text = out.read_text("utf-8")
    assert "Removal asked for on " in text
    assert "Decided by Ann on " in text
    assert "no answer" in text


def test_a_line_in_force_that_is_an_error_stays_and_is_told(
    own: Workspace, world: World, tmp_path: Path
) -> None:
    path, current = tmp_path / "new.txt", tmp_path / "current.txt"
    current.write_text("domain:com\n", "utf-8")
    first, second, *_ = spam(world)
    decide(own, world.client, first, "disavow", by="Ann")
    file = audit(own, world.client, AuditOptions(current=str(current), disavow=path)).file
    assert file
    assert path.read_text("utf-8").startswith("domain:com\n")
    said = " ".join(file.sentences)
    assert "1 line of your file is an error, kept as written: line 1, domain:com" in said
    assert f"backlinkbot disavow lint {path}" in said
    assert f"backlinkbot decide {world.client} {file.undecided[0]} disavow" in said
    assert file.undecided[0] in said
    assert [one["line"] for one in file.as_document()["faults"]] == [1]
    assert second not in path.read_text("utf-8")


def test_what_is_decided_to_be_kept_or_removed_is_not_written(
    own: Workspace, world: World, tmp_path: Path
) -> None:
    out, (kept, removed, *others) = tmp_path / "d.txt", spam(world)
    decide(own, world.client, kept, "keep", by="Ann")
    decide(own, world.client, removed, "remove", by="Ann")
    found = audit(own, world.client, AuditOptions(disavow=out))
    assert len(named(out) & set(others)) > MOST_OF_A_WAVE * len(others)
    assert not {kept, removed} & named(out)
    told = {one.unit: (one.decision, one.standing) for one in found.audit.domains}
    assert told[kept] == ("keep", Advice.KEEP)
    assert told[removed] == ("remove", Advice.REVIEW)


def test_a_keep_list_protects_and_half_a_keep_list_is_refused(
    own: Workspace, world: World, tmp_path: Path
) -> None:
    keep, out = tmp_path / "keep.txt", tmp_path / "d.txt"
    first = spam(world)[0]
    keep.write_text(f"{first}\n", "utf-8")
    found = audit(own, world.client, AuditOptions(keep=keep, disavow=out))
    assert first not in named(out)
    (one,) = [one for one in found.audit.domains if one.unit == first]
    assert (one.verdict, one.protected) == (Advice.KEEP, "on your keep list")
    keep.write_text("not a domain\n", "utf-8")
    with pytest.raises(BadInput, match="names no domain"):
        audit(own, world.client, AuditOptions(keep=keep))


def test_dear_lines_need_force_and_a_keep_list_is_stronger_than_force_and_decision(
    own: Workspace, world: World, tmp_path: Path
) -> None:
    keep, out, first = tmp_path / "keep.txt", tmp_path / "d.txt", spam(world)[0]
    strong = _strongest(own, world)
    decide(own, world.client, strong, "disavow", by="Ann")
    decide(own, world.client, first, "disavow", by="Ann")
    keep.write_text(f"{first}\n", "utf-8")
    held = audit(own, world.client, AuditOptions(keep=keep, disavow=out)).file
    assert held
    assert [unit for unit, _ in held.too_dear] == [strong]
    assert "points of authority" in held.too_dear[0][1]
    assert held.refused[0][0] == first
    assert "a site you keep" in held.refused[0][1]
    assert named(out) == set()
    options = AuditOptions(keep=keep, disavow=out, is_forced=True)
    forced = audit(own, world.client, options).file
    assert forced
    assert named(out) == {strong}
    assert forced.cost
    assert forced.cost > 0.1


def _strongest(own: Workspace, world: World) -> str:
    """The linking site whose link brings most by trust."""
    from backlinkbot.app.worth import TOGETHER, worth

    names = sorted({b.link.source_domain for b in world.to(world.client) if b.lost_at is None})
    rows = worth(own, world.client, without=names).table.to_pylist()
    return str(
        min((r for r in rows if r["source"] != TOGETHER), key=lambda r: r["points"])["source"]
    )
