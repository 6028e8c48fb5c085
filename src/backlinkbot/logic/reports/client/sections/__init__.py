"""One file per section of the client's report: a function from a teller to a `Section` or None."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.logic.reports.client.telling import Teller
    from backlinkbot.logic.reports.document import Section

sections: Registry[Callable[[Teller], Section | None]] = Registry("client's section", __name__)
