"""Comment blasts: one hand that leaves the same words and the same anchors on many sites."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import AnchorClass, Placement
from backlinkbot.logic.judge.anchors import CLASSES
from backlinkbot.logic.judge.groups.grow import LEAST_MEMBERS
from backlinkbot.logic.judge.words import folded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.groups.seen import Seen
    from backlinkbot.logic.judge.suspicion import Suspects

NEAR_WORDS = 6  # on each side of the link: what is said with it, not the next comment
SAID_WORDS = 4  # in a row, to be the same sentence
# Points for one hand; at 0 it is as likely as not. People who sign with their name share an anchor,
# blog software shares sentences: each alone stays below even odds.
AT_FIRST, ONE_ANCHOR, TRADE_ANCHOR, ONE_SENTENCE = -2.5, 1.0, 1.5, 2.0
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
    anchors = _anchors(suspects, seen, rows)
    said = _sentences(suspects, rows)
    by_anchor = _sites(anchors, seen, rows)
    by_sentence = _sites(said, seen, rows)
    found = []
    left = {anchor for anchor, sites in by_anchor.items() if len(sites) > 1}
    while left:
        first = min(left, key=lambda each: (-len(by_anchor[each]), each))
        tied, sentences = _tied(first, left, anchors, said, by_sentence)
        left -= tied
        sites = set().union(*(by_anchor[each] for each in tied))
        if len(sites) < LEAST_MEMBERS:
            continue
        trade = np.isin(
            suspects.evidence.anchor_class[rows],
            [CLASSES.index(AnchorClass.EXACT), CLASSES.index(AnchorClass.PARTIAL)],
        )
        is_trade = np.mean([trade[place] for place, a in enumerate(anchors) if a & tied])
        points = AT_FIRST + ONE_ANCHOR + TRADE_ANCHOR * float(is_trade)
        points += ONE_SENTENCE * bool(sentences)
        points += PER_DOUBLING * np.log2(len(sites) / LEAST_MEMBERS)
        found.append(
            CommentBlast(
                members=np.array(sorted(sites), np.int64),
                anchors=tuple(sorted(tied, key=lambda a: (-len(by_anchor[a]), a))),
                sentences=tuple(sorted(sentences, key=lambda s: (-len(by_sentence[s]), s))),
                probability=float(1 / (1 + np.exp(-points))),
            )
        )
    return found


def _tied(
    first: str,
    anchors_left: set[str],
    anchors: list[frozenset[str]],
    said: list[frozenset[str]],
    by_sentence: dict[str, set[int]],
) -> tuple[set[str], set[str]]:
    """The anchors that the same sentences go with, and the sentences."""
    tied, sentences = {first}, set[str]()
    while True:
        more = {
            sentence
            for anchor, words in zip(anchors, said, strict=True)
            if anchor & tied
            for sentence in words
            if len(by_sentence[sentence]) >= LEAST_MEMBERS
        }
        wider = tied | {
            each
            for anchor, words in zip(anchors, said, strict=True)
            if words & more
            for each in anchor & anchors_left
        }
        if wider == tied and more == sentences:
            return tied, sentences
        tied, sentences = wider, more


def _anchors(suspects: Suspects, seen: Seen, rows: NDArray[np.int64]) -> list[frozenset[str]]:
    texts = suspects.links["anchor"].take(rows).to_pylist()
    telling = seen.telling_anchor[rows].tolist()
    return [
        frozenset([folded(text)]) if tells and text else frozenset()
        for text, tells in zip(texts, telling, strict=True)
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


def _runs(words: list[str]) -> list[str]:
    plain = folded(" ".join(words)).split()
    return [
        " ".join(plain[place : place + SAID_WORDS]) for place in range(len(plain) - SAID_WORDS + 1)
    ]


def _sites(keys: list[frozenset[str]], seen: Seen, rows: NDArray[np.int64]) -> dict[str, set[int]]:
    """On which units each key stands."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for row, texts in zip(rows.tolist(), keys, strict=True):
        for text in texts:
            found[text].add(int(seen.unit_of_link[row]))
    return dict(found)
