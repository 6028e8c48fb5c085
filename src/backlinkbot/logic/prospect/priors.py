"""What is known of reply and placement rates before the user has outcomes of his own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import log
from typing import TYPE_CHECKING

from backlinkbot.core.chances import Tactic
from backlinkbot.core.prospects import ContactKind

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN = "unknown"


class Step(StrEnum):
    """The two things that must come true, one after the other."""

    REPLY = "reply"
    PLACEMENT = "placement"


class Nearness(StrEnum):
    """Relevance in words, as odds are learnt for each."""

    SAME = "same niche"
    NEAR = "near niche"
    OTHER = "other niche"
    UNKNOWN = UNKNOWN


SAME_NICHE = 0.7  # relevance is a probability of the same niche: from here on it is
OTHER_NICHE = 0.3  # and below here it is not; between them the two overlap


@dataclass(frozen=True, slots=True)
class Prior:
    """A rate, or how many times the odds of the level above: its logarithm, and how sure it is.

    `log_odds`: of the base rate, or added to it; `spread`: one standard deviation of it.
    """

    log_odds: float
    spread: float
    source: str


def _rate(rate: float, spread: float, source: str) -> Prior:
    return Prior(log(rate / (1 - rate)), spread, source)


def _times(odds: float, spread: float, source: str) -> Prior:
    return Prior(log(odds), spread, source)


# Published reply rates differ 20-fold (1.15 % of 31 M digital-PR e-mails to 13 % of another 31 M):
# 95 % of that range within two standard deviations each side is 0.75.
BETWEEN_SOURCES = 0.75
GUESSED = 0.5  # nobody published it: the odds may be 2.7 times more or less (95 %)
JUDGED = "our judgement, no published rate"
# Their geometric mean is 3.7 %, 0.4 times the odds of 8.5 %.
PITCHES = "BuzzStream 1.15 % of 31 M, Propel 3.25 % (2022), Hunter 13 %: replies to pitches"

BASE: Mapping[Step, Prior] = {
    Step.REPLY: _rate(0.085, BETWEEN_SOURCES, "Backlinko and Pitchbox, 12 M link e-mails: 8.5 %"),
    Step.PLACEMENT: _rate(0.35, BETWEEN_SOURCES, JUDGED),
}

TACTICS: Mapping[Step, Mapping[str, Prior]] = {
    Step.REPLY: {
        Tactic.LINK_INTERSECT: _times(1.0, GUESSED, JUDGED),
        Tactic.RESOURCE_PAGE: _times(1.0, GUESSED, JUDGED),
        Tactic.GUEST_POST: _times(1.6, GUESSED, JUDGED),
        Tactic.BROKEN_LINK: _times(1.1, GUESSED, JUDGED),
        Tactic.UNLINKED_MENTION: _times(2.0, GUESSED, JUDGED),
        Tactic.RECLAMATION: _times(2.2, GUESSED, JUDGED),
        Tactic.DIGITAL_PR: _times(0.4, 1.0, PITCHES),
        Tactic.NICHE_DIRECTORY: _times(3.0, GUESSED, JUDGED),
        Tactic.LOCAL_CITATION: _times(4.0, GUESSED, JUDGED),
        Tactic.BUSINESS_PARTNER: _times(4.5, GUESSED, JUDGED),
        Tactic.SYNDICATION: _times(1.0, GUESSED, JUDGED),
        Tactic.IMAGE_CREDIT: _times(1.8, GUESSED, JUDGED),
        Tactic.MISSPELT_TARGET: _times(2.2, GUESSED, JUDGED),
        Tactic.RANKING_PAGE: _times(0.8, GUESSED, JUDGED),
    },
    Step.PLACEMENT: {
        Tactic.LINK_INTERSECT: _times(0.8, GUESSED, JUDGED),
        Tactic.RESOURCE_PAGE: _times(1.0, GUESSED, JUDGED),
        Tactic.GUEST_POST: _times(0.9, GUESSED, JUDGED),
        Tactic.BROKEN_LINK: _times(1.1, GUESSED, JUDGED),
        Tactic.UNLINKED_MENTION: _times(2.0, GUESSED, JUDGED),
        Tactic.RECLAMATION: _times(1.8, GUESSED, JUDGED),
        Tactic.DIGITAL_PR: _times(0.8, GUESSED, JUDGED),
        Tactic.NICHE_DIRECTORY: _times(2.2, GUESSED, JUDGED),
        Tactic.LOCAL_CITATION: _times(3.5, GUESSED, JUDGED),
        Tactic.BUSINESS_PARTNER: _times(2.5, GUESSED, JUDGED),
        Tactic.SYNDICATION: _times(0.8, GUESSED, JUDGED),
        Tactic.IMAGE_CREDIT: _times(1.8, GUESSED, JUDGED),
        Tactic.MISSPELT_TARGET: _times(2.2, GUESSED, JUDGED),
        Tactic.RANKING_PAGE: _times(0.6, GUESSED, JUDGED),
    },
}

_NEARNESS: Mapping[str, Prior] = {
    Nearness.SAME: _times(1.3, 0.3, JUDGED),
    Nearness.NEAR: _times(1.0, 0.3, JUDGED),
    Nearness.OTHER: _times(0.55, 0.3, JUDGED),
    Nearness.UNKNOWN: _times(0.9, 0.3, JUDGED),
}
_CONTACTS: Mapping[str, Prior] = {
    ContactKind.NAMED: _times(1.3, 0.3, JUDGED),
    ContactKind.ROLE: _times(1.1, 0.3, JUDGED),
    ContactKind.GENERAL: _times(0.8, 0.3, JUDGED),
    ContactKind.FORM: _times(0.6, 0.3, JUDGED),
    ContactKind.SOCIAL: _times(0.8, 0.3, JUDGED),
    ContactKind.UNKNOWN: _times(0.9, 0.3, JUDGED),
}
_SITE_TYPES: Mapping[str, Prior] = {
    "news": _times(0.6, 0.4, JUDGED),
    "digital publication": _times(0.8, 0.4, JUDGED),
    "university": _times(0.8, 0.4, JUDGED),
    "government": _times(0.6, 0.4, JUDGED),
    "association": _times(1.2, 0.4, JUDGED),
    "industry blog": _times(1.1, 0.4, JUDGED),
    "personal": _times(1.3, 0.4, JUDGED),
}

# What a chance is known by, besides its tactic; the spread is that of a level nobody told us of.
FACTORS: Mapping[str, tuple[float, Mapping[Step, Mapping[str, Prior]]]] = {
    "tactic": (GUESSED, TACTICS),
    "nearness": (0.3, {Step.REPLY: _NEARNESS, Step.PLACEMENT: _NEARNESS}),
    "contact": (0.3, {Step.REPLY: _CONTACTS, Step.PLACEMENT: {}}),
    "site_type": (0.4, {Step.REPLY: _SITE_TYPES, Step.PLACEMENT: _SITE_TYPES}),
    "niche": (0.3, {Step.REPLY: {}, Step.PLACEMENT: {}}),
}
