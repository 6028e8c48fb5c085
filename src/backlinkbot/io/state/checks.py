"""Questions about looks at backlinks: what is known of each link, and which looks are held back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select

from backlinkbot.core.nouns import LostReason
from backlinkbot.core.verifying import Change, Check, Standing
from backlinkbot.io.state.check_tables import checks, held_looks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

AT_ONCE = 400  # values in one statement; databases have limits


@dataclass(frozen=True, slots=True)
class HeldLook:
    """A look that the index is not told of yet.

    `archive`: where it is written, relative to the workspace; `missing`: `check_id` of the links
    that it did not find.
    """

    id: str
    page: str
    archive: str
    missing: tuple[str, ...]
    looked_at: datetime


def check_id(site: str, source_url: str, target_url: str, occurrence: int) -> str:
    """The id of one link's check: the same for the same link."""
    return _hash(site, source_url, target_url, str(occurrence))


def page_id(source_url: str) -> str:
    """The id of a page."""
    return _hash(source_url)


def _hash(*parts: str) -> str:
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def kept_checks(
    connection: Connection,
    site: str,
    *,
    standings: Sequence[Standing] = (),
    limit: int | None = None,
    offset: int = 0,
) -> list[Check]:
    """What is known of the links of a site that were looked at, the last looked at first."""
    asked = select(checks).where(checks.c.site == site)
    if standings:
        asked = asked.where(checks.c.standing.in_([one.value for one in standings]))
    asked = asked.order_by(checks.c.checked_at.desc(), checks.c.id).limit(limit).offset(offset)
    return [_check(row) for row in connection.execute(asked)]


def checks_of_page(connection: Connection, source_url: str) -> list[Check]:
    """What is known of the links of one page, to any site."""
    asked = select(checks).where(checks.c.page == page_id(source_url))
    return [_check(row) for row in connection.execute(asked.order_by(checks.c.id))]


def standings_of(connection: Connection, site: str) -> dict[Standing, int]:
    """How many links of a site stand how."""
    asked = (select(checks.c.standing, func.count()).where(checks.c.site == site)).group_by(
        checks.c.standing
    )
    found = {Standing(row[0]): int(row[1]) for row in connection.execute(asked)}
    return {word: found[word] for word in Standing if word in found}


def keep_checks(connection: Connection, known: Sequence[Check]) -> None:
    """Keep what is known of these links now, in place of what was before."""
    for part in _parts(known):
        rows = [_values(one) for one in part]
        ids = [row["id"] for row in rows]
        connection.execute(delete(checks).where(checks.c.id.in_(ids)))
        connection.execute(insert(checks), rows)


def held_of_pages(connection: Connection, pages: Sequence[str]) -> dict[str, list[HeldLook]]:
    """The looks held back of these pages (`page_id`), the oldest first."""
    found: dict[str, list[HeldLook]] = {}
    for part in _parts(list(dict.fromkeys(pages))):
        asked = select(held_looks).where(held_looks.c.page.in_(part))
        for row in connection.execute(asked.order_by(held_looks.c.looked_at, held_looks.c.id)):
            missing = tuple(json.loads(row.missing))
            one = HeldLook(row.id, row.page, row.archive, missing, row.looked_at)
            found.setdefault(row.page, []).append(one)
    return found


def hold_looks(connection: Connection, looks: Iterable[HeldLook]) -> None:
    """Hold looks back."""
    for one in looks:
        connection.execute(
            insert(held_looks).values(
                id=one.id,
                page=one.page,
                archive=one.archive,
                missing=json.dumps(list(one.missing)),
                looked_at=one.looked_at,
            )
        )


def let_go(connection: Connection, looks: Sequence[HeldLook]) -> None:
    """Hold these looks no longer."""
    for part in _parts([one.id for one in looks]):
        connection.execute(delete(held_looks).where(held_looks.c.id.in_(part)))


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def _values(one: Check) -> dict[str, Any]:
    return {
        "id": check_id(one.site, one.source_url, one.target_url, one.occurrence),
        "site": one.site,
        "page": page_id(one.source_url),
        "source_url": one.source_url,
        "target_url": one.target_url,
        "occurrence": one.occurrence,
        "standing": one.standing.value,
        "reason": one.reason.value if one.reason else "",
        "sentence": one.sentence,
        "news": json.dumps([change.as_document() for change in one.news], ensure_ascii=False),
        "looks": one.looks,
        "changes": one.changes,
        "gone_at": one.gone_at,
        "gone_again_at": one.gone_again_at,
        "seen_at": one.seen_at,
        "checked_at": one.checked_at,
        "next_at": one.next_at,
        "evidence": one.evidence,
    }


def _check(row: Any) -> Check:
    return Check(
        site=row.site,
        source_url=row.source_url,
        target_url=row.target_url,
        occurrence=row.occurrence,
        standing=Standing(row.standing),
        checked_at=row.checked_at,
        reason=LostReason(row.reason) if row.reason else None,
        sentence=row.sentence,
        looks=row.looks,
        gone_at=row.gone_at,
        gone_again_at=row.gone_again_at,
        seen_at=row.seen_at,
        changes=row.changes,
        next_at=row.next_at,
        evidence=row.evidence,
        news=tuple(Change(**one) for one in json.loads(row.news)),
    )
