"""What the next links of a site should look like, by its own mix and its peers'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.app.anchors import mix_and_natural
from backlinkbot.core.errors import NotFound
from backlinkbot.core.plans import Advice
from backlinkbot.logic.outreach.anchor_advice import (
    ClassLaw,
    TargetPage,
    anchor_advice,
    target_advice,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.workspace import Workspace

MOST_PEERS = 5  # each is a profile of its own to count
LEAST_REPEATS = 2  # domains that use one text that sells: asking for it again makes a run of it
MOST_AVOIDED = 10


def advice_of(workspace: Workspace, domain: str, peers: Sequence[str], links: int) -> Advice:
    """Anchor classes and target pages for the next links of a site."""
    if workspace.index.current() is None:
        return Advice(notes=("No link was read in yet, so no mix is known.",))
    try:
        mix, natural = mix_and_natural(workspace, domain)
    except NotFound as error:
        return Advice(notes=(str(error),))
    laws = [
        ClassLaw(one.name, one.domains, natural.shares[one.name].mean, natural.shares[one.name].sd)
        for one in mix.classes
    ]
    tells = mix.keywords_known and mix.enough  # else classes that sell are left to writers alone
    anchors = anchor_advice(laws, links, keywords_known=tells)
    pages = _pages(workspace, domain)
    homes = [share for name in peers[:MOST_PEERS] if (share := _home(workspace, name)) is not None]
    avoid = [one.text for one in mix.top_anchors if one.money and one.domains >= LEAST_REPEATS]
    notes = list(mix.notes)
    if not mix.enough:
        notes.append(
            f"Only {mix.referring_domains:,} referring domains have a known anchor: the advice "
            "leans on what is usual elsewhere."
        )
    return Advice(
        anchors=anchors,
        next_class=anchors[0].anchor_class if anchors else "",
        targets=target_advice(pages, homes, links) if pages else (),
        avoid=tuple(avoid[:MOST_AVOIDED]),
        notes=tuple(notes),
    )


def _pages(workspace: Workspace, domain: str) -> list[TargetPage]:
    table = workspace.index.profile(domain, workspace.clock.now()).targets
    rows = zip(table["target_url"].to_pylist(), table["referring_domains"].to_pylist(), strict=True)
    return [TargetPage(url, int(many), _is_home(url)) for url, many in rows]


def _home(workspace: Workspace, domain: str) -> float | None:
    pages = _pages(workspace, domain)
    total = sum(one.domains for one in pages)
    return sum(one.domains for one in pages if one.is_home) / total if total else None


def _is_home(url: str) -> bool:
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query
