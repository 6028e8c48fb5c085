"""Texts of answers made of families of sentences: every choice, surroundings, slips of the pen.

A family is one template of a TOML file, by class and language; "(a|b)" stands for either. What
stands around an answer (reply_surroundings.toml) is drawn alike for every class.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import numpy as np

SURROUNDINGS = Path(__file__).with_name("reply_surroundings.toml")
MOST_OF_FAMILY = 24
CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
SIGNS = re.compile(r"[^\w\s@€$£]+")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST = 4  # letters of a word that is misspelt
# How many of the texts get what; by judgement.
DRESSED = 0.75  # anything at all
GREETED, INTRODUCED, TWICE, SIGNED, FOLLOWED = 0.3, 0.35, 0.1, 0.3, 0.06
MISSPELT, AGAIN, UNPOINTED = 0.15, 0.4, 0.06


class Said(NamedTuple):
    """One text, of which family, and the class and language of that."""

    family: int
    name: str
    language: str
    text: str


def families(path: Path) -> list[tuple[str, str, str]]:
    """Class, language and template of each family."""
    table = tomllib.loads(path.read_text("utf-8"))
    return [(c, lang, t) for c, langs in table.items() for lang, ts in langs.items() for t in ts]


def expanded(template: str, rng: np.random.Generator, most: int = MOST_OF_FAMILY) -> list[str]:
    """The sentences of a family: every choice, or so many drawn from them; inner choices first."""
    found = {template}
    while any(CHOICE.search(one) for one in found):
        found = set(itertools.chain.from_iterable(map(_first_choice, found)))
        if len(found) > most * 40:
            found = set(rng.choice(sorted(found), most * 40, replace=False))
    texts = sorted(found)
    return (
        texts
        if len(texts) <= most
        else [str(one) for one in rng.choice(texts, most, replace=False)]
    )


def _first_choice(text: str) -> list[str]:
    found = CHOICE.search(text)
    if not found:
        return [text]
    return [text[: found.start()] + part + text[found.end() :] for part in found[1].split("|")]


def said_in(path: Path, rng: np.random.Generator, most: int, first: int = 0) -> list[Said]:
    """The bare texts of a file's families, which are numbered from `first`."""
    return [
        Said(first + number, name, language, text)
        for number, (name, language, template) in enumerate(families(path))
        for text in expanded(template, rng, most)
    ]


def dressed(said: list[Said], rng: np.random.Generator) -> list[Said]:
    """The same, most of them with greetings, introductions, signatures and slips of the pen."""
    around = tomllib.loads(SURROUNDINGS.read_text("utf-8"))
    return [
        one._replace(text=_around(one.text, around[one.language], rng))
        if rng.random() < DRESSED
        else one
        for one in said
    ]


def _around(text: str, around: dict[str, list[str]], rng: np.random.Generator) -> str:
    drawn = rng.random(7)
    before = around["greeting"][rng.integers(len(around["greeting"])) :][:1]
    said = [*(before if drawn[0] < GREETED else [])]
    times = int(drawn[1] < INTRODUCED) + int(drawn[1] < TWICE)
    said += [str(one) for one in rng.choice(around["before"], times, replace=False)]
    if drawn[2] < MISSPELT:
        text = misspelt(text, rng)
    if drawn[3] < UNPOINTED:
        text = SIGNS.sub(" ", text)
    said.append(text)
    if drawn[4] < FOLLOWED:
        said.append(str(rng.choice(around["before"])))
    end = "\n" + str(rng.choice(around["after"])) if drawn[5] < SIGNED else ""
    return " ".join(said) + end


def misspelt(text: str, rng: np.random.Generator) -> str:
    """A text with a slip in one word or two: letters swapped, left out, doubled or mistaken."""
    words = text.split(" ")
    long = [n for n, word in enumerate(words) if len(word) >= SHORTEST and word.isalpha()]
    for n in rng.permutation(long)[: 1 + int(rng.random() < AGAIN)]:
        word, at = words[n], int(rng.integers(1, len(words[n]) - 1))
        slips = (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + LETTERS[rng.integers(len(LETTERS))] + word[at + 1 :],
        )
        words[n] = slips[rng.integers(len(slips))]
    return " ".join(words)
