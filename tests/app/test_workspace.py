"""A workspace is a folder that can be copied and opened by two."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from databases import Databases

from backlinkbot.app.ingest import ingest
from backlinkbot.app.profile import links
from backlinkbot.app.setup import config, doctor
from backlinkbot.app.sites import add_site, list_sites
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.nouns import Site

EXPORT = "Source url,Target url,Anchor\nhttps://s1.example/,https://acme.example/,Acme\n"


def test_naming_a_workspace_makes_nothing(tmp_path: Path) -> None:
    Workspace.open(tmp_path / "w")
    assert list(tmp_path.iterdir()) == []


def test_a_copy_gives_the_same_answers(
    workspace: Workspace, databases: Databases, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(EXPORT, "utf-8")
    ingest(workspace, [str(tmp_path / "a.csv")])
    add_site(workspace, Site(domain="acme.example"))
    workspace.close()
    copy = Workspace(databases.settings(databases.copied(workspace.folder, tmp_path / "copy")))
    assert links(copy, "acme.example").table.equals(links(workspace, "acme.example").table)
    assert list_sites(copy) == list_sites(workspace)
    copy.close()


def test_one_that_is_open_sees_what_another_publishes(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(EXPORT, "utf-8")
    (tmp_path / "b.csv").write_text(EXPORT.replace("s1", "s2"), "utf-8")
    ingest(workspace, [str(tmp_path / "a.csv")])
    other = Workspace.open(workspace.folder)
    assert links(other, "acme.example").total == 1
    ingest(workspace, [str(tmp_path / "b.csv")])
    other.index.refresh()
    assert links(other, "acme.example").total == 2
    other.close()


def test_the_doctor_looks_at_everything_and_never_raises(
    workspace: Workspace, tmp_path: Path
) -> None:
    assert all(finding.is_well for finding in doctor(workspace))
    (tmp_path / "in-the-way").write_text("x", "utf-8")
    with Workspace.open(tmp_path / "in-the-way") as broken:
        sick = [f for f in doctor(broken) if not f.is_well]
    assert {"workspace", "application database"} <= {finding.what for finding in sick}
    assert all(finding.sentence for finding in sick)


def test_config_hides_secrets(workspace: Workspace) -> None:
    workspace.settings = replace(workspace.settings, smtp_password="hush")  # noqa: S106 - of nobody
    shown = dict(config(workspace))
    assert "hush" not in shown.values()
    assert shown["workers"] == 1
    assert shown["database_url"] == ("(set, not shown)" if workspace.settings.database_url else "")
