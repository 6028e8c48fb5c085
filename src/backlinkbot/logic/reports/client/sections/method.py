"""How all was worked out, and what it cannot see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.client.sections import sections
from backlinkbot.logic.reports.document import Section, Text

if TYPE_CHECKING:
    from backlinkbot.logic.reports.client.telling import Teller


@sections.add("method")
def method(say: Teller) -> Section:
    """The index behind the numbers, and what the words mean."""
    first = say.plain("method.index", snapshot=say.report.snapshot)
    rest = (say(f"method.{name}") for name in ("won", "quality", "authority", "present"))
    return Section("method", say.text("section.method"), (Text((first, *rest), is_list=True),))
