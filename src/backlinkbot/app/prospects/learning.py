"""The odds of a reply and of a placement, as a workspace's own outcomes teach them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.io.state.outcomes import kept_outcomes
from backlinkbot.logic.prospect.learning import trials
from backlinkbot.logic.prospect.odds import learnt_odds

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.nouns import Site
    from backlinkbot.logic.prospect.odds import Odds

LONGEST_NICHE = 80  # characters


def odds_of(workspace: Workspace) -> Odds:
    """The odds after all outcomes of this workspace that are old enough; else published ones."""
    with workspace.state.reading() as connection:
        known = kept_outcomes(connection)
    return learnt_odds(trials(known, workspace.clock.now()))


def niche_of(site: Site) -> str:
    """The niche under which a site's outcomes are learnt: the first of its topic words."""
    return site.topic_words[0][:LONGEST_NICHE] if site.topic_words else ""
