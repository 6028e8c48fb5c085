"""Trains the verdict's model on planted farms and real honest pages, writes it into the package.

Run: python bench/train/toxicity.py (some minutes). The same data give the same file (seeded, one
thread). The calibration stands on out-of-fold scores, the measured error on cases that are in no
fold; no human label of a non-commercial set is read.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench" / "quality"))
TARGET = ROOT / "src" / "backlinkbot" / "logic" / "judge" / "verdict" / "weights" / "toxicity.npz"
MEASURED_ON = "2026-11"
MOST_OFF = 1e-3  # of a raw score: float32 sums


def main() -> None:
    from toxicity_fit import (
        booster_scores,
        calibrated,
        fit_booster,
        out_of_fold,
        rows_of,
        with_unseen,
    )
    from toxicity_judge import measured
    from toxicity_rows import judging_cases, training_cases
    from tree_arrays import arrays_of

    from backlinkbot.logic.judge.signals.markers import markers
    from backlinkbot.logic.judge.verdict.model import model_of

    seen = training_cases()
    rows = rows_of(seen)
    taught = with_unseen(rows)
    score, probability = calibrated(out_of_fold(rows, taught), rows)
    booster = fit_booster(taught, np.ones(len(rows.truth), np.bool_))
    arrays = arrays_of([[booster]], [0.0])
    arrays |= {
        "names": np.array(rows.names),
        "markers": np.array(sorted(markers)),
        "versions": np.array([marker.version for _, marker in markers.items()]),
        "curve_score": score.astype(np.float32),
        "curve_probability": probability.astype(np.float32),
        "measured": np.zeros(6),
        "measured_on": np.array(MEASURED_ON),
    }
    model = model_of(arrays)
    off = float(np.abs(model.scores(rows.features) - booster_scores(booster, rows.features)).max())
    if off > MOST_OFF:
        raise SystemExit(f"the stored trees are off by {off}")
    arrays["measured"] = measured(judging_cases(seen), model)
    with TARGET.open("wb") as file:
        np.savez_compressed(file, **arrays)
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
