"""The verb anchors: whether the anchors that point at a site are a natural mix."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.app.site_words import site_words
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.nouns import LinkKind, LinkState
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.index.filters import LinkFilter, LinkOrder
from backlinkbot.io.readers.anchor_list import read_anchors
from backlinkbot.logic.judge.anchor_mix import (
    AnchorUse,
    anchor_mix_of,
    natural_of,
    tally_of,
    words_by_addresses,
)
from backlinkbot.logic.judge.anchor_mix.natural import LEAST_PEER_DOMAINS, Natural

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.anchor_mix import AnchorMix
    from backlinkbot.core.facts import Rejects

READ = ("source_domain", "anchor", "kind", "source_language", "started_on")
STANDING = (LinkState.LIVE, LinkState.REDIRECTED)
IMAGES = (LinkKind.IMAGE.value, LinkKind.AREA.value)
MOST_PEERS = 40  # more move no share by a point
LIKE_SIZE = 10.0  # a peer has between a tenth and ten times the referring domains
PEER_LINKS = 20_000  # links read of one peer: its shares are known to half a point by then
LISTED = 2_000  # most linked sites of the index among which peers are looked for


@dataclass(frozen=True, slots=True)
class MixOfFile:
    """The mix of a list in a file, and the rows that could not be used."""

    mix: AnchorMix
    rejects: Rejects


def anchors(workspace: Workspace, domain: str, *, without: Collection[str] = ()) -> AnchorMix:
    """The anchor mix of a domain from the index, against those of its competitors and like sites.

    `without`: linking domains that are left out.

    Raises:
        NotFound: the index is empty, or nothing in it points at the domain.
    """
    return mix_and_natural(workspace, domain, without=without)[0]


def mix_and_natural(
    workspace: Workspace, domain: str, *, without: Collection[str] = ()
) -> tuple[AnchorMix, Natural]:
    """The same, and the natural shares that it was held against."""
    domain = domain_named(domain)
    if workspace.index.current() is None:
        raise NotFound("the index is empty; begin with: backlinkbot ingest FILE")
    uses = _uses(workspace, domain, without=without)
    if not uses:
        raise NotFound(
            f"no live link with a known anchor points at {domain}; see what is there with: index "
            "info"
        )
    natural = _natural(workspace, domain, sum(use.domains for use in uses))
    mix = anchor_mix_of(uses, site_words(workspace, domain), natural, workspace.clock.today())
    return mix, natural


def anchors_of_file(workspace: Workspace, path: Path, domain: str = "") -> MixOfFile:
    """The mix of a plain list: one anchor a line, or CSV with `anchor` and `domains`.

    `domain`: whose anchors these are; its brand and topic words count when it is a known site.
    Without it the site's name is read off the addresses in the list.

    Raises:
        BadInput: an unreadable or empty list, or no way to tell the site's name.
    """
    listed = read_anchors(path)
    uses = [
        AnchorUse(text, times) for text, times in zip(listed.anchors, listed.domains, strict=True)
    ]
    if not uses:
        raise BadInput(f"{listed.name} has no row with an anchor")
    if domain:
        words = site_words(workspace, domain_named(domain))
    elif (told := words_by_addresses(uses)) is None:
        raise BadInput(f"whose anchors are in {listed.name}? Name the DOMAIN before the option")
    else:
        words = told
    mix = anchor_mix_of(uses, words, natural_of(), workspace.clock.today())
    return MixOfFile(mix, listed.rejects)


def _uses(
    workspace: Workspace,
    domain: str,
    most: int | None = None,
    *,
    without: Collection[str] = (),
) -> list[AnchorUse]:
    """One anchor per referring domain: the most frequent of its best links that tell one."""
    wishes = LinkFilter(states=STANDING, backlinks=True, best_of_domain=True)
    rows = workspace.index.links(domain, wishes, order=LinkOrder.SOURCE, limit=most, only=READ)
    found: dict[str, Counter[AnchorUse]] = {}
    for row in rows.to_pylist():
        is_image = row["kind"] in IMAGES
        if row["source_domain"] in without or (row["anchor"] is None and not is_image):
            continue
        use = AnchorUse(
            row["anchor"] or "",
            is_image=is_image,
            language=row["source_language"] or "",
            started=row["started_on"].isoformat() if row["started_on"] else "",
        )
        found.setdefault(row["source_domain"], Counter())[use] += 1
    return [uses.most_common(1)[0][0] for _, uses in sorted(found.items())]


def _natural(workspace: Workspace, domain: str, domains: int) -> Natural:
    """What is natural by the competitors, else by sites of like size in the index.

    Sites of which neither topic words nor titles are known have no exact matches to learn from.
    """
    site = workspace.state.site_or_plain(domain)
    estate = {domain, *site.estate}
    names = [name for name in site.competitors if name not in estate]
    if len(names) < MOST_PEERS:
        names += [name for name in _like_sites(workspace, domains) if name not in {*names, *estate}]
    mixes = []
    for name in names:
        words = site_words(workspace, name)
        if not words.keywords:
            continue
        uses = _uses(workspace, name, PEER_LINKS)
        if len(uses) >= LEAST_PEER_DOMAINS:
            mixes.append(tally_of(uses, words).mix())
        if len(mixes) == MOST_PEERS:
            break
    return natural_of(mixes)


def _like_sites(workspace: Workspace, domains: int) -> list[str]:
    table = workspace.index.most_linked(LISTED)
    counted = zip(
        table["target_domain"].to_pylist(), table["referring_domains"].to_pylist(), strict=True
    )
    least = max(LEAST_PEER_DOMAINS, domains / LIKE_SIZE)
    return [name for name, count in counted if least <= count <= domains * LIKE_SIZE]
