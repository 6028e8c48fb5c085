"""Passwords: which are refused, and that keeping and checking them costs a guesser dearly."""

from __future__ import annotations

import pytest

from backlinkbot.app.accounts import passwords
from backlinkbot.app.accounts.passwords import (
    checked_password,
    is_common,
    is_password,
    kept_password,
)
from backlinkbot.app.accounts.throttle import SignInRefused
from backlinkbot.core.access import Account, Role
from backlinkbot.core.errors import BadInput

ANN = Account("ann.smith@anvils.example", "Ann Smith", Role.OWNER)


@pytest.mark.parametrize(
    "password",
    [
        "password1234", "Password2024!", "P@ssw0rd1234", "123456789012", "qwertyuiop123",
        "1q2w3e4r5t6y", "aaaaaaaaaaaa", "abcabcabcabc", "passwordpassword", "iloveyou12345",
        "qwerty123456", "1qaz2wsx3edc", "administrator1", "Welcome2026!!", "letmein12345",
        "asdfghjkl123", "abcdefghijkl", "987654321000", "Summer2026!!!", "changeme1234",
        "zxcvbnm12345", "princess1234", "football2024", "backlinkbot123", "111222333444",
        "123qweasdzxc", "qazxswedcvfr", "01.02.1990-12", "4915112345678", "manchesterunited",
    ],
)  # fmt: skip
def test_what_everybody_uses_is_refused(password: str) -> None:
    assert is_common(password)
    with pytest.raises(BadInput):
        checked_password(password, ANN)


@pytest.mark.parametrize(
    "password",
    [
        "seven wooden spoons", "correct horse battery staple", "xK9#mQ2vL8pR", "Tr0ub4dor&3xyz",
        "моя бабушка поёт", "四つの古い井戸と赤い橋と猫", "  spaces stay  ",
        "password is a poor start",
    ],
)  # fmt: skip
def test_what_is_ones_own_is_taken(password: str) -> None:
    checked_password(password, ANN)


@pytest.mark.parametrize("password", ["ann.smith@anvils.example", "anvils-1234", "ann.smith!!!!"])
def test_the_address_of_the_account_is_refused(password: str) -> None:
    with pytest.raises(BadInput):
        checked_password(password, ANN)


def test_twelve_characters_are_the_least_and_long_ones_are_bounded() -> None:
    with pytest.raises(BadInput, match="12 characters at least"):
        checked_password("xK9#mQ2vL8p", ANN)
    checked_password(" ".join(f"x{n}" for n in range(200)), ANN)
    with pytest.raises(BadInput, match="1,024 characters at most"):
        checked_password("ab c" * 300, ANN)


def test_a_password_counts_to_its_last_character_and_as_it_is_typed() -> None:
    long = "x1 y2 z3 " * 20
    kept = kept_password(long + "a")
    assert is_password(long + "a", kept).is_right
    assert not is_password(long + "b", kept).is_right
    assert not is_password((long + "a").upper(), kept).is_right
    assert not is_password(" " + long + "a", kept).is_right


def test_the_same_password_is_kept_differently_each_time() -> None:
    assert kept_password("seven wooden spoons") != kept_password("seven wooden spoons")


def test_nobody_has_no_password() -> None:
    assert not is_password("the password of nobody", None).is_right
    assert not is_password("", None).is_right


def test_a_hash_by_older_rules_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = kept_password("seven wooden spoons")
    monkeypatch.setattr(passwords, "PASSES", 3)
    passwords._hashes.cache_clear()
    tried = is_password("seven wooden spoons", kept)
    assert tried.is_right
    assert "t=3" in tried.fresh


def test_in_earnest_a_guess_costs_as_much_memory_as_owasp_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    passwords._hashes.cache_clear()
    assert "$argon2id$v=19$m=47104,t=2,p=1$" in kept_password("seven wooden spoons")


@pytest.mark.parametrize("odd", ["\ud800", "\0", "\n", "é"])
def test_whatever_was_typed_is_a_part_of_it(odd: str) -> None:
    kept = kept_password(f"seven wooden {odd} spoons")
    assert is_password(f"seven wooden {odd} spoons", kept).is_right
    assert not is_password("seven wooden  spoons", kept).is_right


def test_attempts_wait_for_each_other_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PATIENCE_S", 0.01)
    with passwords._turn(), passwords._turn(), pytest.raises(SignInRefused, match="at once"):
        is_password("x", None)
