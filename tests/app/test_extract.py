"""The verb extract: what we see on a page, nothing stored."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from backlinkbot.app.extract import extract, links_table
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import Rejects

HTML = """<!doctype html><html lang="en"><head><title>A page</title></head><body><main>
<p>Words <a href="/inside">inside</a> and <a rel="Sponsored NOFOLLOW" href="https://b.example/">out</a>.
</p></main><footer><a href="javascript:void(0)">no link</a></footer></body></html>"""


def test_a_page_gives_all_its_links_resolved_against_its_address(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(HTML, "utf-8")
    rejects, no_links = Rejects(), Counter[str]()
    (page,) = extract(
        workspace,
        str(tmp_path / "page.html"),
        base_url="https://a.example/x",
        rejects=rejects,
        no_links=no_links,
    )
    assert (page["url"], page["title"], page["language"]) == ("https://a.example/x", "A page", "en")
    inside, out = page["links"]
    assert (inside["url"], inside["external"]) == ("https://a.example/inside", False)
    assert (out["url"], out["external"], out["anchor"]) == ("https://b.example/", True, "out")
    assert (out["nofollow"], out["sponsored"], out["ugc"], out["followed"]) == (
        True, True, False, False,
    )  # fmt: skip
    assert no_links == {"javascript": 1}
    assert not rejects.counts
    assert not workspace.folder.exists()


def test_a_page_without_an_address_gets_one_that_leads_nowhere(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(HTML, "utf-8")
    (page,) = extract(workspace, str(tmp_path / "page.html"))
    assert page["url"].startswith("https://address-unknown.invalid/")


def test_a_page_that_tells_its_address_is_believed(workspace: Workspace, tmp_path: Path) -> None:
    told = HTML.replace("<head>", '<head><link rel="canonical" href="https://a.example/x">')
    (tmp_path / "page.html").write_text(told, "utf-8")
    (page,) = extract(workspace, str(tmp_path / "page.html"))
    assert page["url"] == "https://a.example/x"


def test_links_become_rows_with_their_page(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(HTML, "utf-8")
    pages = list(extract(workspace, str(tmp_path / "page.html"), base_url="https://a.example/x"))
    rows = links_table(pages).to_pylist()
    assert [(row["source_url"], row["target_url"], row["external"]) for row in rows] == [
        ("https://a.example/x", "https://a.example/inside", False),
        ("https://a.example/x", "https://b.example/", True),
    ]
    assert links_table([]).column_names == list(rows[0])


@pytest.mark.parametrize("content", [b"", b"just text", b"a,b\n1,2\n"])
def test_what_is_no_page_is_refused(workspace: Workspace, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "given").write_bytes(content)
    with pytest.raises(BadInput, match="given"):
        list(extract(workspace, str(tmp_path / "given")))


def test_a_page_that_is_too_much_is_counted_and_gives_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text("<html>" + "<div>" * 100_000, "utf-8")
    rejects = Rejects()
    assert list(extract(workspace, str(tmp_path / "page.html"), rejects=rejects)) == []
    assert sum(rejects.counts.values()) == 1
