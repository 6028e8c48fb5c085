"""What an address tells about the place of a link to it."""

from __future__ import annotations

import pytest

from backlinkbot.core.pages.features import FEATURES, matrix
from backlinkbot.core.pages.links import read_links
from backlinkbot.core.pages.target_hints import COLUMNS, address_hints


def hints(url: str) -> dict[str, float]:
    names = [name for name in COLUMNS if name.startswith("target_") and name != "target_social"]
    return dict(zip(names, address_hints(url), strict=True))


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fa.example", "target_share"),
        ("https://twitter.com/intent/tweet?text=Tea", "target_share"),
        ("https://a.example/tag/tea", "target_tag"),
        ("https://a.example/themen/tee/", "target_tag"),
        ("https://a.example/autor/ann", "target_author"),
        ("https://a.example/datenschutz", "target_legal"),
        ("https://a.example/login?next=/", "target_account"),
        ("https://a.example/img/tea.jpg", "target_media"),
    ],
)
def test_words_of_addresses_are_known(url: str, name: str) -> None:
    assert hints(url)[name] == 1


def test_the_host_tells_nothing() -> None:
    assert not any(hints("https://login-share.example/").values())


def test_an_article_s_address_has_a_long_last_part_and_a_date() -> None:
    told = hints("https://a.example/2024/05/how-to-steep-green-tea")
    assert (told["target_depth"], told["target_slug_words"], told["target_has_date"]) == (3, 5, 1)


def test_repeated_anchors_and_domains_are_counted() -> None:
    page = read_links(
        b"<a href='https://b.example/1'>More</a> <a href='https://b.example/2'>More</a>"
        b"<a href='https://x.com/ann'>@ann</a>",
        "https://a.example/",
    )
    rows = [dict(zip(FEATURES, row, strict=True)) for row in matrix([page]).tolist()]
    assert [row["anchor_times"] for row in rows] == [2, 2, 1]
    assert [row["domain_times"] for row in rows] == [2, 2, 1]
    assert [row["target_social"] for row in rows] == [0, 0, 1]
    assert [row["anchor_mark"] for row in rows] == [0, 0, 1]
