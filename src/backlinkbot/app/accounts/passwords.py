"""Passwords: which may be used, how they are kept, and whether one is right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from backlinkbot.app.accounts.throttle import SignInRefused
from backlinkbot.core.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pwdlib import PasswordHash

    from backlinkbot.core.access import Account

LEAST, MOST = 12, 1_024  # characters; the upper end bounds the work of one attempt
# OWASP's password storage cheat sheet has 46 MiB with one pass as its first choice; one more here.
MEMORY_KIB, PASSES, LANES = 47_104, 2, 1
AT_ONCE = 2  # attempts that are worked on side by side: their memory is the server's
PATIENCE_S = 10.0
LEAST_OWN = 5  # letters of a word that is left when all that is common was taken away
LEAST_DIFFERENT = 5  # different characters
TYPED_FOR = str.maketrans("0134578@$!|", "oieastbasii")
COMMON = "common.txt"  # what the commonest long passwords are made of
ROWS = (
    "1234567890",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "yxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "zaq12wsxcde34rfvbgt56yhn",
    "qazxswedcvfrtgbnhyujmkiolp",
    "zaq1xsw2cde3vfr4bgt5nhy6",
)
LEAST_NUMBER = 20  # digits alone are as many choices as 12 letters from here on
LEAST_WALK = 3  # neighbours on a keyboard or in the alphabet are one choice, not so many


@dataclass(frozen=True, slots=True)
class Tried:
    """Whether a password was right; `fresh`: a hash by today's rules where the kept one is not."""

    is_right: bool
    fresh: str = ""


def checked_password(password: str, account: Account) -> None:
    """Raises BadInput, with the reason, for a password that somebody else would soon try."""
    if len(password) < LEAST:
        raise BadInput(f"a password has {LEAST} characters at least; a sentence is a good one")
    if len(password) > MOST:
        raise BadInput(f"a password has {MOST:,} characters at most")
    if is_common(password):
        raise BadInput("this password is among the first that others would try; take another one")
    told = password.casefold()
    for own in _own(account):
        if own in told and len(told.replace(own, "")) < LEAST:
            raise BadInput("this password holds the name or the e-mail address of the account")


def is_common(password: str) -> bool:
    """Whether little is left of a password when all that everybody uses is taken away."""
    told = password.casefold()
    if len(set(told)) < LEAST_DIFFERENT or _is_number(told):
        return True
    if any(told == part * (len(told) // len(part)) for part in _beginnings(told)):
        return True
    return min(_left(told), _left(told.translate(TYPED_FOR))) < LEAST_OWN


def kept_password(password: str) -> str:
    """The argon2 hash by which a password is kept."""
    with _turn():
        return _hashes().hash(_bytes(password))


def is_password(password: str, kept: str | None) -> Tried:
    """Whether this is the password of a kept hash.

    With None, of an account that there is not, it takes as long and is never right.
    """
    with _turn():
        told = _bytes(password[: MOST + 1])
        is_right, fresh = _hashes().verify_and_update(told, kept or _nobody())
    return Tried(is_right and kept is not None, fresh or "")


def _bytes(password: str) -> bytes:
    """As it was typed, whatever was typed: half a character, too, is a part of it."""
    return password.encode("utf-8", "surrogatepass")


def _is_number(told: str) -> bool:
    """Whether it is a date, a telephone number, or pairs of digits that count up."""
    return len(told) < LEAST_NUMBER and bool(re.fullmatch(r"[\d\W_]+", told))


def _left(told: str) -> int:
    """How many characters are of one's own choice."""
    for word in _common():
        told = told.replace(word, " ")
    told = re.sub(r"(?:19|20)\d\d", " ", told)  # years
    told = re.sub(r"(.)\1{2,}", r"\1", told)
    return len(re.sub(r"[^\w]|_", "", _stepped(told)))


def _stepped(told: str) -> str:
    """The text with each walk over a keyboard, an alphabet or a dialling pad cut to its first."""
    kept, n = "", 0
    while n < len(told):
        end = n + 1
        while end < len(told) and _is_walk(told[n : end + 1]):
            end += 1
        kept += told[n]
        n = end if end - n >= LEAST_WALK else n + 1
    return kept


def _is_walk(part: str) -> bool:
    """Whether these are neighbours on a keyboard or in the alphabet, either way."""
    steps = {ord(b) - ord(a) for a, b in pairwise(part)}
    return steps in ({1}, {-1}) or any(part in row or part[::-1] in row for row in ROWS)


def _beginnings(told: str) -> Iterator[str]:
    """The parts of which the whole may be a repetition."""
    return (told[:n] for n in range(1, len(told) // 2 + 1) if len(told) % n == 0)


def _own(account: Account) -> Iterator[str]:
    name, _, host = account.email.partition("@")
    for own in (account.email, name, host.partition(".")[0], *account.name.casefold().split()):
        if len(own) >= LEAST_OWN:
            yield own


class _turn:  # noqa: N801 - used as a statement
    """Waits until there is memory for one more attempt; raises Refused where there is none."""

    def __enter__(self) -> None:
        if not _turns().acquire(timeout=PATIENCE_S):
            raise SignInRefused(
                "too many sign-ins at once; try again in a moment", wait_s=int(PATIENCE_S)
            )

    def __exit__(self, *_: object) -> None:
        _turns().release()


@cache
def _common() -> tuple[str, ...]:
    """The parts of common passwords, the longest first."""
    text = files(__package__).joinpath(COMMON).read_text("utf-8")
    words = (line for line in text.split("\n") if line and not line.startswith("#"))
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@cache
def _turns() -> BoundedSemaphore:
    return BoundedSemaphore(AT_ONCE)


@cache
def _hashes() -> PasswordHash:
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    hasher = Argon2Hasher(memory_cost=MEMORY_KIB, time_cost=PASSES, parallelism=LANES)
    return PasswordHash((hasher,))


@cache
def _nobody() -> str:
    return _hashes().hash("the password of nobody")
