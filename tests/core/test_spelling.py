from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.spelling import LONGEST, one_error_away

NAMES = st.text(string.ascii_lowercase + "-.", min_size=1, max_size=20)


def test_each_kind_of_error_is_undone() -> None:
    for typed in ("exampel.org", "exmple.org", "exanple.org", "exaample.org"):
        assert "example.org" in one_error_away(typed)


@given(NAMES, NAMES)
def test_errors_are_mutual(one: str, other: str) -> None:
    assert (one in one_error_away(other)) == (other in one_error_away(one))


@given(NAMES)
def test_a_name_is_no_error_of_itself_and_none_stands_twice(name: str) -> None:
    found = one_error_away(name)
    assert name not in found
    assert len(found) == len(set(found))


def test_a_name_too_long_for_a_host_has_no_variants() -> None:
    assert one_error_away("a" * (LONGEST + 1)) == []
    assert one_error_away("") == []
