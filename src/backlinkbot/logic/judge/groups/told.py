"""A group in words: its kind, its name, and how its members are tied together."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family, GroupKind
from backlinkbot.logic.judge.groups.backing import BACKED_BY
from backlinkbot.logic.judge.groups.traits import KINDS, Trait

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from backlinkbot.logic.judge.groups.find import Found
    from backlinkbot.logic.judge.groups.judge import Portrait
    from backlinkbot.logic.judge.groups.seen import Seen

EPOCH = date(1970, 1, 1)
LEAST_TOLD = 0.5  # mean evidence per member from which a kind of trait is worth a sentence
SHARED_BY = 0.3  # of the members, for a target or trait to be named
FARM_LINKED = 0.5  # of the members, to which another one links: they are a farm, else a network
MOST_NAMED = 3
LEAST_SHARED = 2  # members with one anchor, for it to be one of the group's
NOTHING_ELSE = (
    "Nothing else is known to tie them: links bought in one order look like this, and so do sites "
    "that quote one story."
)
NO_SCHEME = (
    "Nothing speaks of links placed to be counted: one publisher's papers and one company's sites "
    "look like this."
)
_SAYS = {
    Trait.OWNER_ID: "{n} of {all} show the owner id {value}",
    Trait.SERVER: "{n} of {all} stand on the server {value}",
    Trait.BLOCK: "{n} of {all} stand in the address block {value}",
    Trait.TEMPLATE: "{n} of {all} are built from one template",
    Trait.NAME_SERVER: "{n} of {all} use the name server {value}",
    Trait.ANCHOR: "{n} of {all} link with the words “{value}”",
    Trait.WEEK: "{n} of {all} began to link in the week of {value}",
    Trait.BORN: "{n} of {all} were first seen in the week of {value}",
    Trait.TITLE: "{n} of {all} have pages under the title “{value}”",
    Trait.TEXT: "{n} of {all} have pages with the same text",
}
_BY = {
    Trait.OWNER_ID: "sharing {value}",
    Trait.SERVER: "on {value}",
    Trait.BLOCK: "in {value}",
    Trait.TEMPLATE: "on one template",
    Trait.NAME_SERVER: "at {value}",
    Trait.ANCHOR: "saying “{value}”",
    Trait.WEEK: "from the week of {value}",
    Trait.BORN: "born in the week of {value}",
    Trait.TITLE: "under “{value}”",
    Trait.TEXT: "with one text",
}


def kind_of(seen: Seen, found: Found, members: NDArray[np.int64]) -> GroupKind:
    """A farm links to itself; a network only to those who pay; words and days make neither."""
    if found.has_words_only:
        return GroupKind.ONE_ANCHOR
    is_member = np.zeros(seen.out.units + 1, np.bool_)
    is_member[members] = True
    pairs = seen.out.pairs_of_units(members)
    peers = seen.peer[seen.out.trait[pairs]]
    linked = np.unique(peers[is_member[peers] & (peers >= 0)])
    enough = len(linked) >= FARM_LINKED * len(members)
    return GroupKind.LINK_FARM if enough else GroupKind.PBN


def families_of(portrait: Portrait) -> tuple[Family, ...]:
    """Families of evidence that really tie the group, in the order of `Family`."""
    told = {
        Family.OWNERS: portrait.owners,
        Family.LINKS: portrait.links,
        Family.CONTENT: portrait.content,
        Family.ANCHORS: portrait.anchors,
        Family.TIMING: portrait.timing,
    }
    return tuple(family for family in Family if told.get(family, 0.0) >= LEAST_TOLD)


def name_of(seen: Seen, found: Found, kind: GroupKind) -> str:
    """By the strongest tie: "link farm around casino-win.example"."""
    traits = _traits(seen, found)
    if kind is GroupKind.ONE_ANCHOR:
        return _named_by(_phrases(seen, found.members))
    paying = [name for name, *_ in _targets(seen, found) if not _is_member(seen, found, name)]
    links = float(found.weighed.links[found.members].mean())
    if paying and (not traits or links >= traits[0][0]):
        return f"{kind.value} around {paying[0]}"
    if traits:
        _, told, value, _ = traits[0]
        return f"{kind.value} {_BY[told].format(value=value)}"
    return f"{kind.value} with {seen.names[int(found.members[0])].as_py()}"


def _named_by(phrases: list[str]) -> str:
    """As “links with one anchor “cheap tents””, or with 3 anchors, each in quotes."""
    if len(phrases) == 1:
        return f"{GroupKind.ONE_ANCHOR.value} “{phrases[0]}”"
    said = ", ".join(f"“{each}”" for each in phrases[:MOST_NAMED])
    more = ", …" if len(phrases) > MOST_NAMED else ""
    return f"links with {len(phrases)} anchors: {said}{more}"


def _phrases(seen: Seen, members: NDArray[np.int64]) -> list[str]:
    """Anchors that several members have, the most used first."""
    shown = seen.traits.shown
    pairs = shown.pairs_of_units(members)
    count = np.bincount(shown.trait[pairs], minlength=shown.traits)
    is_anchor = seen.traits.kind == KINDS.index(Trait.ANCHOR)
    several = np.flatnonzero(is_anchor & (count >= LEAST_SHARED)).tolist()
    several.sort(key=lambda trait: (-count[trait], seen.traits.value[trait]))
    return [seen.traits.value[trait] for trait in several]


def ties_of(seen: Seen, found: Found, kind: GroupKind, *, has_scheme: bool) -> tuple[str, ...]:
    """Plain sentences, the strongest tie first; `has_scheme`: more than ties speaks against it."""
    everybody = len(found.members)
    told = [
        (weight, _SAYS[kind].format(n=count, all=everybody, value=value) + ".")
        for weight, kind, value, count in _traits(seen, found)
    ]
    links = float(found.weighed.links[found.members].mean())
    told += [(links, sentence) for sentence in _linking(seen, found)]
    told.sort(key=lambda each: (-each[0], each[1]))
    if kind is GroupKind.ONE_ANCHOR:
        return (*(sentence for _, sentence in told), NOTHING_ELSE)
    doubt = () if has_scheme else (NO_SCHEME,)
    return (*(sentence for _, sentence in told), *_standing(seen, found.members), *doubt)


def since(seen: Seen, members: NDArray[np.int64]) -> date | None:
    """First day on which one of them began to link; None where no start is known."""
    days = seen.began[members]
    known = days[~np.isnan(days)]
    return EPOCH + timedelta(days=int(known.min())) if len(known) else None


def _traits(seen: Seen, found: Found) -> list[tuple[float, Trait, str, int]]:
    """Per kind that ties them: mean evidence, kind, the most shared value, on how many members."""
    shown, members = seen.traits.shown, found.members
    pairs = shown.pairs_of_units(members)
    count = np.bincount(shown.trait[pairs], minlength=shown.traits)
    mean = found.weighed.traits[members].mean(axis=0)
    told = []
    for place, kind in enumerate(KINDS):
        if mean[place] < LEAST_TOLD:
            continue
        of_kind = np.flatnonzero((seen.traits.kind == place) & (count > 1))
        best = min(of_kind.tolist(), key=lambda trait: (-count[trait], seen.traits.value[trait]))
        value = _value(kind, seen.traits.value[best])
        told.append((float(mean[place]), kind, value, int(count[best])))
    return sorted(told, key=lambda each: (-each[0], each[1]))


def _value(kind: Trait, value: str) -> str:
    if kind in {Trait.WEEK, Trait.BORN}:
        return (EPOCH + timedelta(days=int(value) * 7 - 3)).isoformat()
    return value


def _targets(seen: Seen, found: Found) -> list[tuple[str, int, int]]:
    """Targets that many members share: name, how many members, how many others link there."""
    pairs = seen.out.pairs_of_units(found.members)
    count = np.bincount(seen.out.trait[pairs], minlength=seen.out.traits)
    shared = np.flatnonzero(count >= max(2, SHARED_BY * len(found.members)))
    others = seen.elsewhere + seen.out.counts - count
    order = shared[np.lexsort((shared, -count[shared] / (1.0 + others[shared])))]
    return [
        (seen.targets[int(place)].as_py(), int(count[place]), int(others[place]))
        for place in order.tolist()
    ]


def _is_member(seen: Seen, found: Found, name: str) -> bool:
    return name in seen.names.take(found.members).to_pylist()


def _linking(seen: Seen, found: Found) -> Iterator[str]:
    everybody = len(found.members)
    if float(found.weighed.links[found.members].mean()) < LEAST_TOLD:
        return
    targets = _targets(seen, found)[:MOST_NAMED]
    if targets:
        named = ", ".join(
            f"{name} ({count} of {everybody}, and {others} others)"
            for name, count, others in targets
        )
        yield f"They link to the same other sites: {named}."
    peers = seen.peer[seen.out.trait[seen.out.pairs_of_units(found.members)]]
    inside = int(np.isin(peers[peers >= 0], found.members).sum())
    if inside >= everybody:
        yield f"Each links to {inside / everybody:.1f} of the others on average."


def _standing(seen: Seen, members: NDArray[np.int64]) -> Iterator[str]:
    backers = seen.backers[members]
    alone = int((backers < BACKED_BY).sum())
    if alone:
        yield f"Hardly any site in the index links to {alone} of {len(members)}."
