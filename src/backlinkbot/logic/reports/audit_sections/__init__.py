"""One file per section of the audit's page: a function from an audit to a `Section`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.core.audit import Audit
    from backlinkbot.logic.reports.document import Section
    from backlinkbot.logic.reports.wording import Wording

audit_sections: Registry[Callable[[Audit, Wording], Section]] = Registry("audit section", __name__)
