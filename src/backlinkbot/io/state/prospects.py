"""Questions about prospects: who they are, how far they have come, and what was done to them."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import delete, func, insert, select, update

from backlinkbot.core.prospects import (
    Change,
    ChangeKind,
    ContactKind,
    Opening,
    Prospect,
    Stage,
)
from backlinkbot.io.state.outcomes import last_outcomes
from backlinkbot.io.state.prospect_tables import changes, openings, prospect_names, prospects, tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection

T = TypeVar("T")
N = TypeVar("N", int, str)
AT_ONCE = 500  # numbers in one question, well under what SQLite takes


def kept_prospects(
    connection: Connection, site: str = "", *, with_gone: bool = False
) -> list[Prospect]:
    """The prospects of a site, or of all sites, in the order they were added."""
    asked = select(prospects.c.number)
    if site:
        asked = asked.where(prospects.c.site == site)
    if not with_gone:
        asked = asked.where(prospects.c.is_gone.is_(False))
    return prospects_numbered(connection, list(connection.scalars(asked)))


def has_prospects(connection: Connection, site: str) -> bool:
    """Whether a site has any that is not gone."""
    there = (prospects.c.site == site) & prospects.c.is_gone.is_(False)
    return connection.execute(select(prospects.c.number).where(there).limit(1)).first() is not None


def prospects_numbered(connection: Connection, numbers: Iterable[int]) -> list[Prospect]:
    """The prospects with these numbers, by number; those that are not there are left out."""
    wanted = sorted(set(numbers))
    found: list[Prospect] = []
    for at in range(0, len(wanted), AT_ONCE):
        found.extend(_prospects(connection, wanted[at : at + AT_ONCE]))
    return found


def numbers_of_names(connection: Connection, site: str, names: Iterable[str]) -> dict[str, int]:
    """Which prospect of a site each of these domains or owners' ids belongs to."""
    wanted = sorted(set(names))
    found: dict[str, int] = {}
    for at in range(0, len(wanted), AT_ONCE):
        part = prospect_names.c.name.in_(wanted[at : at + AT_ONCE])
        asked = select(prospect_names).where((prospect_names.c.site == site) & part)
        found.update({row.name: row.prospect for row in connection.execute(asked)})
    return found


def numbers_of_organisations(connection: Connection, organisations: Iterable[str]) -> list[int]:
    """The prospects of these organisations, of whatever site."""
    wanted = sorted(set(organisations))
    found: list[int] = []
    for at in range(0, len(wanted), AT_ONCE):
        among = prospects.c.organisation.in_(wanted[at : at + AT_ONCE])
        found.extend(connection.scalars(select(prospects.c.number).where(among)))
    return found


def numbers_of_same(connection: Connection, numbers: Iterable[int]) -> list[int]:
    """These prospects and all, of whatever site, that share a domain or an owner's id with one."""
    found = set(numbers)
    fresh = found
    while fresh:
        fresh = set(numbers_known_as(connection, names_known(connection, fresh))) - found
        found |= fresh
    return sorted(found)


def names_known(connection: Connection, numbers: Iterable[int]) -> set[str]:
    """All domains and owners' ids of these prospects."""
    found: set[str] = set()
    for part in _parts(set(numbers)):
        of_them = prospect_names.c.prospect.in_(part)
        found |= set(connection.scalars(select(prospect_names.c.name).where(of_them)))
    return found


def numbers_known_as(connection: Connection, names: Iterable[str]) -> list[int]:
    """The prospects that have one of these domains or owners' ids, of whatever site."""
    found: set[int] = set()
    for part in _parts(set(names)):
        among = prospect_names.c.name.in_(part)
        found |= set(connection.scalars(select(prospect_names.c.prospect).where(among)))
    return sorted(found)


def new_prospect(connection: Connection, prospect: Prospect) -> int:
    """Keep a prospect that was not there, without its openings and names; its number."""
    values = _values(prospect) | {
        "site": prospect.site,
        "organisation": prospect.organisation,
        "added_at": prospect.added_at,
    }
    made = connection.execute(insert(prospects).values(values)).inserted_primary_key
    number = int(made[0]) if made else 0
    _keep_tags(connection, number, prospect.tags)
    return number


def change_prospect(connection: Connection, prospect: Prospect) -> None:
    """Keep a prospect as it is now; openings, names and outcome are kept by themselves."""
    known = prospects.c.number == prospect.number
    connection.execute(update(prospects).where(known).values(_values(prospect)))
    connection.execute(delete(tags).where(tags.c.prospect == prospect.number))
    _keep_tags(connection, prospect.number, prospect.tags)


def keep_names(
    connection: Connection, site: str, prospect: int, names: Iterable[str], *, owner_ids: bool
) -> None:
    """Add domains, or ids of its owner, by which a prospect is known; known ones stay."""
    wanted = list(dict.fromkeys(names))
    known = numbers_of_names(connection, site, wanted)
    rows = [
        {"site": site, "name": name, "prospect": prospect, "is_owner_id": owner_ids}
        for name in wanted
        if name not in known
    ]
    if rows:
        connection.execute(insert(prospect_names), rows)


def keep_openings(connection: Connection, prospect: int, found: Sequence[Opening]) -> int:
    """Add openings, or put newer prices to known ones; how many were not known."""
    by_digest = {_digest(one): one for one in found}
    of_it = openings.c.prospect == prospect
    known = set(connection.scalars(select(openings.c.digest).where(of_it)))
    if again := known & set(by_digest):
        connection.execute(delete(openings).where(of_it & openings.c.digest.in_(sorted(again))))
    rows = [_opening_row(prospect, digest, one) for digest, one in by_digest.items()]
    if rows:
        connection.execute(insert(openings), rows)
    return len(set(by_digest) - known)


