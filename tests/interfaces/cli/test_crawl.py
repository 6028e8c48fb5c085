"""The command crawl, from its words to its answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from virtual_hosts import VirtualWeb, fixed, page

from backlinkbot.app import crawl as verb
from backlinkbot.interfaces.cli.main import main
from backlinkbot.io.crawl.politeness import Pace
from backlinkbot.io.crawl.session import Manner


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    return ["--workspace", str(tmp_path / "w"), "crawl"]


def test_it_says_what_came_of_each_address(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts = {
        "a.example": fixed(
            {"/": page("/no", "/gone", "/x.pdf", "http://b.example/")},
            "User-agent: *\nDisallow: /no",
        ),
        "b.example": fixed({"/": page()}),
    }
    monkeypatch.setenv("COLUMNS", "80")
    with VirtualWeb(hosts) as web:
        manner = Manner("T/1", Pace().scaled(0.005), resolver=web.resolver, allows_private=True)
        monkeypatch.setattr(verb, "manner_of", lambda _: manner)
        assert main([*words, "http://a.example/", "--no-sitemaps"]) == 0
    out, err = capsys.readouterr()
    rows = [" ".join(line.split()) for line in out.splitlines()]
    assert "fetched page 2" in rows
    assert "error answer 404 1" in rows
    assert "robots forbidden Disallow: /no 1" in rows
    assert "not fetched no page by its name (image, archive, film …) 1" in rows
    assert max(map(len, out.splitlines())) <= 80
    assert "2 pages of 2 hosts in" in err
    assert "1 links to other domains. Next: " in err


def test_a_dry_run_says_where_it_would_begin_and_fetches_nothing(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "Example.com", "https://b.example/x", "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["would_begin_at"] == ["https://example.com/", "https://b.example/x"]
    assert told["plan"]["pages"] == 1_000
    assert main([*words, "example.com", "--dry-run", "--same-site"]) == 0
    assert "of these domains only, 500 of one domain, 3 links away" in capsys.readouterr().err
    assert not Path(words[1]).exists()


@pytest.mark.parametrize(
    ("more", "code", "why"),
    [
        ([], 2, "Say where to begin"),
        (["--resume"], 3, "No crawl was broken off"),
        (["a.example", "--resume"], 2, "leave them out"),
        (["--resume", "--dry-run"], 2, "has not begun"),
        (["com"], 2, "no domain"),
        (["a.example", "--pages", "0"], 2, "--pages must be"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    words: list[str],
    capsys: pytest.CaptureFixture[str],
    more: list[str],
    code: int,
    why: str,
) -> None:
    assert main([*words, *more]) == code
    out, err = capsys.readouterr()
    assert why in err
    assert out == ""
    assert len(err.splitlines()) == 1
