"""Taking an import back: nothing of it is left, and nothing else is touched."""

from __future__ import annotations

from typing import Any

import pytest

from backlinkbot.core.errors import NotFound
from backlinkbot.io.index import merge
from backlinkbot.io.index.read import Index
from backlinkbot.io.index.sources import SourceRecord

A, B, C, T = "a.example/1", "b.example/1", "c.example/1", "t.example/x"


def _forget(web: Any, *digests: str, reporter: str = "", at: float = 200) -> None:
    sources = [source for source in web.index.sources() if source.digest in digests]
    web.index.forget(sources, web.day(at), reporter)
    assert web.index.verify() == []


def _told(web: Any, row: dict[str, Any], file: str, line: int = 2) -> dict[str, Any]:
    """The row as a line of a file."""
    del web
    return row | {"evidence": f"{file}:{line}"}


def _answers(index: Index, web: Any) -> list[Any]:
    """All that an index says of the sites of this file."""
    counts = index.profile("t.example", web.day(300))
    return [
        sorted(index.links("t.example").to_pylist(), key=lambda row: str(row["source_url"])),
        index.referring_domains("t.example").to_pylist(),
        index.pages("a.example").to_pylist(),
        [row for batch in index.domain_edges() for row in batch.to_pylist()],
        index.ranks(["a.example"]).to_pylist(),
        index.rank_lists().to_pylist(),
        [source.digest for source in index.sources()],
        (counts.backlinks, counts.referring_domains, counts.lost, counts.weeks),
    ]


def _good(web: Any) -> tuple[list[dict[str, Any]], SourceRecord]:
    rows = [
        _told(web, web.link(A, T, 1, by="ahrefs", first_seen=web.day(1)), "good.csv"),
        _told(web, web.link(B, T, 2, anchor="best"), "good.warc"),
        web.page(B, 2, evidence="good.warc@1"),
        web.edge("d.example", "t.example", evidence="good.csv:9"),
        web.rank("a.example", 12, list="tranco", evidence="good.csv:8"),
    ]
    return rows, web.source("good", name="good.csv", reporter="ahrefs")


def test_a_forgotten_file_leaves_the_index_as_if_it_had_never_been_read(
    web: Any, tmp_path: Any
) -> None:
    rows, source = _good(web)
    bad = [
        _told(web, web.link(A, T, 50, by="moz", anchor="else", nofollow=True), "bad.csv", 2),
        _told(web, web.link(C, T, 50, by="moz"), "bad.csv", 3),
        _told(web, web.link(B, T, 50, by="moz", anchor="best"), "bad.csv", 4),
        web.page(A, 60, status=404, evidence="bad.csv@77"),
        web.page(B, 60, evidence="bad.csv@99"),
        web.edge("e.example", "t.example", evidence="bad.csv:5"),
        web.rank("a.example", 1, list="crux", evidence="bad.csv:6"),
    ]
    web.put(*rows, sources=(source,))
    web.put(*bad, at=101, sources=(web.source("bad", name="bad.csv", reporter="moz"),))
    assert {row["state"] for row in web.links()} == {"live", "lost"}
    _forget(web, "bad")
    with Index.open(tmp_path / "clean") as clean:
        other = type(web)(clean)
        # A page that a later reading replaced is not known any more: it has to be read again.
        other.put(*(row for row in rows if "status" not in row), sources=(source,))
        assert _answers(web.index, web) == _answers(clean, web)
    assert web.index.knows("bad") is None
    again = web.put(*bad, at=300, sources=(web.source("bad", name="bad.csv", reporter="moz"),))
    assert again.links == 4, "two anchors of a.example"


def test_a_forgotten_reporter_takes_all_its_words_along(web: Any) -> None:
    rows, source = _good(web)
    web.put(*rows, sources=(source,))
    moz = {"by": "moz", "nofollow": True, "vendor_scores": [("moz.da", 40.0)]}
    web.put(_told(web, web.link(A, T, 50, **moz), "one.csv"), at=101)
    web.put(_told(web, web.link(A, T, 60, **moz), "two.csv"), at=102)
    assert web.links()[0]["disagreements"]
    web.index.forget([], web.day(200), "moz")
    record = web.links()[0]
    assert (record["sources"], record["disagreements"]) == (["ahrefs"], [])
    assert (record["evidence"], record["vendor_scores"]) == (["good.csv:2"], None)
    assert record["last_seen"] == web.day(1)


