"""The verb audit: which links do harm, with evidence; most often that no action is needed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from backlinkbot.app.anchors import anchors
from backlinkbot.app.audit.console import console_list
from backlinkbot.app.audit.last import keep_last, last_audit
from backlinkbot.app.audit.pricing import prices_of
from backlinkbot.app.audit.taking import case_of
from backlinkbot.app.audit.writing import Wanted, Written, covers, write_disavow
from backlinkbot.app.disavow import kept_domains, read_disavow
from backlinkbot.app.profile import profile
from backlinkbot.app.profile.beside import need_index
from backlinkbot.app.velocity import velocity
from backlinkbot.core.audit import Advice, Audit, Choice
from backlinkbot.core.errors import NotFound
from backlinkbot.core.progress import Progress, Silent
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.outputs.place import write_text
from backlinkbot.io.state.ledger import LEDGER, Ledger
from backlinkbot.logic.judge.audit.case import Case
from backlinkbot.logic.judge.audit.judging import judged, rules
from backlinkbot.logic.judge.audit.results import Difference, differences, results
from backlinkbot.logic.judge.audit.summing import Beside, audit_of, relevance_of_sites
from backlinkbot.logic.judge.audit.visits import visits_of
from backlinkbot.logic.judge.decided import asked_for, in_force
from backlinkbot.logic.judge.verdict.risk import set_aside
from backlinkbot.logic.judge.verdict.shape import shape_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.logic.judge.audit.judging import Judged
    from backlinkbot.logic.judge.verdict.shape import Shape

__all__ = [
    "AuditOptions",
    "Audited",
    "Rebuilt",
    "audit",
    "audit_page",
    "last_audit",
    "rebuild",
    "unit_table",
]

T = TypeVar("T")
MOST_RIVALS = 5  # competitors to compare with: each is a profile of its own to judge


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """What a user may give: the file in force, a keep list, the engine's list, a file to write.

    `is_forced`: also write lines that cost more than they save.
    """

    current: str = ""
    keep: Path | None = None
    search_console: Path | None = None
    disavow: Path | None = None
    is_forced: bool = False


@dataclass(frozen=True, slots=True)
class Audited:
    """An audit, the name under which it is kept, and the disavow file, where one was wanted."""

    audit: Audit
    entry: str
    file: Written | None = None

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `audit DOMAIN --json`."""
        written = self.file.as_document() if self.file else None
        return {**self.audit.as_document(), "entry": self.entry, "disavow_file": written}


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Kept audits judged again: how many, and what came out differently in each."""

    domain: str
    entries: tuple[tuple[str, tuple[Difference, ...]], ...]

    @property
    def differences(self) -> int:
        """How many differences there are in all."""
        return sum(len(found) for _, found in self.entries)

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `audit DOMAIN --rebuild --json`."""
        return {
            "domain": self.domain,
            "differences": self.differences,
            "entries": [
                {"entry": name, "differences": [one.as_document() for one in found]}
                for name, found in self.entries
            ],
        }


def audit(
    workspace: Workspace,
    domain: str,
    options: AuditOptions | None = None,
    progress: Progress | None = None,
) -> Audited:
    """Audit the live backlinks of a domain, and keep the audit with all it was judged from.

    Nothing is disavowed by itself: a file is only written where one is asked for, and then holds
    the units that users decided on, or, where they decided on none, those with that verdict.

    Raises:
        NotFound: the index is empty, nothing in it points at the domain, or a file is not there.
        BadInput: a file that was given cannot be used.
        Refused: a file cannot be written, or would be longer than a search engine takes.
    """
    options, progress = options or AuditOptions(), progress or Silent()
    domain = domain_named(domain)
    need_index(workspace)
    current = read_disavow(options.current) if options.current else None
    kept = kept_domains(options.keep) if options.keep else frozenset()
    every = workspace.state.decisions(domain)
    decided = in_force(every)
    kept |= {unit for unit, one in decided.items() if one.choice is Choice.KEEP}
    case, notes = case_of(workspace, domain, kept, progress)
    progress.stage("Judging")
    found = judged(case)
    entry = _kept(workspace, case, found)
    flagged = [one.unit for one in found.domains if one.verdict is not Advice.KEEP]
    wanted_units = sorted({*flagged, *decided} & {one.unit for one in found.domains})
    visits = visits_of(found.suspects)
    prices = replace(prices_of(workspace, domain, wanted_units, progress), visits=visits)
    shown = console_list(options.search_console, domain, case.links, workspace.clock.now())
    aside = set_aside(found.domains, found.groups)
    beside = Beside(
        decided=decided,
        prices=prices,
        in_file=covers(current) if current else None,
        in_console=shown.shows if shown else None,
        anchors=(mix := _told(anchors, workspace, domain)),
        velocity=(growth := _told(velocity, workspace, domain)),
        own_anchors=_own(anchors, mix, workspace, domain, aside),
        own_velocity=_own(velocity, growth, workspace, domain, aside),
        shape=_shape(workspace, case, found, progress),
        notes=tuple(note for note in (*notes, prices.note, visits.note(wanted_units)) if note),
    )
    told = Audited(audit_of(case, found, beside), entry)
    keep_last(workspace, domain, told.as_document())
    if options.disavow is None:
        return told
    wanted = Wanted(decided, asked_for(every), prices, current, kept, options.is_forced)
    return replace(told, file=write_disavow(workspace, told.audit, wanted, options.disavow))


