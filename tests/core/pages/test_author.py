"""Who wrote a page, as it says."""

from __future__ import annotations

import pytest

from backlinkbot.core.pages.author import author
from backlinkbot.core.pages.links import read_links
from backlinkbot.core.pages.told import read_told

LD = '<script type="application/ld+json">{"@type":"Article","author":%s}</script>'


@pytest.mark.parametrize(
    ("html", "name"),
    [
        (LD % '{"@type":"Person","name":"Ada M\\u00fcller"}', "Ada Müller"),
        (LD % '[{"@type":"Person","name":"Ada"},{"name":"Bob"}]', "Ada"),
        (LD % '"Ada M."', "Ada M."),
        ("<meta name=author content='By  Ada Müller'>", "Ada Müller"),
        ("<meta property='article:author' content='https://facebook.com/ada'>", None),
        ("<a rel='author nofollow' href=/ada>Ada Müller</a>", "Ada Müller"),
        ("<meta name=author content='webmaster@a.example'>", None),
        (f"<meta name=author content='{'word ' * 20}'>", None),
        ("<p>nobody", None),
    ],
)
def test_the_author_is_the_first_believable_name(html: str, name: str | None) -> None:
    page = read_links(html.encode(), "https://a.example/")
    assert author(read_told(page.walk), page) == name
