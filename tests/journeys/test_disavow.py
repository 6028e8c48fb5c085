"""Disavow files on the command line, and a real owner's file of 12,679 lines."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import pytest

ROW = {"line", "text", "severity", "reason"}
REAL = "spam/disavow-google-spamlist.txt.gz"
TOP_1000 = "authority/cc-rank-domain-top1000-cc-main-2025-oct-nov-dec.json.gz"
SUFFIXES = {
    "kiev.ua", "am.gov.br", "pa.gov.br", "pila.pl", "glogow.pl", "mielec.pl", "ketrzyn.pl",
}  # fmt: skip
HOSTING_ROOTS = {"herokuapp.com", "simplesite.com", "knowsitall.info", "redirectme.net", "spb.ru"}


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def rows_of(answer: Any) -> list[dict[str, Any]]:
    return list(json.loads(answer.out))


def named(rows: list[dict[str, Any]], words: str, severity: str) -> set[str]:
    return {
        row["text"].removeprefix("domain:")
        for row in rows
        if words in row["reason"] and row["severity"] == severity
    }


@pytest.fixture(scope="session")
def real_rows(cli: Any, shared_data: Path, tmp_path_factory: Any) -> list[dict[str, Any]]:
    """The lint of the real file in a workspace that has read Common Crawl's first thousand."""
    workspace = tmp_path_factory.mktemp("disavow")
    read = cli("--workspace", workspace, "ingest", shared_data / TOP_1000, "--json")
    assert read.code == 0, read.err
    answer = cli("--workspace", workspace, "disavow", "lint", shared_data / REAL, "--json")
    assert answer.code == 6
    return rows_of(answer)


def test_its_seven_public_suffixes_are_found(real_rows: list[dict[str, Any]]) -> None:
    assert named(real_rows, "is a public suffix", "error") == SUFFIXES


def test_its_five_hosting_roots_are_found(real_rows: list[dict[str, Any]]) -> None:
    by_operators = "hosting root by the public suffix list"
    assert named(real_rows, by_operators, "error") == HOSTING_ROOTS


def test_its_thirteen_well_known_sites_are_found_with_their_place(
    real_rows: list[dict[str, Any]], shared_data: Path
) -> None:
    with gzip.open(shared_data / TOP_1000) as stored:
        rows = json.load(stored)["rows"]
    top = {".".join(reversed(row[4].split("."))) for row in rows}
    listed = {row["text"].removeprefix("domain:") for row in real_rows}
    found = named(real_rows, "of the web by common-crawl: keep it", "error")
    assert found == listed & top
    assert len(found) == 13
    assert {"gitlab.com", "moz.com", "openlibrary.org"} <= found


def test_its_51_ip_addresses_and_four_doubles_are_found(real_rows: list[dict[str, Any]]) -> None:
    assert len(named(real_rows, "is an IP address", "warning")) == 51
    assert len([row for row in real_rows if "says the same" in row["reason"]]) == 4


def test_our_short_lists_alone_know_its_well_known_sites_too(
    cli: Any, shared_data: Path, tmp_path: Path, real_rows: list[dict[str, Any]]
) -> None:
    # Not a measure of the lists: they were written when this file was known. See the bench.
    answer = cli("--workspace", tmp_path, "disavow", "lint", shared_data / REAL, "--json")
    errors = {row["line"] for row in rows_of(answer) if row["severity"] == "error"}
    wanted = {row["line"] for row in real_rows if "by common-crawl: keep" in row["reason"]}
    assert wanted <= errors


