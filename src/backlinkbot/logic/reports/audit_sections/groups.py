"""Groups of sites that one hand placed, and how that was seen."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from backlinkbot.logic.reports.audit_sections import audit_sections
from backlinkbot.logic.reports.document import Heading, Note, Section, Table, Text

if TYPE_CHECKING:
    from backlinkbot.core.audit import Audit, Group
    from backlinkbot.logic.reports.document import Block
    from backlinkbot.logic.reports.wording import Wording

LINE_CHARS = 280  # a longer one would be cut as a text from the web
MEMBERS_SHOWN = 60  # of a group on the page; the JSON document has all


@audit_sections.add("groups")
def groups(audit: Audit, say: Wording) -> Section:
    """Each group with its ties in words and its members."""
    title = "Groups placed by one hand"
    if not audit.groups:
        lead = "No link farm, network, blast or negative-SEO wave was found."
        return Section("groups", title, (Note((lead,)),))
    overview = Table(
        "All groups",
        ("Group", "Since", "Sites", "Links", "Sure"),
        tuple(_row(one, say) for one in audit.groups),
        (2, 3, 4),
    )
    blocks: list[Block] = [overview]
    for one in audit.groups:
        blocks += [Heading(_plain(one.name)), Text(one.ties, is_list=True), Text(_members(one))]
    return Section("groups", title, tuple(blocks))


def _row(one: Group, say: Wording) -> tuple[str, ...]:
    return (
        one.name,
        say.day(one.since),
        say.count(len(one.members)),
        say.count(one.links),
        say.share(one.probability),
    )


def _members(one: Group) -> tuple[str, ...]:
    """The first members, in lines that the page does not cut."""
    more = len(one.members) - MEMBERS_SHOWN
    said = ", ".join(one.members[:MEMBERS_SHOWN])
    said = f"Members: {said}" + (f" and {more:,} more." if more > 0 else ".")
    return tuple(wrap(said, LINE_CHARS, break_on_hyphens=False))


def _plain(name: str) -> str:
    """A name that may hold an anchor's words, as a heading."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:200]
