"""What the screen says of prices and ways, on a graph that is too small for trust."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from backlinkbot.interfaces.cli.main import main


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """A command line whose workspace has measured a ring of three sites and a guest."""
    edges = tmp_path / "edges.tsv"
    edges.write_text("a.com\tb.com\nb.com\tc.com\nc.com\ta.com\nd.com\ta.com\n", "utf-8")

    def run(*words: str) -> tuple[int, str, str]:
        code = main(["--workspace", str(tmp_path / "w"), *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    run("measure", "--edges", str(edges), "--use")
    return run


def test_no_authority_is_shown_where_links_alone_count(ask: Any) -> None:
    code, out, _ = ask("worth", "--to", "a.com")
    heads = next(line for line in out.splitlines() if "source" in line)
    assert code == 0
    assert "authority" not in heads
    assert "points" not in heads
    assert heads.count("by links alone") == 1


def test_a_name_that_is_not_in_the_graph_is_told_once_and_an_old_link_as_such(ask: Any) -> None:
    _, out, said = ask("worth", "--to", "a.com", "--from", "c.com", "nobody.org")
    assert said.count("not in the graph") == 1
    assert "nobody.org" in said
    assert "links already; a second link" in " ".join(out.split())


def test_pages_are_called_captured(ask: Any, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<html><body><a href="https://a.com/x">a</a></body></html>', "utf-8")
    ask("ingest", str(page), "--base-url", "https://b.com/")
    assert "No page of this site was captured" in ask("paths", "a.com")[2]
    ask("ingest", str(page), "--base-url", "https://a.com/y", "--again")
    said = ask("paths", "a.com")[2]
    assert "0 of 1 captured pages are linked from outside." in said
    assert "1 other address of this site that nobody captured is linked from outside." in said
