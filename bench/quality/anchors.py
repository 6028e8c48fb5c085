"""The anchor audit on generated profiles (SYNTHETIC): what is planted and found, false alarms.

    python bench/quality/anchors.py

Natural profiles vary in every share (exact matches 3 ± 2.5 % and more); into half of them keyword
anchors are planted on 10 to 40 % of the domains: one text, five texts, or texts of a foreign trade.
The audit once knows the site's keywords and once only its domain. Beside it: a fixed threshold on
exact matches, and a chi-square test against published shares. One JSON document.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chisquare
from sklearn.metrics import average_precision_score

from backlinkbot.core.nouns import AnchorClass
from backlinkbot.logic.judge.anchor_mix import (
    AnchorUse,
    Natural,
    anchor_mix_of,
    natural_of,
    strangeness,
    tally_of,
)
from backlinkbot.logic.judge.anchor_mix.natural import Share
from backlinkbot.logic.judge.anchors import AnchorWords, anchor_words

PROFILES, ROUNDS, SEED = 2_000, 400, 2_002
PEERS, MARKETS = 10, 20  # competitors a site, and different sets of them
TODAY = date(2026, 11, 21)
SIZES = (50, 100, 200, 500)
POINTS = (0.1, 0.2, 0.3, 0.4)
FORMS = ("one text", "five texts", "foreign trade")
PUBLISHED = {"branded": 0.5, "naked": 0.2, "exact": 0.03, "partial": 0.1, "generic": 0.1, "o": 0.07}
FIXED_SHARE = 0.1  # a threshold that is often named: no more than a tenth exact matches
DOMAIN = "northwind-shoes.example"
KEYWORDS = ("running shoes", "trail shoes", "marathon shoes", "buy running shoes", "shoe shop")
FOREIGN = ("best casino", "cheap diet pills", "free spins", "payday loan", "replica watches")
NATURAL = {  # mean and spread over sites; what is drawn is scaled to one
    "exact": (0.03, 0.025), "partial": (0.07, 0.05), "branded": (0.45, 0.17), "naked": (0.16, 0.1),
    "generic": (0.1, 0.07), "image": (0.07, 0.06), "title": (0.07, 0.06), "other": (0.05, 0.04),
}  # fmt: skip
SHORT_SHARE = 0.3  # of other anchors that several sites may choose alike
LEAST_SIZE, LEAST_POINTS = 100, 0.2  # of the planted profiles that must be found
BRANDS = (
    "Northwind Shoes",
    "northwind-shoes",
    "Northwind Shoes review",
    "the Northwind Shoes site",
)
NAKED = (
    "https://northwind-shoes.example/",
    "northwind-shoes.example",
    "www.northwind-shoes.example",
)
GENERIC = ("click here", "read more", "website", "here", "this page")
STORIES = ("How to choose a shoe that fits the way you walk", "What ten thousand runners told us",
           "The long road from factory to foot in seven pictures")  # fmt: skip
SHORT = ("the survey", "their guide", "size chart", "interview", "sponsor list", "Anna Berg")


@dataclass(frozen=True)
class Case:
    """A profile's anchors, how many points of keyword anchors were planted, and in which form."""

    uses: list[AnchorUse]
    size: int
    points: float
    form: str


class Profiles:
    """A well of profiles, always the same for a seed."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)

    def natural(self, size: int) -> list[AnchorUse]:
        draw = self.random
        shares = np.array([self._share(*law) for law in NATURAL.values()])
        kinds = draw.choice(list(NATURAL), size, p=shares / shares.sum())
        favourite = draw.permutation(len(KEYWORDS))
        return [self._use(kind, favourite) for kind in kinds]

    def planted(self, size: int, points: float, form: str) -> Case:
        uses = self.natural(size)
        texts = {"one text": KEYWORDS[:1], "five texts": KEYWORDS, "foreign trade": FOREIGN}[form]
        for at in self.random.choice(size, round(points * size), replace=False):
            uses[at] = AnchorUse(str(self.random.choice(texts)))
        return Case(uses, size, points, form)

    def _share(self, mean: float, sd: float) -> float:
        precision = mean * (1 - mean) / sd**2 - 1
        return float(self.random.beta(mean * precision, (1 - mean) * precision))

    def _use(self, kind: str, favourite: NDArray[np.int64]) -> AnchorUse:
        draw = self.random
        keyword = KEYWORDS[favourite[min(int(draw.geometric(0.5)) - 1, len(KEYWORDS) - 1)]]
        if kind == "image":
            return AnchorUse("", is_image=True)
        if kind == "partial":
            return AnchorUse(f"{keyword} in {draw.choice(['Oslo', 'winter', 'town', 'sale'])}")
        if kind == "title":
            return AnchorUse(str(draw.choice(STORIES)))
        if kind == "other":
            own = f"{draw.choice(['my', 'old', 'good'])} find no {draw.integers(1000)}"
            return AnchorUse(str(draw.choice(SHORT)) if draw.random() < SHORT_SHARE else own)
        texts = {"exact": (keyword,), "branded": BRANDS, "naked": NAKED, "generic": GENERIC}[kind]
        return AnchorUse(str(draw.choice(texts)))


def chi_square(uses: list[AnchorUse], words: AnchorWords) -> float:
    """How far the classes are from published shares: one minus the p-value's logarithm."""
    tally = tally_of([use for use in uses if not use.is_image], words)
    kinds = (AnchorClass.BRANDED, AnchorClass.NAKED_URL, AnchorClass.EXACT, AnchorClass.PARTIAL,
             AnchorClass.GENERIC, AnchorClass.OTHER)  # fmt: skip
    seen = np.array([tally.of_class(kind) for kind in kinds], dtype=float)
    expected = np.array(list(PUBLISHED.values())) * seen.sum()
    return float(chisquare(seen, expected).statistic)


