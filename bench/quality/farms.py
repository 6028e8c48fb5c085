"""How well groups are found: planted farms in the UK host graph and in little webs.

    python bench/quality/farms.py [--quick]

Prints, by kind of data, size and leak: how many of the groups found are planted ones (precision of
groups), how many of the members found are planted (precision), how many of the planted ones are
found (recall), with 95 % bootstrap intervals over cases; the same of three baselines; how often a
group of each probability was artificial. One JSON document. No seed here was used to set a weight
(bench/train/groups.py has its own). All data are synthetic but the graph's own edges, and the
labelled real pages, whose links are taken as honest.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
from planted import PAPERS, Plan, Planted, in_graph, in_pages
from real_pages import real_cases

from backlinkbot.core.audit import GroupKind
from backlinkbot.core.urls.platforms import platform
from backlinkbot.logic.judge.groups import SHOWN_FROM, groups_of
from backlinkbot.logic.judge.groups.find import find, grouped_by
from backlinkbot.logic.judge.groups.grow import LEAST_MEMBERS
from backlinkbot.logic.judge.groups.judge import portrait, probability
from backlinkbot.logic.judge.groups.seen import seen_in
from backlinkbot.logic.judge.groups.traits import KINDS, Trait

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backlinkbot.logic.judge.groups.seen import Seen

FIRST_SEED = 210_000
SIZES, LEAKS = (20, 50, 100, 200, 500), (0.0, 0.25, 0.5, 1.0)
CASES = 6  # of each size and leak
WEBS, WEB_SITES = 4, (150, 300, 600)
WORKERS = 2
RESAMPLES, SEED = 1000, 5
PURE = 0.8  # of a found group's members, to be a planted one
BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 1.0)
CORE, SHARED_TARGETS, FEW_SOURCES = 3, 2, 60


@dataclass(frozen=True)
class Case:
    """One question asked: `asked` members found and planted among them, groups found and pure."""

    label: tuple[str, ...]
    method: str
    found: int
    right: int
    planted: int
    caught: int
    groups: int
    pure: int


def plans(cases: int) -> Iterator[tuple[tuple[str, ...], Plan]]:
    """Farms in the graph, each under the label of its row."""
    seed = FIRST_SEED
    for size in SIZES:
        for case in range(cases):
            habits = {"interlinked": case % 2 == 1, "slow": case % 4 > 1}
            for leak in LEAKS:
                seed += 1
                label = ("graph", f"{size} sites", f"one footprint, leak {leak}")
                yield label, Plan(seed, size, leak, **habits)
            seed += 1
            label = ("graph", f"{size} sites", "all footprints, expired names")
            all_kinds = ("owner id", "block", "template")
            yield label, Plan(seed, size, 0.5, all_kinds, expired=True, **habits)
            yield ("graph", f"{size} sites", "edges only"), Plan(seed, size, told=False, **habits)
    for case in range(4 * cases):
        yield ("graph", "no farm", "honest look-alikes only"), Plan(seed + case, 0)
    for name in PAPERS:
        for case in range(2 * cases):
            plan = Plan(seed + case, 0, look_alikes=(name,))
            yield ("graph", "no farm", f"a publisher's {name}"), plan


def webs(count: int) -> Iterator[tuple[int, int, float]]:
    for number in range(count):
        for sites in WEB_SITES:
            yield FIRST_SEED + number, sites, LEAKS[(number + sites // 150) % len(LEAKS)]


def cases_of(
    planted: Planted, label: tuple[str, ...]
) -> tuple[list[Case], list[tuple[float, bool]]]:
    """Ours and the baselines on one question; and each candidate's probability with the truth."""
    seen = seen_in(planted.suspects)
    names = seen.names.to_pylist()
    told = groups_of(planted.suspects)
    ours = [frozenset(one.members) for one in told if one.kind is not GroupKind.ONE_ANCHOR]
    alike = [frozenset(one.members) for one in told if one.kind is GroupKind.ONE_ANCHOR]
    methods = {"ours": ours, "links with one anchor": alike}
    for method, found in baselines(seen).items():
        methods[method] = [frozenset(names[unit] for unit in group) for group in found]
    cases = [_case(label, method, groups, planted) for method, groups in methods.items()]
    return cases, candidates(planted)


