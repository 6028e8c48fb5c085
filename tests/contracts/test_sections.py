"""The same hard questions to every report section."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest
from page_tags import Tags

from backlinkbot.core import columns
from backlinkbot.core.nouns import Growth
from backlinkbot.core.profile import Profile
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.evidence import LinkInputs
from backlinkbot.logic.judge.profile import ProfileFacts, profile_of
from backlinkbot.logic.reports.document import Document, Section
from backlinkbot.logic.reports.html import html_page
from backlinkbot.logic.reports.profile_page import ORDER, profile_document
from backlinkbot.logic.reports.sections import sections
from backlinkbot.logic.reports.wording import wording

NAMES = list(sections)
DAY = date(2026, 11, 1)


def profile(rows: list[dict[str, Any]], domain: str = "acme.example") -> Profile:
    links = pa.Table.from_pylist(rows, schema=columns.links())
    facts = ProfileFacts(domain=domain, as_of=DAY, snapshot="000001", weeks=(Growth(DAY, 1, 0),))
    return profile_of(links, LinkInputs(words=anchor_words("acme.example")), facts)


def link(number: int = 0, **told: Any) -> dict[str, Any]:
    return {
        "source_url": f"https://s{number}.example/",
        "source_domain": f"s{number}.example",
        "target_url": "https://acme.example/",
        "target_domain": "acme.example",
        "occurrence": 0,
        "anchor": "Acme",
        "kind": "text",
        "placement": "content",
        "state": "live",
        "first_seen": datetime(2026, 10, 1, tzinfo=UTC),
        "last_seen": datetime(2026, 10, 1, tzinfo=UTC),
        **told,
    }


def alone(section: Section) -> str:
    return html_page(Document("title", "subtitle", "footer", DAY, (section,)))


def test_the_report_shows_every_section() -> None:
    assert sorted(ORDER) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rows", [0, 1, 3], ids=["nothing", "one link", "three links"])
def test_a_section_has_something_to_say_of_any_profile(name: str, rows: int) -> None:
    section = sections[name](profile([link(number) for number in range(rows)]), wording())
    assert re.fullmatch(r"[a-z-]+", section.name)
    assert section.title
    assert section.blocks or section.lead
    tags = Tags(alone(section))
    assert tags.open == []
    assert "nan" not in re.sub(r"<[^>]*>", " ", alone(section)).lower().split()


@pytest.mark.parametrize("name", NAMES)
def test_a_section_says_the_same_of_the_same_profile(name: str) -> None:
    found = profile([link(number) for number in range(3)])
    assert sections[name](found, wording()) == sections[name](found, wording())


@pytest.mark.parametrize("name", NAMES)
def test_hostile_texts_become_no_markup(name: str, hostile_texts: tuple[str, ...]) -> None:
    found = profile(
        [
            link(
                number,
                anchor=text,
                source_title=text,
                source_url=f"https://s{number}.example/{text}",
                source_domain=f"s{number}.example{text}"[:250],
                source_language=text,
                placement="content",
                left=text,
                right=text,
            )
            for number, text in enumerate(hostile_texts)
        ],
        domain='acme.example"><script>',
    )
    tags = Tags(alone(sections[name](found, wording())))
    assert tags.open == []
    for tag, attributes in tags.seen:
        assert tag not in {"script", "iframe", "object", "embed", "img"}
        assert not [key for key in attributes if key.startswith("on")]
        assert (attributes.get("href") or "#").startswith(("#", "http://", "https://"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("locale", ["en", "de", "fr", "es", "it", "nl", "pt", "pl"])
def test_a_section_can_be_said_in_every_locale(name: str, locale: str) -> None:
    assert sections[name](profile([link()]), wording(locale)).blocks is not None


def test_a_whole_page_of_a_hostile_domain_is_one_page() -> None:
    found = replace(profile([link()]), domain='x"><script>alert(1)</script>', snapshot="<b>")
    page = html_page(profile_document(found))
    tags = Tags(page)
    assert tags.open == []
    assert "script" not in {tag for tag, _ in tags.seen}
    assert [tag for tag, _ in tags.seen].count("html") == 1
    assert [tag for tag, _ in tags.seen].count("h1") == 1