def rebuild(workspace: Workspace, domain: str, progress: Progress | None = None) -> Rebuilt:
    """Judge every kept audit of a domain again from what was kept, and tell what differs.

    Raises:
        NotFound: no audit of the domain is kept.
        Broken: a kept audit is damaged.
    """
    progress = progress or Silent()
    domain = domain_named(domain)
    ledger = _ledger(workspace)
    names = ledger.names(domain) or [""]
    found = []
    for name in names:
        progress.stage(f"Judging {name} again")
        kept = ledger.entry(domain, name)
        again = results(judged(Case.of(kept.inputs, kept.values)))
        found.append((kept.name, differences(kept.results, again, (kept.rules, rules()))))
    return Rebuilt(domain, tuple(found))


def audit_page(workspace: Workspace, found: Audit, path: Path) -> None:
    """Write the audit as one self-contained page that a client can open anywhere."""
    from backlinkbot.logic.reports.audit_page import audit_document
    from backlinkbot.logic.reports.html import html_page

    locale = workspace.settings.locale
    write_text(path, html_page(audit_document(found, locale=locale), locale=locale))


def unit_table(found: Audit) -> pa.Table:
    """The verdicts as rows, one per linking site, the gravest first."""
    import pyarrow as pa

    text, number = pa.string(), pa.float64()
    schema = pa.schema(
        [
            ("domain", text), ("unit", text), ("verdict", text), ("decision", text),
            ("probability", number), ("families", pa.list_(text)), ("reasons", pa.list_(text)),
            ("links", pa.int64()), ("worth_points", number), ("referral_visits", number),
            ("group", text), ("protected", text),
            ("in_search_console", pa.bool_()), ("in_current_file", pa.bool_()),
        ]
    )  # fmt: skip
    rows = [one.as_document() for one in found.domains]
    return pa.Table.from_pylist(rows, schema=schema)


def _told(ask: Callable[[Workspace, str], T], workspace: Workspace, domain: str) -> T | None:
    """What another verb tells of a site; None where it has nothing to tell."""
    try:
        return ask(workspace, domain)
    except NotFound:
        return None


def _own(
    ask: Callable[..., T], whole: T | None, workspace: Workspace, domain: str, aside: frozenset[str]
) -> T | None:
    """What the verb tells without the sites that are set aside; the whole where there are none."""
    if whole is None or not aside:
        return whole
    try:
        return ask(workspace, domain, without=aside)
    except NotFound:
        return None


def _shape(workspace: Workspace, case: Case, found: Judged, progress: Progress) -> Shape | None:
    """The profile beside those of the site's competitors."""
    own = _told(profile, workspace, case.domain)
    if own is None:
        return None
    progress.stage("Looking at the competitors")
    rivals = workspace.state.site_or_plain(case.domain).competitors[:MOST_RIVALS]
    known = (_told(profile, workspace, name) for name in rivals)
    return shape_of(own, [one for one in known if one], relevance_of_sites(found.suspects))


def _kept(workspace: Workspace, case: Case, found: Judged) -> str:
    """Keep the audit in the ledger; the name of its entry."""
    return _ledger(workspace).keep(
        case.domain,
        case.as_of.isoformat(),
        case.tables(),
        case.values(),
        results(found),
        rules(),
    )


def _ledger(workspace: Workspace) -> Ledger:
    return Ledger(workspace.folder / LEDGER)
