"""Puts facts into sentences of a language, and keeps which sentence says which fact."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from backlinkbot.core.client_report import Edition, FactKind, Sentence
from backlinkbot.core.errors import BadInput, Broken
from backlinkbot.logic.reports.wording import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from backlinkbot.core.client_report import ClientReport, Fact
    from backlinkbot.logic.reports.wording import Wording

LANGUAGES = ("en", "de")
# {fact} is its value; {fact|one|more} the first where it is 1 (or -1), else the second.
PLACE = re.compile(
    r"\{(?P<name>[a-z0-9.-]+)(?:\|(?P<one>(?:[^|{}]|\{[a-z0-9.-]+\})*)\|(?P<more>(?:[^|{}]|\{[a-z0-9.-]+\})*))?\}"
)
MINUS = "−"  # noqa: RUF001 - the sign that stands at the height of a plus
NO_BREAK = "\u00a0"
OF = "of"  # what a place names when the thing that is spoken of is given beside


@cache
def texts(language: str) -> Mapping[str, Mapping[str, str]]:
    """The texts of a language by part and name.

    Raises:
        BadInput: no such language; says which there are.
    """
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise BadInput(f"a report cannot be written in {language!r}; it can in: {known}")
    place = files("backlinkbot.logic.reports.client.texts") / f"{language}.toml"
    return tomllib.loads(place.read_text("utf-8"))


class Teller:
    """Tells the facts of one report in one language; `sentences` fills as it speaks."""

    def __init__(self, report: ClientReport, language: str, edition: Edition) -> None:
        self.report = report
        self.language = language
        self.edition = edition
        self.write: Wording = wording(language)
        self._texts = texts(language)
        self._said: dict[str, Sentence] = {}

    @property
    def is_brief(self) -> bool:
        """Whether all has to fit on one page."""
        return self.edition is Edition.MANAGER

    @property
    def knows_period(self) -> bool:
        """Whether the index tells of any day of the period."""
        known = self.report.value("index.known-until")
        return bool(known is None or known >= self.report.since)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Each sentence that was said, once, in the order it was said first."""
        return tuple(self._said.values())

    def __call__(self, key: str, of: str = "", *, by: Sequence[str] = ()) -> str:
        """The sentence `key` ("part.name") with its facts.

        `of`: the beginning of facts' names; `by`: facts that it stands on without naming them.

        Raises:
            Broken: the language has no such sentence, or the report no such fact.
        """
        used: list[str] = []
        text = self._filled(self.text(key), of, used)
        used.extend(self._fact(name).name for name in by)
        name = f"{key}:{of}" if of else key
        self._said[name] = Sentence(name, text, tuple(dict.fromkeys(used)))
        return text

    def text(self, key: str) -> str:
        """A text as it stands in the language's file."""
        part, _, name = key.partition(".")
        try:
            return self._texts[part][name]
        except KeyError:
            raise Broken(f"the texts of {self.language} have no {key!r}") from None

    def word(self, name: str) -> str:
        """One of our own words in the language; one that it does not have stays as it is."""
        return self._texts["word"].get(name, name)

    def plain(self, key: str, **values: str) -> str:
        """A text whose places are filled with ready words; no facts, so it is no sentence."""
        text = self.text(key)
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    def count(self, number: int) -> str:
        """A whole number."""
        return self.write.count(number)

    def points(self, number: float | None) -> str:
        """A number of a scale to 100, or that it is not known."""
        return self.word("unknown") if number is None else self.write.number(number, 0)

    def day(self, day: date) -> str:
        """A day as short as a table wants it, never broken over lines."""
        form = self.text("title.day")
        month = self.write.months[day.month - 1][:3]
        told = form.format(day=day.day, month=month, number=day.month, year=day.year)
        return told.replace(" ", NO_BREAK)

    def _filled(self, text: str, of: str, used: list[str]) -> str:
        def put(place: re.Match[str]) -> str:
            name = place["name"]
            if name == OF or name.startswith(f"{OF}."):
                name = of + name.removeprefix(OF)
            fact = self._fact(name)
            used.append(name)
            if place["one"] is None:
                return self._written(fact)
            chosen = place["one"] if abs(_number(fact)) == 1 else place["more"]
            return self._filled(chosen, of, used)

        return PLACE.sub(put, text)

    def _fact(self, name: str) -> Fact:
        try:
            return self.report.facts[name]
        except KeyError:
            raise Broken(f"the report has no fact {name!r}") from None

    def _written(self, fact: Fact) -> str:
        if fact.value is None:
            return self.word("unknown")
        return self._writers[fact.kind](fact.value)

    @property
    def _writers(self) -> Mapping[FactKind, Callable[[Any], str]]:
        return {
            FactKind.COUNT: self._whole,
            FactKind.CHANGE: self._signed,
            FactKind.NUMBER: self._short,
            FactKind.SHARE: self.write.share,
            FactKind.GROWTH: self._grown,
            FactKind.MONEY: self._money,
            FactKind.DAY: self.write.day,
            FactKind.WORD: self.word,
            FactKind.TEXT: str,
        }

    def _signed(self, value: int) -> str:
        sign = "+" if value > 0 else MINUS if value < 0 else "±"
        return f"{sign}{self.write.count(abs(value))}"

    def _grown(self, value: float) -> str:
        sign = "+" if value > 0 else MINUS if value < 0 else "±"
        return f"{sign}{self.write.share(abs(value))}"

    def _money(self, value: float) -> str:
        return self.write.number(value, 2)

    def _whole(self, value: float) -> str:
        """A count; one that was asked for in proportion may have a decimal."""
        return self._short(value) if value != round(value) else self.write.count(round(value))

    def _short(self, value: float) -> str:
        return self.write.number(value, 0 if round(value, 1) == round(value) else 1)


def _number(fact: Fact) -> float:
    return float(fact.value) if isinstance(fact.value, int | float) else 0.0
