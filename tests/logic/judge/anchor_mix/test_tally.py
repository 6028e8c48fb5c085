"""Anchors counted in referring domains."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.nouns import AnchorClass
from backlinkbot.logic.judge.anchor_mix.tally import AnchorUse, tally_of
from backlinkbot.logic.judge.anchors import anchor_words

WORDS = anchor_words("acme.example", topic_words=["garden tools"])


def test_spellings_of_one_anchor_are_one_text_shown_as_most_write_it() -> None:
    found = tally_of([AnchorUse("Garden Tools", 3), AnchorUse("garden  tools")], WORDS)
    (one,) = found.texts
    assert (one.shown, one.domains, one.kind) == ("Garden Tools", 4, AnchorClass.EXACT)


def test_images_are_their_own_class_whatever_their_alternative_text() -> None:
    found = tally_of([AnchorUse("garden tools", is_image=True), AnchorUse("")], WORDS)
    assert found.of_class(AnchorClass.IMAGE_EMPTY) == 2
    assert found.top_money is None


def test_titles_and_names_do_not_sell() -> None:
    title = "What a year of digging taught us about soil"
    found = tally_of(
        [AnchorUse(title, 9), AnchorUse("Acme", 9), AnchorUse("best casino", 4)], WORDS
    )
    assert found.top_money is not None
    assert found.top_money.text == "best casino"
    assert [one.text for one in found.repeated] == ["best casino"]


def test_the_longest_run_follows_the_dates_and_ignores_undated_links() -> None:
    uses = [AnchorUse("garden tools", started=f"2026-01-{day:02}") for day in (3, 1, 4, 2)]
    uses += [AnchorUse("Acme", started="2026-01-05"), AnchorUse("garden tools")]
    text, length, dated = tally_of(uses, WORDS).longest_run()
    assert text is not None
    assert (text.text, length, dated) == ("garden tools", 4, 5)


def test_languages_are_counted_apart_the_largest_first() -> None:
    uses = [AnchorUse("garden tools", language="de"), AnchorUse("Acme", language="en")]
    uses += [AnchorUse("hier", language="en"), AnchorUse("Acme")]
    found = tally_of(uses, WORDS).by_language()
    assert {name: one.domains for name, one in found.items()} == {"en": 2, "de": 1}
    assert list(found) == ["en", "de"]


@given(
    st.lists(
        st.builds(
            AnchorUse,
            st.sampled_from(["Acme", "garden tools", "buy garden tools", "here", "", "x"]),
            st.integers(1, 9),
        ),
        max_size=30,
    )
)
def test_every_domain_is_in_one_class(uses: list[AnchorUse]) -> None:
    found = tally_of(uses, WORDS)
    assert found.domains == sum(use.domains for use in uses)
    assert sum(found.of_class(kind) for kind in AnchorClass) == found.domains
    assert found.mix().domains == found.domains
