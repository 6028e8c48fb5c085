"""Puts organisations among a site's prospects, each once, by hand or out of what find found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

from backlinkbot.app.own_sites import site_meant
from backlinkbot.app.prospects.changing import bar, kept
from backlinkbot.app.prospects.fields import differences
from backlinkbot.app.prospects.learning import niche_of
from backlinkbot.app.prospects.organisations import (
    estate_of,
    organisation_of,
    owner_ids_of,
    page_told,
)
from backlinkbot.core.chances import Tactic
from backlinkbot.core.errors import BadInput, Refused
from backlinkbot.core.prospects import (
    Change,
    ChangeKind,
    ContactKind,
    Opening,
    Outcome,
    Prospect,
    Stage,
)
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.state.outcomes import drop_outcome
from backlinkbot.io.state.prospects import (
    keep_changes,
    keep_names,
    keep_openings,
    names_known,
    new_prospect,
    next_step,
    numbers_known_as,
    numbers_of_names,
    prospects_numbered,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.access import Principal
    from backlinkbot.io.state.engine import Connection

OWN_SITE = "belongs to the site itself"
NOT_TO_BE_CONTACTED = "must not be contacted"
NO_NAME = "names no site"


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of those that were to be kept.

    `added`: prospects that were not there; `found_again`: those that were, with what is new of
    them; `refused`: who was not kept, and why. `step`: what to undo it by, 0 for nothing.
    """

    site: str
    added: tuple[Prospect, ...] = ()
    found_again: tuple[Prospect, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    step: int = 0

    @property
    def left_out(self) -> dict[str, int]:
        """How many were not kept, by reason."""
        return dict(Counter(reason for _, reason in self.refused))

    def as_document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "site": self.site,
            "added": [one.number for one in self.added],
            "found_again": [one.number for one in self.found_again],
            "left_out": self.left_out,
            "step": self.step,
        }


@dataclass(frozen=True, slots=True)
class Found:
    """An organisation as it was found, by one page or several."""

    organisation: str
    openings: tuple[Opening, ...] = ()
    tags: tuple[str, ...] = ()
    owner: str = ""
    stage: Stage = Stage.NEW
    note: str = ""
    contact: str = ""
    contact_kind: ContactKind = ContactKind.UNKNOWN
    outcome: Outcome | None = None
    target: str = ""


def add_prospect(  # noqa: PLR0913 - what a user may say
    workspace: Workspace,
    site: str,
    place: str,
    *,
    by: Principal,
    tactic: str = "",
    tags: Sequence[str] = (),
    owner: str = "",
    note: str = "",
) -> Kept:
    """Add a prospect by hand: a domain, or a page on which a link could stand.

    Raises:
        BadInput: the place names no site, or there is no such tactic.
        NotFound: nothing is known of the site; says which was meant.
        Refused: it belongs to the site itself, or must not be contacted.
    """
    domain, organisation = site_meant(workspace, site), organisation_of(place)
    page = page_told(place)
    chosen = _tactic_named(tactic) if tactic else ""
    openings = (Opening(page, chosen),) if chosen or "://" in place or "/" in place else ()
    found = Found(organisation, openings, tuple(tags), owner, note=note)
    done = keep_found(workspace, domain, [found], by=by)
    for name, reason in done.refused:
        raise Refused(f"{name} {reason}")
    return done


def keep_opportunities(
    workspace: Workspace,
    site: str,
    opportunities: pa.Table,
    *,
    by: Principal,
    many: int | None = None,
) -> Kept:
    """Keep the first `many` opportunities (all of them by default) as prospects of a site.

    Several of one organisation make one prospect with several openings; what is among the
    prospects already gets the newer prices. So keeping the same twice adds nothing.

    `opportunities`: the columns of `core.chances.opportunities()`, best first.

    Raises:
        BadInput: `many` is not positive.
    """
    if many is not None and many < 1:
        raise BadInput(f"{many} prospects cannot be kept; give 1 or more")
    domain = domain_named(site)
    by_organisation: dict[str, list[Opening]] = {}
    nameless: list[tuple[str, str]] = []
    for row in opportunities.slice(0, many).to_pylist():
        try:
            name = organisation_of(row["page"] or row["prospect"])
        except BadInput:
            nameless.append((str(row["prospect"]), NO_NAME))
            continue
        by_organisation.setdefault(name, []).append(_opening(row))
    found = [Found(name, tuple(openings)) for name, openings in by_organisation.items()]
    done = keep_found(workspace, domain, found, by=by)
    return replace(done, refused=(*nameless, *done.refused))