def candidates(planted: Planted) -> list[tuple[float, bool]]:
    """Of each tied group its probability, and whether it is a planted one."""
    seen = seen_in(planted.suspects)
    names = seen.names.to_pylist()
    tied = find(seen)
    grouped = grouped_by(tied, seen.out.units)
    sure = []
    for found in tied:
        members = {names[unit] for unit in found.members.tolist()} - planted.unknown
        if members:
            is_planted = len(members & planted.placed) >= PURE * len(members)
            sure.append((probability(portrait(seen, found, grouped)), is_planted))
    return sure


def _case(
    label: tuple[str, ...], method: str, groups: list[frozenset[str]], planted: Planted
) -> Case:
    asked = [group - planted.unknown for group in groups]
    asked = [group for group in asked if group]
    found = frozenset[str]().union(*asked)
    wanted = frozenset[str]().union(
        *(group for group in planted.groups.values() if len(group) >= LEAST_MEMBERS)
    )
    return Case(
        label, method, len(found), len(found & planted.placed), len(wanted), len(found & wanted),
        len(asked), sum(len(each & planted.placed) >= PURE * len(each) for each in asked),
    )  # fmt: skip


def baselines(seen: Seen) -> dict[str, list[frozenset[int]]]:
    """What a short script would do."""
    return {
        "same id": _by_value(seen, Trait.OWNER_ID),
        "same address or block": _connected(
            _by_value(seen, Trait.SERVER) + _by_value(seen, Trait.BLOCK)
        ),
        f"{CORE}-core of {SHARED_TARGETS} shared targets": _core(seen),
    }


def _by_value(seen: Seen, kind: Trait) -> list[frozenset[int]]:
    shown = seen.traits.shown
    of_kind = np.flatnonzero(
        (seen.traits.kind == KINDS.index(kind)) & (shown.counts >= LEAST_MEMBERS)
    )
    return [frozenset(shown.units_of(trait).tolist()) for trait in of_kind.tolist()]


