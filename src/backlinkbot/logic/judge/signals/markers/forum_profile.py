"""Links in profiles of members that anybody can become."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.core.pages.page_type import PageType
from backlinkbot.logic.judge.clues import shown
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

BY_SOFTWARE = 0.5  # addresses of members in boards' software, where profiles are made by machine
BY_TYPE = 0.3  # authors and staff have profiles too
# Addresses under which common boards and site kits keep their members (RE2, lower case).
MEMBER_ADDRESS = (
    r"member\.php|memberlist\.php|profile\.php\?|action=profile|mode=viewprofile|/member/\d|"
    r"/members/[^/?#]+/?(?:about|profile|info)?/?$|/user/\d|/users/\d|/userinfo|user_profile|"
    r"/profile/[^/?#]+/?$|/index\.php\?action=profile|viewprofile|/forums?/users?/|/u/[^/?#]+/?$"
)


@marker("forum-profile", Family.PLACEMENT, Level.LINK)
def forum_profile(suspects: Suspects) -> Marks:
    """The link stands in a profile that anybody can make for himself on a board or a network.

    Told by the page's kind, and by the addresses under which boards' software keeps its members.
    Most such links are honest ("my website"), so that alone they are no reason to act.
    """
    by_address = _by_address(suspects)
    code = suspects.evidence.codes("page_type", (PageType.PROFILE.value,))
    has_type = suspects.links["page_type"].is_valid().to_numpy()
    strength = np.where(by_address, BY_SOFTWARE, np.where(code == 0, BY_TYPE, 0.0))
    strength[~has_type & ~by_address] = np.nan
    strength = strength.astype(np.float32)

    def say(row: int) -> str:
        page = shown.named(suspects.evidence.text("source_url", row))
        if np.isnan(strength[row]):
            return "What kind of page the link stands on is not known."
        if strength[row] > 0:
            return f"The link stands in a member's profile ({page})."
        return f"The linking page {page} is no member's profile."

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))


def _by_address(suspects: Suspects) -> NDArray[np.bool_]:
    import pyarrow.compute as pc

    address = pc.utf8_lower(suspects.links["source_url"])
    return np.asarray(pc.match_substring_regex(address, MEMBER_ADDRESS).to_numpy(), np.bool_)
