"""Who links to rivals and not to the site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import Databases

from backlinkbot.app.gap import gap
from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.sites import add_site
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.nouns import Site
from backlinkbot.core.settings import Settings

LINKS = (
    ("both.example", "a.example"), ("both.example", "b.example"), ("one.example", "a.example"),
    ("ours.example", "a.example"), ("ours.example", "we.example"), ("b.example", "a.example"),
)  # fmt: skip


@pytest.fixture
def workspace(databases: Databases, tmp_path: Path, fixed_clock: FixedClock) -> Iterator[Workspace]:
    lines = ["source_url,target_url,anchor,first_seen"]
    lines += [f"https://{s}/p,https://{t}/,x,2026-10-01" for s, t in LINKS]
    (tmp_path / "links.csv").write_text("\n".join(lines) + "\n", "utf-8")
    with Workspace(databases.settings(tmp_path / "w", workers=1), fixed_clock) as opened:
        ingest(opened, [str(tmp_path / "links.csv")], IngestOptions(source="me"))
        yield opened


def test_sites_that_link_to_most_rivals_come_first_and_our_own_are_left_out(
    workspace: Workspace,
) -> None:
    found = gap(workspace, "we.example", rivals=["a.example", "b.example"])
    assert found.table["source_domain"].to_pylist() == ["both.example", "one.example"]
    assert found.table["links_to"].to_pylist() == [["a.example", "b.example"], ["a.example"]]
    assert found.total == 2
    assert (found.ours, [(o.rival, o.referring_domains, o.also_ours) for o in found.overlap]) == (
        1,
        [("a.example", 4, 1), ("b.example", 1, 0)],
    )


def test_a_least_number_of_rivals_and_pages_of_the_answer(workspace: Workspace) -> None:
    rivals = ["a.example", "b.example"]
    assert gap(workspace, "we.example", rivals=rivals, least=2).total == 1
    second = gap(workspace, "we.example", rivals=rivals, limit=1, offset=1)
    assert second.table["source_domain"].to_pylist() == ["one.example"]
    assert second.total == 2


def test_rivals_are_the_competitors_of_the_site(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match=r"no competitors of we\.example are known"):
        gap(workspace, "we.example")
    add_site(workspace, Site("we.example", competitors=("a.example",)))
    assert gap(workspace, "we.example").rivals == ("a.example",)


@pytest.mark.parametrize("rivals", [["we.example"], [f"r{n}.example" for n in range(21)]])
def test_rivals_that_cannot_be_are_refused(workspace: Workspace, rivals: list[str]) -> None:
    with pytest.raises(BadInput):
        gap(workspace, "we.example", rivals=rivals)
    with pytest.raises(BadInput):
        gap(workspace, "we.example", rivals=["a.example"], least=0)


def test_who_linked_here_once_is_to_be_won_back_and_counted_apart(workspace: Workspace) -> None:
    lines = ["source_url,target_url,anchor,first_seen,lost_on"]
    lines += ["https://one.example/p,https://we.example/,x,2026-09-01,2026-10-01"]
    _read(workspace, "lost.csv", lines)
    found = gap(workspace, "we.example", rivals=["a.example", "b.example"])
    assert found.table["source_domain"].to_pylist() == ["both.example"]
    assert (found.total, found.lost_ones, found.ours) == (1, 1, 1)
    assert found.as_document()["lost_ones"] == 1


def test_domains_of_the_same_owner_are_no_prospects(workspace: Workspace) -> None:
    add_site(workspace, Site("we.example", competitors=("a.example",), estate=("both.example",)))
    assert gap(workspace, "we.example").table["source_domain"].to_pylist() == [
        "b.example", "one.example",
    ]  # fmt: skip


def _read(workspace: Workspace, name: str, lines: list[str]) -> None:
    path = workspace.settings.workspace.parent / name
    path.write_text("\n".join(lines) + "\n", "utf-8")
    ingest(workspace, [str(path)], IngestOptions(source="me"))


def test_an_empty_index_is_said(tmp_path: Path) -> None:
    with Workspace(Settings(workspace=tmp_path / "none")) as empty, pytest.raises(NotFound):
        gap(empty, "we.example", rivals=["a.example"])
