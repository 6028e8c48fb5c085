"""A client's report as a document in a language and an edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.client_report import Edition
from backlinkbot.logic.reports.client.sections import sections
from backlinkbot.logic.reports.client.telling import Teller
from backlinkbot.logic.reports.document import Document

if TYPE_CHECKING:
    from backlinkbot.core.client_report import Brand, ClientReport, Sentence

ORDER = {
    Edition.MANAGER: ("summary", "goals", "results", "won", "asked", "lost", "risks", "next"),
    Edition.SPECIALIST: (
        "summary", "goals", "results", "won", "asked", "lost", "quality", "competitors", "risks",
        "next", "method",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A report in words: the document, and each of its sentences with its facts."""

    document: Document
    sentences: tuple[Sentence, ...]


def told_in(report: ClientReport, language: str, edition: Edition, brand: Brand) -> Told:
    """The report in words; the same report, language, edition and brand give the same.

    Raises:
        BadInput: a language that we do not write.
    """
    say = Teller(report, language, edition)
    found = (sections[name](say) for name in ORDER[edition])
    made = tuple(section for section in found if section)
    footer = [say.text("title.footer")]
    if brand.agency:
        footer.insert(0, say.plain("title.by", agency=brand.agency))
    if brand.contact:
        footer.insert(len(footer) - 1, brand.contact)
    document = Document(
        title=say("title.document"),
        subtitle=say(f"title.{edition}"),
        footer=" · ".join(footer),
        as_of=report.as_of,
        sections=made,
        language=language,
    )
    return Told(document, say.sentences)
