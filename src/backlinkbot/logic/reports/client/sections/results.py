"""What the links brought: readers who came by them, where somebody counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.client.sections import sections
from backlinkbot.logic.reports.document import Section, Text

if TYPE_CHECKING:
    from backlinkbot.logic.reports.client.telling import Teller


@sections.add("results")
def results(say: Teller) -> Section | None:
    """Nothing where no visits are known."""
    if not say.report.has("results.visits"):
        return None
    return Section("results", say.text("section.results"), (Text((say("results.visits"),)),))
