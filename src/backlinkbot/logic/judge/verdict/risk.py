"""The owner's risk in words: what an action by a search engine would look at, and what to do first.

No search engine tells how often it acts. So the level is no chance but a judgement by what is
public of their guidelines: manual actions are about links that the owner is likely to have placed
(schemes, paid keyword anchors) in numbers that matter; hostile and spammed links are ignored. One
fact counts once: what a group of one anchor or a hostile wave explains is no alarm beside it, so
alarms are to be told without the sites that `set_aside` names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.audit import Advice, GroupKind, Risk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from backlinkbot.core.anchor_mix import AnchorMix
    from backlinkbot.core.audit import DomainVerdict, Group
    from backlinkbot.core.velocity import Velocity

NONE, LOW, SOME, HIGH = "none", "low", "some", "high"
# Shares of the linking sites. Under a twentieth they are what every old site has; from a fifth on a
# reviewer who samples the profile meets them on the first page.
FEW, MANY = 0.05, 0.2
HOSTILE = frozenset({GroupKind.NEGATIVE_SEO, GroupKind.COMMENT_BLAST})
BOUGHT_FROM = 0.5  # probability from which a spike of new links counts as bought
# A page of casinos, pills or loans helps a site of another trade nothing: its owner placed none.
FOREIGN_TRADE, FOREIGN_FROM = "spam-trade", 0.6
MOSTLY = 0.5  # of a group's members


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the level is judged by; shares of linking sites, 0..1.

    `firm_share`: of `placed_share`, the part for which more speaks than one anchor in one week or
    one owner; `alike`: groups of one anchor, which quoted stories leave too; `estates`: groups of
    which nothing speaks of a scheme, as papers of one publisher. Neither is a sign of one's hand.
    """

    sites: int
    flagged: tuple[DomainVerdict, ...]
    own_hand: tuple[Group, ...]
    alike: tuple[Group, ...]
    estates: tuple[Group, ...]
    hostile: tuple[Group, ...]
    foreign: tuple[DomainVerdict, ...]
    placed_share: float
    firm_share: float
    anchor_alarms: tuple[str, ...]
    bought_spikes: int

    @property
    def has_alarms(self) -> bool:
        return bool(self.anchor_alarms) or self.bought_spikes > 0

    @property
    def is_clean(self) -> bool:
        return not (self.flagged or self.own_hand or self.alike or self.has_alarms)

    @property
    def has_likeness_only(self) -> bool:
        """Whether all that speaks is one anchor in one week or one owner, as honest sites share."""
        likeness = bool(self.alike or self.estates)
        return likeness and not (self.own_hand or self.has_alarms) and self.firm_share < FEW


def risk_of(
    verdicts: Sequence[DomainVerdict],
    groups: Sequence[Group],
    anchors: AnchorMix | None = None,
    velocity: Velocity | None = None,
) -> Risk:
    """What speaks for an action, and what to do first; one sentence where nothing does.

    `anchors`, `velocity`: told without the links of the sites that `set_aside` names.
    """
    facts = _facts(verdicts, groups, anchors, velocity)
    if facts.is_clean:
        return Risk(NONE, (), _clean(facts), ())
    level = _level(facts)
    return Risk(level, _looks_at(facts), _sentence(facts, level), _first_steps(facts, level))


def set_aside(verdicts: Sequence[DomainVerdict], groups: Sequence[Group]) -> frozenset[str]:
    """The domains whose links raise no alarm beside what is said of them already.

    Those of hostile groups, spam of another trade, and groups of one anchor; a domain of which
    another unit links as well stays.
    """
    strange = {one.unit for one in verdicts if _is_foreign(one)}
    aside = {
        unit
        for group in groups
        if group.kind is GroupKind.ONE_ANCHOR or _is_hostile(group, strange)
        for unit in group.members
    }
    aside |= strange - {unit for group in groups for unit in group.members}
    others = {one.domain for one in verdicts if one.unit not in aside}
    return frozenset(one.domain for one in verdicts if one.unit in aside) - others


