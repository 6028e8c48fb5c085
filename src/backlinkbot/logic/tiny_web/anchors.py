"""What words a link is given, and the sentence around it: natural mixes and bought ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.tiny_web.page import Hyper, Paragraph
from backlinkbot.logic.tiny_web.prose import nouns, sentence
from backlinkbot.logic.tiny_web.vocabulary import GENERIC

if TYPE_CHECKING:
    from random import Random

    from backlinkbot.logic.tiny_web.truth import SiteTruth

# Paths of every main character's and shop's site, with what each page is about.
LANDING = (
    ("/", "garden tools"),
    ("/guides/pruning-roses", "pruning roses"),
    ("/guides/compost", "compost guide"),
    ("/shop/spades", "garden spades"),
    ("/shop/secateurs", "buy secateurs"),
    ("/tools/sowing-calendar", "sowing calendar"),
)
_AROUND = {
    "en": ("A good account of it is given by ", ", which we read with a cup of tea."),
    "de": ("Mehr dazu steht bei ", ", das wir gern gelesen haben."),
    "fr": ("Pour aller plus loin, voir ", ", que nous avons lu avec plaisir."),
    "es": ("Para saber más, véase ", ", que leímos con mucho gusto."),
}
_EN_AROUND = (
    ("We followed the advice of ", " and have not looked back since."),
    ("The best explanation that we know comes from ", ", so we will not repeat it here."),
    ("Last weekend we compared our notes with ", " and found only small differences."),
    ("If you have more time, ", " covers the whole subject with pictures."),
    ("According to ", " the result depends mostly on the weather."),
)

# Cumulative shares of a natural mix: branded, naked, generic, partial, exact; the rest is a title.
NATURAL_MIX = (0.44, 0.58, 0.68, 0.84, 0.89)


def natural_anchor(rng: Random, site: SiteTruth, path: str, language: str) -> str:
    """An anchor as people choose it who were not told to."""
    about = dict(LANDING).get(path, site.topic)
    roll = rng.random()
    choices = (
        rng.choice((site.name, site.name, site.domain, f"{site.name} website")),
        rng.choice((site.url(path), site.host)),
        rng.choice(GENERIC[language]),
        f"{rng.choice(('this', 'their', 'a useful'))} {about} article",
        about,
    )
    for share, words in zip(NATURAL_MIX, choices, strict=True):
        if roll < share:
            return words
    return f"how they look after a {rng.choice(nouns('en', site.topic))}"


def around(rng: Random, language: str, topic: str, link: Hyper) -> Paragraph:
    """A paragraph with the link in the middle of it."""
    before, after = rng.choice(_EN_AROUND) if language == "en" else _AROUND[language]
    first = sentence(rng, language, topic)
    return (f"{first} {before}", link, f"{after} {sentence(rng, language, topic)}")
