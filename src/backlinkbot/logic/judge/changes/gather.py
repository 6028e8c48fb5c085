"""Changed links gathered by referring domain: a link on every page of a site is one change."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.core.nouns import LinkKind
from backlinkbot.core.watching import ChangeKind, DomainChange, LinkChange
from backlinkbot.logic.judge.changes.kinds import KINDS, NOTHING, moved_from
from backlinkbot.logic.judge.changes.wording import index_note, sentence_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.changes.kinds import Kinds
    from backlinkbot.logic.judge.quality import LinkQuality

MOST_EXAMPLES = 3  # links shown of one domain
FACT_DIGITS = 32  # hexadecimal digits of a fact's id: 128 bits
READ = (
    "source_url", "source_domain", "target_url", "occurrence", "anchor", "was_anchor", "followed",
    "placement", "was_placement", "state", "was_state", "lost_on", "lost_reason", "started_on",
    "first_seen", "last_seen", "sitewide", "kind",
)  # fmt: skip
WAS_NOW = {
    ChangeKind.ANCHOR: "anchor",
    ChangeKind.PLACEMENT: "placement",
    ChangeKind.BROKEN: "state",
    ChangeKind.REPAIRED: "state",
}
LOSSES = frozenset((ChangeKind.LOST, ChangeKind.FORGOTTEN))
GAINS = frozenset((ChangeKind.NEW, ChangeKind.NEWLY_KNOWN, ChangeKind.BACK))


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of some of the rows: `rows`: which; `quality` of them, in that order."""

    rows: NDArray[np.int64]
    quality: LinkQuality

    def of(self, row: int) -> int | None:
        """The place of a row among the judged ones."""
        at = int(np.searchsorted(self.rows, row))
        return at if at < len(self.rows) and self.rows[at] == row else None


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside the rows.

    `authority`: points by domain; `standing`: links of a domain that stand now, by domain (as many
    as none for one that is not named).
    """

    site: str
    authority: Mapping[str, float]
    standing: Mapping[str, int]
    judged: Judged | None = None


def gathered(rows: pa.Table, kinds: Kinds, beside: Beside) -> list[DomainChange]:
    """One change for each referring domain, kind and whether it is news; the weightiest first."""
    chosen = np.flatnonzero(kinds.code != NOTHING)
    told = rows.select([n for n in READ if n in rows.column_names]).take(chosen).to_pylist()
    moved = moved_from(rows, kinds)
    groups: dict[tuple[str, int, bool], list[_Row]] = {}
    gains: dict[str, int] = {}
    for row, one in zip(chosen.tolist(), told, strict=True):
        kind, is_news = KINDS[kinds.code[row]], bool(kinds.is_news[row])
        groups.setdefault((one["source_domain"], int(kinds.code[row]), is_news), []).append(
            _Row(row, one, moved.get(row, ""))
        )
        gain = int(kind in GAINS) - int(kind in LOSSES)
        gains[one["source_domain"]] = gains.get(one["source_domain"], 0) + gain
    found = [
        _change(KINDS[code], rows, beside, gains[domain], is_news=is_news)
        for (domain, code, is_news), rows in groups.items()
    ]
    return sorted(found, key=weight_of, reverse=True)


def weight_of(change: DomainChange) -> tuple[bool, float, float, int, str]:
    """What orders changes: news, quality, authority, links; ties by name."""
    quality = -1.0 if change.quality is None else change.quality
    authority = -1.0 if change.authority is None else change.authority
    return (change.is_news, quality, authority, change.links, change.source_domain)


@dataclass(frozen=True, slots=True)
class _Row:
    row: int
    told: Mapping[str, Any]
    target_before: str


def _change(
    kind: ChangeKind, rows: Sequence[_Row], beside: Beside, gain: int, *, is_news: bool
) -> DomainChange:
    ordered = sorted(rows, key=lambda one: (-_quality(beside, one.row), one.told["source_url"]))
    best = ordered[0].told
    domain = best["source_domain"]
    stands_now = beside.standing.get(domain, 0)
    gained = kind in GAINS and stands_now > 0 and stands_now <= gain
    gone = kind in LOSSES and stands_now == 0
    examples = tuple(_example(kind, beside.site, one) for one in ordered[:MOST_EXAMPLES])
    on = _day(kind, rows)
    reason = best["lost_reason"] or "" if kind is ChangeKind.LOST else ""
    first = examples[0]
    quality, strength, why = _judged(beside, ordered[0].row)
    whole = gained or gone or kind not in (*GAINS, *LOSSES)
    said = sentence_of(kind, domain, len(rows), first.was, first.now, reason, whole=whole)
    return DomainChange(
        site=beside.site,
        kind=kind,
        source_domain=domain,
        is_news=is_news,
        links=len(rows),
        pages=len({one.told["source_url"] for one in rows}),
        sentence=said + ".",
        sitewide=any(one.told["sitewide"] for one in rows),
        gained=gained,
        gone=gone,
        followed=best["followed"],
        placement=best["placement"] or "",
        authority=beside.authority.get(domain),
        quality=quality,
        strength=strength,
        why=why,
        on=on,
        reason=reason,
        index_note="" if is_news else index_note(kind, on),
        examples=examples,
        facts=tuple(sorted(_example(kind, beside.site, one).fact for one in rows)),
    )


def _judged(beside: Beside, row: int) -> tuple[float | None, str, str]:
    at = beside.judged.of(row) if beside.judged else None
    if at is None or beside.judged is None:
        return None, "", ""
    quality = beside.judged.quality
    points = float(quality.quality[at])
    return None if np.isnan(points) else points, quality.strength_word(at), quality.reason(at)


def _quality(beside: Beside, row: int) -> float:
    points, _, _ = _judged(beside, row)
    return -1.0 if points is None else points


def _example(kind: ChangeKind, site: str, one: _Row) -> LinkChange:
    told = one.told
    was = now = ""
    if name := WAS_NOW.get(kind):
        was, now = told[f"was_{name}"] or "", told[name] or ""
    elif kind is ChangeKind.TARGET:
        was, now = one.target_before, told["target_url"]
    return LinkChange(
        told["source_url"], told["target_url"], told["anchor"] or _no_text(told), was, now,
        _fact(kind, site, told, was, now),
    )  # fmt: skip


def _no_text(told: Mapping[str, Any]) -> str:
    return "image" if told["kind"] == LinkKind.IMAGE else ""


def _fact(kind: ChangeKind, site: str, told: Mapping[str, Any], was: str, now: str) -> str:
    """The id of one fact: the same whichever snapshots are compared, another when it comes again.

    What has a day of its own is known by it; what has none by what it was and became.
    """
    day = _moment(kind, told)
    parts = (
        kind.value, site, told["source_url"], told["target_url"], told["occurrence"],
        day.isoformat() if day else "", was, now,
    )  # fmt: skip
    return sha256(repr(parts).encode()).hexdigest()[:FACT_DIGITS]


def _moment(kind: ChangeKind, told: Mapping[str, Any]) -> date | None:
    if kind in {ChangeKind.NEW, ChangeKind.NEWLY_KNOWN}:
        name = "started_on"
    elif kind in {ChangeKind.LOST, ChangeKind.NOFOLLOWED}:
        name = "lost_on"
    else:
        return None
    day: date | None = told[name].date() if told[name] else None
    return day


def _day(kind: ChangeKind, rows: Sequence[_Row]) -> date | None:
    """The day of the newest of these changes, as far as anybody told it."""
    days = [_moment(kind, one.told) for one in rows]
    if kind not in {ChangeKind.NEW, ChangeKind.NEWLY_KNOWN, ChangeKind.LOST, ChangeKind.NOFOLLOWED}:
        days = [one.told["last_seen"] and one.told["last_seen"].date() for one in rows]
    return max((day for day in days if day), default=None)
