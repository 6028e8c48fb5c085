from __future__ import annotations

from small_suspects import Small

from backlinkbot.core.audit import GroupKind
from backlinkbot.logic.judge.groups import groups_of
from backlinkbot.logic.judge.groups.seen import seen_in
from backlinkbot.logic.judge.groups.waves import find_waves


def waved(count: int, *, anchor: str = "cheap pills now", backers: int = 0, age: int = 20) -> Small:
    """A usual profile, and sites that all begin to link in one week."""
    small = Small()
    small.honest(60)
    for number in range(count):
        host = small._name()
        small._link(host, host, anchor, 400 + number % 6)
        small._site(host, backers, 400 - age)
    return small


def sizes(small: Small) -> list[int]:
    suspects = small.suspects()
    return [len(wave.members) for wave in find_waves(suspects, seen_in(suspects))]


def test_many_new_and_unknown_sites_with_foreign_words_are_a_wave() -> None:
    assert sizes(waved(25)) == [25]


def test_seven_are_too_few() -> None:
    assert sizes(waved(7)) == []


def test_well_linked_sites_of_old_are_no_wave_whatever_they_say() -> None:
    assert sizes(waved(25, backers=30, age=2000)) == []


def test_new_sites_that_name_you_are_no_wave() -> None:
    assert sizes(waved(25, anchor="Acme")) == []


def test_a_wave_among_as_many_honest_sites_of_the_same_week_is_found() -> None:
    small = waved(25)
    small.honest(20, day=403)
    assert sizes(small) == [25]


def test_links_of_unknown_start_make_no_wave() -> None:
    small = waved(25)
    for row in small.links:
        row["started_on"] = None
    assert sizes(small) == []
    assert GroupKind.NEGATIVE_SEO not in {g.kind for g in groups_of(small.suspects())}
