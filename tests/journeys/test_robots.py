"""What a robots.txt allows, asked on the command line."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

FILE = (
    b"User-agent: *\nDisallow: /a # not this\nAllow: /a/b\nCrawl-delay: 4\n\n"
    b"User-agent: OtherBot\nDisallow: /\nSitemap: /sitemap.xml\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "robots.txt"
    path.write_bytes(FILE)
    return path


@pytest.fixture
def ask(cli: Any, tmp_path: Path) -> Any:
    return lambda *words: cli("--workspace", tmp_path / "none", "robots", *words)


def test_each_address_has_its_decision_and_the_rule_behind_it(
    ask: Any, file: Path, tmp_path: Path
) -> None:
    urls = [f"https://example.com/{path}" for path in ("a", "a/b", "c")]
    answer = ask("--file", file, "--agent", "BacklinkBot", *urls, "--json")
    assert answer.document == [
        {"url": urls[0], "allowed": False, "rule": "Disallow: /a"},
        {"url": urls[1], "allowed": True, "rule": "Allow: /a/b"},
        {"url": urls[2], "allowed": True, "rule": ""},
    ]
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("agent", "allowed"),
    [
        (["--agent", "OtherBot"], False),
        (["--agent", "otherbot/2.0 (+https://example.com)"], False),
        (["--agent", "Mozilla/5.0 (compatible; OtherBot/2.0)"], False),
        (["--agent", "AnyBot"], True),
        (["--agent", ""], True),
        ([], True),
    ],
)
def test_the_agent_is_who_is_named_or_ourselves(
    ask: Any, file: Path, agent: list[str], allowed: bool  # noqa: FBT001 - of a table
) -> None:  # fmt: skip
    answer = ask("--file", file, *agent, "https://example.com/c", "--json")
    assert [one["allowed"] for one in answer.document] == [allowed]


def test_people_get_a_table_with_the_gap_and_the_sitemaps(ask: Any, file: Path) -> None:
    answer = ask("--file", file, "https://example.com/a", "https://example.com/c")
    assert answer.code == 0
    assert "What BacklinkBot may fetch" in answer.out
    assert "Disallow: /a" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80
    assert "is asked to wait 4 s between two visits" in answer.err
    assert "/sitemap.xml" in answer.err


def test_a_file_may_be_piped_in(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FILE)))
    assert ask("--file", "-", "/a", "--json").document[0]["allowed"] is False


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--file", "no-such-file.txt", "/a"], 3),
        (["--file", ".", "/a"], 2),
        (["--file", "x\0y", "/a"], 2),
        (["--file", "README.md"], 2),
        (["/a"], 2),
        (["--file", "README.md", "--agent", "/1.0", "/a"], 2),
    ],
)
def test_bad_input_is_told_in_one_sentence(ask: Any, words: list[str], code: int) -> None:
    answer = ask(*words)
    assert (answer.code, answer.out) == (code, "")
    assert "Traceback" not in answer.err
    assert 1 <= answer.err.count("\n") <= 2  # and where to find help, after bad usage


EVERY = 9  # a command costs a tenth of a second; tests/io/crawl/test_robots.py asks them all


def test_published_cases_are_answered_as_published(
    ask: Any, shared_data: Path, tmp_path: Path
) -> None:
    with gzip.open(shared_data / "crawl" / "google-robots-cases.jsonl.gz") as lines:
        cases = [json.loads(line) for line in lines]
    path = tmp_path / "case.txt"
    for case in cases[::EVERY]:
        data, agent, url = (
            bytes.fromhex(case[f"{name}_hex"]) for name in ("robots", "agent", "url")
        )
        path.write_bytes(data)
        answer = ask("--file", path, "--agent", agent.decode(), "--json", "--", url.decode())
        assert answer.document[0]["allowed"] is case["allowed"], case
