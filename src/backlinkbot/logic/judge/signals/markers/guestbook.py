"""Links in guestbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import linking_pages, shown, sites
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from backlinkbot.logic.judge.suspicion import Suspects

IN_TITLE, IN_ADDRESS = 0.6, 0.55
# Addresses of guestbook scripts, in which words are written together (RE2, lower case).
ADDRESS = (
    r"guest[-_]?book|g(?:ae|a|%c3%a4)stebuch|gbook|livre[-_]?d[-_]?or|libro[-_]?de[-_]?visitas|"
    r"gastenboek|ksiega[-_]?gosci|gostevaya|guestmap|yybbs|sign\.php\?gb"
)


@marker("guestbook", Family.PLACEMENT, Level.LINK)
def guestbook(suspects: Suspects) -> Marks:
    """The linking page is a guestbook, where anybody may leave a link.

    Told by title and address in nine languages. Guestbooks have been filled by machines for twenty
    years, but an old honest entry looks the same.
    """
    import pyarrow.compute as pc

    by_title = suspects.once(sites.in_titles)[:, sites.place("guestbook")] > 0
    address = pc.utf8_lower(suspects.links["source_url"])
    by_address = pc.match_substring_regex(address, ADDRESS).to_numpy()
    strength = np.where(by_title, IN_TITLE, np.where(by_address, IN_ADDRESS, 0.0))
    no_title = linking_pages.titles(suspects).is_null().to_numpy(zero_copy_only=False)
    strength[no_title & ~by_address] = np.nan
    strength = strength.astype(np.float32)

    def say(row: int) -> str:
        page = shown.named(suspects.evidence.text("source_url", row))
        if np.isnan(strength[row]):
            return "The title of the linking page is not known."
        if by_title[row]:
            title = shown.quoted(suspects.evidence.text("source_title", row))
            return f"The linking page calls itself a guestbook: {title}."
        if strength[row] > 0:
            return f"The linking page is a guestbook by its address ({page})."
        return f"The linking page {page} is no guestbook by its title and address."

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))
