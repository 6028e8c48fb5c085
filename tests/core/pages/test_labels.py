"""Short texts that announce what follows."""

from __future__ import annotations

import pytest

from backlinkbot.core.pages.features import FEATURES, matrix
from backlinkbot.core.pages.labels import NAMES, label_of
from backlinkbot.core.pages.links import read_links


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("about the author", "author"),
        ("über den autor", "author"),
        ("à propos de l'auteur", "author"),
        ("12 kommentare", "comment"),
        ("comentarios", "comment"),
        ("related posts", "related"),
        ("das könnte sie auch interessieren", "related"),
        ("share this", "share"),
        ("liens utiles", "links"),
        ("schlagwörter:", "tags"),
    ],
)
def test_labels_of_several_languages_are_known(text: str, name: str) -> None:
    assert NAMES[label_of(text)] == name


def test_other_short_texts_announce_nothing() -> None:
    assert label_of("the best tea of the year") == -1


def test_the_nearest_label_before_a_link_speaks_of_it() -> None:
    page = read_links(
        b"<main><p>Some tea is drunk <a href='https://t.example/'>here</a> each day of the week."
        b"</p><div><div>About the author</div><p>Ann has <a href='https://ann.example/'>a site</a>"
        b" on tea.</p></div></main>",
        "https://a.example/",
    )
    told = dict(zip(page.targets, matrix([page])[:, FEATURES.index("label_last")], strict=True))
    assert told["https://ann.example/"] == NAMES.index("author")
    assert told["https://t.example/"] == -1
