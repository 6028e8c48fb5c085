"""Cases to train and to judge the verdicts on: suspects, what was found of them, and the truth.

Three sources, none of which decides alone: farms planted into the real UK host graph, little webs
made of pages, and real pages of which everything counts as honest. Cases are split whole, by seed
and client (planted), by world (little webs) and by linking domain (real pages), never by row.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench/quality"))

import numpy as np
from numpy.typing import NDArray
from planted import Plan, Planted, in_graph, in_pages
from real_pages import real_cases

from backlinkbot.core.audit import Group
from backlinkbot.logic.judge.groups import groups_of
from backlinkbot.logic.judge.signals.markers import Marks, markers
from backlinkbot.logic.judge.suspicion import Suspects
from backlinkbot.logic.judge.verdict.columns import Evidences, evidences

GRAPH, EDGES, PAGES, REAL = "uk graph", "uk graph, edges only", "little webs", "real pages"
SOURCES = (GRAPH, EDGES, PAGES, REAL)
HONEST, PLACED, UNKNOWN = 0, 1, -1
# Seeds of training and of judging never meet; those of other benches and of the demo are below.
TRAIN_SEED, JUDGE_SEED = 40_000, 50_000
GRAPH_CASES, EDGE_CASES, WORLDS = 150, 50, 24  # of training; judging has half as many
PAPER_CASES = 12  # of judging alone, for each number of domains that link to a paper
CLEAN = 0.3  # of the graph's cases have no farm: the usual profile
SIZES = (20, 50, 100, 200, 500)
LEAKS = (0.0, 0.25, 0.5, 1.0)
FOOTPRINTS = ("owner id", "block", "template")
HALF, SOME = 0.5, 0.35  # of the farms have a trait that a plan may have
WORLD_SITES = (130, 200, 300)


@dataclass(frozen=True)
class Case:
    """One audited site with its truth; `truth`: of each unit HONEST, PLACED or UNKNOWN."""

    planted: Planted
    source: str
    marks: Mapping[str, Marks]
    groups: tuple[Group, ...]

    @property
    def name(self) -> str:
        return self.planted.name

    @property
    def suspects(self) -> Suspects:
        return self.planted.suspects

    @cached_property
    def told(self) -> Evidences:
        return evidences(self.suspects, self.marks, self.groups)

    @cached_property
    def truth(self) -> NDArray[np.int8]:
        planted = self.planted
        return np.array(
            [
                PLACED if name in planted.placed else UNKNOWN if name in planted.unknown else HONEST
                for name in self.suspects.units.to_pylist()
            ],
            np.int8,
        )


def case_of(planted: Planted, source: str) -> Case:
    """All markers and groups of one audit."""
    marks = {name: marker.find(planted.suspects) for name, marker in markers.items()}
    return Case(planted, source, marks, groups_of(planted.suspects))


def training_cases() -> list[Case]:
    """What the shipped model is trained and calibrated on."""
    return [
        *graph_cases(TRAIN_SEED, GRAPH_CASES, EDGE_CASES),
        *page_cases(TRAIN_SEED, WORLDS),
        *(each for each in all_real_cases() if not is_held_out(each.name)),
    ]


def judging_cases(seen: list[Case]) -> list[Case]:
    """Others: no client of the graph, no world and no audited site of the real pages in both."""
    clients = {case.name for case in seen}
    found = [
        *graph_cases(JUDGE_SEED, GRAPH_CASES // 2, EDGE_CASES // 2),
        *page_cases(JUDGE_SEED, WORLDS // 2),
        *(each for each in all_real_cases() if is_held_out(each.name)),
    ]
    return [case for case in found if case.name not in clients]


def graph_cases(seed: int, told: int, edges_only: int) -> Iterator[Case]:
    for number in range(told + edges_only):
        is_told = number < told
        plan = _plan(seed + number, is_told=is_told)
        yield case_of(in_graph(plan), GRAPH if is_told else EDGES)


def paper_cases(name: str) -> Iterator[Case]:
    """Clients with one publisher's old papers (of `PAPERS`) among their links, all honest."""
    for number in range(PAPER_CASES):
        yield case_of(in_graph(Plan(JUDGE_SEED + number, 0, look_alikes=(name,))), GRAPH)


def page_cases(seed: int, worlds: int) -> Iterator[Case]:
    for number in range(worlds):
        sites = WORLD_SITES[number % len(WORLD_SITES)]
        leak = LEAKS[number % len(LEAKS)]
        for planted in in_pages(seed + number, sites, leak):
            yield case_of(planted, PAGES)


@cache
def all_real_cases() -> tuple[Case, ...]:
    return tuple(case_of(planted, REAL) for planted in real_cases())


def is_held_out(name: str) -> bool:
    """A third of the audited sites of the real pages."""
    return blake2b(name.encode(), digest_size=4).digest()[0] % 3 == 0


def _plan(seed: int, *, is_told: bool) -> Plan:
    draw = np.random.default_rng(seed)
    shown = tuple(kind for kind in FOOTPRINTS if draw.random() < HALF)
    return Plan(
        seed,
        sites=0 if draw.random() < CLEAN else int(draw.choice(SIZES)),
        leak=float(draw.choice(LEAKS)),
        footprints=shown,
        interlinked=bool(draw.random() < SOME),
        slow=bool(draw.random() < HALF),
        expired=bool(draw.random() < SOME),
        told=is_told,
    )
