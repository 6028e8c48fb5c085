"""Lists of telling phrases in nine languages, and where they stand in many texts.

A list is a data file: `[group]`, then `language: phrase, phrase`; a star at the end of a phrase
stands for any ending.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.errors import Broken
from backlinkbot.logic.judge.clues.tokens import Tokens
from backlinkbot.logic.judge.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+")
_VERSION = re.compile(r"#\s*version:\s*(\S+)")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One phrase: its folded words, its group's place, and how the list writes it."""

    words: tuple[str, ...]
    group: int
    written: str
    is_open: bool

    @property
    def key(self) -> int:
        """Which of its words is looked for first: the longest, which is the rarest."""
        return max(range(len(self.words)), key=lambda place: len(self.words[place]))

    @property
    def key_is_stem(self) -> bool:
        return self.is_open and self.key == len(self.words) - 1

    def fits(self, given: tuple[str, ...]) -> bool:
        """Whether these words are this phrase."""
        if len(given) != len(self.words) or given[:-1] != self.words[:-1]:
            return False
        return given[-1] == self.words[-1] or (
            self.is_open and given[-1].startswith(self.words[-1])
        )


@dataclass(frozen=True)
class Phrases:
    """A list of phrases: `groups` by name, each with its phrases as they are written."""

    version: str
    groups: dict[str, tuple[str, ...]]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The groups, in the order of the file."""
        return tuple(self.groups)

    def counts(self, tokens: Tokens) -> NDArray[np.int32]:
        """How many phrases of each group each text holds: shape (texts, groups).

        Of phrases that overlap only the longest counts.
        """
        told = np.zeros((tokens.texts, len(self.names)), np.int32)
        for row, _, entry in self._hits(tokens):
            told[row, entry.group] += 1
        return told

    def counts_in(self, texts: pa.Array | pa.ChunkedArray) -> NDArray[np.int32]:
        """`counts` of texts that repeat, such as anchors; null holds none."""
        import pyarrow as pa

        if isinstance(texts, pa.ChunkedArray):
            texts = texts.combine_chunks()
        encoded = texts.dictionary_encode()
        told = self.counts(Tokens.of(encoded.dictionary))
        places = encoded.indices.fill_null(len(told)).to_numpy(zero_copy_only=False)
        rows = np.vstack([told, np.zeros((1, len(self.names)), np.int32)])
        return np.asarray(rows[places], np.int32)

    def found(self, text: str) -> list[tuple[str, str]]:
        """Each phrase in one text as (group, phrase as the list writes it), in order."""
        import pyarrow as pa

        hits = sorted(self._hits(Tokens.of(pa.array([text]))), key=lambda hit: hit[1])
        return [(self.names[entry.group], entry.written) for _, _, entry in hits]

    def first(self, text: str, *groups: str) -> str:
        """The first phrase of some groups in one text, empty where there is none."""
        return next((written for group, written in self.found(text) if group in groups), "")

    def _hits(self, tokens: Tokens) -> Iterator[tuple[int, int, _Entry]]:
        """Row, place among all words, and phrase of each hit; the longest of those that overlap."""
        entries = [self._keyed_by(word) for word in tokens.words]
        may = np.array([bool(each) for each in entries], np.bool_)
        hits = [
            (int(tokens.row[start]), start, entry)
            for at in np.flatnonzero(may[tokens.code] if len(may) else may).tolist()
            for entry in entries[tokens.code[at]]
            if (start := self._start(tokens, at, entry)) >= 0
        ]
        taken: set[int] = set()
        for hit in sorted(hits, key=lambda hit: (-len(hit[2].words), hit[1])):
            places = range(hit[1], hit[1] + len(hit[2].words))
            if taken.isdisjoint(places):
                taken.update(places)
                yield hit

    @staticmethod
    def _start(tokens: Tokens, at: int, entry: _Entry) -> int:
        """Where the phrase begins whose key word is word number `at`; -1 where it is not there."""
        start, end = at - entry.key, at - entry.key + len(entry.words)
        if start < 0 or end > len(tokens.code) or tokens.row[start] != tokens.row[end - 1]:
            return -1
        given = tuple(tokens.words[code] for code in tokens.code[start:end].tolist())
        return start if entry.fits(given) else -1

    def _keyed_by(self, word: str) -> list[_Entry]:
        by_word, by_stem, lengths = self._keys
        found = by_word.get(word, [])
        for length in lengths:
            found = found + by_stem.get(word[:length], []) if len(word) >= length else found
        return found

    @cached_property
    def _keys(self) -> tuple[dict[str, list[_Entry]], dict[str, list[_Entry]], tuple[int, ...]]:
        """Phrases by their key word, by the stem of it, and how long the stems are."""
        by_word: dict[str, list[_Entry]] = {}
        by_stem: dict[str, list[_Entry]] = {}
        for place, group in enumerate(self.names):
            for phrase in self.groups[group]:
                words = tuple(_WORD.findall(folded(phrase)))
                entry = _Entry(words, place, phrase.rstrip("*"), is_open=phrase.endswith("*"))
                keyed = by_stem if entry.key_is_stem else by_word
                keyed.setdefault(words[entry.key], []).append(entry)
        return by_word, by_stem, tuple(sorted({len(stem) for stem in by_stem}))


@cache
def phrases(file: str) -> Phrases:
    """The list in `data/FILE`."""
    text = (files("backlinkbot.logic.judge.clues") / "data" / file).read_text("utf-8")
    version = _VERSION.search(text)
    if version is None:
        raise Broken(f"{file} does not say which version it is")
    groups: dict[str, list[str]] = {}
    group = ""
    for line in text.splitlines():
        said = line.partition("#")[0].strip()
        if said.startswith("["):
            group = said.strip("[]")
            groups[group] = []
        elif said:
            given = said.partition(":")[2].split(",")
            groups[group] += [phrase.strip() for phrase in given if phrase.strip()]
    return Phrases(version[1], {name: tuple(dict.fromkeys(own)) for name, own in groups.items()})
