"""Audits of next to nothing, and of more than is judged one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from backlinkbot.app.audit import audit, rebuild, taking, unit_table
from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.audit import Advice
from backlinkbot.core.errors import NotFound
from backlinkbot.logic.reports.audit_page import audit_document
from backlinkbot.logic.reports.html import html_page

MAPPING = {"source_url": "source", "target_url": "target", "anchor": "anchor"}


def read(workspace: Workspace, path: Path, *rows: str) -> None:
    path.write_text("\n".join(["source,target,anchor", *rows]), "utf-8")
    ingest(workspace, [str(path)], IngestOptions(mapping=MAPPING))


def test_one_link_needs_no_action(workspace: Workspace, tmp_path: Path) -> None:
    read(workspace, tmp_path / "l.csv", "https://b.com/1,https://a.com/,A")
    found = audit(workspace, "a.com").audit
    assert (found.backlinks, found.keep, found.action) == (1, 1, Advice.KEEP)
    assert found.sentence.startswith("No action needed: nothing speaks against the 1 live backlink")
    assert rebuild(workspace, "a.com").differences == 0
    assert unit_table(found).num_rows == 1
    assert "No action needed" in html_page(audit_document(found))


def test_domains_without_pages_are_no_links_to_judge(workspace: Workspace, tmp_path: Path) -> None:
    edges = tmp_path / "edges.txt"
    edges.write_text("b.com\ta.com\nc.com\ta.com\n", "utf-8")
    ingest(workspace, [str(edges)], IngestOptions())
    found = audit(workspace, "a.com").audit
    assert (found.backlinks, found.domains, found.action) == (0, (), Advice.KEEP)
    assert "there is nothing to judge" in found.sentence
    assert "no live link to judge" in found.notes[0]
    assert rebuild(workspace, "a.com").differences == 0


def test_a_site_nobody_links_to_is_not_found(workspace: Workspace, tmp_path: Path) -> None:
    read(workspace, tmp_path / "l.csv", "https://b.com/1,https://a.com/,A")
    with pytest.raises(NotFound, match=r"nothing in the index points at b\.com"):
        audit(workspace, "b.com")


def test_strangers_on_one_platform_are_units_of_their_own(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = [f"https://u{n}.wordpress.com/p,https://a.com/,A" for n in range(3)]
    read(workspace, tmp_path / "l.csv", *rows, "https://medium.com/@x/p,https://a.com/,A")
    found = audit(workspace, "a.com").audit
    assert {one.unit for one in found.domains} == {
        "u0.wordpress.com", "u1.wordpress.com", "u2.wordpress.com", "medium.com",
    }  # fmt: skip


def test_beyond_the_limit_the_best_links_are_judged_and_that_is_said(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "MOST_LINKS", 3)
    rows = [f"https://b{n % 2}.com/{n},https://a.com/{n},A{n}" for n in range(6)]
    read(workspace, tmp_path / "l.csv", *rows)
    found = audit(workspace, "a.com").audit
    assert (len(found.domains), found.backlinks) == (2, 2)
    assert found.notes[0].startswith("Of 6 live backlinks only the best ones")


def test_lines_are_not_priced_where_nothing_was_measured(
    workspace: Workspace, tmp_path: Path
) -> None:
    from backlinkbot.app.decisions import decide

    read(workspace, tmp_path / "l.csv", "https://b.com/1,https://a.com/,A")
    decide(workspace, "a.com", "b.com", "disavow", by="Ann")
    found = audit(workspace, "a.com").audit
    assert any("Lines are not priced" in note for note in found.notes)
    assert found.domains[0].worth_points is None
    assert (found.disavow, found.domains[0].standing) == (1, Advice.DISAVOW)


def test_hostile_texts_stay_texts(workspace: Workspace, tmp_path: Path) -> None:
    rows = [
        f'https://b{n}.com/1,https://a.com/,"{text}"'
        for n, text in enumerate(("<script>alert(1)</script>", "=cmd()", "\u202eevil", "a\tb"))
    ]
    read(workspace, tmp_path / "l.csv", *rows)
    page = html_page(audit_document(audit(workspace, "a.com").audit))
    assert "<script" not in page
