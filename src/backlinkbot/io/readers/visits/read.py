"""Which format a file of visits has; said plainly where it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.table import dialect_of
from backlinkbot.io.readers.visits.format import visit_formats

if TYPE_CHECKING:
    from backlinkbot.io.readers.format import Source
    from backlinkbot.io.readers.visits.format import VisitFormat

SHOWN_COLUMNS = 8


def visits_format_of(source: Source) -> tuple[str, VisitFormat]:
    """The format's name and the format.

    Raises:
        BadInput: the file is empty or of no format that is known; says what was found in it.
    """
    head = source.head()
    if not head.plain.strip():
        raise BadInput(f"{source.name} is empty")
    for name, one in visit_formats.items():
        if one.recognises(head):
            return name, one
    known = ", ".join(visit_formats)
    dialect = dialect_of(head.plain)
    if dialect is None or len(dialect.header) < 2:  # noqa: PLR2004 - a table has columns
        raise BadInput(f"{source.name} tells of no visits in a form that is known ({known})")
    shown = ", ".join(cell or "(no name)" for cell in dialect.header[:SHOWN_COLUMNS])
    raise BadInput(
        f"{source.name} is a table with the columns {shown}, which is no export of visits that is "
        f"known ({known})"
    )
