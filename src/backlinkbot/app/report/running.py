"""The report as background work: made when it is due, and kept in the workspace."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from backlinkbot.app.report.brands import kept_brand
from backlinkbot.app.report.keeping import file_name
from backlinkbot.app.report.making import FORMS, ReportOptions, report, write_report
from backlinkbot.app.report.periods import period_of
from backlinkbot.core.client_report import Edition
from backlinkbot.core.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backlinkbot.app.report.making import Reported
    from backlinkbot.app.report.periods import Period
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress

KEPT_FORMS = (".html", ".pdf")
TAKEN = ("domain", "month", "since", "until", "edition", "language", "forms")


def run(workspace: Workspace, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """The job "report": of `domain`, for a `month` or `since` and `until`, else the last month.

    `edition`, `language` and `forms` as on the command line; the brand is the workspace's. The
    files are in the workspace's reports afterwards, and named in the result.

    Raises:
        BadInput: an argument that cannot be.
        NotFound: the index is empty, or nothing in it points at the domain.
    """
    if unknown := sorted(set(arguments) - set(TAKEN)):
        raise BadInput(f"a report takes no {unknown[0]!r}; it takes: {', '.join(TAKEN)}")
    today = workspace.clock.today()
    days = (_day(arguments, "since"), _day(arguments, "until"))
    period = period_of(today, _text(arguments, "month"), *days)
    options = ReportOptions(
        edition_named(_text(arguments, "edition") or Edition.MANAGER),
        _text(arguments, "language") or "en",
        kept_brand(workspace),
    )
    forms = forms_named(arguments.get("forms") or KEPT_FORMS)
    found = report(workspace, _text(arguments, "domain"), period, options, progress)
    names = keep_report(workspace, found, period, forms)
    said = next(one.text for one in found.sentences if one.id.startswith("headline."))
    return {"sentence": said, "files": names, "domain": found.report.domain, "period": period.name}


def keep_report(
    workspace: Workspace, found: Reported, period: Period, forms: Sequence[str] = KEPT_FORMS
) -> list[str]:
    """Write a report into the workspace; the names of its files. The same again replaces them.

    Raises:
        Refused: the place cannot be written to.
    """
    workspace.write()
    options, names = found.options, []
    for form in forms:
        name = file_name(
            found.report.domain, period.name, options.edition.value, options.language, form
        )
        write_report(found, workspace.reports_folder / name)
        names.append(name)
    return names


def edition_named(word: str) -> Edition:
    """The edition that a user means; raises BadInput for another word."""
    try:
        return Edition(word)
    except ValueError:
        raise BadInput(f"{word!r} is no edition; there are: {', '.join(Edition)}") from None


def forms_named(given: object) -> tuple[str, ...]:
    """The forms that a user means, as endings of files; raises BadInput for others."""
    named = given if isinstance(given, list | tuple) else [given]
    found = tuple(f".{str(one).lstrip('.').lower()}" for one in named)
    for form in found:
        if form not in FORMS:
            raise BadInput(f"{form!r} is no form of a report; there are: {', '.join(FORMS)}")
    return found


def _text(arguments: Mapping[str, Any], name: str) -> str:
    value = arguments.get(name) or ""
    if not isinstance(value, str):
        raise BadInput(f"the report's {name!r} is no text")
    return value


def _day(arguments: Mapping[str, Any], name: str) -> date | None:
    text = _text(arguments, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput(f"{text!r} is no day; write it like 2026-11-30") from None
