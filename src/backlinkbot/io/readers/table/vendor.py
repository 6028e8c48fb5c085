"""What is particular to one vendor's table: column names, scores, words for kinds and losses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from backlinkbot.core.nouns import LinkKind, LostReason

Names = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vendor:
    """One table of one vendor, as data.

    `reporter`: who says so in every fact; `columns`: our role to the vendor's header (or headers,
    the first found counts); `scores`: our name of a vendor's own number to its header; `marks`:
    headers of which at least one must be there, because they are nobody else's; `kinds` and
    `lost_reasons`: the vendor's words (compared without case and spaces) to ours.
    """

    reporter: str
    columns: Mapping[str, Names]
    scores: Mapping[str, Names] = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    kinds: Mapping[str, LinkKind] = field(default_factory=dict)
    lost_reasons: Mapping[str, LostReason] = field(default_factory=dict)
