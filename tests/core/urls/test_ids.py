"""Stable numbers for URLs and domains."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.urls import bucket, domain_id, url_id


def test_ids_never_change_between_runs_and_versions() -> None:
    assert url_id("https://example.com/") == 2_301_432_429_684_397_580
    assert domain_id("example.com") == 124_993_708_870_262_061
    assert bucket("example.com") == "5a"


@given(st.text())
def test_an_id_fits_a_signed_column_of_64_bits(text: str) -> None:
    assert 0 <= url_id(text) < 2**63


@pytest.mark.parametrize("digits", [0, 1, 2, 4, 32])
def test_a_bucket_has_as_many_digits_as_asked(digits: int) -> None:
    assert len(bucket("example.com", digits)) == digits
    assert bucket("example.com", 32).startswith(bucket("example.com", digits))


@given(st.from_regex(r"[a-z0-9.-]{1,30}", fullmatch=True))
def test_the_database_makes_the_same_ids_and_buckets(name: str) -> None:
    row = duckdb.execute("select md5_number_upper($1) >> 1, left(md5($1), 2)", [name]).fetchone()
    assert row == (domain_id(name), bucket(name))
