"""What the screen and the JSON say of looks at backlinks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from looked_world import SITE, TARGET, Pages, article, to
from virtual_hosts import Answer, VirtualWeb

from backlinkbot.app import verify as verb
from backlinkbot.core.clock import SystemClock
from backlinkbot.interfaces.cli.main import main
from backlinkbot.io.crawl.politeness import Pace
from backlinkbot.io.crawl.session import Manner

ROWS = "\n".join(
    [
        "source_url,target_url,anchor,first_seen,last_seen",
        f"http://blog.example/teas,{TARGET},the shop's tea,2025-01-10,2026-01-10",
        f"http://gone.example/teas,{TARGET},the shop's tea,2025-01-10,2026-01-10",
        "",
    ]
)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> VirtualWeb:
    """A web of two pages, of which one has gone; the command looks there."""
    hosts = {
        "blog.example": Pages({"/teas": Answer(article(to()))}),
        "gone.example": Pages({}),
    }
    one = VirtualWeb(hosts)
    pace = Pace().scaled(0.002)
    monkeypatch.setattr(
        verb,
        "_usual",
        lambda _: Manner(
            "BacklinkBot/0.1 (test)",
            pace=pace,
            clock=SystemClock(),
            resolver=one.resolver,
            allows_private=True,
        ),
    )
    return one


def test_the_command_tells_what_is_there_and_what_may_be_lost(
    tmp_path: Path, web: VirtualWeb, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "links.csv").write_text(ROWS, "utf-8")
    begin = ["--workspace", str(tmp_path / "w")]
    assert main([*begin, "verify", SITE]) == 3
    assert "index is empty" in capsys.readouterr().err
    assert main([*begin, "ingest", str(tmp_path / "links.csv"), "--source", "acme"]) == 0
    capsys.readouterr()
    assert main([*begin, "verify", SITE, "--dry-run"]) == 0
    told = capsys.readouterr()
    assert "its time has come" in told.out
    assert "Nothing was fetched" in told.err
    with web:
        assert main([*begin, "verify", SITE, "--json"]) == 0
        document = json.loads(capsys.readouterr().out)
        assert document["standings"] == {"there": 1, "suspected": 1}
        assert main([*begin, "verify", SITE, "--all"]) == 0
        screen = capsys.readouterr()
    assert "page_gone" in screen.out
    assert "looked at again from tomorrow" in screen.err
    assert "2 pages looked at, 0 links newly lost." in screen.err
    assert max(map(len, screen.out.splitlines())) <= 80
    assert main([*begin, "verify", SITE]) == 0
    assert "Nothing is due" in capsys.readouterr().err


def test_survival_is_a_table_and_needs_a_domain(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "links.csv").write_text(ROWS, "utf-8")
    begin = ["--workspace", str(tmp_path / "w")]
    assert main([*begin, "ingest", str(tmp_path / "links.csv"), "--source", "acme"]) == 0
    capsys.readouterr()
    assert main([*begin, "verify", SITE, "--survival"]) == 0
    told = capsys.readouterr()
    assert "all links" in told.out
    assert "so it flatters" in told.err
    assert main([*begin, "verify", SITE, "--survival", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kinds"][0]["links"] == 2
    assert main([*begin, "verify", "--survival"]) == 2
    assert main([*begin, "verify", SITE, "--due", "--all"]) == 2
