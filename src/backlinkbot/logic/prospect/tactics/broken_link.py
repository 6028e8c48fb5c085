"""Links of others to pages that are gone, and what of the site could stand in for them."""

from __future__ import annotations

from collections import Counter
from math import log
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from backlinkbot.core.chances import Tactic
from backlinkbot.core.nouns import Placement
from backlinkbot.core.urls.platforms import platform
from backlinkbot.logic.prospect.found import Found, counted, quoted, table
from backlinkbot.logic.prospect.ground import Fact
from backlinkbot.logic.prospect.likeness import told_words
from backlinkbot.logic.prospect.tactics import tactic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from backlinkbot.logic.prospect.ground import Ground

Topics = list[frozenset[str]]
EDITORIAL = frozenset((Placement.CONTENT.value, Placement.LIST.value, Placement.AUTHOR_BIO.value))
RIVALS_FIT = 0.75  # the dead page was a rival's: its subject is ours
TOPIC_FIT = 0.35  # it is not; its words hold a whole phrase of our subject
REPLACED_FIT = 0.2  # added where a page of ours is about the same words
LEAST_SHARED = 2  # words in common with a page of ours, so that it could stand in
LEAST_OURS = 0.25  # … and of the own page's: else it speaks of much besides
LEAST_LIKE = 0.4  # of the weight of the dead page's words
OUTSIDE = 0.5  # of the fit, where the link stands in no content


@tactic(Tactic.BROKEN_LINK, Fact.DEAD, Fact.OWN_PAGES)
def broken_link(ground: Ground) -> pa.Table:
    """Pages that link to a page which is gone (404, 410), of a rival or about the site's subject.

    Whoever links there sends readers into the void, and is glad of a page that can stand in.
    """
    return table(Tactic.BROKEN_LINK, _found(ground))


def _found(ground: Ground) -> Iterator[Found]:
    ours = _own_words(ground)
    rarity = _rarity(ours)
    told = ground.topics if ground.are_topics_given else ()  # a title's phrase is no subject
    topics = [words for topic in told if (words := told_words(topic))]
    stands_in: dict[str, tuple[str, float]] = {}
    for row in ground.rows(Fact.DEAD):
        page, target = row["source_url"], row["target_url"]
        if row["sponsored"] or row["ugc"] or row["placement"] == Placement.COMMENT.value:
            continue
        if not ground.may_ask(page) or platform(row["target_domain"]) is not None:
            continue  # a platform's dead page is a stranger's, or a button
        if target not in stands_in:
            stands_in[target] = _closest(_dead_words(row), ours, rarity)
        replacement, likeness = stands_in[target]
        fit = _fit(ground, row, likeness, topics)
        if fit:
            yield Found(
                page, fit, _reasons(ground, row, replacement), target, (row["evidence"] or "",)
            )


def _fit(ground: Ground, row: dict[str, Any], likeness: float, topics: Topics) -> float:
    is_rivals = row["target_domain"] in ground.rivals
    if not is_rivals and not likeness:
        dead = _dead_words(row)
        if not any(words <= dead for words in topics):
            return 0.0
    fit = RIVALS_FIT if is_rivals else TOPIC_FIT
    fit += REPLACED_FIT * bool(likeness)
    return fit if row["placement"] in EDITORIAL else fit * OUTSIDE


def _dead_words(row: dict[str, Any]) -> frozenset[str]:
    """What the dead page was about: its address and what everybody called it."""
    parts = urlsplit(row["target_url"])
    return told_words(f"{unquote(parts.path)} {row['anchors'] or row['anchor'] or ''}")


def _own_words(ground: Ground) -> dict[str, frozenset[str]]:
    return {
        row["url"]: told_words(f"{row['title'] or ''} {unquote(urlsplit(row['url']).path)}")
        for row in ground.rows(Fact.OWN_PAGES)
        if row["status"] in (None, 0, 200)
    }


def _rarity(ours: Mapping[str, frozenset[str]]) -> dict[str, float]:
    """Weight of a word: what stands on all own titles (the site's name) tells no page."""
    counts = Counter(word for words in ours.values() for word in words)
    return {word: log((1 + len(ours)) / count) for word, count in counts.items()}


def _closest(
    dead: frozenset[str], ours: Mapping[str, frozenset[str]], rarity: Mapping[str, float]
) -> tuple[str, float]:
    """The own page that says most of the dead page's words, and which share of them; else none."""
    whole = sum(rarity.get(word, max(rarity.values(), default=0.0)) for word in dead)
    best = ("", 0.0)
    for url, words in sorted(ours.items()):
        shared = dead & words
        if len(shared) < LEAST_SHARED or not whole:
            continue
        weight = sum(rarity[word] for word in shared)
        is_ours = weight >= LEAST_OURS * sum(rarity[word] for word in words)
        if is_ours and weight / whole > max(best[1], LEAST_LIKE):
            best = (url, weight / whole)
    return best


def _reasons(ground: Ground, row: dict[str, Any], replacement: str) -> tuple[str, ...]:
    whose = "a rival's page" if row["target_domain"] in ground.rivals else "a page"
    said = f" as {quoted(row['anchor'])}" if row["anchor"] else ""
    reasons = [f"Links{said} to {whose} that is gone: {row['target_url']}."]
    if replacement:
        reasons.append(f"Your page {replacement} is about the same and could stand in.")
    if row["sources"] > 1:
        reasons.append(f"{counted(row['sources'], 'site')} link to that dead page.")
    reasons.append(f"The link stands in: {row['placement'] or 'an unknown place'}.")
    return tuple(reasons)
