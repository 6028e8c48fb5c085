"""The files beside a site's audits: what its owner gave, and the disavow file that comes of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from backlinkbot.app.audit import AuditOptions
from backlinkbot.app.audit.last import audit_told, last_audit
from backlinkbot.app.audit.pricing import prices_of
from backlinkbot.app.audit.writing import Wanted, Written, made_disavow
from backlinkbot.app.disavow import kept_domains, lint_file, read_disavow
from backlinkbot.core.audit import Choice
from backlinkbot.core.errors import BadInput
from backlinkbot.core.progress import Silent
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.outputs.place import write_bytes, write_text
from backlinkbot.logic.judge.audit.prices import Prices
from backlinkbot.logic.judge.audit.visits import Visits
from backlinkbot.logic.judge.decided import asked_for, in_force
from backlinkbot.logic.judge.disavow.diff import Difference, difference
from backlinkbot.logic.judge.disavow.parse import parse_text
from backlinkbot.logic.judge.verdict.protection import KEPT

if TYPE_CHECKING:
    from pathlib import Path

    from backlinkbot.app.disavow import Linted
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.audit import Audit

FOLDER = "disavow"  # in the workspace, with a folder for each site
CURRENT, KEEP, CONSOLE = "current", "keep", "console"
GIVEN = {CURRENT: "current.txt", KEEP: "keep.txt", CONSOLE: "search-console.csv"}
NEW = "disavow.txt"  # how the file is called where it is told of
PRICED = "prices.json"  # of sites that were decided on since the audit
NAMED = 3  # of a kind in one sentence
MOST_BYTES = 40_000_000  # as `app/disavow` reads; a list of Search Console has 100,000 rows at most


@dataclass(frozen=True, slots=True)
class Prepared:
    """A disavow file to be taken away: what is told of it, its text, what it changes.

    `changes`: against the file in force; None where none was given.
    """

    written: Written
    sentences: tuple[str, ...]
    text: str
    changes: Difference | None


def put_file(workspace: Workspace, domain: str, kind: str, source: BinaryIO) -> Path:
    """Keep a file that every audit of the site goes by from now on, in place of the one before.

    `kind`: CURRENT (the disavow file in force), KEEP (domains never to flag), CONSOLE (Search
    Console's own list of links).

    Raises:
        BadInput: too large, or it cannot be read; the one before stays.
    """
    path = _folder(workspace, domain) / _named(kind)
    content = source.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BadInput(
            f"the file is larger than {MOST_BYTES // 1_000_000} MB, so it is another one"
        )
    workspace.write()
    draft = path.with_name(f"draft-{path.name}")
    write_bytes(draft, content)
    try:
        if kind == CURRENT:
            read_disavow(str(draft))
        elif kind == KEEP:
            kept_domains(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def drop_file(workspace: Workspace, domain: str, kind: str) -> None:
    """Forget a file that was given."""
    (_folder(workspace, domain) / _named(kind)).unlink(missing_ok=True)


def given_files(workspace: Workspace, domain: str) -> dict[str, Path]:
    """The files that were given for a site, by kind."""
    folder = _folder(workspace, domain)
    return {kind: folder / name for kind, name in GIVEN.items() if (folder / name).is_file()}


def options_for(workspace: Workspace, domain: str) -> AuditOptions:
    """What an audit in the background goes by: the files that were given."""
    given = given_files(workspace, domain)
    return AuditOptions(
        current=str(given[CURRENT]) if CURRENT in given else "",
        keep=given.get(KEEP),
        search_console=given.get(CONSOLE),
    )


def prepared(workspace: Workspace, domain: str) -> Prepared:
    """The disavow file of the last audit with the decisions and given files as they are now.

    Made anew each time it is asked for, so that no decision is missing from it.

    Raises:
        NotFound: the site was not audited yet.
        BadInput: a file that was given cannot be used.
        Refused: it would be longer than a search engine takes.
    """
    told = last_audit(workspace, domain)
    audit, given = audit_told(told), given_files(workspace, domain)
    every = workspace.state.decisions(audit.domain)
    decided = in_force(every)
    current = read_disavow(str(given[CURRENT])) if CURRENT in given else None
    kept = kept_domains(given[KEEP]) if KEEP in given else frozenset()
    kept |= {unit for unit, one in decided.items() if one.choice is Choice.KEEP}
    chosen = [unit for unit, one in decided.items() if one.choice is Choice.DISAVOW]
    prices = _prices(workspace, audit, chosen, str(told.get("entry")))
    wanted = Wanted(decided, asked_for(every), prices, current, kept)
    written, text = made_disavow(workspace, audit, wanted, NEW)
    sentences = [*written.sentences, *_judged_as_kept(audit, kept)]
    changes = difference(current, parse_text(text)) if current else None
    return Prepared(written, tuple(sentences), text, changes)


def _judged_as_kept(audit: Audit, kept: frozenset[str]) -> list[str]:
    """Of sites that were to be kept when they were judged, and are not any more."""
    names = [one.unit for one in audit.domains if one.protected == KEPT and one.unit not in kept]
    if not names:
        return []
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return [
        f"{', '.join(names[:NAMED])}{more}: kept when the audit was made, and not any more; "
        "audit again to have it judged."
    ]


def _prices(workspace: Workspace, audit: Audit, chosen: list[str], entry: str) -> Prices:
    """What the audit told, and of sites that were chosen since what is measured; asked for once."""
    points = {o.unit: o.worth_points for o in audit.domains if o.worth_points is not None}
    visits = {o.unit: o.referral_visits for o in audit.domains if o.referral_visits is not None}
    path = _folder(workspace, audit.domain) / PRICED
    since = _priced_since(path, entry)
    missing = sorted(set(chosen) - points.keys() - since.keys())
    if missing:
        found = prices_of(workspace, audit.domain, missing, Silent())
        since |= {unit: found.points(unit) for unit in missing}
        write_text(path, json.dumps({"entry": entry, "points": since}, ensure_ascii=False))
    points |= {unit: known for unit, known in since.items() if known is not None}
    return Prices(points, visits=Visits(visits))


def _priced_since(path: Path, entry: str) -> dict[str, float | None]:
    """The prices kept since the audit `entry`; none of them are those of another one."""
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(told["points"]) if told.get("entry") == entry else {}


def faults_of(workspace: Workspace, domain: str) -> Linted | None:
    """What is wrong with the file in force; None where none was given."""
    given = given_files(workspace, domain)
    if CURRENT not in given:
        return None
    return lint_file(workspace, str(given[CURRENT]), site=domain)


def _named(kind: str) -> str:
    if kind not in GIVEN:
        raise BadInput(f"{kind!r} is none of {', '.join(GIVEN)}")
    return GIVEN[kind]


def _folder(workspace: Workspace, domain: str) -> Path:
    return workspace.folder / FOLDER / domain_named(domain)
