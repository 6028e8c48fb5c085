"""Which class and page come next, so that the mix stays inside its peers' posterior."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.nouns import AnchorClass
from backlinkbot.logic.outreach.anchor_advice import (
    DEEP,
    HOME,
    SAYS,
    ClassLaw,
    TargetPage,
    anchor_advice,
    target_advice,
)

NATURAL = {
    AnchorClass.IMAGE_EMPTY: (0.07, 0.06), AnchorClass.NAKED_URL: (0.15, 0.10),
    AnchorClass.BRANDED: (0.45, 0.15), AnchorClass.EXACT: (0.03, 0.025),
    AnchorClass.PARTIAL: (0.08, 0.06), AnchorClass.GENERIC: (0.10, 0.07),
    AnchorClass.OTHER: (0.12, 0.10),
}  # fmt: skip


def laws(**domains: int) -> list[ClassLaw]:
    return [
        ClassLaw(kind.value, domains.get(kind.name.lower(), 0), *law)
        for kind, law in NATURAL.items()
    ]


def test_the_class_that_lacks_most_comes_first() -> None:
    advice = anchor_advice(laws(naked_url=30, generic=20, other=20, branded=30), 5)
    assert advice[0].anchor_class == "branded"
    assert advice[0].links == 5
    assert advice[0].after > advice[0].share


def test_after_a_campaign_of_keywords_none_is_asked_for() -> None:
    asked = {one.anchor_class for one in anchor_advice(laws(exact=40, partial=30, branded=30), 50)}
    assert asked.isdisjoint({"exact match", "partial match"})


def test_exact_matches_stay_under_their_natural_mean() -> None:
    advice = anchor_advice(laws(branded=40, other=30, naked_url=30), 100)
    exact = next((one for one in advice if one.anchor_class == "exact match"), None)
    assert exact is None or exact.after <= exact.natural


def test_without_known_keywords_no_class_that_sells_is_asked_for() -> None:
    asked = anchor_advice(laws(branded=90, other=10), 40, keywords_known=False)
    assert {one.anchor_class for one in asked}.isdisjoint({"exact match", "partial match"})


def test_images_are_never_asked_for_and_no_text_is_proposed() -> None:
    advice = anchor_advice(laws(branded=60, other=40), 60)
    assert "image/empty" not in {one.anchor_class for one in advice}
    assert all(one.says == SAYS[one.anchor_class] for one in advice)


def test_an_empty_profile_gets_advice_too() -> None:
    assert sum(one.links for one in anchor_advice(laws(), 10)) == 10


counts = st.lists(st.integers(0, 60), min_size=7, max_size=7)


@given(counts, st.integers(1, 12))
def test_no_asked_class_ends_above_its_band(domains: list[int], links: int) -> None:
    told = [
        ClassLaw(one.name, many, one.mean, one.sd)
        for one, many in zip(laws(), domains, strict=True)
    ]
    advice = anchor_advice(told, links)
    assert sum(one.links for one in advice) <= links
    for one in advice:
        assert one.after <= one.high + 1e-9
        assert one.links >= 1


def test_home_and_deeper_pages_are_held_against_peers() -> None:
    pages = [
        TargetPage("https://a.example/", 80, is_home=True),
        TargetPage("https://a.example/x", 15, is_home=False),
        TargetPage("https://a.example/y", 1, is_home=False),
    ]
    deep, home = target_advice(pages, [0.3, 0.3, 0.3, 0.3], 10)
    assert (deep.kind, deep.links) == (DEEP, 10)
    assert (home.kind, home.links) == (HOME, 0)
    assert deep.pages == ("https://a.example/y",)
    assert deep.resting == ("https://a.example/x",)