def test_of_two_files_of_one_reporter_only_the_forgotten_ones_sightings_go(web: Any) -> None:
    old = _told(web, web.link(A, T, 5), "old.warc")
    new = _told(web, web.link(A, T, 9), "new.warc")
    web.put(old, sources=(web.source("old", name="old.warc"),))
    web.put(new, at=101, sources=(web.source("new", name="new.warc"),))
    _forget(web, "new")
    record = web.one()
    assert (record["first_seen"], record["last_seen"]) == (web.day(5), web.day(5))
    assert record["evidence"] == ["old.warc:2"]


def test_a_loss_goes_with_the_file_that_told_it(web: Any) -> None:
    for name, more in (("may.csv", {}), ("june.csv", {"lost_on": web.day(5)})):
        row = _told(web, web.link(A, T, 3, by="ahrefs", **more), name)
        web.put(row, sources=(web.source(name[:-4], name=name, reporter="ahrefs"),))
    assert web.one()["state"] == "lost"
    _forget(web, "june")
    record = web.one()
    assert (record["state"], record["lost_on"], record["last_seen"]) == ("live", None, web.day(3))
    assert record["evidence"] == ["may.csv:2"]


def test_a_link_that_another_file_told_of_the_same_moment_stays(web: Any) -> None:
    for name, pages in (("a.csv", (A,)), ("b.csv", (A, B))):
        rows = [_told(web, web.link(page, T, 5, by="ahrefs"), name) for page in pages]
        web.put(*rows, sources=(web.source(name, name=name, reporter="ahrefs"),))
    _forget(web, "a.csv")
    first, second = web.links()
    assert (first["source_domain"], first["evidence"]) == ("a.example", ["b.csv"])
    assert first["first_seen"] == second["first_seen"]
    assert first["last_seen"] == second["last_seen"] == web.day(5)
    _forget(web, "b.csv")
    assert web.links() == []


def test_a_link_is_gone_only_when_the_last_of_many_files_that_told_it_is(web: Any) -> None:
    names = [f"{number}.csv" for number in range(1, 8)]
    for number, name in enumerate(names, 1):
        row = _told(web, web.link(A, T, number, by="ahrefs"), name)
        web.put(row, at=100 + number, sources=(web.source(name, name=name, reporter="ahrefs"),))
    for number in range(7, 1, -1):
        _forget(web, f"{number}.csv")
        assert web.one()["last_seen"] == web.day(number - 1), number
    _forget(web, "1.csv")
    assert web.links() == []


def test_a_first_date_goes_with_the_only_file_that_told_it(web: Any) -> None:
    for name, began in (("good.csv", 3), ("wrong.csv", -4000)):
        row = _told(web, web.link(A, T, 5, by="ahrefs", first_seen=web.day(began)), name)
        web.put(row, sources=(web.source(name, name=name, reporter="ahrefs"),))
    assert web.one()["first_seen"] == web.day(-4000)
    _forget(web, "wrong.csv")
    assert web.one()["first_seen"] == web.day(3)


def test_a_loss_that_an_older_file_told_comes_back_when_the_newer_file_goes(web: Any) -> None:
    for name, more in (("may.csv", {"lost_on": web.day(5)}), ("june.csv", {})):
        row = _told(web, web.link(A, T, 9 if not more else 3, by="ahrefs", **more), name)
        web.put(row, sources=(web.source(name, name=name, reporter="ahrefs"),))
    assert web.one()["state"] == "live"
    _forget(web, "june.csv")
    assert (web.one()["state"], web.one()["lost_on"]) == ("lost", web.day(5))


def test_of_very_many_files_the_oldest_are_one_that_keeps_the_link(
    web: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge, "TELLERS_KEPT", 3)
    names = [f"{number}.csv" for number in range(1, 7)]
    for number, name in enumerate(names, 1):
        row = _told(web, web.link(A, T, number, by="ahrefs"), name)
        web.put(row, at=100 + number, sources=(web.source(name, name=name, reporter="ahrefs"),))
    for name in ("6.csv", "5.csv"):
        _forget(web, name)
    assert web.one()["last_seen"] == web.day(4)
    for name in names[:4]:
        _forget(web, name)
    assert web.one()["evidence"] == ["ahrefs"], "some file of it, which is not known any more"
    web.index.forget([], web.day(300), "ahrefs")
    assert web.links() == []


def _edges(web: Any) -> list[tuple[object, ...]]:
    found = web.index.referring_domains("t.example").to_pylist()
    return [(row["source_domain"], row["last_seen"]) for row in found]


