from __future__ import annotations

from collections.abc import Callable
from math import isnan
from typing import Any

import pytest

Ask = Callable[..., Any]
PROSE = (
    "We walked along the river until the rain began and then sat in the old mill, where somebody "
    "had left a stove burning and a pot of soup on it, so that nobody wanted to leave before the "
    "evening came and the clouds had gone over the hill towards the sea. "
)
LONG = PROSE * 3
INVITATION = "Write for us! " + LONG


def casino(phrases: int) -> str:
    return LONG + "online casino free spins viagra online payday loans " * (phrases // 4)


# --- pages of trades that buy links


@pytest.mark.parametrize(
    "title",
    [
        "Online casino bonus without deposit",
        "Bestes Online Casino ohne Lizenz",
        "Viagra sans ordonnance",
        "Préstamos rápidos sin papeles",
        "Prestiti veloci online",
        "Snel geld lenen zonder BKR",
        "Cassino online com rodadas grátis",
        "Онлайн казино: бездепозитный бонус",
        "Chwilówki bez BIK",
    ],
)
def test_a_title_of_such_a_trade_is_known_in_nine_languages(said: Ask, title: str) -> None:
    found = said("spam-trade", {"source_title": title})
    assert found[0] == pytest.approx(0.7)
    assert "title" in found.sentence(0)


def test_such_a_page_says_nothing_about_a_target_of_that_trade(said: Ask) -> None:
    link = {"source_title": "Online casino bonus"}
    assert said("spam-trade", link, topics=("casino games",))[0] == 0


def test_one_mention_in_a_long_text_is_no_spam_and_a_dense_one_is(said: Ask) -> None:
    pages = [
        {"domain": "a.example", "text": LONG + " The old casino is an online casino now."},
        {"domain": "b.example", "text": "online casino free spins slots online " * 20},
    ]
    links = [{"source_domain": "a.example"}, {"source_domain": "b.example"}]
    found = said("spam-trade", *links, pages=pages)
    assert found[0] == 0
    assert found[1] == pytest.approx(0.9)
    assert "phrases of the trade casino" in found.sentence(1)


def test_a_name_of_such_a_trade_says_half(said: Ask) -> None:
    found = said("spam-trade", {"source_domain": "best-casino-win.example"})
    assert found[0] == 0.5


def test_ordinary_titles_are_of_no_such_trade(said: Ask) -> None:
    titles = (
        "How to bet on the weather", "A loan from the museum", "Essay on free will",
        "Replica of the ship opens", "The sex life of snails", "Pharmacy in the village closes",
    )  # fmt: skip
    found = said("spam-trade", *({"source_title": title} for title in titles))
    assert max(found[row] for row in range(len(titles))) < 0.3


# --- injections


def test_a_block_of_spam_words_on_an_honest_page_is_an_injection(said: Ask) -> None:
    around = {
        "left": "online casino bonus viagra online cheap cialis",
        "right": "payday loans buy essay writing service",
    }
    links = [
        around,
        around | {"placement": "comment"},
        around | {"source_domain": "spam.example", "source_title": "Online casino"},
        {"left": "We like", "right": "for its maps"},
        {"source_domain": "unread.example"} | around,
    ]
    pages = [{"text": LONG}, {"domain": "spam.example", "text": casino(16)}]
    found = said("hacked-injection", *links, pages=pages)
    assert found[0] > 0.6
    assert found[1] == found[2] == found[3] == 0
    assert isnan(found[4])
    assert "about something else" in found.sentence(0)


# --- copies


def test_pages_with_one_title_and_one_number_of_links_are_mirrors(said: Ask) -> None:
    links = [
        {
            "source_domain": f"s{number}.example",
            "source_title": "Ten best shoes",
            "external_links": 9,
        }
        for number in range(6)
    ]
    others = [
        {"source_domain": "t.example", "source_title": "Ten best shoes", "external_links": 12},
        {"source_domain": "u.example", "source_title": "Home", "external_links": 9},
        {"source_domain": "v.example", "source_title": "Home", "external_links": 9},
    ]
    found = said("mirror-page", *links, *others)
    assert found[0] == pytest.approx(0.85)
    assert found[6] == found[7] == 0
    assert "on 6 of the linking sites" in found.sentence(0)


def test_nearly_one_text_on_several_sites_is_seen(said: Ask) -> None:
    words = LONG.split()
    texts = [" ".join([*words[:number], "however", *words[number:]]) for number in (5, 60, 110)]
    sites = [f"s{number}.example" for number in range(3)]
    links = [{"source_domain": name, "source_title": f"Title of {name}"} for name in sites]
    pages = [{"domain": name, "text": text} for name, text in zip(sites, texts, strict=True)]
    other = {"source_domain": "t.example"}
    page = {"domain": "t.example", "text": " ".join(words[::-1])}
    found = said("mirror-page", *links, other, pages=[*pages, page])
    assert 0 < found[0] <= 0.6
    assert found[3] == 0
    assert "Nearly the text" in found.sentence(0)


def test_two_pages_of_one_site_are_no_mirror(said: Ask) -> None:
    links = [
        {"source_url": f"https://blog.example/{n}", "source_title": "Ten best shoes of the year"}
        for n in range(5)
    ]
    assert said("mirror-page", *links)[0] == 0


# --- languages and niches


def languages(*codes: str) -> list[dict[str, Any]]:
    return [
        {"source_domain": f"s{number}.example", "source_language": code}
        for number, code in enumerate(codes)
    ]


def test_a_rare_foreign_language_says_a_third_and_foreign_letters_half(said: Ask) -> None:
    links = languages(*["en"] * 98, "fr", "ru")
    found = said("language-mismatch", *links, languages=frozenset({"en"}))
    assert found[0] == 0
    assert found[98] == pytest.approx(0.3)
    assert found[99] == pytest.approx(0.5)
    assert "1.0% of the linking sites" in found.sentence(99)


def test_a_language_that_many_linking_sites_write_is_no_mismatch(said: Ask) -> None:
    found = said(
        "language-mismatch", *languages(*["en"] * 8, "fr", "fr"), languages=frozenset({"en"})
    )
    assert found[9] == 0


def test_without_a_language_of_page_or_target_there_is_no_mismatch(said: Ask) -> None:
    assert isnan(said("language-mismatch", *languages("fr"))[0])
    link = {"source_language": None}
    assert isnan(said("language-mismatch", link, languages=frozenset({"en"}))[0])


def test_a_page_about_something_else_says_little(said: Ask) -> None:
    found = said("niche-mismatch", {}, {}, {}, relevance=[0.9, 0.01, float("nan")])
    assert found[0] == 0
    assert found[1] == pytest.approx(0.4)
    assert isnan(found[2])


# --- sellers, directories


def test_an_offer_with_terms_is_a_seller_and_an_invitation_alone_hardly(said: Ask) -> None:
    links = [{"source_domain": f"s{number}.example"} for number in range(4)]
    offer = (
        "Sponsored post: price per post 80 USD, permanent dofollow link, DA PA 50, casino accepted."
    )
    pages = [
        {"domain": "s0.example", "url": "https://s0.example/advertise", "text": offer},
        {"domain": "s1.example", "url": "https://s1.example/write", "text": INVITATION},
        {"domain": "s2.example", "url": "https://s2.example/", "text": LONG},
    ]  # fmt: skip
    found = said("link-seller", *links, pages=pages)
    assert found["s0.example"] > 0.9
    assert found["s1.example"] == 0.25
    assert found["s2.example"] == 0
    assert isnan(found["s3.example"])
    assert found.evidence("s0.example")[0] == "https://s0.example/advertise"


@pytest.mark.parametrize(
    "text",
    [
        "Artykuł sponsorowany: cena publikacji 100 zł, linki dofollow, link permanente",
        "Gastbeitrag veröffentlichen: Preis pro Artikel 90 Euro, dofollow Link, Preisliste",
        "Artículo patrocinado con enlace dofollow, precio por artículo, enlace permanente",
    ],
)
def test_sellers_are_known_in_other_languages(said: Ask, text: str) -> None:
    assert said("link-seller", {}, pages=[{"text": text}])["blog.example"] > 0.6


def test_a_general_directory_says_so_and_a_curated_list_does_not(said: Ask) -> None:
    found = said(
        "web-directory",
        {"source_title": "Free web directory - submit your site"},
        {"source_title": "Webkatalog: Seite kostenlos eintragen"},
        {"source_title": "Garden makers of the county"},
        {"source_domain": "seo-web-directory.example"},
    )
    assert found[0] == found[1] == pytest.approx(0.75)
    assert found[2] == 0
    assert found[3] == pytest.approx(0.5)
    assert "“free web directory”" in found.sentence(0)


def test_a_directory_of_articles_says_so(said: Ask) -> None:
    found = said(
        "article-directory",
        {"source_title": "Article directory: submit your article"},
        {"source_title": "Katalog artykułów do przedruku"},
        {"source_title": "An article about articles"},
        {"source_domain": "ezinearticles-now.example"},
    )
    assert found[0] == found[1] == pytest.approx(0.75)
    assert found[2] == 0
    assert found[3] == pytest.approx(0.6)


# --- pages with nothing of their own


def test_parked_pages_say_so_in_few_words(said: Ask) -> None:
    links = [{"source_domain": f"s{number}.example"} for number in range(3)]
    links[0]["source_title"] = "hill.example - this domain is for sale"
    pages = [
        {"domain": "s0.example", "text": "Related searches", "words": 2},
        {"domain": "s1.example", "text": "Diese Domain steht zum Verkauf", "words": 5},
        {"domain": "s2.example", "text": f"This domain is for sale. {LONG}", "words": 600},
    ]  # fmt: skip
    found = said("parked-or-doorway", *links, pages=pages)
    assert found[0] == pytest.approx(0.9)
    assert found[1] == pytest.approx(0.7)
    assert found[2] == 0


def test_a_page_of_few_words_whose_only_links_lead_here_is_a_door(said: Ask) -> None:
    links = [
        {"source_domain": "door.example", "external_links": 1},
        {"source_domain": "card.example", "external_links": 5},
        {"source_domain": "moved.example", "external_links": 3, "kind": "redirect"},
    ]
    pages = [{"domain": link["source_domain"], "text": "Enter", "words": 1} for link in links]
    found = said("parked-or-doorway", *links, pages=pages)
    assert found[0] == found[2] == pytest.approx(0.45)
    assert found[1] == 0


def test_thin_pages_say_a_third_and_start_pages_nothing(said: Ask) -> None:
    links = [
        {"source_domain": "thin.example"},
        {"source_domain": "home.example", "page_type": "home"},
        {"source_domain": "long.example"},
        {"source_domain": "cut.example"},
    ]
    pages = [
        {"domain": "thin.example", "words": 10},
        {"domain": "home.example", "words": 10},
        {"domain": "long.example", "words": 800},
        {"domain": "cut.example", "words": 10, "cut": True},
    ]
    found = said("thin-page", *links, pages=pages)
    assert found[0] == pytest.approx(0.35)
    assert found[1] == found[2] == 0
    assert isnan(found[3])
