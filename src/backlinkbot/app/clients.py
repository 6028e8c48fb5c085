"""The verb client: tenants, each a workspace of its own under the root's.

`home` is the root itself. Another client lives in `clients/SLUG` with its own index, sites, reports
and application database (on PostgreSQL: a schema of its own), so that no question asked of one
can be answered with another's rows.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import HOME, AccessEvent, Client, Principal
from backlinkbot.core.cells import one_line
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.io.state.clients import is_client, keep_client, kept_clients
from backlinkbot.io.state.events import keep_event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLIENTS = "clients"  # the folder of their workspaces
LONGEST_NAME = 100
# it is a folder's name, a part of addresses and, with `client_`, a schema's name of 63 bytes
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


def list_clients(root: Workspace) -> list[Client]:
    """All clients, `home` first."""
    with root.state.reading() as connection:
        return [Client(HOME, "Home"), *kept_clients(connection)]


def add_client(root: Workspace, slug: str, name: str = "", *, by: Principal) -> Client:
    """Add a client; `slug`: what it is called in addresses and on the command line.

    Raises:
        BadInput: the slug is none, or taken.
        Refused: he may not.
    """
    need_manager(by)
    slug = slug.strip()
    if not SLUG.fullmatch(slug):
        raise BadInput(
            f"{slug!r} cannot name a client: small letters a-z, digits and hyphens, 40 at most"
        )
    client = Client(slug, one_line(name) or slug)
    if len(client.name) > LONGEST_NAME:
        raise BadInput(f"the name of a client has {LONGEST_NAME} characters at most")
    now = root.clock.now()
    root.write()
    with root.state.writing() as connection:
        if slug == HOME or is_client(connection, slug):
            raise BadInput(f"there is a client {slug} already")
        keep_client(connection, client, now)
        event = AccessEvent(now, by.name, slug, "client.add", client.name, by.address)
        keep_event(connection, event)
    return client


def client_workspace(root: Workspace, slug: str) -> Workspace:
    """The workspace of a client, opened anew; whoever gets it closes it.

    Raises:
        NotFound: there is no such client.
    """
    if slug == HOME:
        return Workspace(root.settings, root.clock)
    need_client(root, slug)
    settings = replace(root.settings, workspace=client_folder(root, slug))
    return Workspace(settings, root.clock, slug)


@contextmanager
def root_workspace(workspace: Workspace) -> Iterator[Workspace]:
    """The workspace of the installation that a client's is in; itself where it is that."""
    if workspace.client == HOME:
        yield workspace
        return
    settings = replace(workspace.settings, workspace=workspace.folder.parents[1])
    with Workspace(settings, workspace.clock) as root:
        yield root


def client_folder(root: Workspace, slug: str) -> Path:
    """Where the workspace of a client is."""
    return root.folder if slug == HOME else root.folder / CLIENTS / slug


def need_client(root: Workspace, slug: str) -> None:
    """Raises NotFound where there is no such client."""
    if slug == HOME:
        return
    with root.state.reading() as connection:
        if not is_client(connection, slug):
            raise NotFound(f"there is no client {slug}")


def need_manager(by: Principal) -> None:
    """Raises Refused for somebody who may not change accounts, clients and settings."""
    if not by.may_manage:
        raise Refused(f"only an owner may do this, and {by.name} is none")
