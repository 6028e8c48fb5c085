"""Sealed secrets are opened by their key alone, and by no other text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.errors import Refused
from backlinkbot.io.state.sealing import Seal

SEAL, OTHER = Seal(b"a" * 32), Seal(b"b" * 32)


@given(st.text().filter(lambda text: not any("\ud800" <= one <= "\udfff" for one in text)))
def test_what_is_sealed_is_opened(text: str) -> None:
    sealed = SEAL.sealed(text)
    assert SEAL.opened(sealed) == text
    assert not text or text not in sealed or len(text) < 12


def test_the_same_secret_never_looks_the_same() -> None:
    assert SEAL.sealed("secret") != SEAL.sealed("secret")


@pytest.mark.parametrize(
    "wrong", ["secret", "sealed:", "sealed:AAAA", "sealed:!", "sealed:" + "A" * 64]
)
def test_what_was_not_sealed_is_refused(wrong: str) -> None:
    with pytest.raises(Refused, match="state/key"):
        SEAL.opened(wrong)


def test_another_key_and_a_changed_text_are_refused() -> None:
    sealed = SEAL.sealed("secret")
    with pytest.raises(Refused):
        OTHER.opened(sealed)
    with pytest.raises(Refused):
        SEAL.opened(sealed[:30] + ("A" if sealed[30] != "A" else "B") + sealed[31:])


def test_a_key_is_not_shown() -> None:
    assert "aaa" not in repr(SEAL)
