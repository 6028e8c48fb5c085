"""What is said when nothing is found: which name may be mistyped."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from backlinkbot.app.profile import LinkQuestion, links, profile
from backlinkbot.app.profile.linked import address_under
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.spelling import nearest
from backlinkbot.io.index.sources import SourceRecord

PAGES = ("https://shop.example/blog/shoes", "http://www.shop.example/blog", "https://shop.example/")


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """Three links to pages of one site, told by Ahrefs."""
    rows = [
        {
            "source_url": f"https://paper{n}.example/{n}",
            "source_domain": f"paper{n}.example",
            "target_url": page,
            "target_domain": "shop.example",
            "occurrence": 0,
            "seen_at": datetime(2026, 10, 1, tzinfo=UTC),
            "reporter": "ahrefs",
            "evidence": f"a.csv:{n}",
        }
        for n, page in enumerate(PAGES)
    ]
    batch = pa.RecordBatch.from_pylist(rows, schema=columns.link_facts())
    with workspace.index.begin() as draft:
        draft.add(Facts(FactKind.LINKS, batch))
        draft.add_source(SourceRecord("a.csv", "d" * 32, "ahrefs", "ahrefs"))
        draft.publish(workspace.clock.now())
    return workspace


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("shop.example", 3),
        ("https://www.shop.example/", 3),
        ("shop.example/blog", 2),
        ("https://www.shop.example/blog/", 2),
        ("http://shop.example/blog/shoes", 1),
    ],
)
def test_an_address_asks_for_the_links_to_it_and_to_what_lies_under_it(
    filled: Workspace, typed: str, count: int
) -> None:
    assert links(filled, typed).total == count


def test_an_address_without_links_is_not_found(filled: Workspace) -> None:
    with pytest.raises(NotFound, match=r"no link to https://shop\.example/shoes or to what lies"):
        links(filled, "shop.example/shoes")


def test_a_mistyped_domain_is_answered_with_the_one_that_is_meant(filled: Workspace) -> None:
    for ask in (links, profile):
        with pytest.raises(NotFound, match=r"at shpo\.example; did you mean shop\.example\?"):
            ask(filled, "shpo.example")
    with pytest.raises(NotFound, match=r"at quite-another\.org; see what is there with"):
        links(filled, "quite-another.org")


def test_a_mistyped_source_is_answered_with_those_there_are(filled: Workspace) -> None:
    with pytest.raises(BadInput, match=r"no source called ahref .* mean ahrefs\? There are: ahref"):
        links(filled, "shop.example", LinkQuestion(reporter="ahref"))
    assert links(filled, "shop.example", LinkQuestion(reporter="ahrefs")).total == 3


def test_a_mistyped_linking_domain_is_answered_with_the_one_that_is_meant(
    filled: Workspace,
) -> None:
    with pytest.raises(NotFound, match=r"no link from papr0\.example .* mean paper0\.example\?"):
        links(filled, "shop.example", LinkQuestion(source_domain="papr0.example"))


def test_wishes_that_no_link_fits_are_no_error(filled: Workspace) -> None:
    found = links(filled, "shop.example", LinkQuestion(anchor="nowhere"))
    assert (found.total, found.table.num_rows) == (0, 0)


def test_only_a_path_makes_an_address() -> None:
    assert address_under("example.com") is None
    assert address_under("https://www.example.com/") is None
    assert address_under("example.com/a b") == "https://example.com/a%20b"


def test_a_guess_is_made_only_where_names_are_alike() -> None:
    assert nearest("shpo.example", ["other.org", "shop.example"]) == "shop.example"
    assert nearest("the-grand-shop.example", ["my.org", "the-great-shop.example"]).startswith("the")
    assert nearest("shop.example", ["bakery.org"]) == ""
    assert nearest("", []) == ""
