"""What a play means for our own site: which of its linking sites are open, which page would do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LEAST_WORD = 4  # letters: shorter ones say little of a subject
LEAST_ALIKE = 0.25  # of all words of two pages are in both: then one may stand in for the other
_CUT = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Ours:
    """Our site beside the competitor.

    `linking`: sites that link to us, or did; `pages`: addresses of our pages with their titles;
    `theirs`: the same of the competitor's.
    """

    domain: str
    linking: frozenset[str] = frozenset()
    pages: Mapping[str, str] = field(default_factory=dict)
    theirs: Mapping[str, str] = field(default_factory=dict)

    def open(self, domains: Iterable[str]) -> int:
        """How many of these sites never linked to us."""
        return len({name for name in domains if name not in self.linking})

    def like(self, asset: str) -> str:
        """The page of ours that is most like a page of theirs; empty where none is."""
        wanted = _words(asset, self.theirs.get(asset, ""))
        alike = {url: _alike(wanted, _words(url, title)) for url, title in self.pages.items()}
        best = min(alike, key=lambda url: (-alike[url], url), default="")
        return best if best and alike[best] >= LEAST_ALIKE else ""


def _words(url: str, title: str) -> frozenset[str]:
    path = url.partition("//")[2].partition("/")[2]
    words = _CUT.split(f"{path} {title}".casefold())
    return frozenset(word for word in words if len(word) >= LEAST_WORD and not word.isdecimal())


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
