"""Whether anything about a tied group speaks of links that were placed to be counted.

One publisher's papers and one company's sites share owners, templates and sister sites, and in a
small index nobody is known to link to them. What honest estates lack are words that somebody earns
by, sites made for the day, and pages that lead nowhere but to customers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.groups.grow import SHARED_BY
from backlinkbot.logic.judge.groups.money import money_anchors
from backlinkbot.logic.judge.groups.traits import KINDS, Trait

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.groups.seen import Seen

PUSHED = 0.3  # of the members, from which on their words are a plan's and no accident
PHRASES = 2  # that several members use: one phrase alone may be a story's headline
ONE_WEEK = 0.5  # of those that use a phrase, from which on it is a story's
YOUNG_DAYS = 365  # between a site's first sight and its link: made for it, rather than a paper
BORN_TOGETHER = 0.3  # of the members, in one week
# Of a member's links to sites outside of the group: half lead to customers where a scheme hides
# among other links; a paper with thirty links has four to its publisher's other sites.
TO_CUSTOMERS = 0.4
CUSTOMER_OF = 0.3  # of the members link to a customer
OWN_SHARE = 0.1  # of all domains that link to a customer are members: others hardly know it


def speaks_of_scheme(seen: Seen, members: NDArray[np.int64], *, is_owned: bool) -> bool:
    """Whether pushed words, sites born for it, or links to customers speak of a scheme.

    `is_owned`: ids, servers or templates tie the members. Then links to the same obscure targets
    may be to the owner's other sites, and count only beside a phrase that came again and again.
    """
    if pushed_words(seen, members) >= PUSHED or born_for_it(seen, members) >= BORN_TOGETHER:
        return True
    if is_owned and repeated_over_time(seen, members) < PUSHED:
        return False
    return to_customers(seen, members) >= TO_CUSTOMERS


def pushed_words(seen: Seen, members: NDArray[np.int64]) -> float:
    """Share of the members that link with money words, or with one of several repeated phrases."""
    unit, phrase, count = _phrases(seen, members)
    value = seen.traits.value
    money = money_anchors(value[each] for each in np.unique(phrase).tolist())
    pushed = np.array([value[each] in money for each in phrase.tolist()], np.bool_)
    repeated = count[phrase] >= SHARED_BY
    if len(np.unique(phrase[repeated])) >= PHRASES:
        pushed |= repeated
    keyword = np.isin(members, seen.unit_of_link[seen.keyword_anchor])
    return float((np.isin(members, unit[pushed]) | keyword).mean())


def repeated_over_time(seen: Seen, members: NDArray[np.int64]) -> float:
    """Share of the members that link with the most used phrase; 0 where half came in one week.

    A story that one owner's papers all print gives them one phrase as well, in one week.
    """
    unit, phrase, count = _phrases(seen, members)
    if not len(phrase):
        return 0.0
    began = seen.began[unit[phrase == count.argmax()]]
    _, weeks = np.unique(began[~np.isnan(began)] // 7, return_counts=True)
    if not len(weeks) or weeks.max() >= ONE_WEEK * len(began):
        return 0.0
    return len(began) / len(members)


def _phrases(
    seen: Seen, members: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of members with their telling anchors; and of each trait, how many pairs it has."""
    shown = seen.traits.shown
    pairs = shown.pairs_of_units(members)
    pairs = pairs[seen.traits.kind[shown.trait[pairs]] == KINDS.index(Trait.ANCHOR)]
    phrase = shown.trait[pairs]
    return shown.unit[pairs], phrase, np.bincount(phrase, minlength=shown.traits)


def born_for_it(seen: Seen, members: NDArray[np.int64]) -> float:
    """Share of the members first seen in one week, not long before they began to link."""
    age = seen.began[members] - seen.born[members]
    born = seen.born[members][(age >= 0) & (age <= YOUNG_DAYS)]
    if len(born) < SHARED_BY:
        return 0.0
    _, count = np.unique(born // 7, return_counts=True)
    return float(count.max() / len(members))


def to_customers(seen: Seen, members: NDArray[np.int64]) -> float:
    """Mean share of a member's links to telling targets outside of the group that are customers'.

    Members that link to none are left out; 0 where that is so of all.
    """
    out = seen.out
    pairs = out.pairs_of_units(members)
    unit, target = out.unit[pairs], out.trait[pairs]
    count = np.bincount(target, minlength=out.traits)
    everybody = np.maximum(seen.elsewhere + out.counts, 1)
    is_customer = (count >= max(SHARED_BY, CUSTOMER_OF * len(members))) & (
        count >= OWN_SHARE * everybody
    )
    outside = ~np.isin(seen.peer[target], members)
    links = np.bincount(unit, outside, out.units)[members]
    bought = np.bincount(unit, outside & is_customer[target], out.units)[members]
    return float((bought[links > 0] / links[links > 0]).mean()) if (links > 0).any() else 0.0
