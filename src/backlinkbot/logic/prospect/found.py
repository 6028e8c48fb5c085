"""What a tactic found, one row a page, and the table that it hands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.chances import Tactic, candidates
from backlinkbot.logic.prospect.ground import prospect_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

# Minutes of work that asking takes a practised person, reading the page included; a guess of ours
# that the user's own hours should replace, and an axis of every sweep.
MINUTES: dict[Tactic, float] = {
    Tactic.LINK_INTERSECT: 20,
    Tactic.RESOURCE_PAGE: 12,
    Tactic.GUEST_POST: 180,  # the post itself is most of it
    Tactic.BROKEN_LINK: 15,
    Tactic.UNLINKED_MENTION: 8,
    Tactic.RECLAMATION: 8,
    Tactic.DIGITAL_PR: 45,
    Tactic.NICHE_DIRECTORY: 10,
    Tactic.LOCAL_CITATION: 10,
    Tactic.BUSINESS_PARTNER: 10,
    Tactic.SYNDICATION: 30,
    Tactic.IMAGE_CREDIT: 8,
    Tactic.MISSPELT_TARGET: 8,
    Tactic.RANKING_PAGE: 25,
}
MOST_REASONS = 5
MOST_QUOTED = 120  # characters of a quote: a reason is a sentence, not a page


@dataclass(frozen=True, slots=True)
class Found:
    """One chance, as `core.chances.candidates` has it; `reasons` begin with the strongest."""

    page: str
    fit: float
    reasons: tuple[str, ...]
    about: str = ""
    evidence: tuple[str, ...] = ()
    sells: bool | None = None


def table(tactic: Tactic, found: Iterable[Found]) -> pa.Table:
    """The chances of a tactic, surest first; a page about one thing only once."""
    import pyarrow as pa

    best: dict[tuple[str, str], Found] = {}
    for one in found:
        key = (one.page, one.about)
        if key not in best or one.fit > best[key].fit:
            best[key] = one
    order = sorted(best.values(), key=lambda one: (-one.fit, one.page, one.about))
    rows = [
        {
            "prospect": prospect_of(one.page),
            "page": one.page,
            "tactic": tactic.value,
            "about": one.about,
            "fit": min(max(one.fit, 0.0), 1.0),
            "minutes": MINUTES[tactic],
            "sells": one.sells,
            "reasons": list(one.reasons[:MOST_REASONS]),
            "evidence": [place for place in one.evidence if place],
        }
        for one in order
    ]
    return pa.Table.from_pylist(rows, schema=candidates())


def quoted(text: str, most: int = MOST_QUOTED) -> str:
    """A text from the web as a short quote on one line, without characters that move anything."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f"“{plain}”" if len(plain) <= most else f"“{plain[:most].rstrip()}…”"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 rival`, `3 rivals`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
