"""The page: self-contained, safe, readable by machines that read aloud."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from backlinkbot.core.profile import Profile, QualitySplit
from backlinkbot.logic.reports.document import Document, Note, Section
from backlinkbot.logic.reports.html import html_page, safe_address, shown
from backlinkbot.logic.reports.profile_page import profile_document
from backlinkbot.logic.reports.wording import wording


def page_of(profile: Profile, locale: str = "en") -> str:
    return html_page(profile_document(profile, locale=locale), locale=locale)


def test_the_same_profile_gives_the_same_bytes(profile: Profile) -> None:
    assert page_of(profile) == page_of(profile)


def test_the_page_asks_nothing_of_the_network_and_runs_no_script(profile: Profile) -> None:
    tree = LexborHTMLParser(page_of(profile))
    assert tree.css("script, iframe, object, embed, img, link, base, form") == []
    assert not re.search(r"url\(|@import", tree.css("style")[0].text())
    names = {name for node in tree.css("*") for name in node.attributes}
    assert not {name for name in names if name.startswith("on")}
    assert "default-src 'none'" in page_of(profile)


def test_texts_from_the_web_are_shown_as_text(profile: Profile) -> None:
    page = page_of(profile)
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_only_plain_web_addresses_become_links(profile: Profile) -> None:
    hrefs = [a.attributes["href"] or "" for a in LexborHTMLParser(page_of(profile)).css("a")]
    assert all(href.startswith(("#", "https://", "http://")) for href in hrefs)
    assert "https://b.example/a" in hrefs
    outward = LexborHTMLParser(page_of(profile)).css("a[href^=http]")
    assert all("noopener" in (a.attributes["rel"] or "") for a in outward)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        " https://a.example",
        "//a.example",
        "https://a b",
        "",
    ],
)
def test_other_addresses_are_not_followed(address: str) -> None:
    assert safe_address(address) == ""


def test_the_page_has_landmarks_one_title_and_named_sections(profile: Profile) -> None:
    tree = LexborHTMLParser(page_of(profile))
    for tag in ("header", "main", "footer", "nav", "h1", "title"):
        assert len(tree.css(tag)) == 1
    assert tree.css("html")[0].attributes["lang"] == "en"
    for section in tree.css("main > section"):
        label = section.attributes["aria-labelledby"]
        assert [node.tag for node in tree.css(f"#{label}")] == ["h2"]
        assert tree.css_first(f'nav a[href="#{section.attributes["id"]}"]')


def test_ids_are_unique(profile: Profile) -> None:
    ids = [node.attributes["id"] for node in LexborHTMLParser(page_of(profile)).css("[id]")]
    assert len(ids) == len(set(ids))


def test_every_drawing_says_what_it_shows_and_has_its_numbers_as_a_table(profile: Profile) -> None:
    tree = LexborHTMLParser(page_of(profile))
    figures = tree.css("figure")
    assert len(figures) == 6
    for figure in figures:
        told = figure.css_first("figcaption") or figure.css_first("svg[role=img][aria-label]")
        assert told is not None
        assert figure.css_first("table") or figure.css_first(".legend")


def test_dates_and_numbers_follow_the_locale(profile: Profile) -> None:
    assert "1 November 2026" in page_of(profile)
    german = page_of(profile, "de")
    assert "1. November 2026" in german
    assert "1.240 live backlinks" in german


def test_an_empty_profile_has_a_page_too(profile: Profile) -> None:
    empty = replace(
        profile,
        backlinks=0, referring_domains=0, followed_share=None, authority=None, authority_low=None,
        authority_high=None, quality=QualitySplit(0, 0, 0, 0, (0,) * 10, 60, 40), placements=(),
        anchor_classes=(), top_anchors=(), weeks=(), top_referring_domains=(), spreads=(), best=(),
        worst=(), findings=("Nothing.",), unknown=(),
    )  # fmt: skip
    page = page_of(empty)
    assert "There is no history yet" in page
    assert "not known" in page


def test_direction_changing_and_control_characters_are_taken_out() -> None:
    assert shown("a\u202eb\u2066c\x00d\x1be\ufefff") == "abcdef"


def test_a_long_text_is_cut() -> None:
    assert len(shown("x" * 10_000)) == 300


@given(st.text(max_size=200))
def test_no_text_changes_the_structure_of_the_page(text: str) -> None:
    def page(words: str) -> LexborHTMLParser:
        section = Section("one", "One", (Note((words,)),))
        made = Document("T", "S", "F", date(2026, 11, 1), (section,))
        return LexborHTMLParser(html_page(made).encode())

    plain, hostile = page("words"), page(text)
    assert [n.tag for n in hostile.css("*")] == [n.tag for n in plain.css("*")]


def test_contrast_of_every_text_colour_is_at_least_aa(profile: Profile) -> None:
    style = LexborHTMLParser(page_of(profile)).css("style")[0].text()
    light, dark = re.findall(
        r":root \{\s*(?:color-scheme: light dark;)?\s*(--paper.*?)\}", style, re.DOTALL
    )[:2]
    for theme in (light, dark):
        colour = dict(re.findall(r"--([\w]+): (#[0-9a-f]{6})", theme))
        for name in ("ink", "quiet", "accent", "strong", "medium", "weak"):
            for ground in ("sheet", "paper"):
                assert contrast(colour[name], colour[ground]) >= 4.5, (name, ground)
        assert contrast(colour["ink"], colour["warn"]) >= 4.5


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (
            p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_wording_is_asked_for_by_language() -> None:
    assert wording("de_AT.UTF-8").locale == "de"
