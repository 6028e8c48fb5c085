"""The profile as a whole: its shape, its anchors and the pace at which it grew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.logic.reports.audit_sections import audit_sections
from backlinkbot.logic.reports.document import Heading, Note, Section, Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.audit import Audit
    from backlinkbot.logic.reports.document import Block
    from backlinkbot.logic.reports.wording import Wording


@audit_sections.add("anchors-and-pace")
def anchors_and_pace(audit: Audit, say: Wording) -> Section:
    """What the other audits of the same site say, in their own sentences."""
    blocks: list[Block] = []
    if audit.shape:
        blocks += [Heading("Shape"), *_sentences(audit.shape)]
    if audit.anchors:
        blocks += [Heading("Anchors"), *_sentences(audit.anchors), *_classes(audit.anchors, say)]
    if audit.velocity:
        blocks += [Heading("Pace"), *_sentences(audit.velocity), *_alarms(audit.velocity, say)]
    if not blocks:
        blocks = [Note(("Neither anchors nor dates are known.",))]
    return Section("profile", "The profile as a whole", tuple(blocks))


def _sentences(document: dict[str, Any]) -> Iterator[Block]:
    lines = [document.get("sentence"), *document.get("sentences", ())]
    told = tuple(dict.fromkeys(str(line) for line in lines if line))
    if told:
        yield Text(told)


def _classes(anchors: dict[str, Any], say: Wording) -> Iterator[Block]:
    rows = tuple(
        (
            str(one["class"]),
            say.count(one["domains"]),
            say.share(one["share"]),
            f"{say.share(one['low'])} – {say.share(one['high'])}",  # noqa: RUF001 - a range
        )
        for one in anchors.get("classes", ())
    )
    if rows:
        columns = ("Class", "Referring domains", "Share", "Usual")
        yield Table("Anchors by class", columns, rows, (1, 2, 3))


def _alarms(velocity: dict[str, Any], say: Wording) -> Iterator[Block]:
    rows = tuple(
        (
            f"{one['from']} – {one['to']}",  # noqa: RUF001 - a range
            say.count(one["new"]),
            say.number(one["expected"], 1),
            str(one["kind"]),
            " ".join(one["reasons"]),
        )
        for one in velocity.get("alarms", ())
    )
    if rows:
        columns = ("Weeks", "New", "Expected", "Looks", "Why")
        yield Table("Weeks out of line", columns, rows, (1, 2))
