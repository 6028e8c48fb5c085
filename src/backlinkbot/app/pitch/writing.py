"""Drafts by a text model that the user configured; nothing of them is kept or sent by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backlinkbot.core.errors import NotFound
from backlinkbot.core.outreach import Template
from backlinkbot.io.channels.writer import Writer, written
from backlinkbot.io.state.prospects import prospects_numbered
from backlinkbot.logic.outreach.templates import check
from backlinkbot.logic.outreach.writing import asked_for, letter_of

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that a model suggests for a prospect, as the text of a template to be read first."""

    prospect: int
    language: str
    model: str
    text: str

    def as_document(self) -> dict[str, Any]:
        """The suggestion as JSON."""
        return {
            "prospect": self.prospect,
            "language": self.language,
            "model": self.model,
            "text": self.text,
            "is_kept": False,
        }


def suggest(workspace: Workspace, number: int, language: str = "en") -> Suggestion:
    """Ask the configured model for a first message to a prospect; its Liquid is checked.

    It is told what was found of the site and the page, and nothing of any person.

    Raises:
        NotFound: there is no such prospect.
        BadInput: no model is set, or its answer is no letter that could be used.
        Refused, Unreachable: the model's server does not answer.
    """
    settings = workspace.settings
    with workspace.state.reading() as connection:
        found = prospects_numbered(connection, [number])
    if not found or found[0].is_gone:
        raise NotFound(f"there is no prospect {number}; see: backlinkbot prospect list")
    prospect = found[0]
    opening = prospect.openings[0] if prospect.openings else None
    site = workspace.state.site_or_plain(prospect.site)
    writer = Writer(settings.writer_url, settings.writer_model, settings.writer_key)
    text = letter_of(written(writer, asked_for(prospect, opening, site, language)))
    subject, _, body = text.partition("\n")
    check(Template("suggested", subject.removeprefix("Subject: "), body.lstrip(), language))
    return Suggestion(number, language, settings.writer_model, text)