def test_an_edge_that_another_file_told_too_stays_with_that_files_dates(web: Any) -> None:
    for number, name in enumerate(("a.csv", "b.csv", "c.csv"), 1):
        row = web.edge("b.example", "t.example", by="moz", last_seen=web.day(number))
        only = web.edge(f"only{number}.example", "t.example", by="moz", last_seen=web.day(1))
        web.put(
            _told(web, row, name),
            _told(web, only, name),
            sources=(web.source(name, name=name, reporter="moz"),),
        )
    _forget(web, "c.csv")
    assert sorted(_edges(web)) == [
        ("b.example", web.day(2)),
        ("only1.example", web.day(1)),
        ("only2.example", web.day(1)),
    ]
    _forget(web, "a.csv")
    assert sorted(_edges(web)) == [("b.example", web.day(2)), ("only2.example", web.day(1))]
    _forget(web, "b.csv")
    assert _edges(web) == []
    assert web.index.verify() == []


def test_what_a_forgotten_complete_import_dropped_stands_again(web: Any) -> None:
    rows = [_told(web, web.link(page, T, 1, by="ahrefs"), "may.csv") for page in (A, B)]
    web.put(*rows, sources=(web.source("may", name="may.csv", reporter="ahrefs"),))
    june = web.source("june", name="june.csv", reporter="ahrefs", complete=True)
    lost = web.put(
        _told(web, web.link(A, T, 40, by="ahrefs"), "june.csv"), at=110, sources=(june,)
    ).lost
    assert lost == 1
    _forget(web, "june")
    assert [(r["state"], r["last_seen"]) for r in web.links()] == [("live", web.day(1))] * 2


def test_a_site_wide_vote_is_counted_again_without_the_pages_that_go(web: Any) -> None:
    names = [f"a.example/{n}" for n in range(3)]
    links = [_told(web, web.link(name, T, 1), "good.warc") for name in names]
    pages = [web.page(name, 1, evidence="good.warc@1") for name in names]
    web.put(*links, *pages, sources=(web.source("good", name="good.warc"),))
    others = [web.page(f"a.example/other{n}", 2, evidence="bad.warc@1") for n in range(3)]
    web.put(*others, at=101, sources=(web.source("bad", name="bad.warc"),))
    assert {row["sitewide"] for row in web.links()} == {False}
    _forget(web, "bad")
    assert {row["sitewide"] for row in web.links()} == {True}


def test_forgetting_what_told_nothing_publishes_nothing(web: Any) -> None:
    before = web.put(web.link(A, T, 1))
    assert web.index.forget([], web.day(200), "nobody") == before


def test_a_saved_page_is_forgotten_by_its_own_name(web: Any) -> None:
    web.put(web.link(A, T, 1, evidence="saved/page.html"), web.link(B, T, 1))
    web.index.forget([web.source("x", name="saved/page.html")], web.day(200))
    assert web.one()["source_domain"] == "b.example"


def test_undo_goes_back_one_snapshot_at_a_time_and_forward_by_name(web: Any) -> None:
    names = []
    for number, page in enumerate((A, B, C)):
        names.append(web.put(web.link(page, T, 1), at=100 + number).name)
    assert len(web.links()) == 3
    for left in (2, 1):
        web.index.undo(web.day(104))
        assert len(web.links()) == left
    web.index.undo(web.day(105), names[2])
    assert len(web.links()) == 3
    web.index.undo(web.day(105))
    assert len(web.links()) == 2
    web.put(web.link("d.example/1", T, 1), at=106)
    assert len(web.links()) == 3
    assert web.index.verify() == []
    web.index.undo(web.day(107))
    assert len(web.links()) == 2, "what was imported last goes first"


def test_undo_without_an_older_snapshot_says_what_else_there_is(web: Any) -> None:
    web.put(web.link(A, T, 1))
    with pytest.raises(NotFound, match="index forget"):
        web.index.undo(web.day(104))
    with pytest.raises(NotFound, match="no snapshot 7 is kept; there are: 000001-"):
        web.index.undo(web.day(104), "7")


def test_a_reader_keeps_the_snapshot_that_is_undone(web: Any) -> None:
    web.put(web.link(A, T, 1))
    web.put(web.link(B, T, 1), at=101)
    with Index.open(web.index.layout.folder) as other:
        web.index.undo(web.day(102))
        web.put(web.link(C, T, 1), at=120)
        assert other.links("t.example").num_rows == 2
