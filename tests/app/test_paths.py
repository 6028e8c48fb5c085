from __future__ import annotations

import json
from pathlib import Path

import pytest

from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.measure import measure
from backlinkbot.app.paths import paths
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.settings import Settings


@pytest.fixture
def workspace(tmp_path: Path, fixed_clock: FixedClock) -> Workspace:
    """Universities link to each other, three to news sites, two of those to blogs, one to us."""
    rows = [f"u{i}.edu\tu{(i + k) % 12}.edu" for i in range(12) for k in (1, 2, 5)]
    rows += [f"u{i}.edu\tnews{i}.com" for i in range(3)]
    rows += [f"news{i}.com\tblog{i}.net" for i in range(2)]
    rows += ["blog0.net\tours.com", "news1.com\tours.com", "blog1.net\tother.org"]
    path = tmp_path / "edges.tsv"
    path.write_text("\n".join(rows) + "\n")
    made = Workspace(Settings(workspace=tmp_path / "ws"), fixed_clock)
    measure(made, edges=path)
    return made


def test_distance_and_independent_ways_from_well_known_sites(workspace: Workspace) -> None:
    found = paths(workspace, "ours.com", well_known=12)
    assert found.well_known == 12
    assert found.now.distance == 2
    assert found.now.reached_from == 12
    assert found.now.independent_ways == 2
    assert {way[-2] for way in found.now.ways} == {"blog0.net", "news1.com"}
    assert found.pages is None
    json.dumps(found.as_document())


def test_a_new_link_changes_distance_ways_and_points(workspace: Workspace) -> None:
    found = paths(workspace, "other.org", well_known=12, new_from="u7.edu")
    assert found.with_new_link is not None
    assert found.new_link_points is not None
    assert (found.now.distance, found.with_new_link.distance) == (3, 1)
    assert found.with_new_link.independent_ways == found.now.independent_ways + 1
    assert found.new_link_points > 0


def test_shorter_ways_are_fewer(workspace: Workspace) -> None:
    assert paths(workspace, "ours.com", well_known=12, steps=2).now.independent_ways == 1
    assert paths(workspace, "ours.com", well_known=12, steps=1).now.ways == ()


def test_what_cannot_be_asked_is_said(workspace: Workspace) -> None:
    with pytest.raises(BadInput, match="to itself"):
        paths(workspace, "ours.com", new_from="ours.com")
    with pytest.raises(NotFound, match="not in the graph"):
        paths(workspace, "ours.com", new_from="nowhere.org")


EXPORT = (
    "Page ascore,Source title,Source url,Target url,Anchor,Nofollow,First seen,Last seen\n"
    "1,T,https://blog0.net/,https://ours.com/read,a,false,2026-01-02,2026-10-02\n"
    "1,T,https://blog0.net/,https://ours.com/unread,a,false,2026-01-02,2026-10-02\n"
    "1,T,https://news1.com/,https://ours.com/unread,a,false,2026-01-02,2026-10-02\n"
)


def test_addresses_that_are_linked_and_were_never_read_are_counted(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "links.csv").write_text(EXPORT, "utf-8")
    ingest(workspace, [str(tmp_path / "links.csv")])
    pages = paths(workspace, "ours.com").pages
    assert pages is not None
    assert (pages.known, pages.linked_not_captured) == (0, 2)
    for name in ("read", "lonely"):
        (tmp_path / f"{name}.html").write_text("<html><body><p>words</p></body></html>", "utf-8")
        said = IngestOptions(base_url=f"https://ours.com/{name}")
        ingest(workspace, [str(tmp_path / f"{name}.html")], said)
    pages = paths(workspace, "ours.com").pages
    assert pages is not None
    assert (pages.known, pages.linked_from_outside, pages.linked_not_captured) == (2, 1, 1)
    assert pages.not_reached == ("https://ours.com/lonely",)


def test_a_graph_too_small_for_trust_gives_a_new_link_no_points(
    tmp_path: Path, fixed_clock: FixedClock
) -> None:
    edges = tmp_path / "edges.tsv"
    edges.write_text("a.com\tb.com\nb.com\tc.com\nc.com\ta.com\nd.com\tc.com\n")
    own = Workspace(Settings(workspace=tmp_path / "small"), fixed_clock)
    measure(own, edges=edges)
    assert paths(own, "a.com", new_from="d.com").new_link_points is None
