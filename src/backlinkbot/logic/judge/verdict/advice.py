"""From probability and evidence to keep, review or disavow; "disavow" has to pass every door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Advice, Family
from backlinkbot.core.nouns import Placement
from backlinkbot.logic.judge.signals.markers import markers
from backlinkbot.logic.judge.verdict.columns import GROUP, NONE, OF_GROUP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from backlinkbot.core.audit import Group
    from backlinkbot.logic.judge.suspicion import Suspects
    from backlinkbot.logic.judge.verdict.columns import Evidences

    Floats = NDArray[np.float32]
    Flags = NDArray[np.bool_]

DISAVOW_FROM = 0.98  # one wrong line in fifty is the most that a file may bear
REVIEW_FROM = 0.5  # from here on the links are artificial rather than not
LEAST_FAMILIES = 2  # of independent evidence, for "disavow"
# A site that no group ties to others stands alone against chance: an honest article on gambling
# with a repeated headline for a link has two families of evidence against it.
LEAST_FAMILIES_ALONE = 3
# Under this probability of a group its ties are no ground to disavow a member: they were weighed
# all together, for and against, and left a doubt about everybody in it.
SURE_GROUP = 0.9
# Families of which one has to speak: a story that goes round gives thousands of honest sites one
# anchor in one week, and so does an export that tells one date for all.
OF_THE_SITE = frozenset({Family.OWNERS, Family.LINKS, Family.CONTENT})
# Strength above which a marker is evidence; a site's name, a likely word, a keyword with "buy" stay
# below, and are hints.
SPEAKS_ABOVE = 0.6
# What new, small, foreign and careless sites have in common with bad ones, what a story that goes
# round does to a week, and what strangers leave on honest sites: never a ground alone.
SOFT = frozenset(
    {
        "anchor-unlike-page", "born-together", "burst-week", "comment", "forum-profile",
        "guestbook", "inflated-authority", "language-mismatch", "niche-mismatch",
        "out-links-per-words", "shared-name-server", "short-lived", "sitewide", "thin-page",
    }
)  # fmt: skip
# Above this low end of authority (rank N^0.7 of N sites) or with so many linking domains a site
# carries more than a line could save, and is asked in person; farms do not get there.
CARRIES_AUTHORITY, CARRIES_DOMAINS = 30.0, 1_000
# Comments are left on honest sites, and engines ignore them: worth a look only when so many came
# that somebody must have sent a robot.
MANY_COMMENTS = 20
ADVICES = tuple(Advice)  # the codes, the mildest first
KEEP, REVIEW, DISAVOW = range(len(ADVICES))
FAMILIES = tuple(Family)


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands against disavowing, by unit.

    `spared`: the owner's, those to keep, the famous; `protected`: never disavowed; `ignored`: no
    link of it counts for search engines; `blasted`: by many comments; `carries`: it has authority
    or links of its own that a line would throw away.
    """

    spared: Flags
    protected: Flags
    ignored: Flags
    blasted: Flags
    carries: Flags


def family_columns(names: Sequence[str], *, hard_only: bool) -> dict[Family, list[int]]:
    """Which columns are markers of which family; `hard_only`: without the soft ones."""
    found: dict[Family, list[int]] = {family: [] for family in Family}
    for at, name in enumerate(names):
        if name not in OF_GROUP and not (hard_only and name in SOFT):
            found[markers[name].family].append(at)
    return found


def spoken_families(
    evidences: Evidences, rows: Floats, group: NDArray[np.int64], groups: Sequence[Group]
) -> Flags:
    """Rows by families: whether hard evidence of the family speaks against the row.

    `group`: of each row the place of its group among `groups`, or `NONE`. A group speaks with all
    the families that tie it, for members that belong to it rather than not.
    """
    found = np.zeros((len(rows), len(FAMILIES)), np.bool_)
    for family, places in family_columns(evidences.names, hard_only=True).items():
        if places:
            found[:, FAMILIES.index(family)] = rows[:, places].max(axis=1) > SPEAKS_ABOVE
    ties = np.zeros((len(groups) + 1, len(FAMILIES)), np.bool_)
    for at, one in enumerate(groups):
        ties[at, [FAMILIES.index(family) for family in one.families]] = True
    is_member = rows[:, evidences.names.index(GROUP)] > SPEAKS_ABOVE
    found |= ties[group] & is_member[:, None]
    return found


