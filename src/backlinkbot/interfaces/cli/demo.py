"""Shows the demo's result: one screen that says what was done and what to do next."""

from __future__ import annotations

import shlex
import sys
from textwrap import fill
from typing import TYPE_CHECKING

from backlinkbot.interfaces.cli.output import shown
from backlinkbot.interfaces.cli.typed import typed

if TYPE_CHECKING:
    from backlinkbot.app.demo import Told

FINDINGS = 6
LINE_CHARS = 100
REASON_INDENT = 9  # under the address, past its quality


def wrapped(text: str, start: str = "") -> str:
    """A sentence over as many lines as it needs, the later ones under the first."""
    return fill(text, LINE_CHARS, initial_indent=start, subsequent_indent=" " * len(start)) + "\n"


def show_demo(told: Told) -> None:
    """Counts, authority, quality split, findings with reasons, files, seconds, next steps."""
    client = told.client
    quality = client["quality"]
    out = sys.stdout.write
    out("\n")
    out(
        wrapped(
            f"Backlink Bot on a GENERATED little web (seed {told.seed}): the sites are made up, "
            "the product is not. "
            f"{told.sites:,} sites in {told.captures:,} captures, read from {told.files_read} "
            f"files in {len(told.formats)} formats ({', '.join(told.formats)}): "
            f"{told.rows:,} rows in, {told.backlinks:,} links out, lost ones too, from "
            f"{told.referring_domains:,} domains that link today; of the client's links "
            f"{told.merged_from_several:,} were reported by several sources."
        )
        + "\n"
    )
    shown(
        f"{client['domain']} and its rivals",
        ["domain", "authority", "referring domains", "backlinks", "strong", "medium", "weak"],
        [
            [
                row["domain"],
                row["authority"],
                row["referring_domains"],
                row["backlinks"],
                row["strong"],
                row["medium"],
                row["weak"],
            ]
            for row in [{**client, **quality}, *told.rivals]
        ],
        least=("medium", "backlinks"),
    )
    out("What stands out\n")
    out("".join(wrapped(finding, "  - ") for finding in client["findings"][:FINDINGS]))
    for title, links in (("Best", client["best_links"]), ("Weakest", client["worst_links"])):
        out(f"{title} links\n")
        out(
            "".join(
                f"  {link['quality']:>5.1f}  {link['source_url']}\n"
                + wrapped(link["reason"], " " * REASON_INDENT)
                for link in links[:3]
            )
        )
    for one in told.audits:
        out(wrapped(one["sentence"], "Audit: "))
        for group in one["groups"]:
            sure = f"{group['members']:,} sites, {group['probability']:.0%} sure"
            out(wrapped(f"{group['name']}: {sure}", "  - "))
    out("Written\n" + "".join(f"  {path}\n" for path in told.written))
    stages = ", ".join(f"{stage} {seconds:g}" for stage, seconds in told.seconds.items())
    out(f"Seconds: {stages}; {sum(told.seconds.values()):.0f} in all\n")
    workspace = f"--workspace {shlex.quote(told.folder + '/workspace')}"
    page = shlex.quote(f"{client['domain']}.html")
    out("Next\n")
    for step in (
        f"{workspace} links {client['domain']} --order quality",
        f"{workspace} profile {client['domain']} --html {page}",
        f"{workspace} audit {client['domain']} --disavow new.txt",
        "site add YOUR-SITE.com --brand YourBrand",
        "ingest YOUR-FILES",
    ):
        out(typed(f"  backlinkbot {step}\n"))
