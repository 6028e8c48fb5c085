"""Takes back what was done to prospects; the history keeps both."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from backlinkbot.app.prospects.changing import Changed, kept, same_organisations
from backlinkbot.app.prospects.fields import told, with_fields
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.prospects import Change, ChangeKind, Stage
from backlinkbot.io.state.prospects import (
    keep_changes,
    kept_changes,
    next_step,
    prospects_numbered,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.access import Principal
    from backlinkbot.core.prospects import Prospect
    from backlinkbot.io.state.engine import Connection


def undo_prospect(
    workspace: Workspace, number: int, *, by: Principal, change: int | None = None
) -> Changed:
    """Take back the last change of a prospect that stands, or the one of that number.

    Where that barred it from being contacted, the bar goes on all sites of the workspace.

    Raises:
        NotFound: no such prospect, or nothing to undo.
        BadInput: a later change stands in the way; says which.
        Refused: he is no owner, and it must not be contacted.
    """
    with workspace.state.writing() as connection:
        history = kept_changes(connection, prospect=number)
        standing = standing_changes(history)
        wanted = [one for one in standing if change is None or one.number == change]
        if not wanted:
            what = f"change {change} does not stand" if change else "nothing can be undone"
            raise NotFound(f"of prospect {number} {what}; see: backlinkbot prospect show {number}")
        return _take_back(workspace, connection, [wanted[-1]], by)


def undo_step(workspace: Workspace, step: int, *, by: Principal) -> Changed:
    """Take back all that was done in one step, as far as it stands; all of it or nothing.

    Raises:
        NotFound: no such step, or nothing of it stands.
        BadInput: a later change stands in the way; says which.
        Refused: he is no owner, and one of them must not be contacted.
    """
    with workspace.state.writing() as connection:
        made = kept_changes(connection, step=step)
        if not made:
            raise NotFound(f"there is no step {step}; a prospect's history shows their numbers")
        standing: list[Change] = []
        for number in sorted({one.prospect for one in made}):
            of_it = standing_changes(kept_changes(connection, prospect=number))
            standing.extend(one for one in of_it if one.step == step)
        if not standing:
            raise NotFound(f"nothing of step {step} stands any more")
        return _take_back(workspace, connection, standing, by)


def standing_changes(history: Sequence[Change]) -> list[Change]:
    """The changes that no later one has taken back, and that are no undo themselves."""
    undone = {one.undoes for one in history if one.undoes}
    return [
        one for one in history if one.kind is not ChangeKind.UNDONE and one.number not in undone
    ]


def _take_back(
    workspace: Workspace, connection: Connection, wanted: Sequence[Change], by: Principal
) -> Changed:
    wanted = _with_whole_bars(connection, wanted)
    now = workspace.clock.now().astimezone(UTC)
    step = next_step(connection)
    made: list[Prospect] = []
    for one in sorted(wanted, key=lambda change: -change.number):
        prospect = prospects_numbered(connection, [one.prospect])[0]
        _may_undo(prospect, one, by)
        if one.kind is ChangeKind.ADDED:
            _must_be_last(connection, prospect, one)
        before = {name: both[0] for name, both in one.fields.items()}
        after = kept(connection, prospect, replace(with_fields(prospect, before), changed_at=now))
        made.append(after)
        back = {name: (both[1], both[0]) for name, both in one.fields.items()}
        line = Change(
            0, step, prospect.number, now, by.name, ChangeKind.UNDONE, back, undoes=one.number
        )
        keep_changes(connection, [line])
    return Changed(step, tuple(reversed(made)))


def _with_whole_bars(connection: Connection, wanted: Sequence[Change]) -> list[Change]:
    """These changes, and with one that barred an organisation those that did so elsewhere."""
    barring = [one.prospect for one in wanted if _is_bar(one)]
    found = {one.number: one for one in wanted}
    for prospect in same_organisations(connection, barring):
        if prospect.stage is Stage.DO_NOT_CONTACT:
            standing = standing_changes(kept_changes(connection, prospect=prospect.number))
            found |= {one.number: one for one in standing if _is_bar(one)}
    return list(found.values())


def _is_bar(change: Change) -> bool:
    return bool(change.fields.get("stage", ("", ""))[1] == Stage.DO_NOT_CONTACT.value)


def _may_undo(prospect: Prospect, change: Change, by: Principal) -> None:
    now = told(prospect)
    for name, (_, after) in change.fields.items():
        if now[name] != after:
            raise BadInput(
                f"the {name.replace('_', ' ')} of {prospect.organisation} was changed since; undo "
                f"that first (backlinkbot prospect show {prospect.number})"
            )
    # its adding goes while it is barred: so it was imported, before bars had lines of their own
    is_barred = change.kind is ChangeKind.ADDED and prospect.stage is Stage.DO_NOT_CONTACT
    if (is_barred or _is_bar(change)) and not by.may_manage:
        raise Refused(f"{prospect.organisation} must not be contacted; only an owner may undo that")


def _must_be_last(connection: Connection, prospect: Prospect, added: Change) -> None:
    standing = standing_changes(kept_changes(connection, prospect=prospect.number))
    if any(one.number > added.number and one.fields for one in standing):
        raise BadInput(
            f"{prospect.organisation} was changed since it was added; undo that first "
            f"(backlinkbot prospect show {prospect.number})"
        )
