"""What is no prospect, by its address alone."""

from __future__ import annotations

import pytest

from backlinkbot.app.find.flags import is_copy


@pytest.mark.parametrize(
    "page",
    [
        "https://web.archive.org/web/2013/http://tv.example/film/",
        "http://www.archive.today/x1",
        "https://shop-example.translate.goog/about?_x_tr_sl=de",
    ],
)
def test_copies_of_pages_are_nobodys_to_edit(page: str) -> None:
    assert is_copy(page)


@pytest.mark.parametrize(
    "page", ["http://www.archive.org/details/audio", "https://translate.example/"]
)
def test_the_archives_own_pages_are_pages(page: str) -> None:
    assert not is_copy(page)
