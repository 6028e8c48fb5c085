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
    """One phrase: its folded words, the places of its groups, and how the list writes it."""

    words: tuple[str, ...]
    groups: tuple[int, ...]
    written: str
    is_open: bool

    @property
    def key(self) -> int:
        """Which of its words is looked for first: the longest, which is the rarest."""
        return max(range(len(self.words)), key=lambda place: len(self.words[place]))


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
        for entry, starts in self._hits(tokens):
            for group in entry.groups:
                np.add.at(told[:, group], tokens.row[starts], 1)
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

        hits = [
            (start, entry)
            for entry, starts in self._hits(Tokens.of(pa.array([text])))
            for start in starts.tolist()
        ]
        hits.sort(key=lambda hit: hit[0])
        return [(self.names[g], entry.written) for _, entry in hits for g in entry.groups]

    def first(self, text: str, *groups: str) -> str:
        """The first phrase of some groups in one text, empty where there is none."""
        return next((written for group, written in self.found(text) if group in groups), "")

    def _hits(self, tokens: Tokens) -> Iterator[tuple[_Entry, NDArray[np.int64]]]:
        """Each phrase that stands anywhere, with the places of its first words."""
        code_of = {word: code for code, word in enumerate(tokens.words)}
        taken = np.zeros(len(tokens.code), np.bool_)
        for entry, keys in self._candidates(tokens):
            starts = self._starts(entry, keys, tokens, code_of)
            places = starts[:, None] + np.arange(len(entry.words))
            starts = starts[~taken[places].any(axis=1)]
            if len(starts):
                taken[starts[:, None] + np.arange(len(entry.words))] = True
                yield entry, starts

    def _candidates(self, tokens: Tokens) -> Iterator[tuple[_Entry, NDArray[np.int64]]]:
        """Each phrase with the places of its key word, the longest phrases first."""
        entries = [self._keyed_by(word) for word in tokens.words]
        may = np.array([bool(each) for each in entries], np.bool_)
        if not may.any():
            return
        at = np.flatnonzero(may[tokens.code])
        codes = tokens.code[at]
        order = np.argsort(codes, kind="stable")
        distinct, first = np.unique(codes[order], return_index=True)
        places: dict[_Entry, list[NDArray[np.int64]]] = {}
        for code, part in zip(distinct.tolist(), np.split(at[order], first[1:]), strict=True):
            for entry in entries[code]:
                places.setdefault(entry, []).append(part)
        for entry in sorted(places, key=lambda entry: (-len(entry.words), entry.words)):
            yield entry, np.sort(np.concatenate(places[entry]))

    @staticmethod
    def _starts(
        entry: _Entry, keys: NDArray[np.int64], tokens: Tokens, code_of: dict[str, int]
    ) -> NDArray[np.int64]:
        """Where the whole phrase stands, of the places of its key word."""
        size = len(entry.words)
        starts = keys - entry.key
        starts = starts[(starts >= 0) & (starts + size <= len(tokens.code))]
        for place, word in enumerate(entry.words):
            if place == entry.key:
                continue
            there = tokens.code[starts + place]
            if entry.is_open and place == size - 1:
                fits = [tokens.words[code].startswith(word) for code in there.tolist()]
                starts = starts[np.array(fits, np.bool_)]
            else:
                starts = starts[there == code_of.get(word, -1)]
        return np.asarray(starts[tokens.row[starts] == tokens.row[starts + size - 1]], np.int64)

    def _keyed_by(self, word: str) -> list[_Entry]:
        by_word, by_stem, lengths = self._keys
        found = by_word.get(word, [])
        for length in lengths:
            found = found + by_stem.get(word[:length], []) if len(word) >= length else found
        return found

    @cached_property
    def _keys(self) -> tuple[dict[str, list[_Entry]], dict[str, list[_Entry]], tuple[int, ...]]:
        """Phrases by their key word, by the stem of it, and how long the stems are."""
        groups: dict[tuple[str, ...], dict[str, list[int]]] = {}
        for place, group in enumerate(self.names):
            for phrase in self.groups[group]:
                words = tuple(_WORD.findall(folded(phrase)))
                groups.setdefault(words, {}).setdefault(phrase, []).append(place)
        by_word: dict[str, list[_Entry]] = {}
        by_stem: dict[str, list[_Entry]] = {}
        for words, spellings in groups.items():
            written = min(spellings, key=lambda phrase: (not phrase.endswith("*"), phrase))
            places = tuple(sorted({place for each in spellings.values() for place in each}))
            is_open = written.endswith("*")
            entry = _Entry(words, places, written.rstrip("*"), is_open=is_open)
            keyed = by_stem if is_open and entry.key == len(words) - 1 else by_word
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
