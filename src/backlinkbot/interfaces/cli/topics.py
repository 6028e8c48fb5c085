"""The command topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from backlinkbot.interfaces.cli.options import DomainName, Json, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.app.topics import SiteTopics


def register(app: typer.Typer) -> None:
    """Put this file's command on the command line."""
    app.command("topics")(topics)


def topics(context: typer.Context, domain: DomainName, *, json: Json = False) -> None:
    """What kind of site a domain is, and the words that tell what it is about."""
    from backlinkbot.app.topics import topics_of

    found = topics_of(workspace_of(context), domain)
    output_of(json=json).value(found.as_document(), lambda: _show(found))


def _show(found: SiteTopics) -> None:
    sure = "" if found.probability is None else f" ({found.probability:.0%} likely)"
    shown(
        f"{found.domain}: {found.type}{sure}",
        ["what", "finding"],
        [
            ["why", "; ".join(found.reasons) or "too little is known"],
            ["pages read", found.pages],
            ["languages", ", ".join(found.languages)],
        ],
    )
    if found.topics:
        shown(
            "The words that tell it from other sites",
            ["word", "pages that say it"],
            [[topic.word, topic.pages] for topic in found.topics],
        )
    for place in found.evidence:
        say(f"Read: {place}")
    if found.note:
        say(found.note)