def test_the_real_file_merged_with_nothing_loses_only_what_another_line_says(
    cli: Any, shared_data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.txt"
    empty = write(tmp_path / "empty.txt", "")
    answer = cli(
        "--workspace",
        tmp_path / "ws",
        "disavow",
        "merge",
        shared_data / REAL,
        empty,
        "-o",
        out,
        "--json",
    )
    assert answer.code == 6  # some of its lines are errors, which are kept and named
    gone = {row["line"] for row in rows_of(answer) if row["change"] == "collapsed"}
    named = [row for row in rows_of(answer) if row["change"] == "kept with an error"]
    assert len(gone) + len(named) == len(rows_of(answer))
    assert named
    before = gzip.decompress((shared_data / REAL).read_bytes()).decode().splitlines()
    kept = [line for number, line in enumerate(before, 1) if number not in gone]
    assert out.read_text("utf-8").splitlines() == kept
    again = cli(
        "--workspace",
        tmp_path / "ws",
        "disavow",
        "merge",
        out,
        shared_data / REAL,
        "-o",
        tmp_path / "2.txt",
        "--json",
    )
    assert not [row for row in rows_of(again) if row["change"] in {"added", "collapsed"}]
    assert (tmp_path / "2.txt").read_bytes() == out.read_bytes()


def test_a_right_file_gives_an_empty_list_and_code_0(cli: Any, tmp_path: Path) -> None:
    answer = cli(
        "--workspace",
        tmp_path / "ws",
        "disavow",
        "lint",
        write(tmp_path / "d.txt", "domain:bad.example.com\n"),
        "--json",
    )
    assert (answer.code, answer.document) == (0, [])


def test_a_warning_alone_is_no_failure(cli: Any, tmp_path: Path) -> None:
    answer = cli(
        "--workspace",
        tmp_path / "ws",
        "disavow",
        "lint",
        write(tmp_path / "d.txt", "domain:192.0.2.1\n"),
        "--json",
    )
    assert answer.code == 0
    assert [set(row) for row in answer.document] == [ROW]


def test_people_get_a_table_and_a_sum(cli: Any, tmp_path: Path) -> None:
    answer = cli(
        "--workspace",
        tmp_path / "ws",
        "disavow",
        "lint",
        write(tmp_path / "d.txt", "domain:kiev.ua\nexample.com\n"),
    )
    assert answer.code == 6
    assert "write domain:example.com" in answer.out
    assert "2 errors, 0 warnings, 0 notes." in answer.err


def test_a_file_may_come_from_standard_input(
    cli: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with write(tmp_path / "d.txt", "domain:kiev.ua\n").open() as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        assert cli("--workspace", tmp_path / "ws", "disavow", "lint", "-", "--json").code == 6


def test_a_difference_is_told_in_three_ways(cli: Any, tmp_path: Path) -> None:
    one = write(tmp_path / "a.txt", "domain:a.com\nhttp://b.com/x\ndomain:c.com\n")
    other = write(tmp_path / "b.txt", "domain:a.com\ndomain:b.com\n")
    rows = cli("--workspace", tmp_path / "ws", "disavow", "diff", one, other, "--json").document
    assert [(row["change"], row["text"]) for row in rows] == [
        ("kept", "domain:a.com"),
        ("added", "domain:b.com"),
        ("removed", "http://b.com/x"),
        ("removed", "domain:c.com"),
    ]
    assert all(set(row) >= ROW for row in rows)
    told = cli("--workspace", tmp_path / "ws", "disavow", "diff", one, other)
    assert told.code == 0
    assert "1 kept, 1 added, 2 removed, 1 of them covered by another line." in told.err
    assert "counts again" in told.err


def test_a_merge_says_what_it_took_and_what_it_refused(cli: Any, tmp_path: Path) -> None:
    current = write(tmp_path / "a.txt", "# mine\nhttp://b.com/x\n")
    new = write(tmp_path / "b.txt", "domain:b.com\ndomain:kiev.ua\ndomain:ours.com\n")
    out = tmp_path / "out.txt"
    answer = cli(
        "--workspace",
        tmp_path / "ws",
        "disavow",
        "merge",
        current,
        new,
        "-o",
        out,
        "--site",
        "ours.com",
        "--json",
    )
    assert answer.code == 0
    assert [(row["change"], row["line"]) for row in rows_of(answer)] == [
        ("added", 4),
        ("collapsed", 2),
        ("refused", 2),
        ("refused", 3),
    ]
    text = out.read_text("utf-8")
    assert text.startswith("# mine\n")
    assert text.endswith(" 1 domain from b.txt\ndomain:b.com\n")


def test_a_missing_file_is_one_sentence(cli: Any, tmp_path: Path) -> None:
    answer = cli("--workspace", tmp_path / "ws", "disavow", "lint", tmp_path / "none.txt")
    assert answer.code == 3
    assert answer.err.startswith("There is no file")
