"""Attempts to sign in: counted before they are made, and made to wait when they fail often.

Three counts, so that a guesser is slowed without shutting out the person he guesses at: of an
account from one address (few), of an address (an office signs in from one), and of an account from
everywhere (many, and not for addresses from which it signed in lately).
"""

from __future__ import annotations

import ipaddress
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from backlinkbot.core.errors import Refused
from backlinkbot.io.state.sign_ins import (
    Failures,
    keep_failures,
    kept_failures,
    sweep_failures,
    take_back_failure,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from backlinkbot.app.workspace import Workspace

FORGOTTEN_AFTER = timedelta(days=1)  # failures in a row, when nothing came after
REMEMBERED = timedelta(days=30)  # an address from which somebody signed in
OF_A_HOME = 64  # bits of an IPv6 address that tell one customer from another


class SignInRefused(Refused):
    """A sign-in was turned down; `wait_s`: after how many seconds another one is looked at."""

    def __init__(self, sentence: str, wait_s: int = 0) -> None:
        super().__init__(sentence)
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures are free; each more doubles the wait of one second, up to `most_s`."""

    free: int
    most_s: int

    def wait_s(self, failures: int) -> int:
        """Seconds to wait after so many failures."""
        return 0 if failures < self.free else min(self.most_s, 2 ** min(failures - self.free, 30))


# The slowest guesser of one account: 5 + 96 a day; of an address: 20 + 24; from everywhere: 8,640.
PAIR = Limit(free=5, most_s=900)
ADDRESS = Limit(free=20, most_s=3_600)
ACCOUNT = Limit(free=100, most_s=10)


@dataclass(slots=True)
class Attempt:
    """One attempt under way; who looks at the password says whether it was right."""

    is_right: bool = False


@contextmanager
def attempt(root: Workspace, email: str, address: str) -> Iterator[Attempt]:
    """An attempt to sign in, for the time in which the password is looked at.

    It counts as failed from the start, so that many at once gain nothing, until it was right.

    Raises:
        SignInRefused: too many failed before; says for how long to wait.
    """
    pair, place, account = _subjects(email, address)
    now = root.clock.now()
    _begin(root, now, {pair: PAIR, place: ADDRESS, account: ACCOUNT}, pair, account)
    tried = Attempt()
    try:
        yield tried
    except BaseException:  # nobody looked at the password
        _take_back(root, pair, place, account)
        raise
    if tried.is_right:
        _take_back(root, place, account)
        with root.state.writing() as connection:
            keep_failures(connection, pair, Failures(0, now))


def _take_back(root: Workspace, *subjects: str) -> None:
    with root.state.writing() as connection:
        for subject in subjects:
            take_back_failure(connection, subject)


def _begin(
    root: Workspace, now: datetime, limits: dict[str, Limit], pair: str, account: str
) -> None:
    with root.state.writing() as connection:
        sweep_failures(connection, now - REMEMBERED)
        known = kept_failures(connection, limits)
        signed_in_here = pair in known and known[pair].failures == 0
        wait_s = 0
        for subject, limit in limits.items():
            told = _lately(known.get(subject), now)
            exempt = subject == account and signed_in_here
            if told.failures and not exempt:
                due = told.last_at + timedelta(seconds=limit.wait_s(told.failures))
                wait_s = max(wait_s, -int((now - due) // timedelta(seconds=1)))
        if wait_s > 0:
            raise SignInRefused(
                f"too many sign-ins failed; try again in {_in_words(wait_s)}", wait_s
            )
        for subject in limits:
            failures = _lately(known.get(subject), now).failures + 1
            keep_failures(connection, subject, Failures(failures, now))


def _lately(told: Failures | None, now: datetime) -> Failures:
    """The failures that still count."""
    if told is None or now - told.last_at > FORGOTTEN_AFTER:
        return Failures(0, now)
    return told


def _subjects(email: str, address: str) -> tuple[str, str, str]:
    """What is counted: the account from there, the address, the account; as digests."""
    place = _place(address)
    told = (f"pair\n{email}\n{place}", f"address\n{place}", f"account\n{email}")
    pair, whole, account = (sha256(one.encode("utf-8", "replace")).hexdigest() for one in told)
    return pair, whole, account


def _place(address: str) -> str:
    """An address as it is counted: one customer is one, however many addresses he has."""
    try:
        told = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(told, ipaddress.IPv6Address):
        if told.ipv4_mapped:
            return str(told.ipv4_mapped)
        return str(ipaddress.ip_network((told, OF_A_HOME), strict=False))
    return str(told)


def _in_words(seconds: int) -> str:
    if seconds == 1:
        return "1 second"
    return f"{seconds} seconds" if seconds < 120 else f"{-(-seconds // 60)} minutes"  # noqa: PLR2004 - two minutes
