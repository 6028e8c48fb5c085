"""The phase gate: trust first, volume when the strong share is in line with peers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.chances import Tactic
from backlinkbot.logic.prospect.phase import IN_LINE, VOLUME_TACTICS, Shape, phase

PEERS = [Shape(20, 30, 50), Shape(10, 40, 50), Shape(30, 30, 40)]
shapes = st.builds(Shape, st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))


def test_a_profile_weaker_than_its_peers_waits_with_volume_and_is_told_why() -> None:
    found = phase(Shape(5, 20, 75), PEERS)
    assert found.closed == VOLUME_TACTICS
    assert not found.is_open
    assert found.why == (
        "Trust first: 5 % of 100 referring domains are strong, the median of 3 peers is 20 %; "
        "volume tactics open after about 16 more strong links."
    )


def test_a_profile_in_line_with_its_peers_may_use_every_tactic() -> None:
    found = phase(Shape(19, 30, 51), PEERS)
    assert found.is_open
    assert found.missing == 0
    assert found.why.startswith("In line with peers: 19 % of 100")


def test_with_so_many_more_strong_links_it_opens_and_not_before() -> None:
    own = Shape(5, 20, 75)
    missing = phase(own, PEERS).missing or 0
    assert phase(Shape(own.strong + missing, 20, 75), PEERS).is_open
    assert not phase(Shape(own.strong + missing - 1, 20, 75), PEERS).is_open


def test_where_nobody_can_tell_trust_comes_first() -> None:
    assert "competitor" in phase(Shape(50, 10, 10), []).why
    assert phase(Shape(50, 10, 10), [Shape(2, 2, 2)]).closed == VOLUME_TACTICS
    few = phase(Shape(3, 2, 1), PEERS)
    assert "only 6 referring domains" in few.why
    assert few.share is None


def test_tactics_of_quality_never_close() -> None:
    quality = {Tactic.GUEST_POST, Tactic.DIGITAL_PR, Tactic.RECLAMATION, Tactic.LINK_INTERSECT}
    assert not quality & phase(Shape(0, 0, 100), PEERS).closed


@given(shapes, st.lists(shapes, max_size=5))
def test_more_strong_links_never_close_a_phase(own: Shape, peers: list[Shape]) -> None:
    stronger = Shape(own.strong + 1, own.medium, own.weak)
    if phase(own, peers).is_open:
        assert phase(stronger, peers).is_open


@given(shapes, st.lists(shapes, min_size=1, max_size=5))
def test_an_open_phase_has_nearly_the_share_of_its_peers(own: Shape, peers: list[Shape]) -> None:
    found = phase(own, peers)
    if found.is_open:
        assert found.share is not None
        assert found.peers_share is not None
        assert found.share >= IN_LINE * found.peers_share
