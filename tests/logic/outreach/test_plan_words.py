"""A plan is told with one number for what these weeks bring and one for all there are to ask."""

from __future__ import annotations

from dataclasses import replace

from backlinkbot.logic.outreach.plan_words import Outlook, sentence_of

TOLD = Outlook(0.7, 11.6, 0.5, 7, None, 0)


def test_what_is_left_over_is_told_apart_from_what_these_weeks_bring() -> None:
    said = sentence_of(TOLD, chances=30)
    assert "0.7 links can be expected of 11.6 hours of work in all" in said
    assert "all there are to ask would bring 1.2, which takes 7 weeks at this pace" in said


def test_where_nothing_is_left_over_there_is_one_number() -> None:
    said = sentence_of(replace(TOLD, later=0.0, weeks=1), chances=3)
    assert "; the plan takes 1 week, and" in said
    assert "would bring" not in said


def test_a_plan_that_never_ends_and_one_of_nobody_are_said() -> None:
    assert "never ends" in sentence_of(replace(TOLD, weeks=None), chances=3)
    assert "nobody to ask yet" in sentence_of(TOLD, chances=0)
