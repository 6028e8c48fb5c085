"""Suppresses people, and cancels what was approved for them and has not gone, in all clients."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backlinkbot.app.clients import client_workspace, list_clients, root_workspace
from backlinkbot.app.pitch.admitting import release
from backlinkbot.app.suppress import (
    import_suppressions,
    people_of,
    suppress,
    suppressed_about,
    suppressed_place,
)
from backlinkbot.core.outreach import SuppressionReason
from backlinkbot.io.state.approvals import waiting_messages
from backlinkbot.io.state.outbox import mark_cancelled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from backlinkbot.app.suppress import Suppressed
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import KeptMessage, Suppression


def bar(
    workspace: Workspace,
    whom: tuple[str, ...],
    *,
    reason: SuppressionReason = SuppressionReason.OWN,
    organisation: bool = False,
    note: str = "",
    by: str = "",
) -> Suppressed:
    """Let nobody of this installation write there, for ever, and cancel what is approved.

    Raises:
        BadInput: one of them is neither an address nor a domain; then none is added.
    """
    done = suppress(workspace, whom, reason=reason, organisation=organisation, note=note, by=by)
    return replace(done, cancelled=_end_everywhere(workspace, done.asked))


def bar_list(
    workspace: Workspace,
    path: Path,
    *,
    reason: SuppressionReason = SuppressionReason.ASKED,
    by: str = "",
) -> Suppressed:
    """The same for all that a list names.

    Raises:
        BadInput: the file cannot be read, or holds none.
    """
    done = import_suppressions(workspace, path, reason=reason, by=by)
    return replace(done, cancelled=_end_everywhere(workspace, done.asked))


def end_suppressed(workspace: Workspace) -> int:
    """Cancel what a client has approved for anybody to whom nobody may write; how many.

    What a sender has claimed may have gone, so it is left to the sender.

    Raises:
        Refused: the hashes cannot be trusted, so nobody may be taken for free.
    """
    return len(_ended(workspace))


def _ended(workspace: Workspace) -> list[list[Suppression]]:
    """The same; what is suppressed of each that was cancelled."""
    with workspace.state.reading() as connection:
        waiting = waiting_messages(connection)
    barred = _barred(workspace, waiting) if waiting else {}
    now, gone = workspace.clock.now(), []
    for id_, why in barred.items():
        with workspace.state.writing() as connection:
            if mark_cancelled(connection, id_, f"suppressed: {why[0].says}", now):
                gone.append(id_)
    if gone:
        release(workspace, gone)  # they never left, so they count for nobody
    return [barred[id_] for id_ in gone]


def _end_everywhere(workspace: Workspace, asked: Sequence[Suppression]) -> int:
    """Cancel in all clients; how many of this one by what is asked now.

    Whom other clients write to is not told; what was suppressed before is cancelled, and counted
    by nobody who asks for somebody else.
    """
    named = {(one.kind, one.value) for one in asked}
    many = sum(any((one.kind, one.value) in named for one in why) for why in _ended(workspace))
    with root_workspace(workspace) as root:
        for slug in [one.slug for one in list_clients(root) if one.slug != workspace.client]:
            with client_workspace(root, slug) as client:
                end_suppressed(client)
    return many


def _barred(workspace: Workspace, waiting: list[KeptMessage]) -> dict[str, list[Suppression]]:
    """What is suppressed of those to whom messages wait to go, by Message-ID."""
    found = {}
    with root_workspace(workspace) as root, root.state.reading() as connection:
        people = people_of(root, connection)
        for one in waiting:
            to, name = one.message.recipient, one.organisation
            said = (
                suppressed_about(connection, people, to, (name,))
                if to
                else suppressed_place(connection, people, name)
            )
            if said:
                found[one.message.message_id] = list(said)
    return found
