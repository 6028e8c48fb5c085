"""The verb suppress: to whom nobody of this installation may write, in any client and for ever.

Also the two things that other verbs need of it: the keyed hashes by which people are known, and
what is suppressed about somebody. Everything is kept in the root's application database.
"""

from __future__ import annotations

import csv
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backlinkbot.app.clients import root_workspace
from backlinkbot.core.cells import one_line
from backlinkbot.core.errors import BadInput, Refused
from backlinkbot.core.facts import Rejects
from backlinkbot.core.mail_addresses import canonical_address, look_alike
from backlinkbot.core.outreach import Suppression, SuppressionKind, SuppressionReason
from backlinkbot.core.urls import host_of
from backlinkbot.core.urls.domain import is_public_suffix, registered_domain
from backlinkbot.core.urls.hosts import clean_host, is_on_the_web
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.state.suppressions import (
    keep_answer,
    keep_key_digest,
    keep_suppressions,
    kept_suppressions,
    key_digest,
    suppressions_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.recipients import Touch
    from backlinkbot.io.state.engine import Connection

KEY = "people"  # the purpose of the key, and its name in the database
LONGEST_NOTE = 500
LARGEST_FILE = 256 << 20  # bytes; more is no list of people
NO_VALUE = "neither a mail address nor a domain"


@dataclass(frozen=True, slots=True)
class People:
    """The hashes by which people and places are known without being named; keyed, 64 digits."""

    key: bytes = field(repr=False)

    def person(self, address: str) -> str:
        """The hash of whoever has this address, in whatever form it is written."""
        return self._of(SuppressionKind.ADDRESS.value, canonical_address(address))

    def look(self, address: str) -> str:
        """The hash of what an address looks like."""
        return self._of("look", look_alike(address))

    def place(self, kind: SuppressionKind, value: str) -> str:
        """The hash of a suppressed domain or organisation."""
        return self._of(kind.value, value)

    @property
    def check(self) -> str:
        """By which a key is told from another."""
        return self._of("check", "")

    def _of(self, kind: str, value: str) -> str:
        return hmac.new(self.key, f"{kind}\0{value}".encode(), "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What adding did: those that were asked for, and how many of them were not known.

    `cancelled`: messages of this client to them that were approved and had not gone.
    """

    asked: tuple[Suppression, ...]
    added: int
    rejects: dict[str, int] = field(default_factory=dict)
    examples: tuple[tuple[str, str, str], ...] = ()
    cancelled: int = 0

    def as_document(self) -> dict[str, Any]:
        """What was done, as JSON; rejects with the place of their first examples."""
        return {
            "asked": len(self.asked),
            "added": self.added,
            "known": len(self.asked) - self.added,
            "cancelled": self.cancelled,
            "rejects": self.rejects,
            "examples": [
                {"reason": reason, "place": place, "text": text}
                for reason, place, text in self.examples
            ],
        }


def people_of(root: Workspace, connection: Connection) -> People:
    """The hashes of an installation; `connection`: to the root's database.

    Raises:
        Refused: the database was filled with another key, so that nobody would be found in it.
    """
    people = People(root.key(KEY))
    known = key_digest(connection, KEY)
    if known is not None and known != people.check:
        raise Refused(
            "the key in the workspace (state/key) is not the one by which people are known in its "
            "database, so nobody can be found; put the right key back, nothing is sent until then"
        )
    return people


def people_kept(root: Workspace, connection: Connection) -> People:
    """The same, for who adds to the database: the first time, the key is noted in it."""
    people = people_of(root, connection)
    if key_digest(connection, KEY) is None:
        keep_key_digest(connection, KEY, people.check)
    return people


def suppress(
    workspace: Workspace,
    whom: tuple[str, ...],
    *,
    reason: SuppressionReason = SuppressionReason.OWN,
    organisation: bool = False,
    note: str = "",
    by: str = "",
) -> Suppressed:
    """Let nobody of this installation write to addresses, domains or organisations, for ever.

    `organisation`: domains mean whoever writes or publishes under them, not only mailboxes there.

    Raises:
        BadInput: one of them is neither an address nor a domain; then none is added.
    """
    with root_workspace(workspace) as root:
        now = workspace.clock.now()
        told = [
            Suppression(*_named(one, is_organisation=organisation), reason, now, by,
                        one_line(note)[:LONGEST_NOTE], workspace.client)
            for one in whom
        ]  # fmt: skip
        root.write()
        with root.state.writing() as connection:
            return _keep(root, connection, told, Rejects())


def erase_person(workspace: Workspace, address: str, *, by: str = "") -> Suppressed:
    """Leave of a person only a keyed hash, by which he is never written to again.

    Raises:
        BadInput: the text is no mail address.
    """
    person = canonical_address(address)
    with root_workspace(workspace) as root:
        now = workspace.clock.now()
        one = Suppression(SuppressionKind.ADDRESS, person, SuppressionReason.ERASED, now, by)
        root.write()
        with root.state.writing() as connection:
            return _keep(root, connection, [one], Rejects())


def import_suppressions(
    workspace: Workspace,
    path: Path,
    *,
    reason: SuppressionReason = SuppressionReason.ASKED,
    by: str = "",
) -> Suppressed:
    """Suppress all that a list names: one a line, or the first address or domain of each row.

    Raises:
        BadInput: the file cannot be read, or holds none.
    """
    rejects, told = Rejects(), []
    now, note = workspace.clock.now(), f"from {path.name}"[:LONGEST_NOTE]
    for line, cells in _rows(path):
        named = next((found for cell in cells if (found := _named_or_none(cell))), None)
        if named is None:
            rejects.add(NO_VALUE, f"{path.name}:{line}", ",".join(cells))
            continue
        told.append(Suppression(*named, reason, now, by, note, workspace.client))
    if not told:
        raise BadInput(f"{path} names neither a mail address nor a domain")
    with root_workspace(workspace) as root:
        root.write()
        with root.state.writing() as connection:
            return _keep(root, connection, told, rejects)


def list_suppressions(
    workspace: Workspace, *, search: str = "", kind: str = ""
) -> list[Suppression]:
    """All that is suppressed, in the order it was added; `search`: in value, note and reason.

    Raises:
        BadInput: no such kind.
    """
    wanted = suppression_kind(kind) if kind else None
    with root_workspace(workspace) as root, root.state.reading() as connection:
        found = kept_suppressions(connection)
    words = search.casefold()
    return [
        one
        for one in found
        if wanted in {None, one.kind}
        and words in f"{one.value} {one.note} {one.reason.value}".casefold()
    ]


def suppressions_table(found: list[Suppression]) -> pa.Table:
    """One row a suppression."""
    import pyarrow as pa

    rows = [one.as_document() for one in found]
    texts = ("value", "kind", "reason", "note", "by", "client")
    columns = {name: pa.array([row[name] for row in rows], pa.string()) for name in texts}
    columns["at"] = pa.array([one.at for one in found], pa.timestamp("s", "UTC"))
    return pa.table(columns)


def suppressed_about(
    connection: Connection, people: People, address: str, organisations: tuple[str, ...] = ()
) -> list[Suppression]:
    """What is suppressed of an address, its host, all above it, and organisations it answers for.

    Also of an address that only looks like it: whoever is meant, nothing goes there.
    """
    host = canonical_address(address).rpartition("@")[2]
    owner = registered_domain(host)
    digests = [people.person(address), people.place(SuppressionKind.ORGANISATION, owner)]
    digests += [people.place(SuppressionKind.DOMAIN, one) for one in _with_parents(host, owner)]
    for one in organisations:
        digests.append(people.place(SuppressionKind.ORGANISATION, one))
        digests.append(people.place(SuppressionKind.DOMAIN, one))
    return suppressions_of(connection, list(dict.fromkeys(digests)), people.look(address))


def suppressed_place(connection: Connection, people: People, domain: str) -> list[Suppression]:
    """What is suppressed of an organisation, whoever answers for it."""
    kinds = (SuppressionKind.ORGANISATION, SuppressionKind.DOMAIN)
    return suppressions_of(connection, [people.place(kind, domain) for kind in kinds])


def suppressed(workspace: Workspace, address: str, *organisations: str) -> list[Suppression]:
    """What is suppressed about somebody; for who finds contacts or shows them.

    Raises:
        Refused: the hashes cannot be trusted, so nobody may be taken for free.
    """
    with root_workspace(workspace) as root, root.state.reading() as connection:
        people = people_of(root, connection)
        return suppressed_about(connection, people, address, organisations)


def note_answer(workspace: Workspace, address: str, at: datetime) -> int:
    """Stop all sequences to a person, in all clients: he answered; how many messages that is of."""
    with root_workspace(workspace) as root:
        root.write()
        with root.state.writing() as connection:
            return keep_answer(connection, people_kept(root, connection).person(address), at)


def suppress_address(  # noqa: PLR0913 - what a suppression is made of
    connection: Connection,
    people: People,
    address: str,
    reason: SuppressionReason,
    at: datetime,
    *,
    client: str,
    by: str = "",
    note: str = "",
) -> bool:
    """Suppress an address within somebody's transaction in the root; whether it was not before.

    Raises:
        BadInput: the text is no mail address.
    """
    whom = canonical_address(address)
    one = Suppression(SuppressionKind.ADDRESS, whom, reason, at, by, note[:LONGEST_NOTE], client)
    return bool(keep_suppressions(connection, [_hashed(people, one)]))


def suppress_unnamed(
    connection: Connection, known: Touch, reason: SuppressionReason, at: datetime
) -> bool:
    """The same for somebody of whom only the hashes of a message to him are left."""
    whom = SuppressionKind.ADDRESS
    one = Suppression(whom, "", reason, at, client=known.client, digest=known.person)
    return bool(keep_suppressions(connection, [(one, known.look)]))


def suppression_kind(word: str) -> SuppressionKind:
    """The kind a user means; raises BadInput for another word."""
    try:
        return SuppressionKind(word)
    except ValueError:
        known = ", ".join(SuppressionKind)
        raise BadInput(f"{word!r} is no kind of suppression; there are: {known}") from None


def suppression_reason(word: str) -> SuppressionReason:
    """The reason a user means; raises BadInput for another, and for the one of erasure."""
    known = [one for one in SuppressionReason if one is not SuppressionReason.ERASED]
    if word not in known:
        raise BadInput(f"{word!r} is no reason; there are: {', '.join(known)}")
    return SuppressionReason(word)


def _keep(
    root: Workspace, connection: Connection, told: list[Suppression], rejects: Rejects
) -> Suppressed:
    people = people_kept(root, connection)
    rows = [_hashed(people, one) for one in told]
    added = keep_suppressions(connection, rows)
    unique = {one.digest: one for one, _ in rows}
    return Suppressed(
        tuple(unique.values()), added, dict(rejects.counts), tuple(rejects.examples)
    )  # fmt: skip


def _hashed(people: People, one: Suppression) -> tuple[Suppression, str]:
    """A suppression with its hash, without the value where it is to be forgotten; and its look."""
    is_address = one.kind is SuppressionKind.ADDRESS
    digest = people.person(one.value) if is_address else people.place(one.kind, one.value)
    look = people.look(one.value) if is_address else digest
    value = "" if one.reason is SuppressionReason.ERASED else one.value
    return (
        Suppression(one.kind, value, one.reason, one.at, one.by, one.note, one.client, digest),
        look,
    )


def _named(text: str, *, is_organisation: bool) -> tuple[SuppressionKind, str]:
    if "@" in text.strip().lstrip("@"):
        return SuppressionKind.ADDRESS, canonical_address(text)
    if is_organisation:
        return SuppressionKind.ORGANISATION, domain_named(text)
    told = text.strip()
    host = clean_host(host_of(told) if "://" in told else told.lstrip("@*.").split("/")[0])
    host = host.removeprefix("www.") if host else host  # of the site, where nobody has a mailbox
    if host is None or not is_on_the_web(host) or is_public_suffix(host):
        raise BadInput(f"{text!r} is neither a mail address nor a domain like example.com")
    return SuppressionKind.DOMAIN, host


def _named_or_none(text: str) -> tuple[SuppressionKind, str] | None:
    try:
        return _named(text, is_organisation=False)
    except BadInput:
        return None


def _with_parents(host: str, owner: str) -> Iterator[str]:
    """A host and all above it, down to the registrable domain."""
    name = host
    while name != owner and name.endswith("." + owner):
        yield name
        name = name.partition(".")[2]
    yield owner


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of a list with the numbers of their lines, cut at commas, semicolons or tabs."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput(f"{path} has more than {LARGEST_FILE >> 20} MB, which is no list")
        text = path.read_text("utf-8-sig", errors="replace")
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    head = next((line for line in lines if line.strip()), "")
    mark = max(",;\t", key=head.count)
    for number, line in enumerate(lines, 1):
        cells = next(csv.reader([line], delimiter=mark), [])
        is_title = line is head and number == 1 and not any(map(_named_or_none, cells))
        if any(cell.strip() for cell in cells) and not is_title:
            yield number, [cell.strip() for cell in cells]
