from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from backlinkbot.core.pages.page_type import PageKind, PageType, page_kind
from backlinkbot.core.pages.told import read_told
from backlinkbot.core.pages.walk import walk

PROSE = "<p>" + "Ein Satz mit einigen Wörtern darin. " * 40 + "</p>"
MENU = "".join(f'<a href="/{i}">Ein Punkt im Menü {i}</a>' for i in range(30))


def kind(html: str, url: str = "https://site.example/a/b", external: int = 0) -> PageKind:
    page = walk(LexborHTMLParser(html))
    return page_kind(read_told(page), page, html.encode(), url, external)


@pytest.mark.parametrize(
    ("html", "url", "expected"),
    [
        (PROSE, "https://site.example/a/b", PageType.ARTICLE),
        (MENU, "https://site.example/a/b", PageType.LIST),
        ("<p>kurz</p>", "https://site.example/a/b", PageType.UNKNOWN),
        (PROSE, "https://site.example/", PageType.HOME),
        (PROSE, "https://site.example/index.php", PageType.HOME),
        (PROSE, "https://site.example/tag/wein/", PageType.ARCHIVE),
        (MENU, "https://site.example/?s=wein", PageType.ARCHIVE),
        (PROSE, "https://forum.site.example/viewtopic.php?t=3", PageType.FORUM),
        (PROSE, "https://de.wikipedia.org/wiki/Wein", PageType.WIKI),
        (PROSE, "https://docs.site.example/install", PageType.DOCUMENTATION),
        (PROSE, "https://site.example/users/anna", PageType.PROFILE),
        (PROSE, "https://site.example/product/korkenzieher", PageType.SHOP),
    ],
)
def test_a_page_that_says_nothing_is_known_by_address_and_size(
    html: str, url: str, expected: PageType
) -> None:
    assert kind(html, url).type is expected


def test_many_links_to_other_sites_make_a_directory() -> None:
    assert kind(MENU, external=5).type is PageType.LIST
    wide = "".join(f'<a href="https://s{i}.example/">Seite {i}</a>' for i in range(60))
    assert kind(wide, external=60).type is PageType.DIRECTORY


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta name="generator" content="MediaWiki 1.41">', PageType.WIKI),
        ('<meta name="generator" content="phpBB">', PageType.FORUM),
        ('<meta property="og:type" content="article">', PageType.ARTICLE),
        ('<meta property="og:type" content="product">', PageType.SHOP),
        ('<script type="application/ld+json">{"@type":"NewsArticle"}</script>', PageType.ARTICLE),
        (
            '<script type="application/ld+json">{"@type":["Thing","Product"]}</script>',
            PageType.SHOP,
        ),
        (
            '<script type="application/ld+json">{"@type":"DiscussionForumPosting"}</script>',
            PageType.FORUM,
        ),
    ],
)
def test_what_a_page_says_of_itself_comes_before_its_address(head: str, expected: PageType) -> None:
    found = kind(f"<head>{head}</head><body>{PROSE}</body>", "https://site.example/tag/x/")
    assert found.type is expected


def test_a_home_page_that_calls_itself_an_article_is_a_home_page() -> None:
    html = f'<head><meta property="og:type" content="article"></head><body>{PROSE}</body>'
    assert kind(html, "https://site.example/").type is PageType.HOME


@pytest.mark.parametrize(
    "place",
    [
        '<div id="respond"><form action="/c"><textarea name="c"></textarea></form></div>',
        '<ol class="comment-list"><li>Ja</li></ol>',
        '<div id="disqus_thread"></div>',
        '<section class="kommentare"><p>Gut</p></section>',
        '<div itemscope itemtype="https://schema.org/Comment">Gut</div>',
    ],
)
def test_a_place_for_comments_is_seen_in_several_forms(place: str) -> None:
    assert kind(f"<body>{PROSE}{place}</body>").takes_comments


@pytest.mark.parametrize(
    "place", ['<a class="comments-link" href="#c">3</a>', '<div class="recommended">x</div>', ""]
)
def test_a_mere_mention_of_comments_is_no_place_for_them(place: str) -> None:
    assert not kind(f"<body>{PROSE}{place}</body>").takes_comments


def test_a_forum_takes_comments() -> None:
    assert kind(PROSE, "https://site.example/forum/12").takes_comments


def test_the_saved_forums_wikis_and_manuals_are_known(shared_data: Path) -> None:
    expected = {
        "discourse": PageType.FORUM,
        "lemmy": PageType.FORUM,
        "xenforo": PageType.FORUM,
        "mediawiki": PageType.WIKI,
        "javadoc": PageType.DOCUMENTATION,
    }
    seen = 0
    with tarfile.open(shared_data / "pages" / "page-types.tar.gz") as archive:
        for member in (m for m in archive.getmembers() if m.name.endswith(".html")):
            file = archive.extractfile(member)
            assert file is not None
            html = file.read().decode(errors="replace")
            software = Path(member.name).parent.name
            assert kind(html, "https://example.org/page").type is expected[software], member.name
            seen += 1
    assert seen == 11
