"""The few words of a page that belong to no block, in the languages of reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageWords:
    """`table`: what opens the numbers behind a chart; `skip`, `sections`: for screen readers.

    `flow`: under a timeline, in pieces: won, a word between, lost, and the rest with {period},
    {won} and {lost}; `periods`: what they are called.
    """

    table: str
    skip: str
    sections: str
    flow: tuple[str, str, str, str]
    periods: tuple[tuple[str, str], ...]

    def rest(self, period: str, won: str, lost: str) -> str:
        """The end of the line under a timeline."""
        word = dict(self.periods).get(period, period)
        return self.flow[3].format(period=word, won=won, lost=lost)


PAGE_WORDS = {
    "en": PageWords(
        "The numbers as a table",
        "Skip to the content",
        "Sections",
        ("Won", "and", "lost", "each {period}, at most {won} and {lost}"),
        (),
    ),
    "de": PageWords(
        "Die Zahlen als Tabelle",
        "Zum Inhalt springen",
        "Abschnitte",
        ("Gewonnen", "und", "verloren", "je {period}, höchstens {won} und {lost}"),
        (("week", "Woche"), ("month", "Monat"), ("quarter", "Quartal"), ("year", "Jahr")),
    ),
}


def page_words(language: str) -> PageWords:
    """The words of a language; English where we have none of it."""
    return PAGE_WORDS.get(language, PAGE_WORDS["en"])
