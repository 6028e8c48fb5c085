from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from backlinkbot.app.grounds import grounds
from backlinkbot.app.measure import authority_of, measure
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.settings import Settings

COOKS = ("bonappetit.com", "eater.com", "saveur.com", "seriouseats.com", "epicurious.com")


@pytest.fixture
def workspace(tmp_path: Path, fixed_clock: FixedClock) -> Workspace:
    """Universities and five cooks link to shops; bought.com has a farm of its own."""
    random = np.random.default_rng(3)
    rows = [f"u{i}.edu\tshop{t}.com" for i in range(20) for t in random.integers(0, 60, 5)]
    rows += [f"{cook}\tshop{t}.com" for i, cook in enumerate(COOKS) for t in range(i + 2)]
    rows += [f"u{i}.edu\t{cook}" for i in range(5) for cook in COOKS]
    rows += [f"farm{i}.net\tbought.com" for i in range(40)]
    rows += [f"farm{i}.net\tfarm{(i + 1) % 40}.net" for i in range(40)]
    path = tmp_path / "edges.tsv"
    path.write_text("\n".join(rows) + "\n")
    made = Workspace(Settings(workspace=tmp_path / "ws"), fixed_clock)
    measure(made, edges=path, use=True)
    return made


def test_a_bought_profile_is_told_in_words(workspace: Workspace) -> None:
    (bought,) = grounds(workspace, ["bought.com"])
    assert bought.in_words.endswith("comes from 40 domains that link to each other")
    assert bought.trust_points == 0
    assert bought.topics == {}
    json.dumps(bought.as_document())


def test_topics_are_those_whose_sites_lead_there(workspace: Workspace) -> None:
    near, far = grounds(workspace, ["shop1.com", "shop50.com"])
    assert list(near.topics) == ["food and drink"]
    assert far.topics == {}


def test_own_topics_replace_ours(workspace: Workspace, tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("[learning]\n" + "\n".join(f"u{i}.edu" for i in range(20)) + "\n")
    (found,) = grounds(workspace, ["shop1.com"], topics=mine)
    assert list(found.topics) == ["learning"]
    (ours,) = grounds(workspace, ["shop1.com"])
    assert list(ours.topics) == ["food and drink"]


def test_a_list_of_topics_that_cannot_be_used_is_said(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nowhere"):
        grounds(workspace, ["shop1.com"], topics=tmp_path / "nowhere.txt")
    empty = tmp_path / "empty.txt"
    empty.write_text("u1.edu\n[learning]\n")
    with pytest.raises(BadInput, match="names no site of any topic"):
        grounds(workspace, ["shop1.com"], topics=empty)


def test_points_are_those_of_the_release_and_do_not_change_when_asked_again(
    workspace: Workspace,
) -> None:
    (first,) = grounds(workspace, ["shop1.com"])
    (again,) = grounds(workspace, ["shop1.com"])
    assert first == again
    (released,) = authority_of(workspace, ["shop1.com"]).to_pylist()
    assert first.trust_points == pytest.approx(released["authority"], abs=0.01)


def test_what_the_graph_does_not_know_is_said(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match=r"nobody\.example"):
        grounds(workspace, ["nobody.example"])


def test_where_authority_stands_on_links_only_the_words_say_so(
    tmp_path: Path, fixed_clock: FixedClock
) -> None:
    path = tmp_path / "few.tsv"
    path.write_text("a.com\tb.com\nb.com\tc.com\nc.com\ta.com\nd.com\ta.com\n")
    made = Workspace(Settings(workspace=tmp_path / "other"), fixed_clock)
    measure(made, edges=path, use=True)
    (found,) = grounds(made, ["a.com"])
    (released,) = authority_of(made, ["a.com"]).to_pylist()
    assert found.links_points is found.trust_points is released["authority"] is None
    assert found.basis == released["basis"] == "links only"
    assert found.in_words.startswith(released["note"])
    assert "2 domains link to it" in found.in_words
    assert found.topics == {}
