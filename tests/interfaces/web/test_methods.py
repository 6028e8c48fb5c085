"""The page Methods: each metric has its place, and each help leads to one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backlinkbot.interfaces.web.manual import BESIDE, chapter

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

TEMPLATES = Path(__file__).parents[3] / "src/backlinkbot/interfaces/web/templates"
HELP = re.compile(r"""ui\.help\(["']([\w-]+)["']|metric=["']([\w-]+)["']""")


def test_each_metric_says_its_meaning_its_way_and_its_error() -> None:
    text = (BESIDE / "reference" / "metrics.md").read_text("utf-8")
    for part in text.split("\n## ")[1:]:
        for word in ("**Means.**", "**Computed.**", "**Measured.**", "**More.**"):
            assert word in part, part.splitlines()[0]


def test_each_help_in_a_page_leads_to_a_metric() -> None:
    known = {slug for _, slug in chapter("reference", "metrics", "/m").headings}
    for path in TEMPLATES.glob("*.j2"):
        asked = {one or other for one, other in HELP.findall(path.read_text("utf-8"))}
        assert asked <= known, path.name


@pytest.mark.parametrize(
    "path", sorted(p for room in ("reference", "guide") for p in (BESIDE / room).glob("*.md")),
    ids=lambda path: path.stem,
)  # fmt: skip
def test_each_document_is_a_page_whose_links_lead_to_pages(path: Path) -> None:
    found = chapter(path.parent.name, path.stem, "/m")
    assert 'style="' not in found.html
    for room, name in re.findall(r'href="/m/(\w+)/([\w-]+)', found.html):
        assert (BESIDE / room / f"{name}.md").is_file()


def test_no_name_leads_out_of_the_documents(small: Browser) -> None:
    for path in ("reference/..%2f..%2fREADME", "decisions/0001-shared-values-in-core", "guide/no"):
        assert small.get(f"/c/home/methods/{path}").status_code == 404
    assert "Authority" in small.get("/c/home/methods").text
