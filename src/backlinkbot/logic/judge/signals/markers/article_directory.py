"""Sites that take articles from anybody for the links in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import shown, sites
from backlinkbot.logic.judge.clues.kinds import by_phrases, in_names
from backlinkbot.logic.judge.clues.ramp import strongest
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from backlinkbot.logic.judge.suspicion import Suspects

GROUP = "article directory"
IN_NAMES = ("articledirectory", "ezinearticle", "articlebase", "articlemarketing", "freearticle",
            "articlesubmi", "articledashboard", "artikelverzeichnis", "articlebiz", "precel",
            "articlecity", "articlealley")  # fmt: skip
BY_NAME = np.float32(0.6)


@marker("article-directory", Family.CONTENT, Level.LINK)
def article_directory(suspects: Suspects) -> Marks:
    """The linking page is on a site that takes articles from anybody, for the links in them.

    Told by what it says of itself in title and text ("submit your article", "article directory",
    "free reprint articles"; nine languages) and by its name.
    """
    strength = strongest(by_phrases(suspects, GROUP), in_names(suspects, IN_NAMES) * BY_NAME)

    def say(row: int) -> str:
        site = shown.named(suspects.evidence.text("source_domain", row))
        said = sites.said(suspects, row, GROUP)
        if said:
            return (
                f"{site} takes articles from anybody: the linking page says {shown.quoted(said)}."
            )
        if strength[row] > 0:
            return f"The name {site} is that of a directory of articles."
        return f"The linking page on {site} does not say that it takes articles from anybody."

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))
