from __future__ import annotations

import numpy as np
import pytest

from backlinkbot.core.audit import Family, Group, GroupKind
from backlinkbot.logic.judge.verdict.advice import (
    DISAVOW,
    FAMILIES,
    REVIEW,
    SURE_GROUP,
    Standing,
    firm_families,
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
    code = unit_advice(sure, sure, families, families, ~no, Standing(no, no, no, no, no))
    assert code.tolist() == [advised]


@pytest.mark.parametrize(("probability", "advised"), [(SURE_GROUP - 0.03, REVIEW), (0.99, DISAVOW)])
def test_a_group_in_doubt_disavows_none_of_its_members(probability: float, advised: int) -> None:
    tied = (Family.OWNERS, Family.LINKS)
    group = Group("papers", GroupKind.PBN, ("a.example",), 1, None, probability, (), tied, (1.0,))
    spoken = np.array([[one in {*tied, Family.TIMING} for one in FAMILIES]])
    firm, doubted = firm_families(spoken, np.zeros(1, np.int64), (group,))
    sure, no = np.array([0.999]), np.zeros(1, np.bool_)
    code = unit_advice(sure, sure, spoken, firm, ~doubted, Standing(no, no, no, no, no))
    assert code.tolist() == [advised]


def test_a_member_of_a_group_in_doubt_is_disavowed_by_what_the_group_does_not_share() -> None:
    group = Group("papers", GroupKind.PBN, ("a.example",), 1, None, 0.7, (), (Family.OWNERS,), ())
    others = {Family.CONTENT, Family.PLACEMENT, Family.ANCHORS}
    spoken = np.array([[one in {Family.OWNERS, *others} for one in FAMILIES]])
    firm, doubted = firm_families(spoken, np.zeros(1, np.int64), (group,))
    sure, no = np.array([0.999]), np.zeros(1, np.bool_)
    code = unit_advice(sure, sure, spoken, firm, ~doubted, Standing(no, no, no, no, no))
    assert code.tolist() == [DISAVOW]


def test_without_a_group_all_families_may_disavow() -> None:
    spoken = np.ones((1, len(FAMILIES)), np.bool_)
    firm, doubted = firm_families(spoken, np.array([-1]), ())
    assert firm.all()
    assert not doubted.any()
