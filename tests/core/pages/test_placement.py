from __future__ import annotations

import gzip
import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backlinkbot.core.errors import Broken
from backlinkbot.core.nouns import Placement
from backlinkbot.core.pages.features import FEATURES, matrix
from backlinkbot.core.pages.links import PageLinks, read_links
from backlinkbot.core.pages.placement import classify, model_of, readers_text

LOREM = "Der Wein wächst hier seit vielen Jahren an den steilen Hängen über dem Fluss. " * 3
MENU = "".join(f'<li><a href="/n{i}">Punkt {i}</a></li>' for i in range(8))
LEGAL = "".join(f'<li><a href="/f{i}">Rechtliches {i}</a></li>' for i in range(5))
COMMENTS = "".join(
    f"""<li class="comment"><div class="comment-author">
    <a class="url" rel="ugc nofollow" href="https://leser{i}.example/">Leser {i}</a></div>
    <div class="comment-content"><p>Sehr schön, danke! Ich schreibe auch über
    <a href="https://leser{i}.example/wein" rel="ugc nofollow">Wein</a> im Netz.</p></div></li>"""
    for i in range(4)
)
PAGE = f"""<!doctype html><html><head><title>Wein</title></head><body>
<header><a href="/"><img src="l.png" alt="Logo"></a></header>
<nav class="main-nav"><ul>{MENU}</ul></nav>
<main><article><h1>Vom Wein</h1><p>{LOREM}</p>
<p>{LOREM} Mehr davon steht in <a href="https://gut.example/quelle">einem langen Bericht über
den Anbau</a>, den wir gern gelesen haben. {LOREM}</p><p>{LOREM}</p></article></main>
<section id="comments" class="comments-area"><h2>4 Kommentare</h2>
<ol class="comment-list">{COMMENTS}</ol></section>
<footer class="site-footer"><ul>{LEGAL}</ul></footer>
</body></html>""".encode()


def placements(html: bytes) -> dict[str, str]:
    links = read_links(html, "https://blog.example/2024/wein")
    words, _ = classify(matrix([links]))
    return dict(zip(links.targets, words, strict=True))


def test_a_link_in_the_text_is_content_and_one_in_the_footer_is_not() -> None:
    told = placements(PAGE)
    assert told["https://gut.example/quelle"] == "content"
    assert told["https://blog.example/f2"] == "footer"
    assert told["https://blog.example/n3"] == "navigation"


def test_links_of_commenters_are_comments() -> None:
    told = placements(PAGE)
    commenters = {word for target, word in told.items() if "leser" in target}
    assert commenters == {"comment"}


def test_entries_of_a_page_that_is_a_list_are_list_entries() -> None:
    items = "".join(
        f"<li><a href='https://shop{i}.example/'>Shop {i}</a> sells tea and pots in town {i}</li>"
        for i in range(12)
    )
    told = placements(f"<body><h1>Tea shops</h1><ul>{items}</ul></body>".encode())
    assert set(told.values()) == {"list/directory"}


def test_a_list_of_sources_under_an_article_makes_no_list_of_the_page() -> None:
    items = "".join(f"<li><a href='https://s{i}.example/'>Source {i}</a></li>" for i in range(6))
    html = PAGE.decode().replace("</article>", f"<ol>{items}</ol></article>")
    told = placements(html.encode())
    assert "list/directory" not in {word for target, word in told.items() if "//s" in target}


def test_a_link_behind_about_the_author_is_of_the_author_s_note() -> None:
    note = (
        '<div><h4>About the author</h4><p>Ann <a href="https://ann.example/">blogs</a>.</p></div>'
    )
    told = placements(PAGE.replace(b"</article>", f"{note}</article>".encode()))
    assert told["https://ann.example/"] == "author bio"


@pytest.mark.parametrize(
    "opening",
    [
        '<div class="comment-list">',
        '<div itemscope itemtype="https://schema.org/Comment">',
        "<div><h3>Comments</h3>",
    ],
)
def test_what_the_page_names_readers_text_is_never_content(opening: str) -> None:
    said = f'{opening}<p>{LOREM} <a href="https://spam.example/">{LOREM[:30]}</a> {LOREM}</p></div>'
    form = "<form action=/say><textarea name=say></textarea></form>"
    told = placements(PAGE.replace(b"</main>", f"{said}{form}</main>".encode()))
    assert told["https://spam.example/"] != "content"


