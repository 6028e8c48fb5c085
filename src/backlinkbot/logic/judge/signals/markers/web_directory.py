"""Directories that list whoever submits a site, by machine."""

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

GROUP = "web directory"
IN_NAMES = ("webdirectory", "linkdirectory", "freelinks", "linklist", "submitsite", "submiturl",
            "addurl", "addsite", "seodirectory", "webkatalog", "linkkatalog", "webverzeichnis",
            "katalogstron", "seokatalog", "annuaireweb", "directorioweb")  # fmt: skip
BY_NAME = np.float32(0.5)


@marker("web-directory", Family.CONTENT, Level.LINK)
def web_directory(suspects: Suspects) -> Marks:
    """The linking page is a general directory that lists whoever submits a site.

    Told by what it says of itself in title and text ("free web directory", "submit your site", "add
    url"; nine languages) and by its name. A curated list of one subject says none of this.
    """
    strength = strongest(by_phrases(suspects, GROUP), in_names(suspects, IN_NAMES) * BY_NAME)

    def say(row: int) -> str:
        site = shown.named(suspects.evidence.text("source_domain", row))
        said = sites.said(suspects, row, GROUP)
        if said:
            return f"{site} lists whoever submits a site: the page says {shown.quoted(said)}."
        if strength[row] > 0:
            return f"The name {site} is that of a general directory."
        return f"The linking page on {site} does not say that it lists whoever submits a site."

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))
