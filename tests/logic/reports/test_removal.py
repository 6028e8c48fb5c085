"""Letters that ask for removal."""

from __future__ import annotations

from datetime import date

from backlinkbot.logic.reports.removal import MOST_PAGES, RemovalRequest, removal_text

DAY = date(2026, 11, 1)


def request(*links: tuple[str, str, str]) -> RemovalRequest:
    return RemovalRequest("a.com", "farm.net", DAY, links)


def test_a_letter_names_page_target_and_words() -> None:
    text = removal_text([request(("https://farm.net/1", "https://a.com/", "cheap shoes"))])
    assert '- https://farm.net/1 links to https://a.com/, with the words "cheap shoes"' in text
    assert "Subject: Please remove links to a.com from farm.net" in text


def test_an_image_has_no_words_and_no_links_no_list() -> None:
    assert "with the words" not in removal_text([request(("https://farm.net/1", "x", ""))])
    assert "take away the links from farm.net" in removal_text([request()])


def test_of_many_pages_the_first_are_listed_and_the_others_counted() -> None:
    links = tuple((f"https://farm.net/{n}", "x", "") for n in range(MOST_PAGES + 3))
    text = removal_text([request(*links)])
    assert text.count("links to x") == MOST_PAGES
    assert "and 3 more pages" in text


def test_a_text_from_the_web_stays_on_its_line() -> None:
    anchor = "a\r\nBcc: everybody@example.com\n\x1b[31m"
    (line,) = [
        line for line in removal_text([request(("p", "t", anchor))]).splitlines() if "Bcc" in line
    ]
    assert line.startswith("- p links to t")
    assert "\x1b" not in line
