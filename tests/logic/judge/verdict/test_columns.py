"""Marks and groups as the model's columns."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from backlinkbot.core.audit import Group, GroupKind
from backlinkbot.logic.judge.signals.markers import Marks
from backlinkbot.logic.judge.suspicion import Suspects
from backlinkbot.logic.judge.verdict.columns import GROUP, NONE, OF_GROUP, Evidences, evidences

NAN = float("nan")
Making = Callable[..., Suspects]
Marking = Callable[..., dict[str, Marks]]


def column(told: Evidences, name: str, *, of_links: bool = False) -> list[float]:
    rows = told.links if of_links else told.units
    return [float(value) for value in rows[:, told.names.index(name)].round(4)]


def test_a_units_strength_is_the_mean_of_its_links_that_are_known(
    suspects: Making, marks: Marking
) -> None:
    made = suspects(
        {"source_domain": "a.example"}, {"source_domain": "a.example"},
        {"source_domain": "a.example"}, {"source_domain": "b.example"},
    )  # fmt: skip
    told = evidences(made, marks(made, {"money-anchor": [1.0, 0.5, NAN, NAN]}), ())
    assert column(told, "money-anchor") == [0.75, 0.0]
    assert column(told, "money-anchor", of_links=True) == [1.0, 0.5, 0.0, 0.0]


def test_what_is_known_of_a_domain_holds_for_all_its_links(
    suspects: Making, marks: Marking
) -> None:
    made = suspects({"source_domain": "a.example"}, {"source_domain": "a.example"})
    told = evidences(made, marks(made, {"shared-owner-id": [0.8]}), ())
    assert column(told, "shared-owner-id") == pytest.approx([0.8])
    assert column(told, "shared-owner-id", of_links=True) == pytest.approx([0.8, 0.8])


def test_what_is_known_of_a_platform_is_not_known_of_the_strangers_on_it(
    suspects: Making, marks: Marking
) -> None:
    made = suspects(
        {"source_domain": "wordpress.com", "source_url": "https://anna.wordpress.com/1"},
        {"source_domain": "wordpress.com", "source_url": "https://bob.wordpress.com/1"},
    )
    told = evidences(made, marks(made, {"shared-owner-id": [0.9]}), ())
    assert made.units.to_pylist() == ["anna.wordpress.com", "bob.wordpress.com"]
    assert column(told, "shared-owner-id") == [0.0, 0.0]


def test_a_unit_is_as_surely_in_a_group_as_group_and_member_are_sure(
    suspects: Making, marks: Marking, group: Callable[..., Group]
) -> None:
    made = suspects({"source_domain": "a.example"}, {"source_domain": "b.example"})
    told = evidences(made, marks(made, {}), (group("a.example", probability=0.9),))
    assert column(told, GROUP) == pytest.approx([0.9, 0.0])
    assert column(told, "group tied by owners") == pytest.approx([0.9, 0.0])
    assert column(told, "group tied by timing") == [0.0, 0.0]
    assert told.group.tolist() == [0, NONE]


def test_the_victims_of_a_comment_blast_are_in_no_placed_group(
    suspects: Making, marks: Marking, group: Callable[..., Group]
) -> None:
    made = suspects({"source_domain": "a.example"})
    blast = group("a.example", kind=GroupKind.COMMENT_BLAST)
    told = evidences(made, marks(made, {}), (blast,))
    assert column(told, GROUP) == [0.0]
    assert (told.group.tolist(), told.blast.tolist()) == ([NONE], [0])


def test_columns_in_another_order_come_back_as_they_were(
    suspects: Making, marks: Marking, group: Callable[..., Group]
) -> None:
    made = suspects({"source_domain": "a.example"})
    told = evidences(made, marks(made, {"spam-trade": [0.7]}), (group("a.example"),))
    names = ("spam-trade", "nobody knows this", *OF_GROUP)
    there = told.ordered(names, told.units)
    assert there[0, :3].tolist() == pytest.approx([0.7, 0.0, 0.99])
    assert np.array_equal(told.reordered(names, there), told.units)
