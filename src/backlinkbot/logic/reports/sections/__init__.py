"""One file per report section: a function from a profile to a `Section`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.core.profile import Profile
    from backlinkbot.logic.reports.document import Section
    from backlinkbot.logic.reports.wording import Wording

sections: Registry[Callable[[Profile, Wording], Section]] = Registry("section", __name__)