def _facts(
    verdicts: Sequence[DomainVerdict],
    groups: Sequence[Group],
    anchors: AnchorMix | None,
    velocity: Velocity | None,
) -> _Facts:
    flagged = tuple(one for one in verdicts if one.verdict is not Advice.KEEP)
    strange = {one.unit for one in flagged if _is_foreign(one)}
    hostile = tuple(group for group in groups if _is_hostile(group, strange))
    names = {group.name for group in hostile}
    others = [one for one in flagged if one.group not in names]
    foreign = tuple(one for one in others if not one.group and one.unit in strange)
    placed = [one for one in others if one.group or one.unit not in strange]
    rest = [group for group in groups if group not in hostile]
    alike = tuple(group for group in rest if group.kind is GroupKind.ONE_ANCHOR)
    blamed = {one.unit for one in flagged}
    estates = tuple(group for group in rest if _is_estate(group))
    like = {group.name for group in (*alike, *estates)}
    firm = [one for one in placed if one.verdict is Advice.DISAVOW or one.group not in like]
    alarms = velocity.alarms if velocity else ()
    return _Facts(
        sites=len(verdicts),
        flagged=flagged,
        own_hand=tuple(group for group in rest if group.name not in like),
        alike=alike,
        estates=tuple(group for group in estates if not blamed.isdisjoint(group.members)),
        hostile=hostile,
        foreign=foreign,
        placed_share=len(placed) / max(1, len(verdicts)),
        firm_share=len(firm) / max(1, len(verdicts)),
        anchor_alarms=tuple(alarm.sentence for alarm in anchors.alarms) if anchors else (),
        bought_spikes=sum((alarm.probability or 0.0) >= BOUGHT_FROM for alarm in alarms),
    )


def _is_foreign(one: DomainVerdict) -> bool:
    return any(mark.marker == FOREIGN_TRADE and mark.strength >= FOREIGN_FROM for mark in one.marks)


def _is_hostile(group: Group, strange: Collection[str]) -> bool:
    """Whether somebody else placed it; one anchor alone ties nobody to the owner."""
    if group.kind is not GroupKind.ONE_ANCHOR:
        return group.kind in HOSTILE
    return sum(unit in strange for unit in group.members) > MOSTLY * len(group.members)


def _is_estate(group: Group) -> bool:
    """Whether only an owner ties it: nothing says that he placed links to be counted."""
    return group.kind is not GroupKind.ONE_ANCHOR and not group.has_scheme


def _level(facts: _Facts) -> str:
    """Schemes and keyword anchors together weigh more than either; hostile links weigh little.

    One anchor or one owner alone weighs little as well, and never much, however many have it.
    """
    if facts.has_likeness_only:
        return SOME if facts.placed_share >= MANY else LOW
    signs = (bool(facts.own_hand) or facts.bought_spikes > 0) + bool(facts.anchor_alarms)
    if facts.firm_share >= MANY or (signs > 1 and facts.firm_share >= FEW):
        return HIGH
    if signs or facts.placed_share >= FEW:
        return SOME
    return LOW


def _clean(facts: _Facts) -> str:
    if not facts.sites:
        return "No action needed: no site is known to link here."
    if facts.sites == 1:
        return "No action needed: nothing speaks against the one site that links here."
    return (
        f"No action needed: nothing speaks against any of the {facts.sites:,} sites that link here."
    )


def _looks_at(facts: _Facts) -> tuple[str, ...]:
    said = [_group(group) for group in (*facts.own_hand, *facts.alike, *facts.estates)]
    said += facts.anchor_alarms
    if facts.bought_spikes:
        weeks = "One week" if facts.bought_spikes == 1 else f"{facts.bought_spikes} spells"
        said.append(f"{weeks} of new links that look bought rather than earned.")
    alone = [one for one in facts.flagged if not one.group]
    if alone:
        sites = "One site is flagged" if len(alone) == 1 else f"{len(alone):,} sites are flagged"
        said.append(f"{sites} without a group behind: look at the reasons given.")
    if facts.foreign:
        many = f"{len(facts.foreign):,} of them"
        sites = "One of them is" if len(facts.foreign) == 1 else f"{many} are"
        said.append(f"{sites} spam of another trade, which search engines mostly ignore.")
    said += [f"{_group(group)} Search engines mostly ignore such links." for group in facts.hostile]
    return tuple(said)


