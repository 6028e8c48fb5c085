"""A small client for REST: the same words as everywhere, with types.

    from backlinkbot.client import BacklinkBot

    with BacklinkBot("https://links.agency.example", token="bb_…") as bot:
        for link in bot.links("fernhill.example", status=["new"], followed=True):
            print(link["source_url"], link["quality"])
        job = bot.wait(bot.begin_audit("fernhill.example"))

It needs httpx2 alone, and nothing else of this package. The reference: docs/reference/api.md.
"""

from backlinkbot.client.asking import BacklinkBot, Problem
from backlinkbot.client.documents import (
    Alert,
    Anchor,
    Campaign,
    Change,
    Contact,
    Decision,
    Job,
    Link,
    Mailbox,
    Message,
    Opportunity,
    Prospect,
    ReferringDomain,
    Site,
    Suppression,
    Template,
    WonLink,
)

__all__ = [
    "Alert",
    "Anchor",
    "BacklinkBot",
    "Campaign",
    "Change",
    "Contact",
    "Decision",
    "Job",
    "Link",
    "Mailbox",
    "Message",
    "Opportunity",
    "Problem",
    "Prospect",
    "ReferringDomain",
    "Site",
    "Suppression",
    "Template",
    "WonLink",
]
