"""Decisions about linking sites: kept, undone, refused, and letters prepared from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from backlinkbot.app.decisions import decide, decisions, removal_requests, unit_named
from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.sites import add_site
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.audit import Choice
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.nouns import Site

PAGE = "https://u1.wordpress.com/post"


def test_a_decision_says_who_what_and_when(workspace: Workspace) -> None:
    made = decide(workspace, "a.com", "farm.net", "keep", by="Ann", note=" a  friend ").made
    assert (made.site, made.unit, made.choice) == ("a.com", "farm.net", Choice.KEEP)
    assert (made.by, made.note) == ("Ann", "a friend")
    assert made.at == workspace.clock.now()
    assert decisions(workspace, "a.com").all == (made,)


def test_an_undo_is_kept_too_and_what_was_before_is_in_force(workspace: Workspace) -> None:
    decide(workspace, "a.com", "farm.net", "keep", by="Ann")
    decide(workspace, "a.com", "farm.net", "disavow", by="Bob")
    undone = decide(workspace, "a.com", "farm.net", "undo", by="Ann")
    assert undone.taken_back
    assert undone.taken_back.by == "Bob"
    assert undone.in_force
    assert undone.in_force.choice is Choice.KEEP
    assert len(decisions(workspace, "a.com").all) == 3


def test_there_must_be_something_to_undo(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match=r"nothing is decided about farm\.net"):
        decide(workspace, "a.com", "farm.net", "undo", by="Ann")
    assert decisions(workspace, "a.com").all == ()


@pytest.mark.parametrize(
    ("told", "unit"),
    [
        ("farm.net", "farm.net"),
        ("https://www.farm.net/page?x=1", "farm.net"),
        ("domain:farm.net", "farm.net"),
        ("u1.wordpress.com", "u1.wordpress.com"),
        (PAGE, "u1.wordpress.com"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
    ],
)
def test_a_unit_is_named_as_a_disavow_line_would(told: str, unit: str) -> None:
    assert unit_named(told) == unit


@pytest.mark.parametrize("told", ["", "farm", "two words"])
def test_what_names_no_site_is_refused(told: str) -> None:
    with pytest.raises(BadInput, match="names no site"):
        unit_named(told)


@pytest.mark.parametrize(
    ("unit", "why"),
    [
        ("a.com", "your own site"),
        ("sister.com", "your own site"),
        ("wordpress.com", "hosting root"),
        ("wikipedia.org", "where trust starts"),
        ("kiev.ua", "public suffix"),
    ],
)
def test_a_protected_site_cannot_be_disavowed(workspace: Workspace, unit: str, why: str) -> None:
    add_site(workspace, Site(domain="a.com", estate=("sister.com",)))
    with pytest.raises(Refused, match=why):
        decide(workspace, "a.com", unit, "disavow", by="Ann")
    assert decisions(workspace, "a.com").all == ()


@pytest.mark.parametrize(
    ("choice", "by", "note", "why"),
    [
        ("delete", "Ann", "", "there are: keep, remove, disavow, undo"),
        ("keep", " ", "", "say who decides"),
        ("keep", "Ann", "x" * 501, "501 characters"),
    ],
)
def test_words_that_cannot_be_used_are_said(
    workspace: Workspace, choice: str, by: str, note: str, why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        decide(workspace, "a.com", "farm.net", choice, by=by, note=note)


def test_letters_name_the_pages_of_the_unit_alone(workspace: Workspace, tmp_path: Path) -> None:
    table = tmp_path / "links.csv"
    rows = [
        "source,target,anchor",
        f"{PAGE},https://a.com/shop,cheap\u202e shoes",
        "https://u2.wordpress.com/x,https://a.com/,other",
    ]
    table.write_text("\n".join(rows), "utf-8")
    mapping = {"source_url": "source", "target_url": "target", "anchor": "anchor"}
    ingest(workspace, [str(table)], IngestOptions(mapping=mapping))
    decide(workspace, "a.com", "u1.wordpress.com", "remove", by="Ann")
    decide(workspace, "a.com", "u2.wordpress.com", "keep", by="Ann")
    out = tmp_path / "letters.txt"
    letters = removal_requests(workspace, "a.com")
    letters.write(out)
    (one,) = letters.requests
    assert (one.unit, len(one.links)) == ("u1.wordpress.com", 1)
    text = out.read_text("utf-8")
    assert PAGE in text
    assert "https://a.com/shop" in text
    assert "u2" not in text
    assert "\u202e" not in text


def test_without_a_removal_there_are_no_letters(workspace: Workspace) -> None:
    decide(workspace, "a.com", "farm.net", "keep", by="Ann")
    with pytest.raises(NotFound, match="no removal is decided"):
        removal_requests(workspace, "a.com")
