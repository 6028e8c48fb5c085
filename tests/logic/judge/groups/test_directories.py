from __future__ import annotations

from small_suspects import Small

from backlinkbot.logic.judge.groups.directories import OPEN_WORDS, directory_blast
from backlinkbot.logic.judge.groups.seen import seen_in
from backlinkbot.logic.judge.words import folded


def listed(count: int, title: str, *, backers: int | None = 0) -> list[str]:
    """Units that count as a blast among so many lists under this title."""
    small = Small()
    small.honest(20)
    for number in range(count):
        host = small._name()
        small._link(host, host, "Acme", 10 * number)
        small.links[-1] |= {
            "placement": "list/directory", "external_links": 40, "source_title": title,
        }  # fmt: skip
        if backers is not None:
            small._site(host, backers, 0)
    suspects = small.suspects()
    seen = seen_in(suspects)
    return seen.names.take(directory_blast(suspects, seen)).to_pylist()


def test_unknown_lists_that_invite_everybody_are_a_blast() -> None:
    assert len(listed(5, "Free web directory - Top Links")) == 5


def test_two_are_none() -> None:
    assert listed(2, "Free web directory - Top Links") == []


def test_lists_that_others_link_to_are_edited_ones() -> None:
    assert listed(5, "Free web directory - Top Links", backers=12) == []


def test_link_pages_of_small_sites_are_no_blast() -> None:
    assert listed(5, "Links - My garden") == []


def test_where_nobody_knows_who_links_to_the_lists_nothing_is_claimed() -> None:
    assert listed(5, "Free web directory - Top Links", backers=None) == []


def test_invitations_are_known_in_several_languages() -> None:
    for text in ("Webkatalog", "Seite eintragen", "Annuaire gratuit", "Directorio gratis",
                 "Ajouter votre site", "Submit your site", "Добавить сайт"):  # fmt: skip
        assert OPEN_WORDS.search(folded(text)), text
    for text in ("Garden links we like", "Resources", "Directory of staff", "Weblog"):
        assert not OPEN_WORDS.search(folded(text)), text
