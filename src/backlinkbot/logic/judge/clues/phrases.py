"""Lists of telling phrases in nine languages, and where they stand in many texts.

A list is a data file: `[group]`, then `language: phrase, phrase`; a star at the end of a phrase
stands for any ending. Texts are searched in two steps, because few hold anything: one regular
expression over all of them (never too few), then word by word in those it finds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.errors import Broken
from backlinkbot.logic.judge.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+")
_VERSION = re.compile(r"#\s*version:\s*(\S+)")
_GAP = r"[^\p{L}\p{N}]+"


@dataclass(frozen=True)
class Phrases:
    """A list of phrases: `groups` by name, each with its phrases as they are written."""

    version: str
    groups: dict[str, tuple[str, ...]]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The groups, in the order of the file."""
        return tuple(self.groups)

    def counts(self, texts: pa.Array | pa.ChunkedArray) -> NDArray[np.int32]:
        """How many phrases of each group each text holds: shape (texts, groups); null holds none."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if isinstance(texts, pa.ChunkedArray):
            texts = texts.combine_chunks()
        encoded = texts.dictionary_encode()
        unique = encoded.dictionary
        told = np.zeros((len(unique) + 1, len(self.names)), np.int32)
        may = pc.match_substring_regex(pc.utf8_lower(unique), self._may_hold)
        for row in np.flatnonzero(may.to_numpy(zero_copy_only=False)).tolist():
            for group, _ in self.found(unique[row].as_py()):
                told[row, group] += 1
        places = encoded.indices.fill_null(len(unique)).to_numpy(zero_copy_only=False)
        return told[places]

    def found(self, text: str) -> Iterator[tuple[int, str]]:
        """Each phrase in a text with the place of its group in `names`; they do not overlap."""
        words = _WORD.findall(folded(text))
        at = 0
        while at < len(words):
            hit = self._longest(words, at)
            if hit is None:
                at += 1
                continue
            group, length = hit
            yield group, " ".join(words[at : at + length])
            at += length

    def first(self, text: str, group: str) -> str:
        """The first phrase of a group in a text as it was found, empty where there is none."""
        wanted = self.names.index(group)
        return next((words for place, words in self.found(text) if place == wanted), "")

    def _longest(self, words: list[str], at: int) -> tuple[int, int] | None:
        best: tuple[int, int] | None = None
        for phrase, group, is_open in self._starting(words[at]):
            end = at + len(phrase)
            if best is not None and best[1] >= len(phrase):
                continue
            given = words[at:end]
            if given[:-1] != list(phrase[:-1]) or len(given) != len(phrase):
                continue
            last = given[-1]
            if last == phrase[-1] or (is_open and last.startswith(phrase[-1])):
                best = (group, len(phrase))
        return best

    def _starting(self, word: str) -> Iterator[tuple[tuple[str, ...], int, bool]]:
        yield from self._by_first.get(word, ())
        for length in self._stem_lengths:
            yield from self._by_stem.get(word[:length], ())

    @cached_property
    def _entries(self) -> list[tuple[tuple[str, ...], int, bool]]:
        return [
            (tuple(_WORD.findall(folded(phrase))), self.names.index(group), phrase.endswith("*"))
            for group, phrases in self.groups.items()
            for phrase in phrases
        ]

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[tuple[str, ...], int, bool]]]:
        found: dict[str, list[tuple[tuple[str, ...], int, bool]]] = {}
        for entry in self._entries:
            words, _, is_open = entry
            if len(words) > 1 or not is_open:
                found.setdefault(words[0], []).append(entry)
        return found

    @cached_property
    def _by_stem(self) -> dict[str, list[tuple[tuple[str, ...], int, bool]]]:
        found: dict[str, list[tuple[tuple[str, ...], int, bool]]] = {}
        for entry in self._entries:
            words, _, is_open = entry
            if len(words) == 1 and is_open:
                found.setdefault(words[0], []).append(entry)
        return found

    @cached_property
    def _stem_lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(stem) for stem in self._by_stem}))

    @cached_property
    def _may_hold(self) -> str:
        """A regular expression (RE2, over lower case) that every text with a phrase matches."""
        written: set[str] = set()
        for phrases in self.groups.values():
            for phrase in phrases:
                for spelling in (phrase.lower(), folded(phrase)):
                    written.add(_GAP.join(map(re.escape, _WORD.findall(spelling))))
        return "|".join(sorted(written))


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
