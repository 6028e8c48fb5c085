"""Shows what the authority of domains rests on: `authority --why`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.interfaces.cli.output import shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from backlinkbot.app.grounds import Grounds
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.interfaces.cli.output import Output

TOPICS_SHOWN = 3


def show_grounds(
    workspace: Workspace, domains: Sequence[str], topics: Path | None, wanted: Output
) -> None:
    """One sentence per domain, and its strongest topics."""
    from backlinkbot.app.grounds import grounds
    from backlinkbot.interfaces.cli.progress import Shown

    with Shown() as progress:
        found = grounds(workspace, domains, topics=topics, progress=progress)
    wanted.value([one.as_document() for one in found], lambda: _show(found))


def _show(found: Sequence[Grounds]) -> None:
    rows = [[one.domain, one.in_words, _topics(one)] for one in found]
    shown("What authority rests on", ["domain", "why", "strongest topics"], rows)


def _topics(one: Grounds) -> str:
    strongest = list(one.topics.items())[:TOPICS_SHOWN]
    return ", ".join(f"{topic} {points:.0f}" for topic, points in strongest)