def _group(group: Group) -> str:
    """A group with its size, its strongest tie and how sure it is."""
    tie = group.ties[0] if group.ties else ""
    sites = f"{len(group.members):,} sites"
    return f"{_capital(group.name)}: {sites}, {group.probability:.0%} sure. {tie}".rstrip()


def _sentence(facts: _Facts, level: str) -> str:
    verb = "is" if len(facts.flagged) == 1 else "are"
    count = f"{len(facts.flagged):,} of {facts.sites:,} linking sites {verb} flagged"
    if level == HIGH:
        looks = ", and they look placed by one hand" if facts.own_hand else ""
        return f"The risk is high: {count}{looks}; a reviewer would find them without searching."
    if not facts.flagged:
        return (
            f"The risk is {'low' if level == LOW else 'not high'}: none of {facts.sites:,} linking "
            "sites is flagged; what stands out is the profile as a whole."
        )
    if facts.has_likeness_only:
        risk = "The risk is low" if level == LOW else "There is some risk"
        return f"{risk}: {count}, {_likeness(facts)}"
    if level == SOME:
        return (
            f"There is some risk: {count}; an algorithm would most likely ignore these links, a "
            "manual review could object to them."
        )
    return f"The risk is low: {count}, too few or too plainly not yours for an action."


def _likeness(facts: _Facts) -> str:
    """What honest sites share that is all that speaks here."""
    if not facts.estates:
        return (
            "mostly for one anchor that they share, as sites do that quote one story; nothing else "
            "speaks for links placed by one hand."
        )
    anchor = " or one anchor" if facts.alike else ""
    return (
        f"mostly for one owner{anchor} that they share, as one publisher's papers do; nothing "
        "speaks of links placed to be counted."
    )


def _first_steps(facts: _Facts, level: str) -> tuple[str, ...]:
    steps = []
    if level in {SOME, HIGH}:
        steps.append("Look in Search Console under manual actions: that alone tells for certain.")
        if facts.own_hand or facts.firm_share > 0:
            steps.append("Find out who placed these links, and stop it.")
        if facts.own_hand:
            first = facts.own_hand[0]
            steps.append(
                f"Ask for removal first, beginning with the {first.name} "
                f"({len(first.members):,} sites), and note whom you asked."
            )
    steps += _doubts(facts)
    if any(one.verdict is Advice.DISAVOW for one in facts.flagged):
        when = "What stays" if level in {SOME, HIGH} else "If it grows, what stays"
        steps.append(f"{when} can go into a disavow file: audit DOMAIN --disavow FILE writes one.")
    if facts.anchor_alarms:
        steps.append("Ask the largest of the sites with that anchor for your name instead.")
    if facts.bought_spikes and not facts.flagged:
        steps.append("Look at the links of those weeks: whether somebody bought them for you.")
    if facts.hostile or facts.foreign:
        steps.append("Do not answer a hostile wave with haste: watch it, and keep this audit.")
    if not steps:
        steps.append("Look at the flagged sites once; decide keep or remove, then it is done.")
    return tuple(steps)


def _doubts(facts: _Facts) -> Iterator[str]:
    """What to ask of groups that honest sites look like as well."""
    if facts.alike:
        first = facts.alike[0]
        yield (
            f"Look whether a story went round: {len(first.members):,} sites began to link with "
            "like words in one time. If one did, keep them."
        )
    if facts.estates:
        first = facts.estates[0]
        yield (
            f"Look who owns the {first.name} ({len(first.members):,} sites). If it is a publisher "
            "or a company that chose to link to you, keep them."
        )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