def _connected(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    parts: list[frozenset[int]] = []
    for each in sets:
        touching = [part for part in parts if part & each]
        parts = [part for part in parts if not part & each]
        parts.append(each.union(*touching))
    return parts


def _core(seen: Seen) -> list[frozenset[int]]:
    """Connected parts of the core of the graph of units that share rare targets."""
    shared: Counter[tuple[int, int]] = Counter()
    for target in np.flatnonzero((seen.out.counts > 1) & (seen.out.counts <= FEW_SOURCES)).tolist():
        units = seen.out.units_of(target).tolist()
        shared.update((a, b) for place, a in enumerate(units) for b in units[place + 1 :])
    near: defaultdict[int, set[int]] = defaultdict(set)
    for (one, other), count in shared.items():
        if count >= SHARED_TARGETS:
            near[one].add(other)
            near[other].add(one)
    while weak := [unit for unit, others in near.items() if len(others) < CORE]:
        for unit in weak:
            for other in near.pop(unit):
                near[other].discard(unit)
    return _connected([frozenset([unit, *others]) for unit, others in near.items()])


def row_of(cases: list[Case]) -> dict[str, object]:
    """Precision and recall with their intervals, cases drawn again and again."""
    table = np.array(
        [[c.found, c.right, c.planted, c.caught, c.groups, c.pure] for c in cases], np.float64
    )
    random = np.random.default_rng(SEED)
    drawn = table[random.integers(0, len(table), (RESAMPLES, len(table)))].sum(axis=1)
    sums = table.sum(axis=0)[None]
    told: dict[str, object] = {"cases": len(cases)}
    for name, part, whole in (
        ("precision of groups", 5, 4), ("precision", 1, 0), ("recall", 3, 2),
    ):  # fmt: skip
        if not sums[0, whole]:
            told[name] = None
            continue
        shares = drawn[:, part] / np.maximum(drawn[:, whole], 1)
        low, high = np.quantile(shares[drawn[:, whole] > 0], (0.025, 0.975))
        share = float(sums[0, part] / sums[0, whole])
        told[name] = [round(value, 3) for value in (share, float(low), float(high))]
    told["false groups"] = int(sums[0, 4] - sums[0, 5])
    return told


def _graph_job(job: tuple[tuple[str, ...], Plan]) -> tuple[list[Case], list[tuple[float, bool]]]:
    return cases_of(in_graph(job[1]), job[0])


def _web_job(job: tuple[int, int, float]) -> tuple[list[Case], list[tuple[float, bool]]]:
    seed, sites, leak = job
    cases: list[Case] = []
    sure: list[tuple[float, bool]] = []
    for planted in in_pages(seed, sites, leak):
        told = cases_of(planted, ("pages", f"web of {sites}", f"all footprints, leak {leak}"))
        cases += told[0]
        sure += told[1]
    return cases, sure


def calibration(sure: list[tuple[float, bool]]) -> dict[str, object]:
    """Per bin of probability: groups, mean probability, share that was planted; and the error."""
    told, error = [], 0.0
    values = np.array([value for value, _ in sure])
    truth = np.array([is_planted for _, is_planted in sure])
    for low, high in pairwise(BINS):
        inside = (values >= low) & (values < high)
        if inside.any():
            mean, share = float(values[inside].mean()), float(truth[inside].mean())
            error += abs(mean - share) * inside.mean()
            told.append([f"{low}-{high}", int(inside.sum()), round(mean, 3), round(share, 3)])
    return {"bins": told, "expected calibration error": round(error, 4)}


def real_twin() -> dict[str, object]:
    """The labelled real pages, where every group but a comment spammer's is a false one.

    `tied around platforms`: what would be called artificial there if groups were sought at all.
    """
    asked, sites = 0, 0
    named: list[str] = []
    around: list[str] = []
    for case in real_cases():
        asked += 1
        sites += len(case.suspects.units)
        named += [f"{case.name}: {group.name}" for group in groups_of(case.suspects)]
        if platform(case.name.split()[-1]) is not None:
            around += [f"{case.name}: {p:.2f}" for p, _ in candidates(case) if p >= SHOWN_FROM]
    return {
        "audited sites": asked,
        "linking sites": sites,
        "groups": named,
        "tied around platforms": around,
    }


def main() -> None:
    quick = "--quick" in sys.argv
    cases: list[Case] = []
    sure: list[tuple[float, bool]] = []
    with ProcessPoolExecutor(WORKERS) as pool:
        graph = list(plans(2 if quick else CASES))
        pages = list(webs(1 if quick else WEBS))
        for told in (*pool.map(_web_job, pages), *pool.map(_graph_job, graph, chunksize=8)):
            cases += told[0]
            sure += told[1]
    rows: dict[str, dict[str, object]] = {}
    everywhere = "all sizes"
    labels = dict.fromkeys(
        label
        for case in cases
        for label in (case.label, (case.label[0], everywhere, case.label[2]))
    )
    for method in dict.fromkeys(case.method for case in cases):
        of_method = [case for case in cases if case.method == method]
        rows[method] = {
            " · ".join(label): row_of(
                [c for c in of_method if c.label[0] == label[0] and c.label[2] == label[2]
                 and label[1] in {c.label[1], everywhere}]
            )
            for label in labels
            if method == "ours" or label[1] == everywhere
        }  # fmt: skip
    told = {
        "rows": rows,
        "calibration of candidates": calibration(sure),
        "real pages": real_twin(),
    }
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
