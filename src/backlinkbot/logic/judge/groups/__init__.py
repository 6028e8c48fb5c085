"""Groups among those that link to a site: farms, networks, blasts and waves placed by one hand.

Who is tied to whom is counted by likelihood ratios over all that two sites may share (`grow`), so
that no single footprint joins anybody; whether a group is artificial is judged apart (`judge`): an
agency's clients, a publisher's papers and an association's members are tied as well.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family, Group, GroupKind
from backlinkbot.core.urls.platforms import platform
from backlinkbot.logic.judge.groups.comments import comment_blasts
from backlinkbot.logic.judge.groups.directories import directory_blast
from backlinkbot.logic.judge.groups.find import find, grouped_by
from backlinkbot.logic.judge.groups.grow import LEAST_EVIDENCE
from backlinkbot.logic.judge.groups.judge import MOST_OF_ESTATES, portrait, probability
from backlinkbot.logic.judge.groups.scheme import speaks_of_scheme
from backlinkbot.logic.judge.groups.seen import Seen, seen_in
from backlinkbot.logic.judge.groups.told import (
    EPOCH,
    NO_SCHEME,
    families_of,
    kind_of,
    name_of,
    since,
    ties_of,
)
from backlinkbot.logic.judge.groups.waves import Wave, find_waves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from backlinkbot.logic.judge.groups.comments import CommentBlast
    from backlinkbot.logic.judge.groups.find import Found
    from backlinkbot.logic.judge.suspicion import Suspects

# Of all rules in this folder; raised whenever one of them can give other groups or probabilities.
VERSION = 5
SHOWN_FROM = 0.5  # a group that is more likely honest than not is nobody's news
SWALLOWED = 0.6  # of a group's members in a stronger group: then it is a part of that one
# One hand that submits to three lists that take everybody is less sure than one that does to ten.
DOUBT_OF_BLAST = 0.6  # over the number of lists
WAVE_PROBABILITY = 0.95  # three signs at once that an honest week does not show


def groups_of(suspects: Suspects) -> tuple[Group, ...]:
    """All groups that are artificial rather than not, the most probable first.

    A unit is in one group at most, except that the sites of a comment blast, which are its victims,
    may be in another. The order of the rows and the numbering of domains change nothing. A platform
    has none: farms and honest sites link to their own pages there alike.
    """
    if _is_of_platforms(suspects):
        return ()
    seen = seen_in(suspects)
    waves = find_waves(suspects, seen)
    lists = directory_blast(suspects, seen)
    taken = np.zeros(seen.out.units, np.bool_)
    for members in (*(wave.members for wave in waves), lists):
        taken[members] = True
    groups = [_wave(seen, wave) for wave in waves]
    groups += [_directories(seen, lists)] if len(lists) else []
    tied = find(seen)
    grouped = taken | grouped_by(tied, seen.out.units)
    for found in tied:
        if not found.has_words_only:
            groups += _unless_taken(seen, found, grouped, taken)
    blasts = [one for one in comment_blasts(suspects, seen) if _is_news(one.members, taken)]
    groups += [_comments(seen, blast) for blast in blasts]
    for blast in blasts:
        taken[blast.members] |= blast.probability >= SHOWN_FROM
    for found in tied:
        if found.has_words_only:
            groups += _unless_taken(seen, found, grouped, taken)
    shown = [group for group in groups if group.probability >= SHOWN_FROM]
    shown.sort(key=lambda group: (-group.probability, -len(group.members), group.name))
    return tuple(_named_apart(shown))


def _is_news(members: NDArray[np.int64], taken: NDArray[np.bool_]) -> bool:
    """Whether not most of the members are in a stronger group."""
    return bool(taken[members].mean() < SWALLOWED)


def _unless_taken(
    seen: Seen, found: Found, grouped: NDArray[np.bool_], taken: NDArray[np.bool_]
) -> Iterator[Group]:
    """The group with the members that are free; `taken` learns of them where it is shown."""
    if _is_news(found.members, taken):
        group = _found(seen, found, grouped, ~taken[found.members])
        taken[found.members] |= group.probability >= SHOWN_FROM
        yield group


def _is_of_platforms(suspects: Suspects) -> bool:
    """Whether all links lead to names under which strangers publish."""
    import pyarrow.compute as pc

    targets = pc.unique(suspects.links["target_domain"]).to_pylist()
    return all(platform(name) is not None for name in targets)


def _found(seen: Seen, found: Found, grouped: NDArray[np.bool_], free: NDArray[np.bool_]) -> Group:
    """A group that grew; of its members those that no wave or blast has."""
    told = portrait(seen, found, grouped)
    members = found.members[free]
    kind = kind_of(seen, found, members)
    weight = found.weighed.total[members] - LEAST_EVIDENCE
    return Group(
        name=name_of(seen, found, kind),
        kind=kind,
        members=_names(seen, members),
        links=int(seen.links[members].sum()),
        since=since(seen, members),
        probability=probability(told),
        ties=ties_of(seen, found, kind, has_scheme=told.has_scheme),
        families=families_of(told),
        sureness=tuple((1 / (1 + np.exp(-weight))).tolist()),
        has_scheme=told.has_scheme,
    )


def _wave(seen: Seen, wave: Wave) -> Group:
    """A story that one publisher's papers print comes in one week as well: then it is in doubt."""
    has_scheme = speaks_of_scheme(seen, wave.members, is_owned=True)
    sure = WAVE_PROBABILITY if has_scheme else MOST_OF_ESTATES
    begins = EPOCH + timedelta(days=int(wave.begins))
    ends = EPOCH + timedelta(days=int(wave.ends))
    count = len(wave.members)
    return Group(
        name=f"{GroupKind.NEGATIVE_SEO.value} wave of {begins.isoformat()}",
        kind=GroupKind.NEGATIVE_SEO,
        members=_names(seen, wave.members),
        links=int(seen.links[wave.members].sum()),
        since=begins,
        probability=sure,
        ties=(
            f"{count} sites began to link between {begins.isoformat()} and {ends.isoformat()};"
            f" {wave.usual:.1f} do in two ordinary weeks.",
            "They use words that say nothing of your site, or are new and unknown themselves.",
            f"They are {count} of the {wave.new} sites that came in that time.",
            *(() if has_scheme else (NO_SCHEME,)),
        ),
        families=(Family.ANCHORS, Family.TIMING),
        sureness=(WAVE_PROBABILITY,) * count,
        has_scheme=has_scheme,
    )


