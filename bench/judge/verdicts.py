"""How long the verdicts on 100,000 links take, marks and groups given: the numbers and the words.

    python bench/judge/verdicts.py [--links 100000] [--domains 20000]

A third of the sites are suspicious, so that many reasons have to be put into words.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests/logic/judge"))

import numpy as np
from suspects_of_world import (
    DOMAIN_SCHEMA,
    FOOTPRINT_SCHEMA,
    LIFE_SCHEMA,
    OUT_SCHEMA,
    SPREAD_SCHEMA,
)

from backlinkbot.core import columns
from backlinkbot.core.audit import Family, Group, GroupKind
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.disavow.facts import DisavowFacts
from backlinkbot.logic.judge.evidence import Evidence, LinkInputs
from backlinkbot.logic.judge.signals.markers import Level, Marks, markers
from backlinkbot.logic.judge.suspicion import SourceFacts, Suspects
from backlinkbot.logic.judge.verdict import verdicts_of
from quality import generated_links

SEED = 20_261_121
SUSPICIOUS, SHOWN = 0.33, 0.2  # of the sites, and of the markers that speak of each of those
FARM = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=100_000)
    parser.add_argument("--domains", type=int, default=20_000)
    options = parser.parse_args()
    links = generated_links(options.links, options.domains, 5_000)
    facts = SourceFacts(
        pages=columns.page_facts().empty_table(),
        out_links=OUT_SCHEMA.empty_table(),
        spread=SPREAD_SCHEMA.empty_table(),
        in_links=OUT_SCHEMA.empty_table(),
        domains=DOMAIN_SCHEMA.empty_table(),
        footprints=FOOTPRINT_SCHEMA.empty_table(),
        lives=LIFE_SCHEMA.empty_table(),
    )
    evidence = Evidence(links, LinkInputs(words=anchor_words("acme.example")))
    suspects = Suspects(evidence, facts, date(2026, 11, 1))
    marks, groups = made_up(suspects)
    started = perf_counter()
    domains, told = verdicts_of(suspects, marks, groups, DisavowFacts())
    seconds = perf_counter() - started
    found = Counter(one.verdict.value for one in told)
    print(
        f"{len(told):,} links of {len(domains):,} sites: {seconds:.2f} s;"
        f" links to keep {found['keep']:,}, review {found['review']:,},"
        f" disavow {found['disavow']:,}"
    )


def made_up(suspects: Suspects) -> tuple[dict[str, Marks], tuple[Group, ...]]:
    """Marks of every marker on a third of the sites, and one farm."""
    draw = np.random.default_rng(SEED)
    names = suspects.domains.to_pylist()
    is_odd = draw.random(len(names)) < SUSPICIOUS
    marks = {}
    for name, marker in markers.items():
        odd = is_odd if marker.level is Level.DOMAIN else is_odd[suspects.domain]
        shown = odd & (draw.random(len(odd)) < SHOWN)
        strength = np.where(shown, draw.random(len(odd)), 0).astype(np.float32)
        marks[name] = Marks(strength, lambda row: f"This is what was found in row {row}.")
    members = tuple(sorted(names[:FARM]))
    farm = Group(
        "link farm of a bench", GroupKind.LINK_FARM, members, len(members), None, 0.99,
        ("They share an id.",), (Family.OWNERS, Family.LINKS), (1.0,) * len(members),
    )  # fmt: skip
    return marks, (farm,)


if __name__ == "__main__":
    main()
