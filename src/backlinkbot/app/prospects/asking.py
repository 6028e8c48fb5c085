"""The prospects of a site as a list, and one of them with its history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from backlinkbot.app.prospects.changing import stage_named
from backlinkbot.app.prospects.undoing import standing_changes
from backlinkbot.core.errors import NotFound
from backlinkbot.core.prospects import Change, ChangeKind, Prospect, Stage
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.state.prospects import kept_changes, kept_prospects, prospects_numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Shown:
    """One prospect with all that was done to it; `standing`: the changes that can be undone."""

    prospect: Prospect
    history: tuple[Change, ...]

    @property
    def standing(self) -> tuple[Change, ...]:
        return tuple(standing_changes(self.history))

    def as_document(self) -> dict[str, Any]:
        """As JSON, the history last."""
        lines = [_line(one, self.standing) for one in self.history]
        return {**prospect_document(self.prospect), "history": lines}


@dataclass(frozen=True, slots=True)
class Listed:
    """Prospects of a site, the most valuable first within each stage.

    `counts`: how many each stage has, whatever was asked for.
    """

    site: str
    prospects: tuple[Prospect, ...]
    counts: dict[Stage, int]

    def as_document(self) -> list[dict[str, Any]]:
        """As JSON."""
        return [prospect_document(one) for one in self.prospects]


def list_prospects(  # noqa: PLR0913 - what a user may ask for
    workspace: Workspace,
    site: str,
    *,
    stages: Sequence[str] = (),
    tags: Sequence[str] = (),
    owner: str = "",
    tactic: str = "",
    words: str = "",
    with_contacts: bool = True,
) -> Listed:
    """The prospects of a site that are in one of `stages`, have all `tags`, and so on.

    `words`: somewhere in the organisation's names, openings or contact. `with_contacts` False: for
    who may not know how they are reached, nor find it out by asking for words of it.

    Raises:
        BadInput: no such stage.
    """
    domain = domain_named(site)
    wanted = {stage_named(word) for word in stages}
    with workspace.state.reading() as connection:
        every = kept_prospects(connection, domain)
    if not with_contacts:
        every = [replace(one, contact="") for one in every]
    order = list(Stage)
    found = [
        one
        for one in every
        if (not wanted or one.stage in wanted)
        and set(tags) <= set(one.tags)
        and (not owner or one.owner == owner)
        and (not tactic or any(opening.tactic == tactic for opening in one.openings))
        and (not words or _says(one, words.casefold()))
    ]
    found.sort(key=lambda one: (order.index(one.stage), -_value(one), one.organisation))
    counts = {stage: sum(one.stage is stage for one in every) for stage in Stage}
    return Listed(domain, tuple(found), counts)


def show_prospect(workspace: Workspace, number: int) -> Shown:
    """One prospect with its history.

    Raises:
        NotFound: there is none of that number.
    """
    with workspace.state.reading() as connection:
        found = prospects_numbered(connection, [number])
        if not found:
            raise NotFound(f"there is no prospect {number}; see: backlinkbot prospect list")
        return Shown(found[0], tuple(kept_changes(connection, prospect=number)))


def prospect_document(one: Prospect) -> dict[str, Any]:
    """A prospect as JSON: numbers of its best opening beside it, all of them below."""
    best = one.openings[0] if one.openings else None
    return {
        "number": one.number,
        "site": one.site,
        "prospect": one.organisation,
        "stage": one.stage.value,
        "owner": one.owner,
        "tags": list(one.tags),
        "contact": one.contact,
        "contact_kind": one.contact_kind.value,
        "target": one.target,
        "tactic": best.tactic if best else "",
        "page": best.page if best else "",
        "value_per_hour": best.value_per_hour if best else None,
        "worth_points": best.worth_points if best else None,
        "added_at": one.added_at,
        "changed_at": one.changed_at,
        "names": list(one.names),
        "openings": [_fields(opening) for opening in one.openings],
        "outcome": _outcome(one),
    }


def _outcome(one: Prospect) -> dict[str, Any] | None:
    if one.outcome is None:
        return None
    told = _fields(one.outcome)
    return {name: value for name, value in told.items() if name not in {"prospect", "site"}}


def _fields(value: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        name: list(part) if isinstance(part, tuple) else part
        for name, part in asdict(value).items()
    }


def _line(one: Change, standing: Sequence[Change]) -> dict[str, Any]:
    return {
        "change": one.number,
        "step": one.step,
        "at": one.at,
        "by": one.by,
        "what": one.kind.value,
        "fields": {name: list(both) for name, both in one.fields.items()},
        "note": one.note,
        "undoes": one.undoes,
        "is_undone": one not in standing and one.kind is not ChangeKind.UNDONE,
    }


def _says(one: Prospect, words: str) -> bool:
    texts = [one.organisation, one.contact, one.owner, *one.names]
    texts.extend(opening.page for opening in one.openings)
    return any(words in text.casefold() for text in texts)


def _value(one: Prospect) -> float:
    told = [
        opening.value_per_hour for opening in one.openings if opening.value_per_hour is not None
    ]
    return max(told, default=-1.0)
