from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.urls import canonical
from backlinkbot.io.readers.table.values import BAD_NUMBER, addresses, flags, numbers, wholes

MOST = 10**9


@pytest.mark.parametrize("mark", [",", ".", " ", "'", "\u2019", "\u00a0", "\u202f", ""])
@given(number=st.integers(0, MOST))
def test_a_count_is_the_same_with_every_thousands_mark(mark: str, number: int) -> None:
    text = f"{number:,}".replace(",", mark)
    assert wholes(pa.array([text]), MOST).values.to_pylist() == [number]


def test_a_score_keeps_its_decimals() -> None:
    found = numbers(pa.array(["0.9", "0,9", "12%", "", "1,240", "-"]))
    assert found.values.to_pylist() == [0.9, 0.9, 12.0, None, 1240.0, None]
    assert found.bad == {}


def test_a_count_with_decimals_or_below_zero_is_bad() -> None:
    found = wholes(pa.array(["4.5", "-3", "4.0", "9999999999"]), MOST)
    assert found.values.to_pylist() == [None, None, 4, None]
    assert found.bad == {0: BAD_NUMBER, 1: BAD_NUMBER, 3: BAD_NUMBER}


def test_a_date_where_yes_or_no_should_be_belongs_elsewhere() -> None:
    found = flags(pa.array(["true", "2026-01-02", "maybe", "https://a.example/"]))
    assert found.values.to_pylist() == [True, None, None, None]
    assert set(found.bad) == {1, 2, 3}
    assert found.aliens == {1, 3}


@given(st.lists(st.text(max_size=40) | st.from_regex(r"\Ahttps?://[a-z]{1,5}\.example/\S{0,9}\Z")))
def test_addresses_are_canonical_or_null(texts: list[str]) -> None:
    found = addresses(pa.array(texts, pa.string()))
    for text, url in zip(texts, found.urls.to_pylist(), strict=True):
        if text.strip().lower().startswith(("http://", "https://")):
            assert url == canonical(text.strip())
        else:
            assert url is None or url == canonical(f"https://{text.strip()}")


@pytest.mark.parametrize(
    "text", ["javascript:void(0)", "mailto:a@b.example", "ftp://b.example/", "a word", "/path", ""]
)
def test_what_is_no_web_address_is_null(text: str) -> None:
    assert addresses(pa.array([text])).urls.to_pylist() == [None]
