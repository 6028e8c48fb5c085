"""Counts anchors in referring domains: classes, texts that sell, runs, languages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.nouns import AnchorClass
from backlinkbot.logic.judge.anchor_mix.natural import (
    FOREIGN,
    KEYWORDS,
    ONE_KEYWORD,
    REPEATED,
    STARTING,
    PeerMix,
)
from backlinkbot.logic.judge.anchors import anchor_class
from backlinkbot.logic.judge.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backlinkbot.logic.judge.anchors import AnchorWords

MONEY_WORDS = 4  # a longer text is a sentence or a title
LEAST_REPEATS = 3  # domains with the same text from which it is repeated …
REPEATS_SHARE = 0.01  # … and so much of all: on thousands of domains three agree by chance
SELLING = (AnchorClass.EXACT, AnchorClass.PARTIAL, AnchorClass.OTHER)


@dataclass(frozen=True, slots=True)
class AnchorUse:
    """One anchor of one referring domain (`domains` of them alike, where a list only counts).

    `started`: when the link began, any sortable text, empty where nobody knows; `is_image`: an
    image or area makes the link.
    """

    anchor: str
    domains: int = 1
    is_image: bool = False
    language: str = ""
    started: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """One distinct anchor text with its class and use; `shown`: its most frequent spelling."""

    text: str
    kind: AnchorClass
    domains: int
    shown: str = ""

    @property
    def is_money(self) -> bool:
        """Whether the text sells: a keyword, or a short phrase of its own."""
        return self.kind is AnchorClass.EXACT or (
            self.kind in SELLING and 0 < len(self.text.split()) <= MONEY_WORDS
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """All anchors of a site: the texts (most used first), and the uses with their classes."""

    domains: int
    texts: tuple[Counted, ...]
    uses: tuple[tuple[AnchorUse, Counted], ...]

    def of_class(self, *kinds: AnchorClass) -> int:
        """Referring domains with an anchor of these classes."""
        return sum(one.domains for one in self.texts if one.kind in kinds)

    @property
    def top_money(self) -> Counted | None:
        """The most used text that sells."""
        return next((one for one in self.texts if one.is_money), None)

    @property
    def repeated(self) -> tuple[Counted, ...]:
        """The texts that sell and stand on several domains each, most used first."""
        least = max(LEAST_REPEATS, REPEATS_SHARE * self.domains)
        return tuple(one for one in self.texts if one.is_money and one.domains >= least)

    @property
    def foreign(self) -> tuple[Counted, ...]:
        """Those of them that hold no keyword of the site."""
        return tuple(one for one in self.repeated if one.kind is AnchorClass.OTHER)

    def mix(self) -> PeerMix:
        """The counts that natural mixes are learnt from."""
        counts = {kind.value: self.of_class(kind) for kind in AnchorClass}
        counts[KEYWORDS] = self.of_class(AnchorClass.EXACT, AnchorClass.PARTIAL)
        counts[ONE_KEYWORD] = self.top_money.domains - 1 if self.top_money else 0
        counts[REPEATED] = sum(one.domains for one in self.repeated)
        counts[FOREIGN] = sum(one.domains for one in self.foreign)
        return PeerMix(self.domains, tuple(counts[name] for name in STARTING))

    def longest_run(self) -> tuple[Counted | None, int, int]:
        """The text that most domains in a row began with, how many, and of how many dated ones."""
        dated = sorted(
            ((use.started, at) for at, (use, _) in enumerate(self.uses) if use.started),
        )
        best: Counted | None = None
        longest, run, before = 0, 0, ""
        for _, at in dated:
            counted = self.uses[at][1]
            run = run + 1 if counted.text == before else 1
            before = counted.text
            if counted.is_money and run > longest:
                best, longest = counted, run
        return best, longest, len(dated)

    def by_language(self) -> dict[str, Tally]:
        """The same counts for each language of the linking pages, the largest first."""
        groups: dict[str, list[tuple[AnchorUse, Counted]]] = {}
        for use, counted in self.uses:
            if use.language:
                groups.setdefault(use.language, []).append((use, counted))
        order = sorted(groups, key=lambda one: (-len(groups[one]), one))
        return {language: _summed(groups[language]) for language in order}


def tally_of(uses: Iterable[AnchorUse], words: AnchorWords) -> Tally:
    """The tally of a site's anchors; texts that differ in case, accents or spaces are one."""
    known: dict[tuple[str, bool], tuple[str, AnchorClass]] = {}
    found: list[tuple[AnchorUse, Counted]] = []
    for use in uses:
        key = (use.anchor, use.is_image)
        if key not in known:
            kind = AnchorClass.IMAGE_EMPTY if use.is_image else anchor_class(use.anchor, words)
            text = "" if kind is AnchorClass.IMAGE_EMPTY else " ".join(folded(use.anchor).split())
            known[key] = (text, kind)
        text, kind = known[key]
        found.append((use, Counted(text, kind, use.domains)))
    return _summed(found)


def _summed(uses: list[tuple[AnchorUse, Counted]]) -> Tally:
    domains: Counter[str] = Counter()
    spelling: dict[str, Counter[str]] = {}
    kinds: dict[str, AnchorClass] = {}
    for use, counted in uses:
        domains[counted.text] += counted.domains
        spelling.setdefault(counted.text, Counter())[use.anchor] += counted.domains
        kinds.setdefault(counted.text, counted.kind)
    order = sorted(domains, key=lambda text: (-domains[text], text))
    texts = tuple(
        Counted(text, kinds[text], domains[text], spelling[text].most_common(1)[0][0])
        for text in order
    )
    return Tally(sum(domains.values()), texts, tuple(uses))
