"""The verb anchors: one use per referring domain, peers to learn from, lists in files."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest

from backlinkbot.app.anchors import anchors, anchors_of_file
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.nouns import Site

TARGET, RIVAL = "acme.example", "rival.example"


def link(source: str, target: str, number: int = 0, **facts: object) -> dict[str, object]:
    return {
        "source_url": f"https://{source}/{number}",
        "source_domain": source,
        "target_url": f"https://{target}/",
        "target_domain": target,
        "occurrence": 0,
        "anchor": "Acme",
        "kind": "text",
        "source_language": "en",
        "reporter": "warc",
        "evidence": f"a.warc.gz@{number}",
        **facts,
    }


def _kept(site: Site, _before: Site | None) -> Site:
    return site


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """Eighty domains with the name, thirty with a keyword (one of them on many pages), a rival."""
    rows = [link(f"s{n}.example", TARGET) for n in range(80)]
    rows += [link(f"k{n}.example", TARGET, anchor="garden tools") for n in range(30)]
    rows += [link("k0.example", TARGET, number, anchor="garden tools") for number in range(1, 40)]
    rows += [link("i0.example", TARGET, kind="image", anchor="garden tools")]
    rows += [link("f0.example", TARGET, kind="canonical", anchor="garden tools")]
    rows += [link(f"r{n}.example", RIVAL, anchor="Rival") for n in range(40)]
    with workspace.index.begin() as draft:
        batch = pa.RecordBatch.from_pylist(rows, schema=columns.link_facts())
        draft.add(Facts(FactKind.LINKS, batch))
        draft.publish(workspace.clock.now())
    for site in (
        Site(TARGET, brand_words=("Acme",), competitors=(RIVAL,), topic_words=("garden tools",)),
        Site(RIVAL, is_ours=False, topic_words=("garden tools",)),
    ):
        workspace.state.change_site(site.domain, partial(_kept, site), workspace.clock.now())
    return workspace


def test_domains_are_counted_and_not_links_and_backlinks_alone(filled: Workspace) -> None:
    found = anchors(filled, TARGET)
    counts = {one.name: one.domains for one in found.classes if one.domains}
    assert counts == {"branded": 80, "exact match": 30, "image/empty": 1}
    assert found.referring_domains == 111
    assert [one.what for one in found.alarms][:1] == ["exact match"]


def test_competitors_with_known_keywords_are_learnt_from(filled: Workspace) -> None:
    assert anchors(filled, TARGET).peers == 1


def test_nothing_known_of_a_domain_is_said(filled: Workspace) -> None:
    with pytest.raises(NotFound, match=r"points at other\.example"):
        anchors(filled, "other.example")


def test_an_empty_index_says_how_to_begin(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="backlinkbot ingest"):
        anchors(workspace, TARGET)


def test_a_list_is_judged_by_the_name_in_its_addresses(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "anchors.csv"
    rows = ["Acme,60", "https://www.acme.example/,20", "cheap pills,40", "click here,9"]
    path.write_text("anchor,domains\n" + "\n".join(rows), "utf-8")
    found = anchors_of_file(workspace, path).mix
    assert found.domain == "acme.example"
    assert found.referring_domains == 129
    assert found.alarms
    assert "cheap pills" in found.alarms[0].sentence


def test_a_list_without_any_name_asks_for_it(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "anchors.txt"
    path.write_text("Acme\nclick here\n", "utf-8")
    with pytest.raises(BadInput, match="Name the DOMAIN"):
        anchors_of_file(workspace, path)
    assert anchors_of_file(workspace, path, "acme.example").mix.referring_domains == 2
