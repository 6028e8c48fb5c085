"""An audit on the terminal: one sentence first, then what to do, with reasons."""

from __future__ import annotations

import shlex
from collections import Counter
from typing import TYPE_CHECKING

from backlinkbot.core.audit import Advice
from backlinkbot.interfaces.cli.output import say, shown, visible
from backlinkbot.interfaces.cli.typed import typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backlinkbot.app.audit import Audited, Rebuilt
    from backlinkbot.core.audit import Audit, DomainVerdict

UNITS_SHOWN = 15  # of each advice on a screen; --json and -o give all
OF_GROUP_SHOWN = 3
TIES_SHOWN = 3


def show_audit(found: Audited) -> None:
    """Sentence, groups, sites to act on with reasons, risk, what it costs, what to do next."""
    audit = found.audit
    print_line(audit.sentence)
    if audit.risk and audit.risk.looks_at:
        print_line(audit.risk.sentence)
    if audit.groups:
        shown(
            "Groups of sites that began alike or belong together",
            ["group", "sites", "links", "since", "sure", "how they are tied together"],
            [
                [
                    one.name,
                    len(one.members),
                    one.links,
                    one.since.isoformat() if one.since else "unknown",
                    f"{one.probability:.0%}",
                    " ".join(one.ties[:TIES_SHOWN]),
                ]
                for one in audit.groups
            ],
        )
    for advice, title in (
        (Advice.DISAVOW, "To disavow"),
        (Advice.REVIEW, "To look at"),
    ):
        units = [one for one in audit.domains if one.standing is advice]
        if units:
            _show_units(title, units)
    _show_beside(audit)
    for line in audit.error:
        print_line(line)
    for line in _next(audit):
        say(line)
    for note in audit.notes:
        say(note)


def show_rebuilt(found: Rebuilt) -> None:
    """How many kept audits were judged again, and what came out differently."""
    for name, different in found.entries:
        if different:
            shown(
                f"{found.domain} {name}",
                ["what differs", "rows", "for example"],
                [[one.what, one.count, "; ".join(one.examples[:2])] for one in different],
            )
    audits = f"{len(found.entries):,} kept audit{'' if len(found.entries) == 1 else 's'}"
    if found.differences:
        print_line(f"{audits} judged again: {found.differences:,} differences.")
    else:
        print_line(f"{audits} judged again from what was kept: no difference.")


def print_line(text: str) -> None:
    """One sentence of the result to stdout, as plain text."""
    from rich.console import Console
    from rich.text import Text

    Console(highlight=False).print(Text(visible(typed(text))))


def _show_units(title: str, units: Sequence[DomainVerdict]) -> None:
    listed = list(_first(units))[:UNITS_SHOWN]
    shown(
        title,
        ["site", "links", "sure", "points", "visits", "why"],
        [
            [
                one.unit,
                one.links,
                f"{one.probability:.0%}",
                one.worth_points,
                one.referral_visits,
                _why(one),
            ]
            for one in listed
        ],
    )
    if len(units) > len(listed):
        say(f"and {len(units) - len(listed):,} more; --json or -o FILE.csv gives all")


def _first(units: Sequence[DomainVerdict]) -> Iterator[DomainVerdict]:
    """Those without a group, and the first few of each group: the others have the same reasons."""
    told: Counter[str] = Counter()
    for one in units:
        told[one.group] += 1
        if not one.group or told[one.group] <= OF_GROUP_SHOWN:
            yield one


def _why(one: DomainVerdict) -> str:
    words = [*one.reasons]
    if one.decision:
        words.append(f"Decided: {one.decision}.")
    if one.protected:
        words.append(f"Protected: {one.protected}.")
    if one.in_current_file:
        words.append("Your disavow file names it already.")
    if one.in_search_console:
        words.append("Search Console lists it.")
    return " ".join(words)


def _show_beside(audit: Audit) -> None:
    lines = [
        [name, str(document["sentence"])]
        for name, document in (
            ("shape", audit.shape),
            ("anchors", audit.anchors),
            ("velocity", audit.velocity),
        )
        if document.get("sentence")
    ]
    if lines:
        shown("Beside the links", ["of", "what was found"], lines)


def _next(audit: Audit) -> Iterator[str]:
    """What to do next."""
    if audit.risk:
        yield from audit.risk.first_steps
    site = shlex.quote(audit.domain)
    open_ = [one for one in audit.domains if not one.decision and not one.in_current_file]
    first = next((one for one in open_ if one.verdict is not Advice.KEEP), None)
    if first is not None:
        yield f"Decide: backlinkbot decide {site} {shlex.quote(first.unit)} keep|remove|disavow"
    if audit.action is Advice.DISAVOW:
        yield (
            f"Write the file: backlinkbot audit {site} --current FILE-IN-FORCE.txt "
            "--disavow NEW.txt"
        )
