"""How the numbers came about, so that they can be questioned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.document import Section, Text
from backlinkbot.logic.reports.sections import sections

if TYPE_CHECKING:
    from backlinkbot.core.profile import Profile
    from backlinkbot.logic.reports.wording import Wording


@sections.add("how-computed")
def how_computed(profile: Profile, say: Wording) -> Section:
    """Method, source and date."""
    origin = (
        f"All numbers come from the link index {profile.snapshot} as of {say.day(profile.as_of)}: "
        "they count what has been read into it, not the whole web."
    )
    return Section("method", "How this was computed", (Text((origin, *profile.method)),))