def scored(
    cases: list[Case], words: AnchorWords, laws: list[Natural]
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64], NDArray[np.float64]]:
    """Per case: how strange, whether an alarm, share of exact matches, chi-square."""
    strange, alarm, exact, chi = [], [], [], []
    for at, case in enumerate(cases):
        natural = laws[at % len(laws)]
        mix = anchor_mix_of(case.uses, words, natural, TODAY)
        tally = tally_of(case.uses, words)
        strange.append(strangeness(tally, natural, has_keywords=bool(words.keywords)))
        alarm.append(bool(mix.alarms))
        exact.append(tally.of_class(AnchorClass.EXACT) / case.size)
        chi.append(chi_square(case.uses, words))
    return np.array(strange), np.array(alarm), np.array(exact), np.array(chi)


def rate(flags: NDArray[np.bool_]) -> list[float]:
    """A share with its 95 % bootstrap interval."""
    draw = np.random.default_rng(SEED)
    if not len(flags):
        return []
    shares = [float(draw.choice(flags, len(flags)).mean()) for _ in range(ROUNDS)]
    low, high = np.quantile(shares, [0.025, 0.975])
    return [round(float(flags.mean()), 4), round(float(low), 4), round(float(high), 4)]


def precision(truth: NDArray[np.bool_], score: NDArray[np.float64]) -> list[float]:
    """PR-AUC with its 95 % bootstrap interval."""
    draw = np.random.default_rng(SEED)
    found = []
    for _ in range(ROUNDS):
        rows = draw.integers(0, len(truth), len(truth))
        found.append(average_precision_score(truth[rows], score[rows]))
    low, high = np.quantile(found, [0.025, 0.975])
    return [round(float(average_precision_score(truth, score)), 4),
            round(float(low), 4), round(float(high), 4)]  # fmt: skip


def power_table() -> dict[str, dict[str, float]]:
    """The share of exact matches that is an alarm, by size, and what of planted shares is found."""
    exact = Share(0.03, 0.025)
    draw = np.random.default_rng(SEED)
    table = {}
    for size in (20, 50, 100, 500):
        limit = exact.limit(size, 0.01)
        row = {"alarm share at 1 % false alarms": round(limit, 3)}
        for points in POINTS:
            share = np.minimum(draw.beta(*_beta(0.03, 0.025), 20_000) + points, 1)
            row[f"found of +{points:.0%}"] = round(
                float((draw.binomial(size, share) / size >= limit).mean()), 3
            )
        table[str(size)] = row
    return table


def _beta(mean: float, sd: float) -> tuple[float, float]:
    whole = mean * (1 - mean) / sd**2 - 1
    return mean * whole, (1 - mean) * whole


def main() -> None:
    profiles = Profiles(SEED)
    told = anchor_words(DOMAIN, topic_words=KEYWORDS)
    untold = anchor_words(DOMAIN)
    natural = [
        Case(profiles.natural(size), size, 0.0, "")
        for size in profiles.random.choice(SIZES, PROFILES)
    ]
    planted = [
        profiles.planted(int(size), float(points), str(form))
        for size, points, form in zip(
            profiles.random.choice(SIZES, PROFILES), profiles.random.choice(POINTS, PROFILES),
            profiles.random.choice(FORMS, PROFILES), strict=True,
        )
    ]  # fmt: skip
    size = np.array([case.size for case in planted])
    points = np.array([case.points for case in planted])
    form = np.array([case.form for case in planted])
    size0 = np.array([case.size for case in natural])
    learnt = [
        natural_of([tally_of(profiles.natural(100), told).mix() for _ in range(PEERS)])
        for _ in range(MARKETS)
    ]
    report: dict[str, object] = {"profiles": PROFILES, "power": power_table()}
    for name, words, law in (
        ("keywords known, starting mix", told, [natural_of()]),
        (f"keywords known, {PEERS} competitors", told, learnt),
        ("only the domain known", untold, [natural_of()]),
    ):
        quiet, loud = scored(natural, words, law), scored(planted, words, law)
        wanted = (size >= LEAST_SIZE) & (points >= LEAST_POINTS)
        keep0 = size0 >= LEAST_SIZE
        truth = np.r_[np.zeros(keep0.sum(), bool), np.ones(wanted.sum(), bool)]
        rows: dict[str, object] = {
            "false alarms, all sizes": rate(quiet[1]),
            "found, 20 points and more at 100 domains and more": rate(loud[1][wanted]),
        }
        for text in FORMS:
            rows[f"found, {text}"] = rate(loud[1][wanted & (form == text)])
        for at, method in ((0, "ours"), (2, "exact share"), (3, "chi-square")):
            rows[f"PR-AUC {method}"] = precision(truth, np.r_[quiet[at][keep0], loud[at][wanted]])
        rows["fixed threshold: false alarms"] = rate(quiet[2] >= FIXED_SHARE)
        rows["fixed threshold: found"] = rate(loud[2][wanted] >= FIXED_SHARE)
        report[name] = rows
    sys.stdout.write(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