def test_a_link_that_says_it_is_a_reader_s_is_never_content() -> None:
    told = placements(PAGE.replace(b'quelle">', b'quelle" rel="ugc">'))
    assert told["https://gut.example/quelle"] != "content"


def test_what_readers_write_on_a_forum_is_comment_never_content() -> None:
    words = ["content", "navigation", "unknown"]
    assert readers_text(words, "forum") == ["comment", "navigation", "unknown"]
    assert readers_text(words, "article") == words


def test_every_answer_is_a_word_of_the_product_with_a_probability() -> None:
    links = read_links(PAGE, "https://blog.example/")
    words, sure = classify(matrix([links]))
    assert {Placement(word) for word in words}
    assert ((sure >= 0) & (sure <= 1)).all()
    assert sure.dtype == np.float32


def test_a_link_that_stands_nowhere_is_unknown_without_a_probability() -> None:
    words, sure = classify(np.zeros((2, len(FEATURES)), np.float32))
    assert words == ["unknown", "unknown"]
    assert np.isnan(sure).all()


def test_no_rows_give_no_answers() -> None:
    words, sure = classify(np.zeros((0, len(FEATURES)), np.float32))
    assert words == []
    assert len(sure) == 0


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_row_is_judged_alike_alone_and_in_company(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = matrix([read_links(PAGE, "https://blog.example/")])
    chosen = rows[rng.integers(0, len(rows), 40)]
    words, sure = classify(chosen)
    at = int(rng.integers(0, 40))
    alone, alone_sure = classify(chosen[at : at + 1])
    assert alone[0] == words[at]
    assert alone_sure[0] == pytest.approx(sure[at], abs=1e-5)


def test_a_model_for_features_that_are_gone_is_our_own_fault() -> None:
    with (files("backlinkbot.core.pages.weights") / "placement.npz").open("rb") as file:
        arrays = dict(np.load(file))
    arrays["features"] = np.array(["moon_phase", *arrays["features"][1:]])
    with pytest.raises(Broken, match="moon_phase"):
        model_of(arrays)


def test_the_model_is_small() -> None:
    size = len((files("backlinkbot.core.pages.weights") / "placement.npz").read_bytes())
    assert size <= 1_000_000


def test_no_link_inside_a_labelled_comment_is_called_content(shared_data: Path) -> None:
    """On real pages, with the comment strings their authors marked; these pages trained the model,
    so this guards the rule, and bench/quality/placement.py measures it on unseen domains."""
    from fastwarc import ArchiveIterator, WarcRecordType

    with gzip.open(shared_data / "pages" / "multi-domain-labels.json.gz") as file:
        labels = json.load(file)
    pages = []
    with (shared_data / "pages" / "multi-domain-pages.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response):
            url = record.headers["WARC-Target-URI"]
            if labels.get(url, {}).get("comments"):
                pages.append((labels[url], read_links(record.reader.read(), url)))
    words, _ = classify(matrix([links for _, links in pages]))
    inside = called = 0
    start = 0
    for label, links in pages:
        of_page = words[start : start + len(links)]
        start += len(links)
        for place in comment_links(links, label["comments"]):
            inside += 1
            called += of_page[place] == "content"
    assert inside > 10
    assert called == 0


def comment_links(links: PageLinks, strings: list[str]) -> list[int]:
    """Links that stand in the very block that a comment string was found in."""
    elements, text = links.walk.elements, links.walk.text
    found = []
    for wanted in filter(None, strings):
        at = text.find(wanted)
        if at < 0:
            continue
        holds = (elements.first_char <= at) & (elements.last_char > at)
        block = elements.block[np.flatnonzero(holds)[-1]]
        end = elements.end[block]
        found += [i for i, e in enumerate(links.element) if links.row[i] >= 0 and block <= e < end]
    return found
