"""What is kept of a person in the whole installation: told to him, or forgotten when he asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backlinkbot.app.clients import client_workspace, list_clients, root_workspace
from backlinkbot.app.suppress import erase_person, people_of, suppressed_about
from backlinkbot.core.contacts import as_document
from backlinkbot.core.mail_addresses import canonical_address
from backlinkbot.io.state.contacts import contacts_of_person
from backlinkbot.io.state.persons import blank_person, traces_of
from backlinkbot.io.state.suppressions import touches_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Erased:
    """What was taken out, or would be, by client and table; `is_dry_run`: nothing was done."""

    person: str
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    is_dry_run: bool = False

    @property
    def total(self) -> int:
        """How many rows in all."""
        return sum(sum(counts.values()) for counts in self.rows.values())

    def as_document(self) -> dict[str, Any]:
        """As JSON."""
        return {"person": self.person, "rows": self.rows, "is_dry_run": self.is_dry_run}


def export_person(workspace: Workspace, address: str) -> dict[str, Any]:
    """All that is kept of a person, in all clients, as a document that can be given to him.

    Raises:
        BadInput: the text is no mail address.
    """
    person = canonical_address(address)
    with root_workspace(workspace) as root:
        clients = {one.client: _kept(one, person) for one in _clients(root)}
        with root.state.reading() as connection:
            people = people_of(root, connection)
            barred = suppressed_about(connection, people, person)
            touches = [
                one
                for one in touches_of(connection, people.person(person), people.look(person), "")
                if one.person == people.person(person)
            ]
        return {
            "person": person,
            "told_at": root.clock.now(),
            "clients": {name: told for name, told in clients.items() if any(told.values())},
            "suppressions": [one.as_document() for one in barred],
            "written_to": [
                {
                    "client": one.client, "campaign": one.campaign, "step": one.step, "at": one.at,
                    "answered_at": one.answered_at,
                }
                for one in touches
            ],
        }  # fmt: skip


def erase(workspace: Workspace, address: str, *, by: str, dry_run: bool = False) -> Erased:
    """Forget a person in all clients; only a keyed hash is left, so that he is never found again.

    The hash comes first: whatever breaks off afterwards, nobody writes to him any more.

    Raises:
        BadInput: the text is no mail address.
    """
    person = canonical_address(address)
    if not dry_run:
        erase_person(workspace, person, by=by)
    rows: dict[str, dict[str, int]] = {}
    with root_workspace(workspace) as root:
        for one in _clients(root):
            if dry_run:
                counts = {name: len(found) for name, found in _kept(one, person).items()}
            else:
                with one.state.writing() as connection:
                    counts = blank_person(connection, person, one.clock.now())
            if any(counts.values()):
                rows[one.client] = counts
    return Erased(person, rows, dry_run)


def _kept(workspace: Workspace, person: str) -> dict[str, list[Any]]:
    with workspace.state.reading() as connection:
        found = traces_of(connection, person)
        known = contacts_of_person(connection, person)
    return {
        "contacts": [as_document(one) for one in known],
        "prospects": list(found.prospects),
        "changes": list(found.changes),
        "messages": list(found.messages),
        "mails": list(found.mails),
    }


def _clients(root: Workspace) -> Iterator[Workspace]:
    """The workspaces of all clients, the root's first, each open as long as it is looked at."""
    for client in list_clients(root):
        with client_workspace(root, client.slug) as one:
            yield one
