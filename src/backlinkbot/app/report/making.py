"""Makes a report and writes it: in words, as page, PDF or data."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backlinkbot.app.report.taking import material_of
from backlinkbot.core.client_report import Brand, ClientReport, Edition, Sentence
from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.outputs.place import write_bytes, write_text
from backlinkbot.logic.reports.client.facts import report_of
from backlinkbot.logic.reports.client.telling import texts
from backlinkbot.logic.reports.client.writing import told_in

if TYPE_CHECKING:
    from pathlib import Path

    from backlinkbot.app.report.periods import Period
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress
    from backlinkbot.logic.reports.document import Document

FORMS = (".html", ".pdf", ".json")


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """For whom, in which language and under whose name a report is written."""

    edition: Edition = Edition.MANAGER
    language: str = "en"
    brand: Brand = field(default_factory=Brand)


@dataclass(frozen=True, slots=True)
class Reported:
    """A report as data and in words, with each sentence and its facts."""

    report: ClientReport
    options: ReportOptions
    document: Document
    sentences: tuple[Sentence, ...]

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `report DOMAIN --json`."""
        return {
            **self.report.as_document(),
            "edition": self.options.edition.value,
            "language": self.options.language,
            "sentences": [one.as_document() for one in self.sentences],
        }

    def trace(self) -> list[dict[str, Any]]:
        """A row for each fact of each sentence: what is said, by which fact, from which call."""
        return [
            {
                "sentence": one.id,
                "text": one.text,
                "fact": name,
                "value": self.report.facts[name].as_document()["value"],
                "source": self.report.facts[name].source,
            }
            for one in self.sentences
            for name in one.facts
        ]


def report(
    workspace: Workspace,
    domain: str,
    period: Period,
    options: ReportOptions | None = None,
    progress: Progress | None = None,
) -> Reported:
    """What a client is told of a site and a period; the same inputs give the same report.

    Raises:
        NotFound: the index is empty, or nothing in it points at the domain.
        BadInput: a language that we do not write, or a period that has not begun.
    """
    options = options or ReportOptions()
    texts(options.language)  # said before the work is done, not after
    period.need_begun(workspace.clock.today())
    taken = material_of(workspace, domain_named(domain), period.since, period.until, progress)
    made = report_of(taken)
    told = told_in(made, options.language, options.edition, options.brand)
    return Reported(made, options, told.document, told.sentences)


def write_report(found: Reported, path: Path) -> None:
    """Write a report in the form that the file's ending asks for, whole or not at all.

    Raises:
        BadInput: an ending that asks for no form we have.
        Refused: the place cannot be written to.
    """
    ending = path.suffix.lower()
    if ending == ".html":
        write_text(path, _page(found))
    elif ending == ".pdf":
        write_bytes(path, _pdf(found))
    elif ending == ".json":
        text = json.dumps(found.as_document(), ensure_ascii=False, indent=1)
        write_text(path, text + "\n")
    else:
        raise BadInput(f"a report cannot be written as {path.name}; end it in {', '.join(FORMS)}")


def _page(found: Reported) -> str:
    from backlinkbot.logic.reports.html import html_page

    options = found.options
    return html_page(found.document, locale=options.language, brand=options.brand)


def _pdf(found: Reported) -> bytes:
    from backlinkbot.io.outputs.pdf import pdf_of
    from backlinkbot.logic.reports.typst.data import DATA, MAIN, typst_files

    options = found.options
    is_brief = options.edition is Edition.MANAGER
    return pdf_of(typst_files(found.document, options.brand, is_brief=is_brief), MAIN, DATA)
