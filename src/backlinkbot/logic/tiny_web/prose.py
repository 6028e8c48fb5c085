"""Sentences, titles and names out of the vocabularies, the same for the same random state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.tiny_web.vocabulary import ADJECTIVES, NOUNS, SENTENCES, VERBS

if TYPE_CHECKING:
    from random import Random


def nouns(language: str, topic: str) -> tuple[str, ...]:
    """The topic's nouns in this language; its news words where the language has no such topic."""
    return NOUNS[language].get(topic) or NOUNS[language]["news"]


def sentence(rng: Random, language: str, topic: str) -> str:
    """One sentence about the topic."""
    text = rng.choice(SENTENCES[language])
    words = nouns(language, topic)
    while "{n}" in text:
        text = text.replace("{n}", rng.choice(words), 1)
    text = text.replace("{a}", rng.choice(ADJECTIVES[language]))
    return text.replace("{v}", rng.choice(VERBS[language]))


def paragraph(rng: Random, language: str, topic: str, sentences: int) -> str:
    """Some sentences in a row."""
    return " ".join(sentence(rng, language, topic) for _ in range(sentences))


_TITLES = {
    "en": (
        "How to choose a {n}",
        "The {n} and the {n}",
        "{n}: what we learned",
        "A year with a {n}",
    ),
    "de": ("{n} und {n}: ein Vergleich", "Ein Jahr mit {n}", "{n} für Einsteiger"),
    "fr": ("Choisir {n}", "{n} et {n}: notre avis", "Un an avec {n}"),
    "es": ("Cómo elegir {n}", "{n} y {n}: comparación", "Un año con {n}"),
}


def title(rng: Random, language: str, topic: str) -> str:
    """A headline about the topic."""
    text = rng.choice(_TITLES[language])
    words = nouns(language, topic)
    while "{n}" in text:
        text = text.replace("{n}", rng.choice(words), 1)
    return text[0].upper() + text[1:]


def slug(text: str) -> str:
    """A headline as the last part of a path: lower-case ASCII letters, digits and hyphens."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in text.lower())
    return "-".join(part for part in kept.split("-") if part)
