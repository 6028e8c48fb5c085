from __future__ import annotations

from pathlib import Path

import pytest

from backlinkbot.app.measure import authority_of, measure
from backlinkbot.app.workspace import Workspace
from backlinkbot.app.worth import TOGETHER, worth
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.settings import Settings


def rows() -> list[str]:
    """Universities that link to each other and to news; news that link to blogs; a farm."""
    made = [f"u{i}.edu\tu{(i + k) % 20}.edu" for i in range(20) for k in (1, 3)]
    made += [f"u{i}.edu\tnews{i % 5}.com" for i in range(20)]
    made += [f"news{i % 5}.com\tblog{i}.net" for i in range(40)]
    made += [f"blog{i}.net\tblog{(i + 7) % 40}.net" for i in range(40)]
    made += [f"farm{i}.biz\tours.com" for i in range(30)]
    return [*made, "blog3.net\tours.com", "blog4.net\tours.com", "news1.com\tours.com"]


def write(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    from datetime import UTC, datetime

    folder = tmp_path_factory.mktemp("worth")
    clock = FixedClock(datetime(2026, 11, 1, 12, 0, tzinfo=UTC))
    made = Workspace(Settings(workspace=folder / "ws"), clock)
    assert measure(made, edges=write(folder / "edges.tsv", rows())).basis == "trust"
    return made


def test_every_domain_but_the_target_is_priced(workspace: Workspace) -> None:
    found = worth(workspace, "ours.com")
    sources = found.table.column("source").to_pylist()
    assert found.priced == len(sources) == 20 + 5 + 40 + 30
    assert "ours.com" not in sources
    points = found.table.column("points").to_pylist()
    assert points == sorted(points, reverse=True)
    low, high = (found.table.column(name).to_pylist() for name in ("low", "high"))
    assert all(a <= b <= c for a, b, c in zip(low, points, high, strict=True))


def test_a_farm_is_worth_nothing_but_by_links_alone(workspace: Workspace) -> None:
    found = worth(workspace, "blog9.net", sources=["farm1.biz", "u1.edu"])
    by_name = {row["source"]: row for row in found.table.to_pylist()}
    assert by_name["farm1.biz"]["points"] == 0
    assert by_name["farm1.biz"]["pagerank_points"] > 0
    assert by_name["u1.edu"]["points"] > 0


def test_a_set_is_worth_more_than_its_best_and_less_than_the_sum(workspace: Workspace) -> None:
    asked = ["news0.com", "blog8.net"]
    before = authority_of(workspace, ["ours.com"]).column("authority")[0].as_py()
    found = worth(workspace, "ours.com", sources=asked)
    assert found.authority == pytest.approx(before, abs=1e-4)
    whole = found.table.to_pylist()[-1]
    assert whole["source"] == TOGETHER
    alone = [row["points"] for row in found.table.to_pylist()[:-1]]
    assert max(alone) < whole["points"] < sum(alone)


def test_a_set_counts_each_source_once_and_says_what_it_left_out(workspace: Workspace) -> None:
    found = worth(workspace, "ours.com", sources=["u1.edu", "u1.edu", "ours.com", "nobody.org"])
    assert found.table.column("source").to_pylist() == ["u1.edu"]
    assert dict(found.rejects.counts) == {
        "is not in the graph": 1,
        "is the target itself": 1,
    }


def test_a_source_that_links_already_is_told_what_a_second_link_brings(
    workspace: Workspace,
) -> None:
    rows = worth(workspace, "ours.com", sources=["farm1.biz", "blog3.net", "u1.edu"]).table
    words = {row["source"]: row["in_words"] for row in rows.to_pylist()}
    assert words["farm1.biz"].startswith("links already; a second link would")
    assert words["blog3.net"].startswith("links already; a second link would")
    assert "already" not in words["u1.edu"]
    assert "already" not in words[TOGETHER]
    lost = worth(workspace, "ours.com", without=["blog3.net"]).table.to_pylist()
    assert "already" not in lost[0]["in_words"]


def test_a_typing_error_is_told_with_the_name_that_was_meant(workspace: Workspace) -> None:
    found = worth(workspace, "ours.com", sources=["new0.com", "u1.edu", "nothing-like-it.org"])
    assert found.notes == (
        "new0.com is not in the graph; did you mean news0.com?",
        "nothing-like-it.org is not in the graph",
    )
    with pytest.raises(NotFound, match=r"did you mean ours\.com"):
        worth(workspace, "www.ourss.com")


def test_a_graph_too_small_for_trust_is_said_with_every_price(
    tmp_path: Path, fixed_clock: FixedClock
) -> None:
    own = Workspace(Settings(workspace=tmp_path / "ws"), fixed_clock)
    lines = ["a.com\tb.com", "b.com\tc.com", "c.com\ta.com", "d.com\ta.com"]
    measure(own, edges=write(tmp_path / "edges.tsv", lines), use=True)
    found = worth(own, "a.com")
    assert found.basis == "links only"
    assert set(found.table.column("basis").to_pylist()) == {"links only"}
    for name in ("authority", "points", "low", "high"):
        assert found.table.column(name).null_count == found.table.num_rows > 0
    assert found.authority is None
    by_links = found.table.column("pagerank_points").to_pylist()
    assert by_links == sorted(by_links, key=abs, reverse=True)
    assert all("points" not in words for words in found.table.column("in_words").to_pylist())
    whole = worth(own, "a.com", sources=["b.com", "d.com"]).table.to_pylist()[-1]
    assert (whole["source"], whole["points"]) == (TOGETHER, None)
    lost = worth(own, "a.com", without=["c.com", "d.com"]).table.to_pylist()
    assert all(row["points"] is None and row["pagerank_points"] <= 0 for row in lost)
    assert lost[-1]["pagerank_points"] < 0
    with pytest.raises(NotFound, match="too little data for authority"):
        worth(own, "a.com", topic="books and literature")
    assert found.notes[0].startswith("too little data for authority")


def test_a_second_site_of_an_owner_that_links_already_is_worth_nothing(
    tmp_path: Path, fixed_clock: FixedClock
) -> None:
    # Both link to the same six blogs, so that they count as one owner's; one links to us.
    lines = rows() + [f"mirror{m}.net\tblog{i}.net" for m in (1, 2) for i in range(6)]
    lines += [f"u{i}.edu\tmirror1.net" for i in range(4)] + ["u5.edu\tmirror2.net"]
    lines += ["u7.edu\tother.net", "other.net\tblog30.net"]
    own = Workspace(Settings(workspace=tmp_path / "ws"), fixed_clock)
    asked = ["mirror2.net", "other.net"]
    measure(own, edges=write(tmp_path / "before.tsv", lines), use=True)
    free = {
        r["source"]: r["points"] for r in worth(own, "ours.com", sources=asked).table.to_pylist()
    }
    linked = write(tmp_path / "after.tsv", [*lines, "mirror1.net\tours.com"])
    measure(own, edges=linked, use=True)
    held = {
        r["source"]: r["points"] for r in worth(own, "ours.com", sources=asked).table.to_pylist()
    }
    assert free["mirror2.net"] > 0 == held["mirror2.net"]
    assert free["other.net"] > 0 < held["other.net"]


def test_links_that_are_there_and_count_nothing_are_told_with_the_reason(
    tmp_path: Path, fixed_clock: FixedClock
) -> None:
    lines = rows() + [f"mirror{m}.net\tblog{i}.net" for m in (1, 2) for i in range(6)]
    lines += [f"u{i}.edu\tmirror1.net" for i in range(4)] + ["u5.edu\tmirror2.net"]
    lines += ["mirror1.net\tours.com", "mirror2.net\tours.com"]
    lines += ["u6.edu\tshop.wordpress.com", "shop.wordpress.com\tours.com"]
    own = Workspace(Settings(workspace=tmp_path / "ws"), fixed_clock)
    measure(own, edges=write(tmp_path / "edges.tsv", lines), use=True)
    lost = ["shop.wordpress.com", "mirror2.net", "mirror1.net", "u1.edu"]
    found = worth(own, "ours.com", without=lost)
    assert dict(found.rejects.counts) == {"does not link to the target": 1}
    by_name = {row["source"]: row for row in found.table.to_pylist()}
    for name, why in (
        ("shop.wordpress.com", "strangers publish there"),
        ("mirror2.net", "its owner has a stronger one"),
    ):
        row = by_name[name]
        assert row["links_already"]
        assert row["points"] == row["low"] == row["high"] == 0 > row["pagerank_points"]
        assert row["in_words"].startswith(f"its link counts nothing: {why}")
        assert "links alone by -" in row["in_words"]
        second = worth(own, "ours.com", sources=[name]).table.to_pylist()[0]
        assert second["links_already"]
        assert second["in_words"].startswith(f"links already, which counts nothing: {why}")
    assert by_name["mirror1.net"]["in_words"].endswith("link of its owner then counts instead")


def test_losing_an_owners_vote_costs_less_than_losing_all_his_votes(
    tmp_path: Path, fixed_clock: FixedClock
) -> None:
    lines = rows() + [f"mirror{m}.net\tblog{i}.net" for m in (1, 2) for i in range(6)]
    lines += [f"u{i}.edu\tmirror1.net" for i in range(4)] + ["u5.edu\tmirror2.net"]
    lines += ["mirror1.net\tours.com", "mirror2.net\tours.com"]
    own = Workspace(Settings(workspace=tmp_path / "ws"), fixed_clock)
    measure(own, edges=write(tmp_path / "edges.tsv", lines), use=True)
    one = worth(own, "ours.com", without=["mirror1.net"]).table.to_pylist()[0]
    all_of_his = worth(own, "ours.com", without=["mirror1.net", "mirror2.net"]).table.to_pylist()
    assert all_of_his[-1]["points"] < one["points"] < 0


def test_a_disavow_file_is_priced(workspace: Workspace, tmp_path: Path) -> None:
    lines = [
        "# asked for removal in October",
        "domain:farm1.biz",
        "domain:news1.com",
        "blog3.net",
        "http://farm2.biz/page.html",
        "u5.edu",
    ]
    found = worth(workspace, "ours.com", without=write(tmp_path / "disavow.txt", lines))
    by_name = {row["source"]: row for row in found.table.to_pylist()}
    assert set(by_name) == {"farm1.biz", "news1.com", "blog3.net", TOGETHER}
    assert by_name["farm1.biz"]["points"] == 0
    assert by_name["news1.com"]["points"] < 0
    assert by_name[TOGETHER]["points"] <= by_name["news1.com"]["points"]
    assert dict(found.rejects.counts) == {
        "names a page; links are priced by domain": 1,
        "does not link to the target": 1,
    }


def test_a_topic_has_prices_of_its_own(tmp_path: Path, fixed_clock: FixedClock) -> None:
    museums = ["moma.org", "tate.org.uk", "louvre.fr", "getty.edu", "vam.ac.uk", "frieze.com"]
    lines = rows() + [f"{m}\tart{i}.net" for i, m in enumerate(museums)]
    lines += [f"{m}\t{museums[i - 1]}" for i, m in enumerate(museums)]
    lines += [f"art{i}.net\tcafe{i}.net" for i in range(6)]
    own = Workspace(Settings(workspace=tmp_path / "ws"), fixed_clock)
    measure(own, edges=write(tmp_path / "edges.tsv", lines))
    found = worth(own, "ours.com", sources=["moma.org", "blog9.net"], topic="Arts and Museums")
    by_name = {row["source"]: row["points"] for row in found.table.to_pylist()}
    assert by_name["moma.org"] > 0
    assert by_name["blog9.net"] == 0
    with pytest.raises(BadInput, match="is no topic; there are: arts and museums"):
        worth(own, "ours.com", topic="knitting")
    with pytest.raises(NotFound, match="only 0 of the sites"):
        worth(own, "ours.com", topic="books and literature")


def test_a_limit_keeps_the_best(workspace: Workspace) -> None:
    whole, best = worth(workspace, "ours.com"), worth(workspace, "ours.com", limit=3)
    assert best.table.equals(whole.table.slice(0, 3))


def test_new_seeds_make_new_prices(workspace: Workspace, tmp_path: Path) -> None:
    own = Workspace(Settings(workspace=tmp_path / "ws"), workspace.clock)
    edges = write(tmp_path / "edges.tsv", rows())
    measure(own, edges=edges)
    before = worth(own, "ours.com", sources=["u1.edu"]).table
    seeds = write(tmp_path / "seeds.txt", [f"blog{i}.net" for i in range(40)])
    measure(own, edges=edges, seeds=seeds)
    after = worth(own, "ours.com", sources=["u1.edu"]).table
    assert before.column("points") != after.column("points")


def test_what_cannot_be_priced_is_said(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"nowhere\.org is not in the graph"):
        worth(workspace, "nowhere.org")
    with pytest.raises(BadInput, match="no placement"):
        worth(workspace, "ours.com", placement="on the moon")
    with pytest.raises(NotFound, match="no file"):
        worth(workspace, "ours.com", without=tmp_path / "none.txt")
    with pytest.raises(BadInput, match="names no domain"):
        worth(workspace, "ours.com", without=write(tmp_path / "empty.txt", ["# nothing"]))
    with pytest.raises(NotFound, match="measure"):
        worth(Workspace(Settings(workspace=tmp_path / "new"), workspace.clock), "ours.com")