def keep_found(workspace: Workspace, site: str, found: Sequence[Found], *, by: Principal) -> Kept:
    """Keep organisations as prospects, in one transaction; each once, whatever it is called.

    One that must not be contacted is barred on all sites of the workspace.
    """
    workspace.write()
    own = estate_of(workspace, site)
    niche = niche_of(workspace.state.site_or_plain(site))
    owners = owner_ids_of(workspace, [one.organisation for one in found])
    now = workspace.clock.now().astimezone(UTC)
    added: dict[int, Prospect] = {}
    again: dict[int, Prospect] = {}
    refused: list[tuple[str, str]] = []
    with workspace.state.writing() as connection:
        step = next_step(connection)
        names = {one.organisation for one in found} | {i for ids in owners.values() for i in ids}
        known = numbers_of_names(connection, site, names)
        barred = _barred(connection, names)
        to_bar: list[int] = []
        lines: list[Change] = []
        for one in found:
            ids = owners.get(one.organisation, [])
            if one.organisation in own:
                refused.append((one.organisation, OWN_SITE))
                continue
            number = next((known[n] for n in (one.organisation, *ids) if n in known), None)
            before = prospects_numbered(connection, [number])[0] if number else None
            is_barred = before is not None and _is_barred(before)
            if is_barred or not barred.isdisjoint((one.organisation, *ids)):
                refused.append((one.organisation, NOT_TO_BE_CONTACTED))
                continue
            if one.outcome:
                one = replace(one, outcome=replace(one.outcome, niche=niche))  # noqa: PLW2901
            after, line = _put(connection, site, one, before, step=step, now=now, by=by)
            keep_names(connection, site, after.number, [one.organisation], owner_ids=False)
            keep_names(connection, site, after.number, ids, owner_ids=True)
            known |= dict.fromkeys((one.organisation, *ids), after.number)
            lines.extend([line] if line else [])
            to_bar.extend([after.number] if one.stage is Stage.DO_NOT_CONTACT else [])
            is_new = before is None or before.is_gone or after.number in added
            (added if is_new else again)[after.number] = after
        lines.extend(bar(connection, Change(0, step, 0, now, by.name, ChangeKind.MOVED), to_bar))
        keep_changes(connection, lines)
        fresh = {one.number: one for one in prospects_numbered(connection, [*added, *again])}
    return Kept(
        site,
        tuple(fresh[number] for number in added),
        tuple(fresh[number] for number in again),
        tuple(refused),
        step if lines else 0,
    )


def tactic_like(word: str) -> str:
    """The tactic that a word means, in whatever case and spelling; the word itself for no other."""
    letters = _letters(word)
    return next((str(one) for one in Tactic if _letters(one) == letters), word)


def _tactic_named(word: str) -> str:
    found = tactic_like(word)
    if found not in set(Tactic):
        raise BadInput(f"{word!r} is no tactic; there are: {', '.join(Tactic)}")
    return found


def _letters(word: str) -> str:
    return "".join(c for c in word.casefold() if c.isalnum())


def _put(  # noqa: PLR0913 - one row of a step
    connection: Connection,
    site: str,
    found: Found,
    before: Prospect | None,
    *,
    step: int,
    now: datetime,
    by: Principal,
) -> tuple[Prospect, Change | None]:
    """One organisation among the prospects, and its line of history where something is new."""
    # whom not to contact is said once all are there: by a line of its own, for all sites
    stage = Stage.NEW if found.stage is Stage.DO_NOT_CONTACT else found.stage
    if before is None:
        fresh = Prospect(
            0, site, found.organisation, now, now, stage, found.owner, found.contact,
            found.contact_kind, found.tags, target=found.target,
        )  # fmt: skip
        bare = replace(fresh, number=new_prospect(connection, fresh))
        keep_openings(connection, bare.number, found.openings)
        made = kept(connection, bare, replace(bare, outcome=_outcome(bare, found)))
        fields = {"is_gone": (True, False), **differences(bare, made)}
        return made, Change(
            0, step, made.number, now, by.name, ChangeKind.ADDED, fields, found.note
        )
    if before.is_gone and before.outcome:  # what was undone is forgotten
        drop_outcome(connection, before.outcome.number)
        before = replace(before, outcome=None)
    new_openings = keep_openings(connection, before.number, found.openings)
    wanted = replace(
        before,
        is_gone=False,
        tags=tuple(sorted({*before.tags, *found.tags})),
        owner=before.owner or found.owner,
        contact=before.contact or found.contact,
        contact_kind=before.contact_kind if before.contact else found.contact_kind,
        target=before.target or found.target,
        changed_at=now,
    )
    if before.is_gone:
        wanted = replace(wanted, stage=stage)
    if before.outcome is None:
        wanted = replace(wanted, outcome=_outcome(before, found))
    after = kept(connection, before, wanted)
    fields = differences(before, after)
    kind = ChangeKind.ADDED if before.is_gone else ChangeKind.FOUND_AGAIN
    said = found.note or (f"{new_openings} new" if new_openings else "")
    if not fields and not said:
        return after, None
    return after, Change(0, step, after.number, now, by.name, kind, fields, said)


def _outcome(prospect: Prospect, found: Found) -> Outcome | None:
    """What a list tells of a contact in the past."""
    if found.outcome is None:
        return None
    return replace(found.outcome, prospect=prospect.number, site=prospect.site)


def _barred(connection: Connection, names: set[str]) -> set[str]:
    """The domains and owners' ids that must not be contacted for whatever site."""
    known = numbers_known_as(connection, names)
    barred = [one.number for one in prospects_numbered(connection, known) if _is_barred(one)]
    return names_known(connection, barred)


def _is_barred(prospect: Prospect) -> bool:
    return prospect.stage is Stage.DO_NOT_CONTACT and not prospect.is_gone


def _opening(row: Mapping[str, object]) -> Opening:
    def number(name: str) -> float | None:
        value = row.get(name)
        return float(value) if isinstance(value, (int, float)) else None

    def texts(name: str) -> tuple[str, ...]:
        value = row.get(name)
        return tuple(map(str, value)) if isinstance(value, list) else ()

    return Opening(
        page=str(row["page"]),
        tactic=str(row.get("tactic") or ""),
        about=str(row.get("about") or ""),
        worth_points=number("worth_points"),
        value_per_hour=number("value_per_hour"),
        relevance=number("relevance"),
        site_type=str(row.get("site_type") or ""),
        p_reply=number("p_reply"),
        p_placement=number("p_placement"),
        minutes=number("minutes"),
        reasons=texts("reasons"),
        evidence=texts("evidence"),
    )
