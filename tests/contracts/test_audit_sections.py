"""The same hard questions to every section of the audit's page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from page_tags import Tags

from backlinkbot.core.audit import (
    Advice,
    Audit,
    DomainVerdict,
    Family,
    Group,
    GroupKind,
    LinkVerdict,
    Mark,
    Risk,
)
from backlinkbot.logic.reports.audit_page import ORDER, audit_document
from backlinkbot.logic.reports.audit_sections import audit_sections
from backlinkbot.logic.reports.document import Document, Section
from backlinkbot.logic.reports.html import html_page
from backlinkbot.logic.reports.wording import wording

NAMES = list(audit_sections)
DAY = date(2026, 11, 1)


def unit(name: str = "farm.example", text: str = "A reason.", **told: object) -> DomainVerdict:
    mark = Mark("a-marker", Family.OWNERS, 1, 0.9, text, (text, "crawl.warc.gz@7"))
    given = DomainVerdict(
        domain=name,
        unit=name,
        verdict=Advice.DISAVOW,
        probability=0.99,
        families=(Family.OWNERS, Family.LINKS),
        reasons=(text, "Another."),
        links=3,
        worth_points=0.2,
        group=text,
        in_search_console=True,
        in_current_file=False,
        marks=(mark,),
    )
    return replace(given, **told)  # type: ignore[arg-type]  # the names are the fields'


def link(text: str) -> LinkVerdict:
    return LinkVerdict(
        f"https://kept.example/{text}", text, text, "kept.example", Advice.REVIEW, 0.7, (text,)
    )


def full(text: str = "plain", units: int = 3) -> Audit:
    group = Group(
        text, GroupKind.LINK_FARM, (text, "farm.example"), 3, None, 0.97, (text,), (Family.LINKS,)
    )
    return Audit(
        domain=text,
        as_of=DAY,
        snapshot="000001",
        backlinks=1_234,
        keep=1_000,
        review=34,
        disavow=200,
        action=Advice.DISAVOW,
        sentence=f"Of the links, {text}.",
        groups=(group,),
        domains=(
            *(unit(f"farm{n}.example", text) for n in range(units)),
            unit("look.example", text, verdict=Advice.REVIEW),
            unit("kept.example", text, verdict=Advice.KEEP, reasons=()),
        ),
        links=(link(text),),
        risk=Risk("some", (text,), text, (text,)),
        anchors={
            "sentence": text,
            "classes": [{"class": text, "domains": 4, "share": 0.1, "low": 0.0, "high": 0.2}],
        },
        velocity={
            "sentence": text,
            "alarms": [
                {
                    "from": "2026-01-05",
                    "to": "2026-01-11",
                    "new": 40,
                    "expected": 2.5,
                    "kind": text,
                    "reasons": [text],
                }
            ],
        },
        shape={"sentence": text},
        error=(text,),
        notes=(text,),
    )


def clean() -> Audit:
    return Audit("a.example", DAY, "000001", 0, 0, 0, 0, Advice.KEEP, "No action needed.")


def alone(section: Section) -> str:
    return html_page(Document("title", "subtitle", "footer", DAY, (section,)))


def test_the_page_shows_every_section() -> None:
    assert sorted(ORDER) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("audit", [clean(), full()], ids=["clean", "full"])
def test_a_section_has_something_to_say_of_any_audit(name: str, audit: Audit) -> None:
    section = audit_sections[name](audit, wording())
    assert re.fullmatch(r"[a-z-]+", section.name)
    assert section.title
    assert section.blocks or section.lead
    assert Tags(alone(section)).open == []
    assert section == audit_sections[name](audit, wording())


@pytest.mark.parametrize("name", NAMES)
def test_hostile_texts_become_no_markup(name: str, hostile_texts: tuple[str, ...]) -> None:
    for text in hostile_texts:
        tags = Tags(alone(audit_sections[name](full(text), wording())))
        assert tags.open == []
        for tag, attributes in tags.seen:
            assert tag not in {"script", "iframe", "object", "embed", "img"}
            assert not [key for key in attributes if key.startswith("on")]
            assert (attributes.get("href") or "#").startswith(("#", "http://", "https://"))


@pytest.mark.parametrize("locale", ["en", "de", "fr", "es", "it", "nl", "pt", "pl"])
def test_the_page_is_made_in_every_locale(locale: str) -> None:
    page = html_page(audit_document(full(), locale=locale), locale=locale)
    assert Tags(page).open == []
    assert "http" not in page.replace("https://kept.example", "").replace("http-equiv", "")


def test_a_thousand_sites_do_not_make_the_page_endless() -> None:
    page = html_page(audit_document(full(units=20_000)))
    assert len(page) < 600_000
    assert "the first 500 of them" in page
