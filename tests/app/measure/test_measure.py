from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import igraph
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pytest_httpserver import HTTPServer

from backlinkbot.app.measure import authority_of, measure
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.settings import Settings
from backlinkbot.io.index.graphs.releases import about_release, current_release, look_up
from backlinkbot.logic.graph.authority import METHOD_VERSION


@pytest.fixture
def workspace(tmp_path: Path, fixed_clock: FixedClock) -> Workspace:
    return Workspace(Settings(workspace=tmp_path / "ws"), fixed_clock)


def small_web(folder: Path) -> Path:
    """Twelve universities that link to each other and to shops; a shop with a farm of its own."""
    rows = [f"u{i}.edu\tu{(i + 1) % 12}.edu" for i in range(12)]
    rows += [f"u{i}.edu\tshop{i % 4}.com" for i in range(12)]
    rows += [f"farm{i}.net\tbought.com" for i in range(50)]
    rows += ["bought.com\tbought.com", "u1.edu\tu2.edu"]
    path = folder / "edges.tsv"
    path.write_text("\n".join(rows) + "\n")
    return path


def test_an_edge_list_becomes_a_release(workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    found = measure(workspace, edges=small_web(tmp_path), export=out)
    assert (found.nodes, found.edges) == (12 + 4 + 50 + 1, 12 + 12 + 50)
    assert (found.self_loops, found.repeats) == (1, 1)
    assert found.basis == "trust"
    assert found.seeds == 12
    assert found.harmonic == "exact"
    assert set(found.seconds) == {"read", "order", "build", "seeds", "walk", "harmonic", "publish"}
    table = pq.read_table(out)
    assert table.num_rows == found.nodes
    assert sum(table.column("pagerank").to_pylist()) == pytest.approx(1)
    released = current_release(workspace.authority_folder)
    assert released is not None
    assert str(released) == found.release
    assert pq.read_table(released).equals(table)
    json.dumps(found.as_document())


def test_bought_links_show_as_inflated(workspace: Workspace, tmp_path: Path) -> None:
    measure(workspace, edges=small_web(tmp_path))
    bought, shop = authority_of(workspace, ["bought.com", "shop1.com"]).to_pylist()
    assert bought["pagerank"] > shop["pagerank"]
    assert bought["authority"] == 0
    assert shop["authority"] > 0
    assert bought["inflated_share"] == 1
    assert bought["referring_domains"] == 50


def test_a_release_says_how_points_are_made(workspace: Workspace, tmp_path: Path) -> None:
    found = measure(workspace, edges=small_web(tmp_path))
    about = about_release(Path(found.release))
    assert about["method"] == METHOD_VERSION
    assert about["seed_list"] == found.seed_list == "2026-11c"
    scale = json.loads(about["scale"])
    assert len(scale["ranks"]) == len(scale["scores"]) > 0


def test_authority_is_looked_up_in_the_order_asked(workspace: Workspace, tmp_path: Path) -> None:
    measure(workspace, edges=small_web(tmp_path))
    table = authority_of(workspace, ["U3.edu", "nobody.org", "blog.shop1.com", "u3.edu"])
    assert table.column("domain").to_pylist() == [
        "U3.edu",
        "nobody.org",
        "blog.shop1.com",
        "u3.edu",
    ]
    authority = table.column("authority").to_pylist()
    assert authority[0] == authority[3]
    assert authority[1] is None
    assert authority[2] is not None


def test_without_a_release_nothing_is_looked_up(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="measure"):
        authority_of(workspace, ["a.org"])


def test_numbers_for_names_stand_on_links_only_and_say_so(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "numbers.txt"
    path.write_text("1 2\n2 3\n3 1\n7 1\n")
    found = measure(workspace, edges=path, use=True)
    assert found.nodes == 4
    assert found.basis == "links only"
    assert "links only" in found.notes[-1]
    (row,) = authority_of(workspace, ["7"]).to_pylist()
    assert row["trust"] is None
    assert row["inflated_share"] is None
    assert row["authority"] is row["authority_low"] is row["authority_high"] is None
    assert (row["basis"], row["note"]) == ("links only", "too little data for authority")
    assert row["referring_domains"] == 0


def test_an_export_keeps_the_points_by_links_alone_and_says_that_they_are(
    workspace: Workspace, tmp_path: Path
) -> None:
    path, out = tmp_path / "numbers.txt", tmp_path / "out.parquet"
    path.write_text("1 2\n2 3\n3 1\n7 1\n")
    measure(workspace, edges=path, export=out)
    table = pq.read_table(out)
    assert table.column("basis").to_pylist() == ["links only"] * 4
    assert max(table.column("authority").to_pylist()) == 100


def test_what_is_not_in_the_graph_is_said(workspace: Workspace, tmp_path: Path) -> None:
    measure(workspace, edges=small_web(tmp_path))
    known, unknown = authority_of(workspace, ["shop1.com", "nobody.org"]).to_pylist()
    assert (known["basis"], known["note"]) == ("trust", None)
    assert (unknown["authority"], unknown["note"]) == (None, "not in the graph that was measured")


@pytest.mark.parametrize("text", ["a b\nb c\n", "a,b\nb,c\n", "# x\na\tb\nb\tc\n"])
def test_names_need_not_be_hosts(workspace: Workspace, tmp_path: Path, text: str) -> None:
    path = tmp_path / "names"
    path.write_text(text)
    assert measure(workspace, edges=path).nodes == 3


def test_bad_rows_are_counted_and_good_rows_kept(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "edges.tsv"
    good = [f"a{i}.org\tb{i}.org" for i in range(50)]
    path.write_text("\n".join([*good, "only-one-column", "a\tb\tc\td"]) + "\n")
    found = measure(workspace, edges=path)
    assert found.edges == 50
    assert sum(found.rejects.values()) == 2


@pytest.mark.parametrize("text", ["", "one column\nand more words here\n", "# nothing\n"])
def test_what_is_no_edge_list_is_refused(workspace: Workspace, tmp_path: Path, text: str) -> None:
    path = tmp_path / "prose.txt"
    path.write_text(text)
    with pytest.raises(BadInput, match=r"prose\.txt"):
        measure(workspace, edges=path)


def test_a_file_that_is_not_there_is_not_found(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nowhere"):
        measure(workspace, edges=tmp_path / "nowhere")
    with pytest.raises(NotFound, match="seeds"):
        measure(workspace, edges=small_web(tmp_path), seeds=tmp_path / "seeds.txt")
    with pytest.raises(BadInput, match="not both"):
        measure(workspace, edges=small_web(tmp_path), release="cc-main-2026")


def test_own_seeds_replace_the_packaged_ones(workspace: Workspace, tmp_path: Path) -> None:
    seeds = tmp_path / "mine.txt"
    seeds.write_text("\n".join(f"farm{i}.net" for i in range(50)) + "\nblogspot.com\n")
    found = measure(workspace, edges=small_web(tmp_path), seeds=seeds)
    assert found.seed_list == "mine.txt"
    assert found.seeds == 50
    assert sum(found.seed_rejects.values()) == 1
    # Trust reaches one of the seventeen linked domains: too few for a scale of its own.
    assert found.basis == "links only"
    points = look_up(Path(found.release), ["u1.edu", "bought.com"]).sort_by("node")
    bought, edu = points.column("authority").to_pylist()
    assert edu < bought


def test_a_killed_run_goes_on_from_its_last_stage(workspace: Workspace, tmp_path: Path) -> None:
    edges = small_web(tmp_path)

    class Killed(Exception):
        pass

    class KilledAtDistances:
        def stage(self, name: str, total: float | None = None, unit: str = "") -> None:
            del total, unit
            if "distances" in name:
                raise Killed

        def reached(self, done: float) -> None:
            del done

    with pytest.raises(Killed):
        measure(workspace, edges=edges, progress=KilledAtDistances())
    assert current_release(workspace.authority_folder) is None
    again = measure(workspace, edges=edges)
    assert "read" not in again.seconds
    assert "build" not in again.seconds
    assert (again.self_loops, again.repeats) == (1, 1)
    assert measure(workspace, edges=edges).release == again.release


def test_pivots_sample_the_distances(workspace: Workspace, tmp_path: Path) -> None:
    found = measure(workspace, edges=small_web(tmp_path), pivots=5)
    assert found.harmonic == "sampled from 5 nodes"


def test_without_memory_distances_are_left_out_and_said(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.settings = replace(workspace.settings, memory_mb=0)
    found = measure(workspace, edges=small_web(tmp_path))
    assert found.harmonic.startswith("not computed")
    assert authority_of(workspace, ["u1.edu"]).column("harmonic").to_pylist() == [None]


@dataclass
class FakeSnapshot:
    name: str = "2026-11-01-0001"


class FakeIndex:
    """Stands for the index where the test is about its edges' columns and footprints."""

    def __init__(self, batches: list[pa.RecordBatch]) -> None:
        self.batches = batches
        self.shown: list[tuple[str, str]] = []
        self.snapshot = FakeSnapshot()

    def current(self) -> FakeSnapshot:
        return self.snapshot

    def domain_edges(self) -> Iterator[pa.RecordBatch]:
        yield from self.batches

    def footprints(self, *, most_domains: int, least_words: int) -> Iterator[pa.RecordBatch]:
        assert most_domains > 1 < least_words
        for domain, footprint in self.shown:
            yield pa.record_batch([[domain], [footprint]], names=["domain", "footprint"])

    def page_texts(self) -> Iterator[pa.RecordBatch]:
        yield from ()


def edges_of(*pairs: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"source_domain": s, "target_domain": t, "placement": "content"} for s, t in pairs]


def universities(count: int = 12) -> list[dict[str, Any]]:
    """They link to their neighbour, and each to two shops of ten."""
    pairs = [(f"u{i}.edu", f"u{(i + 1) % count}.edu") for i in range(count)]
    pairs += [(f"u{i}.edu", f"shop{i * j % 10}.com") for i in range(count) for j in (1, 3)]
    return edges_of(*pairs)


def index_of(*rows: dict[str, Any]) -> FakeIndex:
    names = ("source_domain", "target_domain", "placement", "followed", "ugc", "sponsored")
    columns = {name: [row.get(name) for row in rows] for name in names}
    types = [pa.string()] * 3 + [pa.bool_()] * 3
    return FakeIndex(
        [pa.record_batch([pa.array(c, t) for c, t in zip(columns.values(), types, strict=True)],
                         names=list(columns))]
    )  # fmt: skip


def test_in_the_index_comments_weigh_less_than_content(workspace: Workspace) -> None:
    ring = [{"source_domain": f"u{i}.edu", "target_domain": f"u{(i + 1) % 12}.edu",
             "placement": "content"} for i in range(12)]  # fmt: skip
    told = [{"source_domain": f"u{i}.edu", "target_domain": name, "placement": placement}
            for i in range(12) for name, placement in
            (("read.com", "content"), ("spam.com", "comment"))]  # fmt: skip
    workspace.__dict__["index"] = index_of(*ring, *told)
    found = measure(workspace)
    assert found.graph == "index snapshot 2026-11-01-0001"
    read, spam = authority_of(workspace, ["read.com", "spam.com"]).to_pylist()
    assert read["pagerank"] == pytest.approx(spam["pagerank"])
    assert read["trust"] > 0 == spam["trust"]
    assert read["authority"] > 0 == spam["authority"]


def test_sites_that_show_one_owner_have_one_vote(workspace: Workspace) -> None:
    pairs = [("shop1.com", "a.com"), ("shop2.com", "a.com"), ("shop3.com", "b.com")]
    index = index_of(*universities(), *edges_of(*pairs))
    workspace.__dict__["index"] = index
    before = measure(workspace)
    index.shown = [("shop1.com", "ga:1"), ("shop2.com", "ga:1"), ("not-in-the-graph.com", "ga:1")]
    index.snapshot = FakeSnapshot("2026-11-02-0001")
    after = measure(workspace)
    assert not any("owner" in note for note in before.notes)
    assert any(note.startswith("1 links do not count") for note in after.notes)


def test_what_strangers_publish_on_a_platform_is_no_vote(workspace: Workspace) -> None:
    pairs = [("u1.edu", "github.com"), ("github.com", "a.com"), ("shop1.com", "b.com")]
    workspace.__dict__["index"] = index_of(*universities(), *edges_of(*pairs))
    found = measure(workspace)
    platform, bought, honest = authority_of(workspace, ["github.com", "a.com", "b.com"]).to_pylist()
    assert platform["authority"] > 0
    assert bought["trust"] == 0 < honest["trust"]
    assert any("platform" in note for note in found.notes)


def test_points_are_ranks_in_the_population_of_the_first_release(workspace: Workspace) -> None:
    index = index_of(*universities())
    workspace.__dict__["index"] = index
    first = measure(workspace)
    before = authority_of(workspace, ["shop1.com"]).to_pylist()
    # Six strangers come in behind everybody else: ranks of the others stay what they were.
    new = [(f"shop{i}.com", f"new{i}.com") for i in range(6)]
    index = index_of(*universities(), *edges_of(*new))
    index.snapshot = FakeSnapshot("2026-11-02-0001")
    workspace.__dict__["index"] = index
    second = measure(workspace)
    about = about_release(Path(second.release))
    assert about["population_of"] == Path(first.release).stem
    assert authority_of(workspace, ["shop1.com"]).to_pylist()[0]["authority"] == pytest.approx(
        before[0]["authority"]
    )
    assert not any("not comparable" in note for note in second.notes)


def test_a_population_that_is_mostly_gone_is_given_up_and_said(workspace: Workspace) -> None:
    workspace.__dict__["index"] = index_of(*universities())
    first = measure(workspace)
    others = [{k: v.replace("shop", "firm") for k, v in row.items()} for row in universities(60)]
    index = index_of(*others)
    index.snapshot = FakeSnapshot("2026-11-02-0001")
    workspace.__dict__["index"] = index
    second = measure(workspace)
    assert any(
        f"not comparable with those since {Path(first.release).stem}" in note
        for note in second.notes
    )
    assert about_release(Path(second.release))["population_of"] == ""


def test_an_empty_index_says_what_to_do(workspace: Workspace) -> None:
    class Empty:
        def current(self) -> None:
            return None

    workspace.__dict__["index"] = Empty()
    with pytest.raises(NotFound, match="ingest"):
        measure(workspace)


def test_a_release_of_common_crawl_is_fetched_and_measured(
    workspace: Workspace, httpserver: HTTPServer
) -> None:
    name = "cc-main-2026-jul-aug-sep"
    names = sorted([f"edu.u{i}" for i in range(12)] + ["com.shop", "com.example.www_x"])
    vertices = "".join(f"{i}\t{n}\t1\n" for i, n in enumerate(names))
    ids = {n: i for i, n in enumerate(names)}
    pairs = [(f"edu.u{i}", f"edu.u{(i + 1) % 12}") for i in range(12)]
    pairs += [("edu.u1", "com.shop"), ("com.shop", "com.example.www_x")]
    edges = "".join(f"{ids[s]}\t{ids[t]}\n" for s, t in pairs)
    for kind, text in (("vertices", vertices), ("edges", edges)):
        path = f"/projects/hyperlinkgraph/{name}/domain/{name}-domain-{kind}.txt.gz"
        httpserver.expect_request(path).respond_with_data(gzip.compress(text.encode()))
    workspace.settings = replace(workspace.settings, common_crawl_url=httpserver.url_for("/"))
    found = measure(workspace, release=name)
    assert (found.nodes, found.edges, found.basis) == (14, 14, "trust")
    shop, odd = authority_of(workspace, ["shop.com", "www_x.example.com"]).to_pylist()
    assert shop["referring_domains"] == 1
    assert odd["trust"] > 0


def test_the_uk_hosts_keep_their_exact_names(
    workspace: Workspace, shared_data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "uk.parquet"
    found = measure(workspace, edges=shared_data / "graphs" / "ukwa-1996-hosts.tsv.gz", export=out)
    assert (found.nodes, found.edges, found.self_loops) == (58_842, 174_122, 10_311)
    assert found.basis == "trust"
    ids: dict[str, int] = {}
    pairs = set()
    with gzip.open(shared_data / "graphs" / "ukwa-1996-hosts.tsv.gz", "rt") as rows:
        for row in rows:
            _, source, target = row.split("\t")[0].split("|")
            s, t = (ids.setdefault(name, len(ids)) for name in (source, target))
            if s != t:
                pairs.add((s, t))
    other = igraph.Graph(n=len(ids), edges=sorted(pairs), directed=True)
    table = pq.read_table(out)
    place = [ids[name] for name in table.column("node").to_pylist()]
    pagerank = np.array(other.pagerank(damping=0.85))[place]
    assert np.abs(table.column("pagerank").to_numpy() - pagerank).sum() <= 1e-9
    harmonic = np.array(other.harmonic_centrality(mode="in", normalized=False))[place]
    assert table.column("harmonic").to_numpy() == pytest.approx(harmonic, rel=1e-9, abs=1e-9)


def test_why_a_graph_is_too_small_for_trust_is_said_with_what_is_needed(
    workspace: Workspace, tmp_path: Path
) -> None:
    few = tmp_path / "few.tsv"
    few.write_text("u1.edu\tu2.edu\nu2.edu\ta.com\nu3.edu\ta.com\n")
    (note,) = [n for n in measure(workspace, edges=few).notes if n.startswith("too little data")]
    assert "3 trusted sites link to others in this graph, and 10 are needed" in note
    far = tmp_path / "far.tsv"
    rows = [f"u{i}.edu\tshop{i}.com" for i in range(12)]
    far.write_text("\n".join(rows + [f"a{i}.net\tb{i}.net" for i in range(36)]) + "\n")
    found = measure(workspace, edges=far)
    (note,) = [n for n in found.notes if n.startswith("too little data")]
    assert found.reach == 0.25
    assert "12 trusted sites lead to 25.0% of the domains" in note
    assert "30% are needed" in note
    assert " or too far" not in note


def test_what_stands_below_a_platform_is_no_vote_unless_somebody_vouches_for_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    names = ("anything.wordpress.com", "user.blogspot.com", "me.github.io", "shop1.com")
    pairs = [("u1.edu", name) for name in names] + [
        (name, f"t{n}.com") for n, name in enumerate(names)
    ]
    workspace.__dict__["index"] = index_of(*universities(), *edges_of(*pairs))
    measure(workspace)
    targets = [f"t{n}.com" for n in range(4)]
    assert [row["trust"] > 0 for row in authority_of(workspace, targets).to_pylist()] == [
        False, False, False, True,
    ]  # fmt: skip
    seeds = tmp_path / "seeds.txt"
    seeds.write_text(".edu\nme.github.io\n", "utf-8")
    measure(workspace, seeds=seeds)
    assert [row["trust"] > 0 for row in authority_of(workspace, targets).to_pylist()] == [
        False, False, True, True,
    ]  # fmt: skip
