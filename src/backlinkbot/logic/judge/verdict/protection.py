"""Who is never disavowed: those to keep, the owner's own sites, the well known, shared names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from backlinkbot.core.urls import is_ip_address, is_public_suffix
from backlinkbot.core.urls.platforms import Platform, platform
from backlinkbot.logic.judge.disavow.lines import Severity
from backlinkbot.logic.judge.disavow.units import unit_of

if TYPE_CHECKING:
    from backlinkbot.logic.judge.disavow.facts import DisavowFacts

KEPT, OWN = "on your keep list", "your own site"
# In words that follow "protected:".
_SHARED = {
    Platform.SUFFIX: "a name under which strangers have their sites",
    Platform.HOLDER: "a name under which strangers have their sites",
    Platform.HOSTS: "a name under which strangers have their sites",
    Platform.PAGES: "a platform on which anybody publishes pages",
}


@dataclass(frozen=True, slots=True)
class Protection:
    """Why a unit is never disavowed, as a phrase, empty where it may be.

    `is_spared`: kept without a question: the owner said so, or the whole web knows the site.
    """

    words: str = ""
    is_spared: bool = False


def protection_of(unit: str, facts: DisavowFacts) -> Protection:
    """What protects this unit.

    A name below a protected one is protected with it, and so is a name above it: a line for a
    domain covers all its hosts.
    """
    if is_ip_address(unit):
        return Protection("an address, which may be another's tomorrow")
    for phrase, names in ((OWN, facts.own), (KEPT, facts.kept)):
        if _reaches(unit, names):
            return Protection(phrase, is_spared=True)
    if is_public_suffix(unit):
        return Protection("a public suffix")
    if kind := platform(unit):
        return Protection(_SHARED[kind])
    if fame := facts.fame.get(unit):
        return Protection(f"a well-known site: {fame.words}", fame.severity is Severity.ERROR)
    return Protection(unit_of(unit, facts).refused)


def _reaches(unit: str, names: frozenset[str]) -> bool:
    part = unit if names else ""
    while part:
        if part in names:
            return True
        part = part.partition(".")[2]
    return unit in _names_above(names)


@lru_cache(maxsize=8)
def _names_above(names: frozenset[str]) -> frozenset[str]:
    """Every name that a line would have to name to cover one of these."""
    found: set[str] = set()
    for one in names:
        part = one.partition(".")[2]
        while part:
            found.add(part)
            part = part.partition(".")[2]
    return frozenset(found)
