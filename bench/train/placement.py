"""Trains the placement model on the labelled pages and writes it into the package.

Run: python bench/train/placement.py. The same data give the same file (seeded, one thread).
The decision limits and the calibration are chosen on out-of-fold predictions, never on rows that
the trees have seen.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench" / "quality"))
TARGET = ROOT / "src" / "backlinkbot" / "core" / "pages" / "weights" / "placement.npz"

MOST_OFF = 1e-3  # of a raw score: float32 sums


def main() -> None:
    from link_rows import link_rows
    from placement_limits import limits_and_calibration
    from placement_oof import out_of_fold

    rows = link_rows()
    arrays: dict[str, NDArray[Any]] = fitted(rows)
    arrays |= limits_and_calibration(rows, out_of_fold(rows))
    with TARGET.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # arrays only, no flags
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size} bytes\n")


def fitted(rows: Any) -> dict[str, NDArray[Any]]:
    """The arrays of the three boosters, fitted on every labelled row."""
    from placement_fit import (
        GATE_SCORE,
        GATE_TREES,
        LOWEST_SCORE,
        fit_comment,
        fit_content,
        fit_other,
        folds_of,
        scores_of,
    )
    from tree_arrays import arrays_of

    from backlinkbot.core.pages.features import FEATURES
    from backlinkbot.core.pages.placement import OTHERS

    every = np.ones(len(rows.truth), np.bool_)
    groups = [fit_content(rows, every, folds_of(rows)), [fit_comment(rows, every)]]
    groups.append([fit_other(rows, every)])
    arrays = arrays_of(groups, [0.0] * (2 + len(OTHERS)))
    # The stored leaves are shares of the mean over the boosters: so is the gate's limit.
    gate = [GATE_TREES, GATE_SCORE / len(groups[0]), LOWEST_SCORE]
    arrays |= {"gate": np.array(gate, np.float32), "features": np.array(FEATURES)}
    check_content(arrays, scores_of(groups[0], rows.features), rows.features)
    return arrays


def check_content(
    arrays: dict[str, NDArray[Any]], wanted: NDArray[np.float64], features: NDArray[np.float32]
) -> None:
    """Stops when the stored arrays do not give the boosters' own scores."""
    from backlinkbot.core.pages.placement import GatedForest

    off = float(np.abs(GatedForest.of(arrays).scores(features) - wanted).max())
    if off > MOST_OFF:
        raise SystemExit(f"the stored trees are off by {off}")


if __name__ == "__main__":
    main()
