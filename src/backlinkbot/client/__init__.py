"""A small client for REST: the same words as everywhere, with types.

    from backlinkbot.client import BacklinkBot

    with BacklinkBot("https://links.agency.example", token="bb_…") as bot:
        for link in bot.links("fernhill.example", status=["new"], followed=True):
            print(link["source_url"], link["quality"])
        job = bot.wait(bot.begin_audit("fernhill.example"))

It needs httpx2 alone, and nothing else of this package. The reference: docs/reference/api.md.
"""

from backlinkbot.client.asking import BacklinkBot, Problem
from backlinkbot.client.documents import Anchor, Decision, Job, Link, ReferringDomain, Site

__all__ = [
    "Anchor",
    "BacklinkBot",
    "Decision",
    "Job",
    "Link",
    "Problem",
    "ReferringDomain",
    "Site",
]
