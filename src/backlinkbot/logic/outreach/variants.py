"""Which of several templates to send, and whether one is better: Thompson sampling, Bayes factors.

Each recipient is a trial whose end is known after a while; only ended ones count. A winner is
called when the Bayes factor of "they differ" against "they are the same" passes 20, which may be
looked at after every message (Ville's inequality keeps false winners under 1 in 20); p-values that
are looked at so find a false winner in every third test.

Sources: Thompson (1933); Kass and Raftery (1995), §3.2 for the scale; Jeffreys' priors for shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, exp, inf, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

# Placed links per prospect asked are few: a weak prior around one in eleven (published replies to
# 12 million link requests: 8.5 %), worth eleven recipients.
PRIOR = (1.0, 10.0)
WINS_AT = 20.0  # Bayes factor: strong evidence
LEAST_ENDED = 30  # of each template before any of them is called the winner
INTERVAL = 0.95
_Z_POWER, _Z_LEVEL = 0.8416, 1.9600  # four in five differences found, one in twenty false


@dataclass(frozen=True, slots=True)
class Arm:
    """A template: how many of its recipients' trials have ended, and how many of those well."""

    template: str
    ended: int
    won: int
    open: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.won <= self.ended or self.open < 0:
            raise ValueError(f"{self.won} of {self.ended} cannot be won")


@dataclass(frozen=True, slots=True)
class Standing:
    """One template among its rivals: share won, its 95 % interval, chance to be best."""

    arm: Arm
    share: float | None
    low: float
    high: float
    best: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is known of the templates of a step; `winner` empty while nobody can say.

    `bayes_factor`: that the best two differ, against that they are the same. `sentence`: for the
    user. `needed`: recipients of each until a difference as big as the present one is likely seen;
    None where there is none to see.
    """

    standings: tuple[Standing, ...]
    bayes_factor: float
    winner: str
    needed: int | None
    sentence: str


def choose(arms: Sequence[Arm], rng: np.random.Generator) -> str:
    """The template for the next recipient, each as often as it is likely to be the best one."""
    if not arms:
        raise ValueError("there is no template to choose from")
    drawn = [float(rng.beta(*_posterior(arm))) for arm in arms]
    return arms[drawn.index(max(drawn))].template


def compared(arms: Sequence[Arm], rng: np.random.Generator, draws: int = 20_000) -> Comparison:
    """How the templates of one step stand, best share first."""
    standings = _standings(arms, rng, draws)
    if len(standings) < 2:  # noqa: PLR2004 - one alone has nothing to be better than
        return Comparison(standings, 1.0, "", None, "There is one template, so nothing to compare.")
    first, second = standings[0].arm, standings[1].arm
    factor = bayes_factor(first, second)
    enough = all(one.arm.ended >= LEAST_ENDED for one in standings)
    is_better = _mean(first) > _mean(second)
    winner = first.template if factor > WINS_AT and enough and is_better else ""
    needed = recipients_needed(_mean(first), _mean(second))
    return Comparison(standings, factor, winner, needed, _sentence(first, winner, needed))


def bayes_factor(one: Arm, other: Arm) -> float:
    """That two shares differ against that they are one, given what has ended; 1 says nothing."""
    from scipy.special import betaln

    a, b = PRIOR
    lost, lost_too = one.ended - one.won, other.ended - other.won
    apart = betaln(a + one.won, b + lost) + betaln(a + other.won, b + lost_too)
    together = betaln(a, b) + betaln(a + one.won + other.won, b + lost + lost_too)
    log = float(apart - together)
    return exp(log) if log < 700 else inf  # noqa: PLR2004 - where exp has no float any more


def recipients_needed(share: float, other: float) -> int | None:
    """How many recipients each template needs until four in five such differences are found."""
    apart = abs(share - other)
    if apart < 1e-9:  # noqa: PLR2004 - no difference, whatever the rounding
        return None
    middle = (share + other) / 2
    spread = _Z_LEVEL * sqrt(2 * middle * (1 - middle))
    spread += _Z_POWER * sqrt(share * (1 - share) + other * (1 - other))
    return ceil((spread / apart) ** 2)


def share_interval(won: int, ended: int) -> tuple[float, float]:
    """The 95 % interval (Jeffreys) of a share, 0..1; all of it where nothing has ended."""
    from scipy.stats import beta

    tail = (1 - INTERVAL) / 2
    ends = (won + 0.5, ended - won + 0.5)
    low, high = (float(beta.ppf(at, *ends)) for at in (tail, 1 - tail))
    return (low if won else 0.0), (high if won < ended else 1.0)


def _standings(arms: Sequence[Arm], rng: np.random.Generator, draws: int) -> tuple[Standing, ...]:
    import numpy as np

    if not arms:
        return ()
    drawn = np.stack([rng.beta(*_posterior(arm), size=draws) for arm in arms])
    best = np.bincount(drawn.argmax(axis=0), minlength=len(arms)) / draws
    found = []
    for arm, chance in zip(arms, best, strict=True):
        share = arm.won / arm.ended if arm.ended else None
        found.append(Standing(arm, share, *share_interval(arm.won, arm.ended), float(chance)))
    return tuple(sorted(found, key=lambda one: (-_mean(one.arm), one.arm.template)))


def _posterior(arm: Arm) -> tuple[float, float]:
    return PRIOR[0] + arm.won, PRIOR[1] + arm.ended - arm.won


def _mean(arm: Arm) -> float:
    a, b = _posterior(arm)
    return a / (a + b)


def _sentence(best: Arm, winner: str, needed: int | None) -> str:
    if winner:
        return f"{winner} is better than the others (Bayes factor above {WINS_AT:g})."
    if needed is None:
        return "Nobody can say yet which is better: they stand alike."
    return (
        f"Nobody can say yet which is better: {best.template} leads, and a difference like this "
        f"takes about {needed:,} recipients of each to be seen."
    )
