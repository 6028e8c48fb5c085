"""Links of one page: every kind, as a reader and a search engine see them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.nouns import LinkKind
from backlinkbot.core.pages.links import (
    CONTEXT_WORDS,
    MOST_ANCHOR_CHARS,
    MOST_HTML_CHARS,
    PageLinks,
    read_links,
)

PAGE = "https://www.source.example/dir/page.html"


def read(html: str, url: str = PAGE) -> PageLinks:
    return read_links(html.encode(), url)


def test_every_kind_of_link_is_read_with_its_target() -> None:
    page = read(
        '<head><link rel="canonical" href="/canonical">'
        '<meta http-equiv="Refresh" content="5; URL=\'/moved\'"></head>'
        '<a href="text">words</a>'
        '<a href="image"><img src=x alt="a picture"></a>'
        '<map><area href="area" alt="a shape"></map>'
        '<iframe src="//frames.example/frame"></iframe>'
        '<form action="https://forms.example/post" method="post"></form>'
    )
    base = "https://www.source.example"
    assert dict(zip([kind.value for kind in page.kinds], page.targets, strict=True)) == {
        "text": f"{base}/dir/text",
        "image": f"{base}/dir/image",
        "area": f"{base}/dir/area",
        "frame": "https://frames.example/frame",
        "form": "https://forms.example/post",
        "canonical": f"{base}/canonical",
        "redirect": f"{base}/moved",
    }
    assert page.canonical_url == f"{base}/canonical"
    assert page.redirect_url == f"{base}/moved"
    assert page.external_links == 2


def test_frames_of_a_frameset_are_links() -> None:
    page = read('<frameset cols="*"><frame src="left.html"><frame src="right.html"></frameset>')
    assert page.kinds == [LinkKind.FRAME, LinkKind.FRAME]


@pytest.mark.parametrize(
    ("inside", "anchor", "kind"),
    [
        ("plain", "plain", "text"),
        ("  two \n\t words ", "two words", "text"),
        ("a <b>bold</b>, word", "a bold, word", "text"),
        ("caf&eacute; &amp; cake", "café & cake", "text"),
        ("<div>one</div><div>two</div>", "one two", "text"),
        ("seen<script>var x = 1;</script><style>a{}</style>", "seen", "text"),
        ("<!-- a comment -->", "", "text"),
        ("<img src=x alt='the alt'>", "the alt", "image"),
        ("<img src=x>", "", "image"),
        ("<img src=x alt='not this'>words", "words", "text"),
        ("<img src=a alt=one><img src=b alt=two>", "one two", "image"),
        ("<noscript><img src=x alt=lazy></noscript>", "lazy", "image"),
        ("日本語の文", "日本語の文", "text"),
        ("word<br>word", "word word", "text"),
    ],
)
def test_the_anchor_is_what_a_reader_sees(inside: str, anchor: str, kind: str) -> None:
    page = read(f"<div>before <a href='https://t.example/'>{inside}</a> after</div>")
    assert (page.anchors, page.kinds[0].value) == ([anchor], kind)


def test_a_link_in_noscript_keeps_its_own_words() -> None:
    page = read("<noscript>please <a href='https://t.example/'>turn it on</a></noscript>")
    assert page.anchors == ["turn it on"]


def test_an_endless_anchor_is_cut() -> None:
    page = read(f"<a href='https://t.example/'>{'word ' * 1000}</a>")
    assert len(page.anchors[0]) <= MOST_ANCHOR_CHARS


def test_links_are_resolved_against_the_first_base() -> None:
    page = read("<base href='https://other.example/b/'><base href='/no/'><a href='x'>x</a>")
    assert page.targets == ["https://other.example/b/x"]
    assert page.external.tolist() == [True]


def test_another_blog_on_a_shared_platform_is_external() -> None:
    page = read(
        "<a href='https://b.github.io/'>b</a><a href='https://a.github.io/x'>a</a>",
        "https://a.github.io/",
    )
    assert page.external.tolist() == [True, False]


def test_what_leads_to_no_web_page_is_counted_by_scheme_and_what_cannot_be_read_apart() -> None:
    page = read(
        "<a href='mailto:a@b.example'>m</a><a href='JavaScript:x()'>j</a><a href='tel:1'>t</a>"
        "<a href='http://['>bad</a><a href='ftp://f.example/'>f</a><a>no href</a><a href>self</a>"
        "<a href=' WhatsApp://send?x'>w</a><a href='made-up:x'>u</a><a href='b.example:80/'>p</a>"
    )
    assert page.targets == [PAGE]
    assert page.elsewhere == {
        "mailto": 1, "javascript": 1, "tel": 1, "ftp": 1, "whatsapp": 1, "another scheme": 2,
    }  # fmt: skip
    assert page.refused == {"link whose address cannot be read": 1}


def test_a_link_to_a_host_of_nobody_is_counted_and_no_external_one() -> None:
    page = read(
        "<a href='http://localhost/x'>l</a><a href='http://intranet/'>i</a>"
        "<a href='http://192.168.0.1/'>r</a><a href='https://b.example/'>b</a>"
    )
    assert page.targets == ["https://b.example/"]
    assert page.external_links == 1
    assert page.refused == {
        "link leads to no host of the public web (localhost, intranet)": 3,
    }


def test_links_within_a_local_site_stay_its_own() -> None:
    page = read("<a href='/x'>x</a>", "http://intranet/")
    assert page.targets == ["http://intranet/x"]
    assert page.external_links == 0


def test_the_same_target_is_numbered_in_page_order() -> None:
    page = read(
        "<a href='https://t.example/#a'>1</a><a href='/x'>2</a><a href='https://t.example/'>3</a>"
    )
    assert page.occurrences == [0, 0, 1]


@pytest.mark.parametrize(
    ("rel", "facts", "followed"),
    [
        ("", (False, False, False), True),
        ("noopener external", (False, False, False), True),
        ("NoFollow", (True, False, False), False),
        ("ugc", (False, True, False), False),
        ("noopener  Sponsored\n", (False, False, True), False),
        ("ugc,nofollow", (True, True, False), False),
        ("nofollowing", (False, False, False), True),
    ],
)
def test_rel_tokens_are_separate_facts(
    rel: str, facts: tuple[bool, bool, bool], *, followed: bool
) -> None:
    page = read(f"<a href='https://t.example/' rel='{rel}'>x</a>")
    assert tuple(page.rels[0][:3]) == facts
    assert page.followed(0) is followed


def test_a_page_that_says_nofollow_takes_it_from_all_its_links() -> None:
    page = read("<meta name=ROBOTS content='index, NOFOLLOW'><a href='https://t.example/'>x</a>")
    assert (page.nofollow, page.noindex, page.followed(0)) == (True, False, False)
    assert page.rels[0].nofollow is False


def test_the_context_has_at_least_ten_words_on_each_side() -> None:
    before, after = (" ".join(f"{side}{i}" for i in range(60)) for side in "ba")
    page = read(f"<p>{before} <a href='https://t.example/'>here</a> {after}</p>")
    left, right = page.context(0)
    assert left == " ".join(f"b{i}" for i in range(60 - CONTEXT_WORDS, 60))
    assert right == " ".join(f"a{i}" for i in range(CONTEXT_WORDS))


def test_the_context_crosses_blocks_but_not_scripts() -> None:
    page = read(
        "<p>the paragraph before</p><script>not this</script>"
        "<p><a href='https://t.example/'>here</a></p><style>nor this</style><p>and after</p>"
    )
    assert page.context(0) == ("the paragraph before", "and after")


def test_the_context_is_as_long_in_a_list_of_single_words() -> None:
    items = "".join(f"\n  <li> <b> w{i} </b> </li>" for i in range(60))
    page = read(f"<ul>{items}</ul><a href='https://t.example/'>x</a><ul>{items}</ul>")
    assert [len((side or "").split()) for side in page.context(0)] == [CONTEXT_WORDS] * 2


def test_a_glued_word_stays_whole_beside_the_link() -> None:
    page = read("<p>pre<a href='https://t.example/'>fix</a>es, and more</p>")
    assert page.context(0) == ("pre", "es, and more")


def test_the_html_around_a_link_is_its_block_and_bounded() -> None:
    page = read("<div><p>see <a href='https://t.example/'>it</a></p></div>")
    assert page.context_html(0) == '<p>see <a href="https://t.example/">it</a></p>'
    long = read(f"<p>{'x ' * 500}<a href='https://t.example/'>it</a>{' y' * 100}</p>")
    html = long.context_html(0)
    assert html is not None
    assert '<a href="https://t.example/">it</a>' in html
    assert len(html) <= MOST_HTML_CHARS


def test_links_of_the_head_stand_nowhere() -> None:
    page = read("<link rel=canonical href='https://c.example/'><p>some words</p>")
    assert page.context(0) == (None, None)
    assert page.context_html(0) is None
    assert page.standing(np.array([0])) == ([None], [None])


def test_position_and_density_tell_a_row_of_links_from_a_sentence() -> None:
    page = read(
        "<ul><li><a href=/1>one two</a></ul><p>a sentence of six words <a href=/2>here</a></p>"
    )
    position, density = page.standing(np.arange(2))
    assert position == [0.0, pytest.approx(7 / 8)]
    assert density == [1.0, pytest.approx(1 / 6)]


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    page = read_links(text.encode("utf-8", "surrogatepass"), PAGE)
    assert len(page.contexts(np.arange(len(page)))) == len(page)


@given(
    st.lists(
        st.sampled_from(
            ["<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<a href='https://t.example/'>",
             "</a>", "<table>", "<td>", "</table>", "<ul>", "<li>", "</ul>", "words and", " ",
             "<img alt=pic>", "<script>", "</script>", "<br>", "<form action=/f>", "</form>"]
        ),
        max_size=60,
    )
)  # fmt: skip
def test_what_an_element_holds_lies_inside_what_its_parent_holds(pieces: list[str]) -> None:
    walk = read("".join(pieces)).walk
    elements = walk.elements
    for child in np.flatnonzero(elements.parent >= 0):
        parent = elements.parent[child]
        assert parent < child < elements.end[child] <= elements.end[parent]
        assert elements.first_word[parent] <= elements.first_word[child]
        assert elements.last_word[child] <= elements.last_word[parent] <= walk.words
        assert elements.first_char[parent] <= elements.first_char[child]
        assert elements.last_char[child] <= elements.last_char[parent] <= len(walk.text)
        assert elements.last_link[child] <= elements.last_link[parent]
