"""Pages with nothing of their own: domains for sale, and pages that only lead on to the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.core.nouns import LinkKind
from backlinkbot.logic.judge.clues import linking_pages, shown, sites
from backlinkbot.logic.judge.clues.ramp import ramp
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

PARKED_IN_TITLE, PARKED_IN_TEXT = 0.9, 0.7
MOST_PARKED_WORDS = 200  # an article about parked domains has more to say
# A page of so few words whose every link to other sites goes to the target is a door to it; an
# owner's own visiting card looks the same, so that it says less than half.
DOOR_WORDS_START, DOOR_WORDS_FULL, DOOR = 60, 15, 0.45
REDIRECTS = 0.45  # an HTML redirect; moved sites have them too


@marker("parked-or-doorway", Family.CONTENT, Level.LINK)
def parked_or_doorway(suspects: Suspects) -> Marks:
    """The linking page is a domain for sale, or a page that only leads on to the target.

    Parked pages say so ("this domain is for sale"; nine languages) and have little else. Doorways
    have next to no words, and all their links to other sites go to the target, or they redirect
    there in HTML.
    """
    parked = _parked(suspects)
    doors = _doors(suspects)
    redirects = suspects.evidence.codes("kind", (LinkKind.REDIRECT.value,)) == 0
    strength = np.fmax(parked, doors)
    strength[redirects] = np.fmax(strength[redirects], np.float32(REDIRECTS))

    def say(row: int) -> str:
        title = shown.quoted(suspects.evidence.text("source_title", row))
        if np.isnan(strength[row]):
            return "What the linking page says is not known."
        if parked[row] > 0:
            said = shown.quoted(sites.said(suspects, row, "parked"))
            return f"The linking page {title} is parked: it says {said}."
        if redirects[row]:
            return f"The linking page {title} has no link to read, it sends its readers on."
        if doors[row] > 0:
            words = linking_pages.numbers(suspects, "words")[row]
            return (
                f"The linking page {title} has {words:.0f} words, and all its links to other "
                "sites go to the target."
            )
        return f"The linking page {title} has something of its own."

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))


def _parked(suspects: Suspects) -> NDArray[np.float32]:
    column = sites.place("parked")
    in_title = suspects.once(sites.in_titles)[:, column] > 0
    rows = suspects.once(linking_pages.linking)
    counts = suspects.once(sites.in_texts)[:, column].astype(np.float32)
    in_text = np.nan_to_num(linking_pages.over_links(suspects, rows, counts)) > 0
    told = np.where(in_title, PARKED_IN_TITLE, np.where(in_text, PARKED_IN_TEXT, 0.0))
    words = linking_pages.numbers(suspects, "words")
    told[words > MOST_PARKED_WORDS] = 0
    no_title = linking_pages.titles(suspects).is_null().to_numpy(zero_copy_only=False)
    told[no_title & np.isnan(words)] = np.nan
    return told.astype(np.float32)


def _doors(suspects: Suspects) -> NDArray[np.float32]:
    """Pages of few words all of whose external links are among these links."""
    words = linking_pages.numbers(suspects, "words")
    words[linking_pages.flags(suspects, "cut")] = np.nan
    crowd = suspects.evidence.numbers("external_links").astype(np.float64)
    page = suspects.page
    own = np.bincount(page[page >= 0], minlength=suspects.facts.pages.num_rows + 1)[page]
    strength = ramp(words, DOOR_WORDS_START, DOOR_WORDS_FULL, DOOR)
    alone = np.where(np.isnan(crowd) | (page < 0), np.nan, (own >= crowd).astype(np.float64))
    return np.asarray(strength * alone, np.float32)
