"""The profile's shape beside its competitors'."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from backlinkbot.core.profile import Profile, QualitySplit, Spread, Tally
from backlinkbot.logic.judge.verdict.shape import Shape, ShapeCheck, shape_of


def profile(
    domain: str,
    sites: int = 200,
    *,
    strong: int = 40,
    weak: int = 60,
    tlds: dict[str, int] | None = None,
    front: int = 60,
) -> Profile:
    """A profile of 200 links unless told otherwise."""
    endings = tlds or {".com": sites // 2, ".org": sites // 4}
    spreads = (
        Spread("tlds", tuple(Tally(n, c, c) for n, c in endings.items()), len(endings), 0.5, 0, ""),
        Spread("landing_pages", (Tally(f"https://{domain}/", front, front),), 5, 0.5, 0, ""),
    )
    return Profile(
        domain=domain, as_of=date(2026, 11, 1), snapshot="s", backlinks=sites,
        referring_domains=sites, followed_share=0.8, authority=None, authority_low=None,
        authority_high=None,
        quality=QualitySplit(strong, 200 - strong - weak, weak, 0, (), 60, 30),
        placements=(), anchor_classes=(), top_anchors=(), new_30d=0, lost_30d=0, weeks=(),
        top_referring_domains=(), spreads=spreads,
    )  # fmt: skip


PEERS = [profile("one.example"), profile("two.example", strong=50, front=80)]


def check(shape: Shape, what: str) -> ShapeCheck:
    return next(one for one in shape.checks if one.what == what)


def test_a_profile_like_its_competitors_has_their_shape() -> None:
    shape = shape_of(profile("acme.example"), PEERS)
    assert not [one for one in shape.checks if one.stands_out]
    assert shape.sentence == "The profile has the shape of its 2 competitors'."
    assert shape.peer_strengths == {
        "strong": pytest.approx(0.225), "medium": pytest.approx(0.475), "weak": pytest.approx(0.3),
    }  # fmt: skip


def test_mostly_weak_links_stand_out_beside_stronger_profiles() -> None:
    shape = shape_of(profile("acme.example", strong=4, weak=180), PEERS)
    weak = check(shape, "weak")
    assert weak.stands_out
    assert weak.sentence == "90% of the judged links are weak; of its competitors' 30%."
    assert shape.sentence.startswith("The profile stands out")


def test_an_ending_that_no_competitor_has_stands_out() -> None:
    shape = shape_of(profile("acme.example", tlds={".com": 80, ".xyz": 90}), PEERS)
    assert check(shape, "tlds").stands_out
    assert "45% of the linking sites are under .xyz" in check(shape, "tlds").sentence


def test_one_landing_page_for_nearly_all_stands_out() -> None:
    assert check(shape_of(profile("acme.example", front=190), PEERS), "landing_pages").stands_out


def test_more_strong_links_than_competitors_is_no_finding() -> None:
    assert not check(shape_of(profile("acme.example", strong=150), PEERS), "strong").stands_out


def test_few_sites_have_no_shape() -> None:
    shape = shape_of(profile("acme.example", sites=9), PEERS)
    assert shape.checks == ()
    assert "too few" in shape.sentence


def test_without_two_competitors_nothing_stands_out_and_it_is_said() -> None:
    shape = shape_of(profile("acme.example", strong=0, weak=200), PEERS[:1])
    assert not any(one.stands_out for one in shape.checks)
    assert "two competitors" in shape.sentence


def test_small_competitors_are_left_out_and_named() -> None:
    shape = shape_of(profile("acme.example"), [*PEERS, profile("tiny.example", sites=3)])
    assert shape.peers == ("one.example", "two.example")
    assert "tiny.example" in shape.notes[0]


def test_mostly_unrelated_niches_stand_out_and_unknown_ones_do_not_count() -> None:
    far = np.array([0.01] * 30 + [0.9] * 10 + [np.nan] * 500, np.float32)
    found = check(shape_of(profile("acme.example"), PEERS, far), "niches")
    assert (found.value, found.stands_out) == (0.75, True)
    few = np.array([0.01] * 5 + [np.nan] * 500, np.float32)
    assert "niches" not in [one.what for one in shape_of(profile("a.example"), PEERS, few).checks]


def test_the_document_has_plain_numbers_and_sentences() -> None:
    told = shape_of(profile("acme.example"), PEERS).as_document()
    assert set(told) == {
        "domain", "peers", "strengths", "peer_strengths", "checks", "sentence", "notes",
    }  # fmt: skip
    assert all(one["sentence"].endswith(".") for one in told["checks"])
