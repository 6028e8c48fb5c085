"""What authority costs to buy: every attack of the catalogue on three webs, by five measures.

    python bench/attacks/run.py [--webs made uk cnr] [--victims 5] [--nodes 200000] [--json | --pin]

For each attack and size: median points gained by sites in the middle of the ranking, by in-degree,
PageRank, harmonic centrality, TrustRank and ours, on the scales of before; and the assumed cost per
+10 points of ours, with prices swept. The last lines name the cheapest attack under each level of
link recognition. `small` is what the tests run and compare with pinned.toml.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from catalogue import ATTACKS, LEVELS, Attack, Level
from gains import MEASURES, Before, gain
from prices import HIGH, LOW, cost, per_ten_points
from scenes import Scene, cnr_scene, made_scene, uk_scene

SMALL_NODES, SMALL_VICTIMS = 4000, 5
NOTHING_KNOWN, PLACES_KNOWN, ALL_KNOWN = LEVELS


@dataclass(frozen=True, slots=True)
class Row:
    """One attack of one size: points by measure, the worst of ours, dollars per +10 points."""

    attack: str
    size: int
    level: str
    is_honest: bool
    points: dict[str, float]
    worst: float
    dollars: float
    per_ten: float | None
    per_ten_low: float | None
    per_ten_high: float | None
    pagerank_per_ten: float | None


def row(scene: Scene, attack: Attack, size: int, level: Level, before: Before) -> Row:
    found = gain(scene, attack, size, level, before)
    ours = found.median("ours")
    assumed = cost(found.bill)
    return Row(
        attack=attack.name,
        size=size,
        level=level.name,
        is_honest=attack.is_honest,
        points={name: round(found.median(name), 2) + 0.0 for name in MEASURES},
        worst=round(float(found.points["ours"].max()), 2) + 0.0,
        dollars=round(assumed, 2),
        per_ten=per_ten_points(assumed, ours),
        per_ten_low=per_ten_points(cost(found.bill, LOW), ours),
        per_ten_high=per_ten_points(cost(found.bill, HIGH), ours),
        pagerank_per_ten=per_ten_points(assumed, found.median("PageRank")),
    )


def rows(scene: Scene, victims: int, *, most: int | None = None) -> list[Row]:
    """All attacks, each at the levels of recognition that make a difference to it."""
    found = []
    before = Before.of(scene, victims)
    for attack in ATTACKS:
        for size in attack.sizes:
            if most is None or size <= most:
                found += [row(scene, attack, size, level, before) for level in _levels(attack)]
    return found


def _levels(attack: Attack) -> tuple[Level, ...]:
    if "comment" in attack.name or "posts" in attack.name:
        return NOTHING_KNOWN, PLACES_KNOWN
    return (PLACES_KNOWN, ALL_KNOWN) if "expired" in attack.name else (PLACES_KNOWN,)


def small() -> list[Row]:
    """The catalogue on a small made-up web: seconds, not minutes."""
    return rows(made_scene(SMALL_NODES), SMALL_VICTIMS, most=1000)


def cheapest(found: list[Row], level: Level) -> Row | None:
    """The attack that gives +10 points for least when we recognise what the level says."""
    best: dict[tuple[str, int], Row] = {}
    order = [one.name for one in LEVELS]
    for one in found:
        key = one.attack, one.size
        is_known = order.index(one.level) <= order.index(level.name)
        if key not in best or is_known:
            best[key] = one
    offers = [one for one in best.values() if one.per_ten is not None and not one.is_honest]
    return min(offers, key=lambda one: one.per_ten or 0.0, default=None)


def pinned(found: list[Row]) -> str:
    """The catalogue as pinned.toml: dollars per +10 points of ours, "none" where none come."""
    lines = [
        f'"{one.size} x {one.attack}, {one.level}" = '
        + ('"none"' if one.per_ten is None else f"{one.per_ten:.2f}")
        for one in found
    ]
    return "\n".join(lines) + "\n"


def told(scene: Scene, found: list[Row], seconds: float) -> str:
    before = scene.before
    lines = [
        f"{scene.name}: {scene.nodes:,} nodes, {scene.graph.edges:,} links, {len(scene.seeds):,} "
        f"seeds, basis {before.basis}, reach {before.reach:.0%}, {seconds:.0f} s",
        f"{'attack':42}{'size':>6} {'recognised':16}"
        + "".join(f"{name:>10}" for name in MEASURES)
        + f"{'worst':>8}{'cost $':>9}{'$ per +10 (low/assumed/high)':>32}{'by PageRank':>13}",
    ]
    lines += [_line(one) for one in found]
    for level in LEVELS:
        offer = cheapest(found, level)
        lines.append(
            f"{level.name}: no attack of the catalogue gains half a point"
            if offer is None
            else f"{level.name}: cheapest is {offer.size} x {offer.attack}, "
            f"${offer.per_ten:,.0f} per +10 points"
        )
    return "\n".join(lines)


def _line(one: Row) -> str:
    level = one.level.removesuffix(" recognised").replace("user content", "posts")
    sweep = " / ".join(_dollars(x) for x in (one.per_ten_low, one.per_ten, one.per_ten_high))
    honest = "honest: " if one.is_honest else ""
    return (
        f"{honest + one.attack:42}{one.size:>6} {level:16}"
        + "".join(f"{one.points[name]:>+10.1f}" for name in MEASURES)
        + f"{one.worst:>+8.1f}{one.dollars:>9,.0f}{sweep:>32}{_dollars(one.pagerank_per_ten):>13}"
    )


def _dollars(amount: float | None) -> str:
    return "-" if amount is None else f"{amount:,.0f}" if amount >= 10 else f"{amount:.2f}"  # noqa: PLR2004


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--webs", nargs="*", default=["made", "uk", "cnr"])
    parser.add_argument("--victims", type=int, default=5)
    parser.add_argument("--nodes", type=int, default=200_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--pin", action="store_true", help="print the small run as pinned.toml")
    asked = parser.parse_args()
    if asked.pin:
        sys.stdout.write(pinned(small()))
        return
    webs = {"made": lambda: made_scene(asked.nodes), "uk": uk_scene, "cnr": cnr_scene}
    for name in asked.webs:
        began = perf_counter()
        scene = webs[name]()
        found = rows(scene, asked.victims)
        if asked.json:
            table = {"web": scene.name, "rows": [asdict(one) for one in found]}
            sys.stdout.write(json.dumps(table) + "\n")
        else:
            sys.stdout.write(told(scene, found, perf_counter() - began) + "\n\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
