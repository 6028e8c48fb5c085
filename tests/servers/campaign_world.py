"""A workspace with a site that grows, prospects, contacts, words and a campaign, ready to write."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from tempfile import TemporaryDirectory

import pyarrow as pa

from backlinkbot.app.contacts import set_contact, set_country
from backlinkbot.app.pitch.campaigns import add_campaign, add_sequence, add_to_campaign
from backlinkbot.app.pitch.mailboxes import add_mailbox
from backlinkbot.app.prospects import add_prospect
from backlinkbot.app.sites import add_site
from backlinkbot.app.templates import add_template
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.access import LOCAL
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.nouns import Site
from backlinkbot.core.outreach import (
    Campaign,
    Mailbox,
    MailServer,
    Security,
    Sender,
    Sequence,
    Step,
)

SITE, RIVAL = "shop.example", "rival.example"
SENDER = Sender("Bo Lind", "Shop Ltd", "1 High Street, Springfield", "US")
WEEKS = 40
FIRST = """Subject: A dead link on {{ their_site }}

Hi {{ first_name | default: "there" }},

on {{ page_url }} a link leads nowhere. Would {{ our_url }} serve your readers?
"""
SECOND = 'Subject: x\n\nHi {{ first_name | default: "there" }},\n\ndid this reach you?\n'
# Whatever the hour: so that what is approved in a test is due in it.
_READ: dict[tuple[datetime, int], TemporaryDirectory[str]] = {}  # indexes, until this process ends
ALWAYS = {"hours": (0, 24), "weekdays": (0, 1, 2, 3, 4, 5, 6)}


@dataclass
class World:
    """The campaign, and the prospects in it, in the order in which they came."""

    workspace: Workspace
    campaign: Campaign
    prospects: list[int]


def grown(workspace: Workspace, now: datetime, a_week: int = 4) -> None:
    """Read in links: the site and its rival win some new domains each week.

    What was read in once is copied where there was nothing yet.
    """
    folder = workspace.index_folder
    is_new = not folder.exists()
    kept = _READ.get((now, a_week))
    if is_new and kept is not None:
        shutil.copytree(kept.name, folder)
        workspace.index.refresh()
        return
    _grow(workspace, now, a_week)
    if is_new:
        kept = _READ[now, a_week] = TemporaryDirectory(prefix="bb-grown-")
        shutil.copytree(folder, kept.name, dirs_exist_ok=True)


def _grow(workspace: Workspace, now: datetime, a_week: int) -> None:
    rows = []
    for site in (SITE, RIVAL):
        for number in range(WEEKS * a_week):
            at = (
                now
                - timedelta(days=7 * WEEKS)
                + timedelta(days=7 * (number // a_week), hours=number % 90)
            )
            rows.append(_link(f"s{number}-{site[0]}.example", site, at, now))
    with workspace.index.begin() as draft:
        batch = pa.RecordBatch.from_pylist(rows, schema=columns.link_facts())
        draft.add(Facts(FactKind.LINKS, batch))
        draft.publish(now)


def _link(source: str, site: str, at: datetime, now: datetime) -> dict[str, object]:
    return {
        "source_url": f"https://{source}/a",
        "source_domain": source,
        "target_url": f"https://{site}/",
        "target_domain": site,
        "occurrence": 0,
        "anchor": "Shop",
        "kind": "text",
        "placement": "content",
        "first_seen": at,
        "last_seen": now - timedelta(days=1),
        "seen_at": now - timedelta(days=1),
        "reporter": "ahrefs",
        "evidence": f"export.csv:{source}",
    }


def plain_mailbox(address: str = "bo@shop.example") -> Mailbox:
    """A mailbox of servers that nobody asks."""
    smtp = MailServer("127.0.0.1", 2525, Security.NONE)
    return Mailbox(address, "Bo Lind", smtp, daily_limit=500)


def world(
    workspace: Workspace, addresses: list[str], mailbox: Mailbox | None = None, *,
    tactic: str = "broken link", follow_ups: bool = False, pages: list[str] | None = None,
) -> World:  # fmt: skip
    """Prospects with these addresses in a campaign of two messages from a mailbox."""
    box = mailbox or plain_mailbox()
    add_site(workspace, Site(SITE, competitors=(RIVAL,)))
    for name, text in (("first", FIRST), ("second", SECOND)):
        add_template(workspace, name, text)
    add_mailbox(workspace, box)
    add_sequence(
        workspace, Sequence("two", (Step(("first",)), Step(("second",), 3)), **ALWAYS), by="Bo"
    )  # fmt: skip
    numbers = []
    for n, address in enumerate(addresses):
        name = f"news{n}.example"
        page = pages[n] if pages else f"https://{name}/tools"
        kept = add_prospect(workspace, SITE, page, by=LOCAL, tactic=tactic)
        numbers.append(kept.added[0].number)
        set_contact(workspace, name, address, found_on=f"https://{name}/contact", by="Bo")
        set_country(workspace, name, "US", by="Bo")
    campaign = add_campaign(
        workspace, SITE, "spring", sequence="two", mailbox=box.address, sender=SENDER,
        approves_itself=follow_ups, by="Bo",
    )  # fmt: skip
    add_to_campaign(workspace, campaign.number, numbers)
    return World(workspace, campaign, numbers)