def next_step(connection: Connection) -> int:
    """The number of the next thing that is done in one go."""
    last = connection.execute(select(func.max(changes.c.number))).scalar()
    return int(last or 0) + 1


def keep_changes(connection: Connection, made: Sequence[Change]) -> None:
    """Add lines to the history; their own numbers are given here."""
    rows = [
        {
            "step": one.step, "prospect": one.prospect, "at": one.at, "by": one.by,
            "kind": one.kind.value, "fields": json.dumps(one.fields, ensure_ascii=False),
            "note": one.note, "undoes": one.undoes,
        }
        for one in made
    ]  # fmt: skip
    if rows:
        connection.execute(insert(changes), rows)


def kept_changes(
    connection: Connection, *, prospect: int | None = None, step: int | None = None
) -> list[Change]:
    """The history of a prospect, or of all that was done in one step, in order."""
    asked = select(changes).order_by(changes.c.number)
    if prospect is not None:
        asked = asked.where(changes.c.prospect == prospect)
    if step is not None:
        asked = asked.where(changes.c.step == step)
    return [_change(row) for row in connection.execute(asked)]


def _parts(wanted: Iterable[N]) -> Iterator[list[N]]:
    """Some at once, in order."""
    every = sorted(wanted)
    for at in range(0, len(every), AT_ONCE):
        yield every[at : at + AT_ONCE]


def _prospects(connection: Connection, numbers: Sequence[int]) -> list[Prospect]:
    asked = select(prospects).where(prospects.c.number.in_(numbers)).order_by(prospects.c.number)
    rows = connection.execute(asked).all()
    of_each = _tags(connection, numbers)
    named = _names(connection, numbers)
    opened = _openings(connection, numbers)
    came = last_outcomes(connection, numbers)
    return [
        Prospect(
            number=row.number,
            site=row.site,
            organisation=row.organisation,
            added_at=row.added_at,
            changed_at=row.changed_at,
            stage=Stage(row.stage),
            owner=row.owner,
            contact=row.contact,
            contact_kind=ContactKind(row.contact_kind),
            # in Python: which of two texts is first, each database server says differently
            tags=tuple(sorted(of_each.get(row.number, ()))),
            names=tuple(sorted(named.get(row.number, ()))),
            openings=tuple(opened.get(row.number, ())),
            outcome=came.get(row.number),
            is_gone=row.is_gone,
            target=row.target,
        )
        for row in rows
    ]


def _tags(connection: Connection, numbers: Sequence[int]) -> dict[int, list[str]]:
    asked = select(tags).where(tags.c.prospect.in_(numbers))
    return _by_prospect((row.prospect, str(row.tag)) for row in connection.execute(asked))


def _names(connection: Connection, numbers: Sequence[int]) -> dict[int, list[str]]:
    among: ColumnElement[bool] = prospect_names.c.prospect.in_(numbers)
    asked = select(prospect_names).where(among & prospect_names.c.is_owner_id.is_(False))
    return _by_prospect((row.prospect, str(row.name)) for row in connection.execute(asked))


def _openings(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Opening]]:
    """By prospect, the most valuable first, those without a value or a tactic last."""
    among = select(openings).where(openings.c.prospect.in_(numbers))
    found = _by_prospect((row.prospect, _opening(row)) for row in connection.execute(among))
    for of_it in found.values():
        of_it.sort(key=_best_first)
    return found


def _best_first(one: Opening) -> tuple[float, bool, tuple[str, str, str]]:
    value = -1.0 if one.value_per_hour is None else one.value_per_hour
    return -value, not one.tactic, one.key


def _by_prospect(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for number, one in pairs:
        found.setdefault(number, []).append(one)
    return found


def _keep_tags(connection: Connection, prospect: int, words: Iterable[str]) -> None:
    if rows := [{"prospect": prospect, "tag": word} for word in dict.fromkeys(words)]:
        connection.execute(insert(tags), rows)


def _values(prospect: Prospect) -> dict[str, Any]:
    return {
        "stage": prospect.stage.value,
        "owner": prospect.owner,
        "contact": prospect.contact,
        "contact_kind": prospect.contact_kind.value,
        "changed_at": prospect.changed_at,
        "is_gone": prospect.is_gone,
        "target": prospect.target,
    }


def _digest(opening: Opening) -> str:
    told = json.dumps(opening.key, ensure_ascii=False).encode()
    return blake2b(told, digest_size=16).hexdigest()


NUMBERS = ("worth_points", "value_per_hour", "relevance", "p_reply", "p_placement", "minutes")


def _opening_row(prospect: int, digest: str, one: Opening) -> dict[str, Any]:
    return {
        "prospect": prospect,
        "digest": digest,
        "page": one.page,
        "tactic": one.tactic,
        "about": one.about,
        "site_type": one.site_type,
        "reasons": json.dumps(one.reasons, ensure_ascii=False),
        "evidence": json.dumps(one.evidence, ensure_ascii=False),
        **{name: getattr(one, name) for name in NUMBERS},
    }


def _opening(row: Any) -> Opening:
    numbers: Mapping[str, float | None] = {name: getattr(row, name) for name in NUMBERS}
    return Opening(
        page=row.page,
        tactic=row.tactic,
        about=row.about,
        site_type=row.site_type,
        reasons=tuple(json.loads(row.reasons)),
        evidence=tuple(json.loads(row.evidence)),
        **numbers,
    )


def _change(row: Any) -> Change:
    fields = {name: tuple(both) for name, both in json.loads(row.fields).items()}
    return Change(
        row.number, row.step, row.prospect, row.at, row.by, ChangeKind(row.kind), fields, row.note,
        row.undoes,
    )  # fmt: skip
