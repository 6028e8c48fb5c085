"""What an attacker is assumed to pay; nobody publishes such prices, so they are swept."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# Dollars a unit, low / assumed / high. Assumed: the figures that the method was designed against.
PRICES: Mapping[str, tuple[float, float, float]] = {
    "domain": (2.0, 12.0, 30.0),  # a new name and a page on it, for a year
    "exchange": (5.0, 20.0, 60.0),  # a middling site that trades a link
    "expired": (30.0, 150.0, 500.0),  # a name that still has links, bought and filled
    "comment": (0.02, 0.2, 2.0),  # one that stays
    "post": (0.2, 2.0, 10.0),  # an account and a text on an open platform
    "weak link": (5.0, 20.0, 80.0),  # placed on a site below the median
    "top link": (500.0, 1500.0, 5000.0),  # earned by a study, a tool, a press office
}
LOW, ASSUMED, HIGH = range(3)
LEAST_GAIN = 0.5  # points; a smaller gain is no offer, however cheap


def cost(bill: Mapping[str, int], column: int = ASSUMED) -> float:
    """Dollars for all units of a bill."""
    return sum(count * PRICES[kind][column] for kind, count in bill.items())


def per_ten_points(dollars: float, gain: float) -> float | None:
    """Dollars per +10 points; None where the points gained are fewer than LEAST_GAIN."""
    return None if gain < LEAST_GAIN else 10 * dollars / gain
