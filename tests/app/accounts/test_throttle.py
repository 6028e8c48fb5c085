"""Guessing is slow: for one account, from one address, and from everywhere at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from backlinkbot.app.accounts import SignInRefused, sign_in
from backlinkbot.app.accounts.throttle import ACCOUNT, ADDRESS, PAIR, attempt
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock

OWNER, MEMBER = "ann@example.com", "ben@example.com"
PASSWORD = "seven wooden spoons"  # noqa: S105 - of nobody


def fail(root: Workspace, email: str = OWNER, address: str = "203.0.113.5") -> int:
    """One wrong guess; gives how long it was told to wait."""
    try:
        with attempt(root, email, address):
            return 0
    except SignInRefused as refused:
        return refused.wait_s


def guesses(root: Workspace, clock: FixedClock, over: timedelta, address: str) -> int:
    """How many passwords somebody can try who comes back the moment he may."""
    end, tried = clock.now() + over, 0
    while clock.now() < end:
        if wait_s := fail(root, address=address):
            clock.sleep(wait_s)
        else:
            tried += 1
    return tried


def test_a_few_mistakes_cost_no_time_and_then_the_wait_doubles(
    root: Workspace, clock: FixedClock
) -> None:
    waits = []
    for _ in range(PAIR.free):
        assert fail(root) == 0
    for _ in range(6):
        waits.append(fail(root))
        clock.sleep(waits[-1])
        assert fail(root) == 0
    assert waits == [1, 2, 4, 8, 16, 32]


def test_a_guesser_gets_about_a_hundred_tries_a_day(root: Workspace, clock: FixedClock) -> None:
    assert guesses(root, clock, timedelta(days=1), "203.0.113.5") < 115


def test_many_accounts_from_one_address_are_slowed_too(root: Workspace) -> None:
    told = [fail(root, f"user{n}@example.com") for n in range(40)]
    assert told[: ADDRESS.free] == [0] * ADDRESS.free
    assert all(told[ADDRESS.free :])


def test_a_password_that_is_right_is_not_even_looked_at_while_waiting(root: Workspace) -> None:
    for _ in range(PAIR.free):
        fail(root)
    with pytest.raises(SignInRefused, match="too many sign-ins failed; try again in 1 second"):
        sign_in(root, OWNER, PASSWORD, address="203.0.113.5")


def test_who_guesses_does_not_shut_out_the_person_elsewhere(root: Workspace) -> None:
    for _ in range(PAIR.free + 1):
        fail(root)
    assert sign_in(root, OWNER, PASSWORD, address="198.51.100.7")


def test_a_thousand_addresses_are_slowed_for_one_account(root: Workspace) -> None:
    told = [fail(root, address=f"203.0.{n // 250}.{n % 250}") for n in range(ACCOUNT.free + 20)]
    assert told[: ACCOUNT.free] == [0] * ACCOUNT.free
    assert all(told[ACCOUNT.free :])


def test_even_then_the_person_comes_in_from_where_he_did_before(root: Workspace) -> None:
    sign_in(root, OWNER, PASSWORD, address="198.51.100.7")
    for n in range(ACCOUNT.free + 1):
        fail(root, address=f"203.0.{n // 250}.{n % 250}")
    assert fail(root, address="198.51.100.8")
    assert sign_in(root, OWNER, PASSWORD, address="198.51.100.7")


def test_who_signs_in_begins_anew(root: Workspace) -> None:
    for _ in range(3):
        for _ in range(PAIR.free - 1):
            assert fail(root) == 0
        sign_in(root, OWNER, PASSWORD, address="203.0.113.5")


def test_an_own_account_does_not_wipe_out_what_an_address_tried(root: Workspace) -> None:
    """Signing in with one's own account between guesses at others does not set them free."""
    for n in range(ADDRESS.free):
        assert fail(root, f"user{n}@example.com") == 0
        if n % 4 == 0 and n < ADDRESS.free - 1:
            sign_in(root, MEMBER, PASSWORD, address="203.0.113.5")
    assert fail(root, "another@example.com")


def test_many_at_the_same_moment_gain_nothing(root: Workspace) -> None:
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: fail(root), range(40)))
    assert told.count(0) == PAIR.free


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("fe80::1%eth0", "fe80::2%eth1"),
    ],
)
def test_a_customer_with_many_addresses_is_one(root: Workspace, one: str, other: str) -> None:
    for _ in range(PAIR.free):
        fail(root, address=one)
    assert fail(root, address=other)


def test_failures_of_yesterday_are_forgotten(root: Workspace, clock: FixedClock) -> None:
    for _ in range(PAIR.free):
        fail(root)
    clock.sleep(25 * 3600)
    assert [fail(root) for _ in range(PAIR.free)] == [0] * PAIR.free


def test_what_nobody_looked_at_is_no_failure(root: Workspace) -> None:
    for _ in range(PAIR.free + 1):
        with pytest.raises(ZeroDivisionError), attempt(root, OWNER, "203.0.113.5"):
            raise ZeroDivisionError
