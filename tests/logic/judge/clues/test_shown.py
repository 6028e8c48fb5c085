from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.logic.judge.clues.shown import MOST_QUOTED, quoted


def test_words_are_quoted_on_one_line_without_markup() -> None:
    assert quoted("a <b>bold</b>\n claim") == "“a \u2039b\u203abold\u2039/b\u203a claim”"


@given(st.text())
def test_any_words_stay_short_and_harmless(text: str) -> None:
    said = quoted(text)
    assert said[0] == "“"
    assert said[-1] == "”"
    assert len(said) <= MOST_QUOTED + 2
    assert "<" not in said
    assert said.isprintable()
