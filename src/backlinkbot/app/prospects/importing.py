"""Reads lists of prospects from other tools, with what came of asking them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

from backlinkbot.app.own_sites import site_meant
from backlinkbot.app.prospects.adding import (
    NO_NAME,
    Found,
    Kept,
    keep_found,
    tactic_like,
)
from backlinkbot.app.prospects.changing import (
    LONGEST_CONTACT,
    LONGEST_TAG,
    MOST_TAGS,
    contact_kind_named,
    stage_named,
)
from backlinkbot.app.prospects.organisations import organisation_of, page_told
from backlinkbot.core.cells import one_line
from backlinkbot.core.errors import BadInput
from backlinkbot.core.prospects import ContactKind, Opening, Outcome, Stage
from backlinkbot.core.urls.own_page import own_page
from backlinkbot.io.outputs.rejects import RejectsFile
from backlinkbot.io.readers.prospect_list import NO_PLACE, header_of, read_prospects

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.access import Principal
    from backlinkbot.core.facts import Rejects
    from backlinkbot.io.readers.prospect_list import ListedProspect, ProspectList

UNKNOWN_STAGE = "a stage that is none of ours, taken as New"
NO_OWN_PAGE = "a target that is no page of the site, left empty"
UNKNOWN_KIND = "a kind of contact that is none of ours, left empty"
LONGEST_TACTIC = 40
# What other tools call how far a prospect has come.
THEIR_STAGES: Mapping[str, Stage] = {
    "not started": Stage.NEW,
    "to do": Stage.NEW,
    "approved": Stage.QUALIFIED,
    "attempting to reach": Stage.CONTACTED,
    "sent": Stage.CONTACTED,
    "outreach": Stage.CONTACTED,
    "in communication": Stage.REPLIED,
    "in progress": Stage.NEGOTIATING,
    "link placed": Stage.WON,
    "successful": Stage.WON,
    "link received": Stage.WON,
    "rejected": Stage.LOST,
    "declined": Stage.LOST,
    "unsuccessful": Stage.LOST,
    "unsubscribed": Stage.DO_NOT_CONTACT,
    "blacklisted": Stage.DO_NOT_CONTACT,
    "opted out": Stage.DO_NOT_CONTACT,
}
# The stage that the latest thing of which a date is told leaves a prospect in.
DATED_STAGES = (
    ("lost_at", Stage.LOST),
    ("placed_at", Stage.WON),
    ("closed_at", Stage.LOST),
    ("replied_at", Stage.REPLIED),
    ("contacted_at", Stage.CONTACTED),
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file gave: its rows, what of them was kept, and what was not, by reason.

    `columns`: ours by the name they have in the file; `unused`: columns nothing was read from;
    `rejects_file`: every row that was left out, or of which something was; empty for none.
    """

    kept: Kept
    name: str
    rows: int
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    notes: tuple[str, ...]
    rejects: Mapping[str, int]
    rejects_file: str = ""

    def as_document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "site": self.kept.site,
            "file": self.name,
            "rows": self.rows,
            "added": [one.number for one in self.kept.added],
            "found_again": [one.number for one in self.kept.found_again],
            "step": self.kept.step,
            "columns": dict(self.columns),
            "unused": list(self.unused),
            "notes": list(self.notes),
            "rejects": dict(self.rejects),
            "rejects_file": self.rejects_file,
        }


def import_prospects(
    workspace: Workspace,
    site: str,
    path: Path,
    *,
    by: Principal,
    mapping: Mapping[str, str] | None = None,
) -> Imported:
    """Read a list of prospects; each organisation becomes one; the stage of known ones stays.

    What is told of contacts in the past is kept as outcomes, from which odds are learnt. A mapping
    is remembered for the next file with the same header.

    Raises:
        BadInput: no such file, no column that names a site, or a mapping to no column.
        NotFound: nothing is known of the site; says which was meant.
    """
    domain = site_meant(workspace, site)
    now = workspace.clock.now().astimezone(UTC)
    header = header_of(path)
    wanted = dict(mapping or {}) or workspace.state.mapping_for(header)
    listed = read_prospects(path, now, wanted)
    if mapping:
        workspace.write()
        workspace.state.remember_mapping(header, dict(mapping))
    stamp = f"{now:%Y%m%d-%H%M%S}"
    file = RejectsFile(workspace.rejects_folder / f"prospects-{stamp}-{path.stem}.csv")
    for one in listed.rejects.examples:
        file.write(*one)
    listed.rejects.sink = file.write
    found, lines = _found(listed, domain, now)
    done = keep_found(workspace, domain, list(found.values()), by=by)
    for name, reason in done.refused:
        listed.rejects.add(reason, lines[name], name)
    written = file.close()
    return Imported(
        done,
        listed.name,
        len(listed.rows) + listed.rejects.counts[NO_PLACE],
        listed.columns,
        listed.unused,
        listed.notes,
        dict(listed.rejects.counts),
        str(written) if written else "",
    )


