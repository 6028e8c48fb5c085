"""The words that tell anchors of a site apart: its names, its topics, its own titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.judge.anchors import anchor_words

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.logic.judge.anchors import AnchorWords

TITLES_READ = 2_000  # of the site's own pages: enough to find its name and topics


def site_words(workspace: Workspace, domain: str) -> AnchorWords:
    """What is known of a site's words, whether it is one of ours or not."""
    site = workspace.state.site_or_plain(domain)
    pages = workspace.index.pages(site.domain)
    return anchor_words(
        site.domain,
        name=site.name,
        brand_words=site.brand_words,
        topic_words=site.topic_words,
        titles=pages["title"].slice(0, TITLES_READ).to_pylist(),
    )