def _directories(seen: Seen, lists: NDArray[np.int64]) -> Group:
    probability = 1 - DOUBT_OF_BLAST / len(lists)
    return Group(
        name=f"{GroupKind.DIRECTORY_BLAST.value} over {len(lists)} lists",
        kind=GroupKind.DIRECTORY_BLAST,
        members=_names(seen, lists),
        links=int(seen.links[lists].sum()),
        since=since(seen, lists),
        probability=probability,
        ties=(
            f"{len(lists)} sites list you on pages that take everybody's links.",
            "Their titles offer submission, or are the same, and hardly any site links to them.",
        ),
        families=(Family.CONTENT, Family.PLACEMENT),
        sureness=(probability,) * len(lists),
    )


def _comments(seen: Seen, blast: CommentBlast) -> Group:
    anchors = ", ".join(f"“{each}”" for each in blast.anchors[:3])
    ties = [f"Comments on {len(blast.members)} sites link with {anchors}."]
    if blast.sentences:
        ties.append(f"They say the same: “{blast.sentences[0]}”.")
    return Group(
        name=f"{GroupKind.COMMENT_BLAST.value} saying “{blast.anchors[0]}”",
        kind=GroupKind.COMMENT_BLAST,
        members=_names(seen, blast.members),
        links=int(seen.links[blast.members].sum()),
        since=since(seen, blast.members),
        probability=blast.probability,
        ties=tuple(ties),
        families=(Family.PLACEMENT, Family.ANCHORS),
        sureness=(blast.probability,) * len(blast.members),
    )


def _names(seen: Seen, members: NDArray[np.int64]) -> tuple[str, ...]:
    return tuple(seen.names.take(members).to_pylist())


def _named_apart(groups: list[Group]) -> Iterator[Group]:
    """The same groups; of those with one name the later ones are told apart by a member."""
    taken: set[str] = set()
    for group in groups:
        name = group.name if group.name not in taken else f"{group.name} ({group.members[0]})"
        taken.add(name)
        yield replace(group, name=name)
