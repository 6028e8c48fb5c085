"""Rank lists: every published layout, hosts folded into domains, the real Majestic slice."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import Facts
from backlinkbot.io.readers.format import Head, Reading
from backlinkbot.io.readers.ranks import rank_layout
from backlinkbot.io.readers.read import read
from backlinkbot.io.readers.stored import file_source

Rows = Callable[..., list[dict[str, object]]]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("tranco_X.csv", "1,a.example\n2,b.example\n", "tranco"),
        ("umbrella.csv", "1,a.example\r\n2,b.example\r\n", "umbrella"),
        ("list.csv", "\ufeffRank,Domain\n1,a.example\n2,b.example\n", "rank-list"),
        ("list.csv", '"Rank","Domain"\n"1","a.example"\n"2","b.example"\n', "rank-list"),
        ("list.tsv", "domain\trank\na.example\t1\nb.example\t2\n", "rank-list"),
        ("x.csv", "origin,rank\nhttps://a.example,1\nhttp://www.b.example:81,2\n", "crux"),
    ],
)
def test_every_layout_gives_domain_and_rank(
    rows: Rows, name: str, text: str, expected: str
) -> None:
    found = rows(text.encode(), name)
    assert [(row["domain"], row["rank"], row["list"]) for row in found] == [
        ("a.example", 1, expected),
        ("b.example", 2, expected),
    ]


def test_a_domain_has_the_rank_of_its_best_host(rows: Rows, reading: Reading) -> None:
    found = rows(b"1,www.a.example\n2,a.example\n3,b.example\n4,x.b.example\n5,c.example\n")
    assert [(row["domain"], row["rank"]) for row in found] == [
        ("a.example", 1),
        ("b.example", 3),
        ("c.example", 5),
    ]
    assert reading.rejects.counts == {"host of a domain that stands higher in the list": 2}


def test_common_crawls_ranks_keep_both_measures(rows: Rows) -> None:
    head = "#harmonicc_pos\t#harmonicc_val\t#pr_pos\t#pr_val\t#host_rev\t#n_hosts\n"
    (row,) = rows(gzip.compress((head + "1\t3.1E7\t3\t0.0098\tcom.example\t12\n").encode()))
    assert (row["domain"], row["rank"], row["list"]) == ("example.com", 1, "common-crawl")
    assert row["scores"] == [
        ("harmonicc_val", 3.1e7),
        ("pr_pos", 3.0),
        ("pr_val", 0.0098),
        ("n_hosts", 12.0),
    ]


def test_hosts_in_common_crawls_host_ranks_are_counted(rows: Rows, reading: Reading) -> None:
    head = "#harmonicc_pos\t#harmonicc_val\t#pr_pos\t#pr_val\t#host_rev\n"
    found = rows((head + "1\t3\t3\t1\tcom.example\n2\t3\t3\t1\tcom.example.shop\n").encode())
    assert [row["domain"] for row in found] == ["example.com"]
    assert reading.rejects.counts == {"host below a domain, in a list of hosts": 1}


def test_every_row_of_the_majestic_slice_is_a_rank_or_counted(
    shared_data: Path, reading: Reading
) -> None:
    source = file_source(shared_data / "authority" / "majestic-top15000.csv.gz")
    batches = [facts.batch for facts in read(source, reading) if isinstance(facts, Facts)]
    found = [row for batch in batches for row in batch.to_pylist()]
    assert reading.rows == 8_973
    assert len(found) == 8_893
    assert reading.rejects.counts == {
        "host of a domain that stands higher in the list": 77,
        "row whose name no domain can have": 3,
    }
    assert found[0]["domain"] == "google.com"
    assert dict(found[0]["scores"])["RefSubNets"] == 501_331
    assert len({row["domain"] for row in found}) == len(found)


@pytest.mark.parametrize(("level", "expected"), [("domain", 1000), ("host", 741)])
def test_common_crawls_published_top_lists_are_read(
    shared_data: Path, reading: Reading, level: str, expected: int
) -> None:
    name = f"cc-rank-{level}-top1000-cc-main-2025-oct-nov-dec.json.gz"
    (facts,) = read(file_source(shared_data / "authority" / name), reading)
    assert isinstance(facts, Facts)
    found = facts.batch.to_pylist()
    assert found[0]["domain"] == "facebook.com"
    assert (found[0]["rank"], dict(found[0]["scores"])["pr_pos"]) == (
        1,
        3.0 if level == "domain" else 5.0,
    )
    assert reading.rows == len(found) + sum(reading.rejects.counts.values()) == 1000
    assert len(found) == expected


def test_a_broken_json_of_ranks_is_refused(rows: Rows) -> None:
    with pytest.raises(BadInput, match="no whole JSON document"):
        rows(
            b'{"header":["#harmonicc_pos","#harmonicc_val","#pr_pos","#pr_val","#host_rev"],"rows":[[1'
        )


def test_the_day_comes_from_the_user_before_the_name(rows: Rows, reading: Reading) -> None:
    assert rows(b"1,a.example\n", "tranco-2026-10-01.csv")[0]["as_of"] == date(2026, 10, 1)
    assert "dated 2026-10-01 by its name" in reading.notes[0]
    reading.as_of = date(2026, 2, 3)
    assert rows(b"1,a.example\n", "tranco-2026-10-01.csv")[0]["as_of"] == date(2026, 2, 3)


def test_broken_rows_are_counted(rows: Rows, reading: Reading) -> None:
    good = "".join(f"{n},a{n}.example\n" for n in range(1, 200))
    assert len(rows((good + "200,\nx,b.example\n1,2,3\n203,c.example\n").encode())) == 200
    assert sum(reading.rejects.counts.values()) == 3


@pytest.mark.parametrize(
    "text", [b"", b"1,2\n", b"a.example,b.example\n", b"2,a.example\n1,b.example\n"]
)
def test_other_texts_are_no_rank_lists(text: bytes) -> None:
    assert rank_layout(Head("x", text, text)) is None