def firm_families(
    families: Flags, group: NDArray[np.int64], groups: Sequence[Group]
) -> tuple[Flags, Flags]:
    """Of `spoken_families`, those that may disavow; and which rows are in a group in doubt.

    In a group less sure than `SURE_GROUP` no family that ties it may, whatever else found the same.
    """
    ties = np.zeros((len(groups) + 1, len(FAMILIES)), np.bool_)
    for at, one in enumerate(groups):
        if one.probability < SURE_GROUP:
            ties[at, [FAMILIES.index(family) for family in one.families]] = True
    doubted = np.array([one.probability < SURE_GROUP for one in groups] + [False], np.bool_)
    return families & ~ties[group], doubted[group]


def standing_of(
    suspects: Suspects,
    evidences: Evidences,
    groups: Sequence[Group],
    *,
    spared: Flags,
    protected: Flags,
) -> Standing:
    """What speaks for keeping each unit."""
    is_ignored = ignored_links(suspects)
    counted = np.bincount(suspects.unit, ~is_ignored, len(suspects.units))
    large = np.array([len(one.members) >= MANY_COMMENTS for one in groups] + [False], np.bool_)
    return Standing(
        spared=spared,
        protected=protected,
        ignored=counted == 0,
        blasted=large[evidences.blast] & (evidences.blast != NONE),
        carries=(_told(suspects, "authority_low") >= CARRIES_AUTHORITY)
        | (_told(suspects, "referring_domains") >= CARRIES_DOMAINS),
    )


def ignored_links(suspects: Suspects) -> Flags:
    """Which links search engines do not count: comments, and those that are not followed."""
    evidence = suspects.evidence
    comment = evidence.codes("placement", (Placement.COMMENT.value,)) == 0
    unfollowed = evidence.flags("followed") == 0
    return np.asarray(comment | unfollowed | (evidence.flags("ugc") == 1))


def unit_advice(
    probability: Floats,
    without_soft: Floats,
    families: Flags,
    firm: Flags,
    in_group: Flags,
    standing: Standing,
) -> NDArray[np.int8]:
    """Codes into `ADVICES`, by unit.

    `without_soft`: the probability that is left without soft evidence; `firm`: of `families` those
    that may disavow (`firm_families`); `in_group`: tied to others by a group that is in no doubt.
    """
    spoken = families.sum(axis=1)
    enough = firm.sum(axis=1) >= np.where(in_group, LEAST_FAMILIES, LEAST_FAMILIES_ALONE)
    enough &= firm[:, [FAMILIES.index(family) for family in OF_THE_SITE]].any(axis=1)
    review = (probability >= REVIEW_FROM) & (without_soft >= REVIEW_FROM) & (spoken > 0)
    may = ~(standing.protected | standing.ignored | standing.carries)
    disavow = review & may & (probability >= DISAVOW_FROM) & enough
    code = np.where(disavow, DISAVOW, np.where(review, REVIEW, KEEP))
    code[standing.spared] = KEEP
    code[standing.ignored & ~standing.blasted] = KEEP
    code[standing.ignored & standing.blasted & ~standing.spared] = REVIEW
    return code.astype(np.int8)


def link_advice(
    probability: Floats,
    without_soft: Floats,
    families: Flags,
    unit: NDArray[np.int8],
    held: Flags,
) -> NDArray[np.int8]:
    """Codes into `ADVICES`, by link: its unit's advice, or a review of its own.

    `unit`: the advice for the link's unit; `held`: links that are kept whatever is found: of spared
    sites, and those that search engines ignore.
    """
    own = (probability >= REVIEW_FROM) & (without_soft >= REVIEW_FROM) & families.any(axis=1)
    code = np.where(own & ~held & (unit == KEEP), REVIEW, unit)
    return code.astype(np.int8)


def _told(suspects: Suspects, column: str) -> Floats:
    """A number known of each unit's domain, 0 where unknown: only what is known protects."""
    table = suspects.facts.domains
    if not table.num_rows or column not in table.column_names:
        return np.zeros(len(suspects.units), np.float32)
    import pyarrow as pa

    values = table[column].cast(pa.float64()).to_numpy()
    told = suspects.of_domain(table["domain"], np.asarray(values, np.float64))
    own = np.where(suspects.is_whole_domain, told[suspects.unit_domain], np.nan)
    return np.nan_to_num(own).astype(np.float32)
