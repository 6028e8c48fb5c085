from __future__ import annotations

import numpy as np
import pytest

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.verdict.advice import (
    DISAVOW,
    FAMILIES,
    REVIEW,
    Standing,
    unit_advice,
)


@pytest.mark.parametrize(
    ("spoken", "advised"),
    [
        ((Family.ANCHORS, Family.TIMING), REVIEW),
        ((Family.ANCHORS, Family.TIMING, Family.PLACEMENT), REVIEW),
        ((Family.ANCHORS, Family.OWNERS), DISAVOW),
        ((Family.TIMING, Family.CONTENT), DISAVOW),
    ],
)
def test_something_must_speak_about_the_site_itself(
    spoken: tuple[Family, ...], advised: int
) -> None:
    families = np.array([[one in spoken for one in FAMILIES]])
    sure, no = np.array([0.999]), np.zeros(1, np.bool_)
    code = unit_advice(sure, sure, families, ~no, Standing(no, no, no, no, no))
    assert code.tolist() == [advised]
