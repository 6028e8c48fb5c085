"""The anchor audit: whether the anchors that point at a site are a mix that grows by itself.

Method, error and power: docs/reference/anchor-mix.md.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backlinkbot.core.anchor_mix import AnchorMix, AnchorUsed, ClassShare, LanguageMix, MixAlarm
from backlinkbot.core.nouns import AnchorClass
from backlinkbot.core.urls import clean_host, registered_domain
from backlinkbot.logic.judge.anchor_mix.natural import (
    FOREIGN,
    KEYWORDS,
    ONE_KEYWORD,
    REPEATED,
    Natural,
    PeerMix,
    natural_of,
)
from backlinkbot.logic.judge.anchor_mix.tally import (
    LEAST_REPEATS,
    MONEY_WORDS,
    AnchorUse,
    Tally,
    tally_of,
)
from backlinkbot.logic.judge.anchors import anchor_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from backlinkbot.logic.judge.anchors import AnchorWords

__all__ = [
    "AnchorUse",
    "Natural",
    "PeerMix",
    "anchor_mix_of",
    "natural_of",
    "tally_of",
    "words_by_addresses",
]

LEAST_DOMAINS = 50  # below, a natural profile may hold a quarter of exact matches by chance alone
LEAST_LANGUAGE = 50  # the same for the links of one language
OUTSIDE_BAND = 0.01  # chance of a natural share above the band shown, and below it
# Together at most one natural profile in a hundred is an alarm (bench/quality/anchors.py).
CHANCES = {
    AnchorClass.EXACT.value: 0.003,
    KEYWORDS: 0.001,
    ONE_KEYWORD: 0.0015,
    REPEATED: 0.005,  # held against nature only where no keywords are told …
    FOREIGN: 0.005,  # … and this only where they are
}
LANGUAGE_CHANCE = 0.001
LEAST_RUN = 5  # the same text from so many new domains in a row: fewer happen by chance
RUN_CHANCE = 0.001
TOP = 20
NAMED = 3  # anchors in a sentence


@dataclass(frozen=True, slots=True)
class _Test:
    """One share that is held against nature: how it is called, and what its domains do, in words.

    `count` is what the law is of, `domains` what is told: without the first domain of an anchor
    that is repeated they differ by one.
    """

    name: str
    count: int
    domains: int
    said: str


def anchor_mix_of(
    uses: Sequence[AnchorUse],
    words: AnchorWords,
    natural: Natural,
    as_of: date,
) -> AnchorMix:
    """The mix of a site's anchors, one use per referring domain, against the natural one.

    Where neither topic words nor titles tell what an exact match is, short phrases that several
    domains use are taken for keywords, and a note says so.
    """
    notes: list[str] = []
    known = bool(words.keywords)
    tally = tally_of(uses, words)
    if not known:
        words = _with_repeated(words, tally, notes)
        tally = tally_of(uses, words)
    enough = tally.domains >= LEAST_DOMAINS
    alarms = tuple(_alarms(tally, natural, has_keywords=known)) if enough else ()
    what = AnchorClass.EXACT.value if known else REPEATED
    limit = natural.shares[what].limit(max(1, tally.domains), CHANCES[what])
    if natural.odd:
        notes.append(
            f"{natural.odd:,} like sites have more keyword anchors than is natural; nothing was "
            "learned from them."
        )
    return AnchorMix(
        domain=words.domain,
        as_of=as_of,
        referring_domains=tally.domains,
        enough=enough,
        classes=tuple(_class_share(kind, tally, natural) for kind in AnchorClass),
        alarms=alarms,
        top_anchors=_top(tally),
        languages=tuple(
            LanguageMix(
                language,
                one.domains,
                one.of_class(AnchorClass.EXACT),
                one.of_class(AnchorClass.PARTIAL),
            )
            for language, one in tally.by_language().items()
        ),
        alarm_share=limit,
        peers=natural.peers,
        keywords_known=known,
        sentence=_sentence(tally.domains, alarms, limit, "exact matches" if known else "keywords"),
        notes=tuple(notes),
    )


def words_by_addresses(uses: Sequence[AnchorUse]) -> AnchorWords | None:
    """The words of a site of which only its anchors are known: its name is in their addresses.

    None where no anchor is an address.
    """
    hosts: Counter[str] = Counter()
    for use in uses:
        text = use.anchor.strip().lower()
        if "." not in text or " " in text:
            continue
        host = clean_host(text.partition("://")[2].partition("/")[0] or text.partition("/")[0])
        if host and "." in host:
            hosts[registered_domain(host)] += use.domains
    return anchor_words(hosts.most_common(1)[0][0]) if hosts else None


def _with_repeated(words: AnchorWords, tally: Tally, notes: list[str]) -> AnchorWords:
    """The words, with the short phrases of their own that several domains use as keywords."""
    found = tally.foreign
    notes.append(
        "No topic words or page titles of the site are known: phrases of up to "
        f"{MONEY_WORDS} words that {LEAST_REPEATS} or more domains use count as its keywords. Tell "
        "the right ones with: backlinkbot site add DOMAIN --topic WORDS --brand NAME"
    )
    told = anchor_words(words.domain, topic_words=[one.text for one in found])
    return replace(words, keywords=told.keywords)


def _class_share(kind: AnchorClass, tally: Tally, natural: Natural) -> ClassShare:
    share = natural.shares[kind.value]
    domains, count = max(1, tally.domains), tally.of_class(kind)
    low, high = share.band(domains, OUTSIDE_BAND)
    return ClassShare(
        kind.value, count, count / domains, share.mean, low, high, share.tail(count, domains)
    )


def _alarms(tally: Tally, natural: Natural, *, has_keywords: bool) -> Iterator[MixAlarm]:
    for test in _tests(tally, has_keywords=has_keywords):
        yield from _held_against(test, tally.domains, natural, CHANCES[test.name])
    yield from _run(tally)
    for language, one in tally.by_language().items():
        if has_keywords and LEAST_LANGUAGE <= one.domains < tally.domains:
            exact = one.of_class(AnchorClass.EXACT)
            said = f'on pages in the language "{language}" link with an exact match'
            test = _Test(AnchorClass.EXACT.value, exact, exact, said)
            for alarm in _held_against(test, one.domains, natural, LANGUAGE_CHANCE):
                yield replace(alarm, language=language)


def strangeness(tally: Tally, natural: Natural, *, has_keywords: bool) -> float:
    """How far the mix is from natural: 1 where the first alarm begins, more beyond, 0 at least.

    `has_keywords`: topic words or titles tell what an exact match is.
    """
    domains = max(1, tally.domains)
    chances = [
        natural.shares[test.name].tail(test.count, domains) / CHANCES[test.name]
        for test in _tests(tally, has_keywords=has_keywords)
    ]
    return 1 / max(min(chances, default=1e9), 1e-12)


def _tests(tally: Tally, *, has_keywords: bool) -> Iterator[_Test]:
    """What is held against nature; exact matches only where they are told, not guessed."""
    if has_keywords:
        exact = tally.of_class(AnchorClass.EXACT)
        keywords = tally.of_class(AnchorClass.EXACT, AnchorClass.PARTIAL)
        yield _Test(AnchorClass.EXACT.value, exact, exact, "link with an exact match of a keyword")
        said = "link with an exact or partial match of a keyword"
        yield _Test(KEYWORDS, keywords, keywords, said)
    if top := tally.top_money:
        said = f'link with one and the same keyword, "{top.shown}"'
        yield _Test(ONE_KEYWORD, top.domains - 1, top.domains, said)
    several = tally.foreign if has_keywords else tally.repeated
    if several:
        shown = ", ".join(f'"{one.shown}"' for one in several[:NAMED])
        kind = "phrases that are none of the site's keywords" if has_keywords else "short phrases"
        said = f"repeat the same {kind} ({shown})"
        total = sum(one.domains for one in several)
        yield _Test(FOREIGN if has_keywords else REPEATED, total, total, said)


def _held_against(test: _Test, domains: int, natural: Natural, least: float) -> Iterator[MixAlarm]:
    share = natural.shares[test.name]
    chance = share.tail(test.count, domains)
    if test.count / domains <= share.mean or chance > least:
        return
    limit = share.limit(domains, least)
    yield MixAlarm(
        what=test.name,
        domains=test.domains,
        share=test.domains / domains,
        limit=limit,
        chance=chance,
        sentence=(
            f"{test.domains:,} of {domains:,} referring domains ({test.domains / domains:.0%}) "
            f"{test.said}; about {share.mean:.0%} is natural, and hardly any natural profile of "
            f"this size reaches {limit:.0%}."
        ),
    )


def _run(tally: Tally) -> Iterator[MixAlarm]:
    """The same keyword anchor from many new domains one after the other.

    Were the dated domains in random order, about domains · p^length such runs would be expected.
    """
    text, length, dated = tally.longest_run()
    if text is None or length < LEAST_RUN:
        return
    share = sum(use.domains for use, one in tally.uses if use.started and one.text == text.text)
    chance = min(1.0, dated * (share / dated) ** length)
    if chance > RUN_CHANCE:
        return
    shown = next(one.shown for one in tally.texts if one.text == text.text)
    yield MixAlarm(
        what="run of one anchor",
        domains=length,
        share=length / tally.domains,
        limit=None,
        chance=chance,
        sentence=(
            f'{length:,} new referring domains in a row use the same keyword anchor, "{shown}"; '
            f"in random order that would happen about once in {round(1 / max(chance, 1e-9)):,} "
            "profiles."
        ),
    )


def _top(tally: Tally) -> tuple[AnchorUsed, ...]:
    return tuple(
        AnchorUsed(
            one.shown, one.kind.value, one.domains, one.domains / tally.domains, one.is_money
        )
        for one in tally.texts[:TOP]
    )


def _sentence(domains: int, alarms: Sequence[MixAlarm], limit: float, what: str) -> str:
    if not domains:
        return "No anchor of a referring domain is known."
    if domains < LEAST_DOMAINS:
        return (
            f"Not enough data: among {domains:,} referring domains only a share of {limit:.0%} or "
            f"more {what} would mean anything; from {LEAST_DOMAINS} on the mix can be judged."
        )
    if not alarms:
        return (
            f"The anchors of {domains:,} referring domains are a natural mix; it would take "
            f"{limit:.0%} of {what} to raise an alarm."
        )
    return alarms[0].sentence
