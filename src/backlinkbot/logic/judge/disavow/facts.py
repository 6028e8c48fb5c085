"""What is known about sites when lines are judged: ours, those to keep, those well known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from backlinkbot.core.errors import Broken
from backlinkbot.logic.judge.disavow.lines import Severity

PACKAGED_WELL_KNOWN = "well-known-2026-11.txt"  # in the folder `data` beside this file

# A place in a published ranking of the whole web up to which a site is certainly no link farm; the
# lists of different makers agree on most of their first thousand, and on few of their last.
TOP_PLACES = 1_000
# Up to here a site is large enough that a person should look before it is disavowed.
HIGH_PLACES = 10_000
# Our authority is 100 · (1 - ln rank / ln population): from 60 on a site is among the best
# population^0.4 (250 of a million, 1,700 of 120 million), from 50 on among the best square root.
TOP_AUTHORITY, HIGH_AUTHORITY = 60.0, 50.0
# In a smaller population the best few are known to nobody.
LEAST_POPULATION = 100_000
# A shorter list ranks something else than the web: a niche, a client's rivals.
LEAST_LIST = 1_000

_VERSION = re.compile(r"#\s*version:\s*(\S+)")


@dataclass(frozen=True, slots=True)
class Fame:
    """Why a site counts as well known, in words that follow "it is"; how grave a line on it is."""

    words: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class DisavowFacts:
    """What the lint is told. All names are registrable domains or hosts, lower case, A-labels.

    `own`: the site and its owner's other ones; `kept`: those the user wants to keep; `fame`: the
    well-known ones, by registrable domain.
    """

    own: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    fame: Mapping[str, Fame] = field(default_factory=dict)


def place_fame(list_name: str, place: int) -> Fame | None:
    """What a place in a published ranking says; None below the first ten thousand."""
    if place > HIGH_PLACES:
        return None
    severity = Severity.ERROR if place <= TOP_PLACES else Severity.WARNING
    return Fame(f"place {place:,} of the web by {list_name}", severity)


def authority_fame(low: float, population: int) -> Fame | None:
    """What authority says whose interval begins at `low` (0..100) among `population` sites."""
    if population < LEAST_POPULATION or not low >= HIGH_AUTHORITY:
        return None
    severity = Severity.ERROR if low >= TOP_AUTHORITY else Severity.WARNING
    return Fame(f"among the strongest sites known, with authority {low:.0f} or more", severity)


def together(found: Sequence[Fame]) -> Fame:
    """All reasons as one, as grave as the gravest."""
    gravest = any(one.severity is Severity.ERROR for one in found)
    severity = Severity.ERROR if gravest else Severity.WARNING
    return Fame("; ".join(one.words for one in found), severity)


def well_known() -> Mapping[str, Fame]:
    """The sites of our own short list, for machines without any other data."""
    return _listed()[0]


def well_known_version() -> str:
    """The version of our own list (`2026-11`)."""
    return _listed()[1]


@cache
def _listed() -> tuple[Mapping[str, Fame], str]:
    folder = files("backlinkbot.logic.judge.disavow") / "data"
    text = (folder / PACKAGED_WELL_KNOWN).read_text("utf-8")
    version = _VERSION.search(text)
    if version is None:
        raise Broken(f"{PACKAGED_WELL_KNOWN} does not say which version it is")
    found: dict[str, Fame] = {}
    kind = ""
    for line in text.splitlines():
        word = line.partition("#")[0].strip()
        if word.startswith("["):
            kind = word.strip("[]")
        elif word:
            found[word] = Fame(f"well known: {kind} (our list of {version[1]})")
    return found, version[1]
