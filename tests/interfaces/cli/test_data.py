"""What the screen says of files that were read."""

from __future__ import annotations

from pathlib import Path

import pytest

from backlinkbot.interfaces.cli.main import main

PAGE = (
    '<html><body><a href="mailto:a@b.example">m</a><a href="javascript:x()">j</a>'
    '<a href="https://b.example/">b</a></body></html>'
)


def test_what_is_clicked_and_leads_to_no_page_is_called_no_web_link(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE, "utf-8")
    there = ("--base-url", "https://a.example/")
    for words in (("ingest", str(page), *there), ("extract", str(page), *there)):
        assert main(["--workspace", str(tmp_path / "w"), *words]) == 0
        said = capsys.readouterr().err
        assert "addresses that are no web links: " in said
        assert "1 mailto" in said
        assert "1 javascript" in said
        assert "no links:" not in said
