"""The books that mail in and leaving are written into: a client's and, in one go, the root's.

At home both are one database, so all of it is one transaction. In another client the root's is done
first: what it holds (nobody may write there any more, he has answered) does no harm when the rest
is done once more.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.app.clients import root_workspace
from backlinkbot.app.suppress import people_kept
from backlinkbot.core.access import HOME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.app.suppress import People
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.io.state.engine import Connection


@dataclass(frozen=True, slots=True)
class Books:
    """Open transactions: `client` of a client's database, `root` of the installation's."""

    workspace: Workspace
    client: Connection
    root: Connection
    people: People


@contextmanager
def open_books(workspace: Workspace, root: Workspace | None = None) -> Iterator[Books]:
    """A change of both; where it raises, nothing is done in the client's.

    `root`: the installation's workspace, where somebody has it open.

    Raises:
        Refused: the hashes by which people are known cannot be trusted.
        Unreachable: a database does not answer.
    """
    workspace.write()
    with workspace.state.writing() as connection:
        if workspace.client == HOME:
            yield Books(workspace, connection, connection, people_kept(workspace, connection))
            return
        with _opened(workspace, root) as there:
            there.write()
            with there.state.writing() as of_root:
                yield Books(workspace, connection, of_root, people_kept(there, of_root))


@contextmanager
def _opened(workspace: Workspace, root: Workspace | None) -> Iterator[Workspace]:
    if root is not None:
        yield root
        return
    with root_workspace(workspace) as opened:
        yield opened
