"""Comment blasts: one hand that leaves the same words and the same anchors on many sites."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from backlinkbot.core.nouns import AnchorClass, Placement
from backlinkbot.logic.judge.anchors import CLASSES
from backlinkbot.logic.judge.groups.grow import LEAST_MEMBERS
from backlinkbot.logic.judge.groups.money import money_anchors
from backlinkbot.logic.judge.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from backlinkbot.logic.judge.groups.seen import Seen
    from backlinkbot.logic.judge.suspicion import Suspects

K = TypeVar("K")

# A spammer wants his words to count; whole sentences are notes of blog software ("learn how your
# comment data is processed").
MOST_ANCHOR_WORDS = 5
NEAR_WORDS = 6  # on each side of the link: what is said with it, not the next comment
ANCHORS_PER_SITE = 0.34  # that go with one sentence: a spammer has a few for all sites
SAID_WORDS = 4  # in a row, to be the same sentence
# Points for one hand; at 0 it is as likely as not. People who sign with their name share an anchor,
# blog software shares sentences: each alone stays below even odds.
AT_FIRST, ONE_ANCHOR, TRADE_ANCHOR, ONE_SENTENCE = -2.5, 1.0, 1.5, 2.0
# Points for words that a program wrote under every article: no hand left them.
BY_PROGRAM = -6.0
MOSTLY = 0.8  # of a blast's sites have the same words on both sides, or a notice's
# Of three: a program's anchor, a notice beside it, the same words on both sides everywhere.
SIGNS_OF_PROGRAM = 2
# What programs say of themselves, version 2; folded, whole words.
NOTICE_WORDS = re.compile(
    r"\b(?:powered by|protected by|comments? (?:plugin|system|form|by|powered)|(?:this|our) "
    r"(?:site|website|blog|form) (?:uses|is using|is protected)|comment data|anti ?spam|"
    r"reduce spam|recaptcha|captcha|privacy policy|terms of service|theme by|proudly|"
    r"diese (?:website|seite) (?:verwendet|benutzt|nutzt)|este (?:sitio|site) (?:usa|utiliza)|"
    r"ce site utilise|questo sito (?:usa|utilizza)|deze site gebruikt|bereitgestellt von|"
    r"propulse par|con tecnologia|con la tecnologia|obslugiwane przez|работает на)\b"
)
# How such programs are called, and how they ask to read on: a program's anchor, version 2.
SOFTWARE_WORDS = re.compile(
    r"\b(?:plug ?ins?|comment\w*|kommentar\w*|commentaires?|comentarios?|(?:anti ?)?spam\w*|"
    r"captcha|filters?|widgets?|themes?|templates?|web ?(?:design\w*|sites?)|software|scripts?|"
    r"forms?|forums?|blog(?:s|ging)?|cms|hosting|chat|login|cookies?|consent|wordpress|"
    r"(?:learn|read|find out|see) (?:more|how)|mehr (?:erfahren|lesen|dazu)|erfahre mehr|"
    r"weitere informationen|en savoir plus|(?:mas|mais|piu) informa\w*|aprend[ea] mas|saber mas|"
    r"saiba mais|(?:per )?saperne di piu|scopri|meer (?:informatie|lezen)|dowiedz|узнайте|"
    r"подробнее|コメント\w*|詳細\w*|评论\w*|了解更多\w*|댓글\w*)"
)
_TRADE = (CLASSES.index(AnchorClass.EXACT), CLASSES.index(AnchorClass.PARTIAL))
PER_DOUBLING = 0.5  # of the number of sites, from `LEAST_MEMBERS` on


@dataclass(frozen=True)
class CommentBlast:
    """Sites with comments of one hand; `anchors` and `sentences` that tie them, most used first."""

    members: NDArray[np.int64]
    anchors: tuple[str, ...]
    sentences: tuple[str, ...]
    probability: float


def comment_blasts(suspects: Suspects, seen: Seen) -> list[CommentBlast]:
    """Blasts among the links in comments, the largest first; a site may be in several."""
    rows = np.flatnonzero(suspects.evidence.codes("placement", (Placement.COMMENT.value,)) == 0)
    if len(rows) < LEAST_MEMBERS:
        return []
    said = _Said.by(suspects, seen, rows)
    kept = [blast for blast in said.blasts() if len(blast.members) >= LEAST_MEMBERS]
    return sorted(kept, key=lambda blast: (-len(blast.members), blast.anchors))


@dataclass(frozen=True)
class _Said:
    """Links in comments: the anchor of each, empty where it is natural, and the words beside it.

    `by_anchor`, `by_sentence`: on which units each stands; sentences are those of one hand.
    `trade`: anchors in words of the target's trade; `notices`, `around`: the units on which each
    anchor stands in a program's notice, and those with each pair of words left and right of it;
    `money`: anchors in words of trades that buy links in bulk, or of sales.
    """

    anchors: list[str]
    sentences: list[frozenset[str]]
    by_anchor: dict[str, frozenset[int]]
    by_sentence: dict[str, frozenset[int]]
    trade: frozenset[str]
    notices: dict[str, frozenset[int]]
    around: dict[tuple[str, str, str], frozenset[int]]
    money: frozenset[str]

    @classmethod
    def by(cls, suspects: Suspects, seen: Seen, rows: NDArray[np.int64]) -> _Said:
        units = seen.unit_of_link[rows].tolist()
        texts = suspects.links["anchor"].take(rows).to_pylist()
        telling = seen.telling_anchor[rows].tolist()
        anchors = [
            folded(text) if text and tells and len(text.split()) <= MOST_ANCHOR_WORDS else ""
            for text, tells in zip(texts, telling, strict=True)
        ]
        sentences = _without_furniture(_sentences(suspects, rows), anchors, units)
        of_trade = np.isin(suspects.evidence.anchor_class[rows], _TRADE).tolist()
        trade = frozenset(a for a, is_so in zip(anchors, of_trade, strict=True) if is_so)
        around = _around(suspects, rows)
        notices = [
            [anchor] if NOTICE_WORDS.search(f"{left} {anchor} {right}") else []
            for anchor, (left, right) in zip(anchors, around, strict=True)
        ]
        whole = [[(anchor, *sides)] for anchor, sides in zip(anchors, around, strict=True)]
        return cls(
            anchors=anchors,
            sentences=sentences,
            notices=_sites(notices, units),
            around=_sites(whole, units),
            by_anchor=_sites(([anchor] if anchor else [] for anchor in anchors), units),
            by_sentence=_sites(sentences, units),
            trade=trade,
            money=money_anchors(anchors),
        )

    def blasts(self) -> list[CommentBlast]:
        """Anchors that stand on several sites, those together that share a sentence."""
        said_with: defaultdict[str, set[str]] = defaultdict(set)
        goes_with: defaultdict[str, set[str]] = defaultdict(set)
        for anchor, sentences in zip(self.anchors, self.sentences, strict=True):
            if len(self.by_anchor.get(anchor, ())) > 1:
                goes_with[anchor] |= sentences
                for sentence in sentences:
                    said_with[sentence].add(anchor)
        found = []
        left = {anchor for anchor, sites in self.by_anchor.items() if len(sites) > 1}
        for first in sorted(left):
            if first not in left:
                continue
            reached: set[str] = set()
            said: set[str] = set()
            edge = {first}
            while edge:
                reached |= edge
                news = {each for anchor in edge for each in goes_with[anchor]} - said
                said |= news
                edge = {each for sentence in news for each in said_with[sentence]} - reached
            left -= reached
            found.append(self.blast(reached, said))
        return found

    def blast(self, anchors: set[str], sentences: set[str]) -> CommentBlast:
        """What these anchors and sentences make together."""
        sites = frozenset[int]().union(*(self.by_anchor[anchor] for anchor in anchors))
        of_trade = len(anchors & self.trade) / len(anchors)
        points = AT_FIRST + ONE_ANCHOR + TRADE_ANCHOR * of_trade + ONE_SENTENCE * bool(sentences)
        points += BY_PROGRAM * self.is_by_program(anchors, sites)
        points += PER_DOUBLING * float(np.log2(max(1.0, len(sites) / LEAST_MEMBERS)))
        return CommentBlast(
            members=np.array(sorted(sites), np.int64),
            anchors=tuple(sorted(anchors, key=lambda a: (-len(self.by_anchor[a]), a))),
            sentences=tuple(sorted(sentences, key=lambda s: (-len(self.by_sentence[s]), s))),
            probability=float(1 / (1 + np.exp(-points))),
        )

    def is_by_program(self, anchors: set[str], sites: frozenset[int]) -> bool:
        """Whether a program wrote most of these links: its notice, with one anchor, everywhere.

        The same words on both sides speak of a robot as well, and a spammer may write "powered by"
        or the linked site's name: so the anchor has to be what a program says, or the notice has to
        be the same everywhere and its anchor worth nothing to a spammer.
        """
        if len(anchors) > 1:
            return False
        (anchor,) = anchors
        enough = MOSTLY * len(sites)
        is_software = bool(SOFTWARE_WORDS.search(anchor))
        if anchor in self.money or (anchor in self.trade and not is_software):
            return False
        is_notice = len(self.notices.get(anchor, ())) >= enough
        is_same = any(
            len(units) >= enough for (said, *_), units in self.around.items() if said == anchor
        )
        return is_software + is_notice + is_same >= SIGNS_OF_PROGRAM


def _around(suspects: Suspects, rows: NDArray[np.int64]) -> list[tuple[str, str]]:
    """The folded words left and right of each link."""
    left = suspects.links["left"].take(rows).to_pylist()
    right = suspects.links["right"].take(rows).to_pylist()
    return [
        (
            " ".join(folded(one or "").split()[-NEAR_WORDS:]),
            " ".join(folded(other or "").split()[:NEAR_WORDS]),
        )
        for one, other in zip(left, right, strict=True)
    ]


def _sentences(suspects: Suspects, rows: NDArray[np.int64]) -> list[frozenset[str]]:
    """Runs of words beside each link."""
    left = suspects.links["left"].take(rows).to_pylist()
    right = suspects.links["right"].take(rows).to_pylist()
    return [
        frozenset(
            (*_runs((one or "").split()[-NEAR_WORDS:]), *_runs((other or "").split()[:NEAR_WORDS]))
        )
        for one, other in zip(left, right, strict=True)
    ]


def _without_furniture(
    said: list[frozenset[str]], anchors: list[str], units: list[int]
) -> list[frozenset[str]]:
    """Only sentences of one hand: it leaves few anchors with them; blog software repeats itself."""
    used: defaultdict[str, set[str]] = defaultdict(set)
    natural: Counter[str] = Counter()
    for words, anchor in zip(said, anchors, strict=True):
        for sentence in words:
            used[sentence].add(anchor)
            natural[sentence] += not anchor
    telling = {
        sentence
        for sentence, sites in _sites(said, units).items()
        if len(sites) >= LEAST_MEMBERS
        and len(used[sentence]) + natural[sentence] <= ANCHORS_PER_SITE * len(sites)
    }
    return [words & telling for words in said]


def _runs(words: list[str]) -> list[str]:
    plain = folded(" ".join(words)).split()
    return [
        " ".join(plain[place : place + SAID_WORDS]) for place in range(len(plain) - SAID_WORDS + 1)
    ]


def _sites(keys: Iterable[Iterable[K]], units: list[int]) -> dict[K, frozenset[int]]:
    """On which units each key stands."""
    found: defaultdict[K, set[int]] = defaultdict(set)
    for unit, texts in zip(units, keys, strict=True):
        for text in texts:
            found[text].add(unit)
    return {text: frozenset(sites) for text, sites in found.items()}