def _found(
    listed: ProspectList, site: str, now: datetime
) -> tuple[dict[str, Found], dict[str, str]]:
    """By organisation what the rows say of it, and the place of its first row."""
    found: dict[str, Found] = {}
    lines: dict[str, str] = {}
    for row in listed.rows:
        where = f"{listed.name}:{row.line}"
        try:
            name = organisation_of(row.place)
        except BadInput:
            listed.rejects.add(NO_NAME, where, row.place)
            continue
        target = _target(site, row.texts.get("target", ""), where, listed.rejects)
        one = replace(_one(name, row, now, where, listed.rejects), target=target)
        found[name] = _merged(found[name], one) if name in found else one
        lines.setdefault(name, where)
    return found, lines


def _one(name: str, row: ListedProspect, now: datetime, where: str, rejects: Rejects) -> Found:
    texts = row.texts
    stage = _stage(texts.get("stage", ""), row, where, rejects)
    opening = _opening(row)
    kind = _kind(texts.get("contact_kind", ""), where, rejects)
    words = texts.get("tags", "").replace(";", ",").split(",")
    tags = [one_line(word)[:LONGEST_TAG] for word in words if word.strip()]
    return Found(
        name,
        (opening,) if opening else (),
        tuple(tags[:MOST_TAGS]),
        one_line(texts.get("owner", ""))[:254],
        stage,
        one_line(texts.get("note", "")),
        contact=one_line(texts.get("contact", ""))[:LONGEST_CONTACT],
        contact_kind=kind,
        outcome=_outcome(row, opening, kind, stage, now),
    )


def _merged(first: Found, second: Found) -> Found:
    """Two rows of one organisation: the openings of both, how far the farther one has come."""
    order = list(Stage)
    farther = max((first, second), key=lambda one: order.index(one.stage))
    notes = [note for note in (first.note, second.note) if note]
    return replace(
        farther,
        openings=(*first.openings, *second.openings),
        tags=tuple(dict.fromkeys((*first.tags, *second.tags)))[:MOST_TAGS],
        owner=first.owner or second.owner,
        contact=first.contact or second.contact,
        target=first.target or second.target,
        note="\n".join(dict.fromkeys(notes)),
        outcome=farther.outcome or first.outcome or second.outcome,
    )


def _stage(word: str, row: ListedProspect, where: str, rejects: Rejects) -> Stage:
    """The stage that a row tells, or that its dates do."""
    if not word:
        return next((stage for name, stage in DATED_STAGES if name in row.moments), Stage.NEW)
    if known := THEIR_STAGES.get(word.casefold().strip()):
        return known
    try:
        return stage_named(word)
    except BadInput:
        rejects.add(UNKNOWN_STAGE, where, word)
        return Stage.NEW


def _kind(word: str, where: str, rejects: Rejects) -> ContactKind:
    if not word:
        return ContactKind.UNKNOWN
    try:
        return contact_kind_named(word)
    except BadInput:
        rejects.add(UNKNOWN_KIND, where, word)
        return ContactKind.UNKNOWN


def _target(site: str, page: str, where: str, rejects: Rejects) -> str:
    """The page of ours that a row names; lists of links have others there."""
    try:
        return own_page(site, page)
    except BadInput:
        rejects.add(NO_OWN_PAGE, where, page)
        return ""


def _opening(row: ListedProspect) -> Opening | None:
    page, tactic = row.texts.get("page", ""), one_line(row.texts.get("tactic", ""))
    if not page and not tactic and not row.numbers:
        return None
    return Opening(
        page_told(page or row.texts["prospect"]),
        tactic_like(tactic)[:LONGEST_TACTIC],
        worth_points=row.numbers.get("worth_points"),
        value_per_hour=row.numbers.get("value_per_hour"),
    )


def _outcome(
    row: ListedProspect, opening: Opening | None, kind: ContactKind, stage: Stage, now: datetime
) -> Outcome | None:
    """What came of asking, where the row tells that or when somebody was asked."""
    if not row.moments:
        return None
    told: dict[str, Any] = dict(row.moments)
    if stage in {Stage.LOST, Stage.DO_NOT_CONTACT} and "placed_at" not in told:
        told.setdefault("closed_at", now)
    return Outcome(
        0,
        "",
        tactic=opening.tactic if opening else "",
        page=opening.page if opening else "",
        contact_kind=kind,
        **told,
    )
