"""The language of a page: what it says, else what its words are."""

from __future__ import annotations

import pytest

from backlinkbot.core.pages.language import language
from backlinkbot.core.pages.links import parsed
from backlinkbot.core.pages.walk import walk

GERMAN = "Der Tee wird mit heißem Wasser aufgegossen und zieht dann drei Minuten in der Kanne."


@pytest.mark.parametrize(
    ("html", "headers", "code"),
    [
        ("<html lang='de-AT'>", (), "de"),
        ("<html lang=EN>", (), "en"),
        ("<html xml:lang='fr'>", (), "fr"),
        ("<meta property='og:locale' content='es_ES'>", (), "es"),
        ("<meta http-equiv='Content-Language' content='it, en'>", (), "it"),
        ("<p>x", (("content-language", "nl-NL"),), "nl"),
        ("<html lang='{{lang}}'>", (("content-language", "sv"),), "sv"),
        ("<html lang='deutsch'>", (), "de"),
        ("<p>x", (), "de"),
    ],
)
def test_the_page_is_believed_before_its_words(
    html: str, headers: tuple[tuple[str, str], ...], code: str
) -> None:
    assert language(walk(parsed(html.encode())), headers, GERMAN) == code


def test_too_few_words_give_no_language() -> None:
    assert language(walk(parsed(b"<p>x")), (), "Tee") is None
