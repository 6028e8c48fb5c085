"""Anchor advice on generated profiles (SYNTHETIC): do mixes stay inside the peers' posterior.

    python bench/quality/pacing_anchors.py [--sites 200]

Natural profiles and their ten competitors come from the anchor audit's bench. Each site wins three
links for every ten it has: by the advice, asked for anew every ten links; by the advice where half
of the writers choose as they like; as nature draws them; and with keywords in seven of ten. Inside:
every class lies where 98 of 100 natural profiles of that size have it. One JSON document; intervals
are 95 % bootstrap over sites.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
from anchors import DOMAIN, KEYWORDS, TODAY, Profiles, rate

from backlinkbot.core.nouns import AnchorClass
from backlinkbot.logic.judge.anchor_mix import (
    AnchorUse,
    Natural,
    anchor_mix_of,
    natural_of,
    tally_of,
)
from backlinkbot.logic.judge.anchors import AnchorWords, anchor_words
from backlinkbot.logic.outreach.anchor_advice import ClassLaw, anchor_advice

SIZES, MORE, BATCH, PEERS, SEED = (50, 100, 200, 500), 0.3, 10, 10, 32_000
WRITTEN = {  # what the writer makes of an advised class, in the words of the generator
    AnchorClass.BRANDED: "branded", AnchorClass.NAKED_URL: "naked", AnchorClass.EXACT: "exact",
    AnchorClass.PARTIAL: "partial", AnchorClass.GENERIC: "generic", AnchorClass.OTHER: "other",
}  # fmt: skip
KEYWORD_SHARE = 0.7  # of the links of whoever optimises anchors


def laws_of(uses: list[AnchorUse], words: AnchorWords, natural: Natural) -> list[ClassLaw]:
    """The profile's classes beside what is natural."""
    tally = tally_of(uses, words)
    return [
        ClassLaw(one.value, tally.of_class(one), natural.shares[one.value].mean,
                 natural.shares[one.value].sd)
        for one in AnchorClass
    ]  # fmt: skip


def is_inside(uses: list[AnchorUse], words: AnchorWords, natural: Natural) -> bool:
    """Whether every class lies in its band."""
    laws = laws_of(uses, words, natural)
    for one in laws:
        low, high = one.band(len(uses))
        if not low <= one.domains / len(uses) <= high:
            return False
    return True


def advised(
    well: Profiles, uses: list[AnchorUse], words: AnchorWords, natural: Natural, heard: float
) -> list[AnchorUse]:
    """The profile with links by the advice, of which a share is heard."""
    grown = list(uses)
    free = well.natural(round(len(uses) * MORE))
    favourite = well.random.permutation(len(KEYWORDS))
    left = round(len(uses) * MORE)
    while left > 0:
        many = min(BATCH, left)
        advice = anchor_advice(laws_of(grown, words, natural), many)
        kinds = [WRITTEN[AnchorClass(one.anchor_class)] for one in advice for _ in range(one.links)]
        for kind in kinds:
            is_heard = well.random.random() < heard
            grown.append(well._use(kind, favourite) if is_heard else free.pop())  # noqa: SLF001
        left -= many
    return grown


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=200)
    given = parser.parse_args()
    words = anchor_words(DOMAIN, topic_words=KEYWORDS)
    well = Profiles(SEED)
    inside: dict[str, list[bool]] = {}
    alarm: dict[str, list[bool]] = {}
    for _ in range(given.sites):
        natural = natural_of([tally_of(well.natural(100), words).mix() for _ in range(PEERS)])
        uses = well.natural(int(well.random.choice(SIZES)))
        more = round(len(uses) * MORE)
        keywords = [
            AnchorUse(KEYWORDS[0]) if well.random.random() < KEYWORD_SHARE else one
            for one in well.natural(more)
        ]
        ways = {
            "before": uses,
            "as nature draws": uses + well.natural(more),
            "by the advice": advised(well, uses, words, natural, 1.0),
            "by the advice, half heard": advised(well, uses, words, natural, 0.5),
            "keywords in seven of ten": uses + keywords,
        }
        for name, grown in ways.items():
            inside.setdefault(name, []).append(is_inside(grown, words, natural))
            told = anchor_mix_of(grown, words, natural, TODAY)
            alarm.setdefault(name, []).append(bool(told.alarms))
    report = {
        name: {"inside": rate(np.array(inside[name])), "alarm": rate(np.array(alarm[name]))}
        for name in inside
    }
    sys.stdout.write(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
