"""Whether a text that holds a brand's name speaks of the brand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ADDRESS, SEVERAL_WORDS, ONE_WORD, COMMON = 0.95, 0.9, 0.75, 0.5  # sureness by how the name is built
# Of the places where a name stands, those in small letters from which on it is a word like others.
COMMON_SHARE, LEAST_SMALL = 0.15, 1
_SENTENCE_END = re.compile(r"(?:^|[.!?:;“”\"„»«›\n•|>–—-]|\d\.)\s*[\"'“„«(]?$")  # noqa: RUF001
# "Share on Facebook", "folge uns auf X": a button of the page, no words about the brand.
_BUTTON = re.compile(
    r"(?i)(?:share|sharing|follow|like|tweet|recommend|join|find|watch|subscribe|print|save|pin"
    r"|teile?n?|folge?n?|empfehlen|abonnier\w*|besuch\w*|partag\w+|suiv\w+|s[ií]g[ua]\w*|compart\w+)"
    r"(?:[\s-]+(?:us|me|this|it|now|uns|mir|diesen|artikel|jetzt|auch|nous|ceci|nos|esto|en|no))*"
    r"[\s-]+(?:on|via|in|to|with|by|auf|bei|per|über|mit|sur|en|no|na|por)[\s:]*$"
)
_NAMING = re.compile(r"[A-ZÀ-ÖØ-Þ]")


@dataclass(frozen=True, slots=True)
class Told:
    """The name as the page writes it, where, and how sure it is that the brand is meant, 0..1."""

    name: str
    quote: str
    sureness: float


@dataclass(frozen=True)
class Brand:
    """The forms of a brand's name; `common`: those that are words of the language as well."""

    forms: tuple[str, ...]
    common: frozenset[str] = frozenset()

    @classmethod
    def learnt(cls, names: Iterable[str], quotes: Sequence[str]) -> Brand:
        """The brand, and which of its forms are common words by how all texts write them."""
        brand = cls(tuple(dict.fromkeys(names)))
        small: dict[str, int] = {}
        every: dict[str, int] = {}
        for quote in quotes:
            for match, form in brand.matches(quote):
                every[form] = every.get(form, 0) + 1
                small[form] = small.get(form, 0) + match[0].islower()
        return cls(
            brand.forms,
            frozenset(
                form
                for form, count in small.items()
                if _has_case(form) and count >= max(LEAST_SMALL, COMMON_SHARE * every[form])
            ),
        )

    def in_page(self, quotes: Sequence[str], *, is_on_topic: bool) -> Told | None:
        """The surest of a page's quotes; None where none speaks of the brand.

        `is_on_topic`: the page speaks of the brand's subject.
        """
        found = [
            Told(match[0], quote, sureness)
            for quote in quotes
            for match, form in self.matches(quote)
            if (sureness := self._sureness(quote, match, form, is_on_topic=is_on_topic))
        ]
        return max(found, key=lambda told: told.sureness, default=None)

    def matches(self, quote: str) -> list[tuple[re.Match[str], str]]:
        """Where a form stands in a quote by itself, and which form; the longest first."""
        taken: list[tuple[int, int]] = []
        found = []
        for form, pattern in self._patterns:
            for match in pattern.finditer(quote):
                start, end = match.span()
                if not any(a < end and start < b for a, b in taken):
                    taken.append((start, end))
                    found.append((match, form))
        return found

    @cached_property
    def _patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        longest = sorted(self.forms, key=lambda form: (-len(form), form))
        return [(form, _pattern(form)) for form in longest if re.search(r"\w", form)]

    def _sureness(self, quote: str, match: re.Match[str], form: str, *, is_on_topic: bool) -> float:
        before, after = quote[: match.start()], quote[match.end() :]
        if is_address(form):
            return ADDRESS
        if _BUTTON.search(before):
            return 0.0
        if _is_part_of_longer(before, after):
            return 0.0
        several = len(re.findall(r"\w+", form)) > 1
        if form not in self.common:
            if several:
                return SEVERAL_WORDS
            is_written_so = match[0] == form or not _has_case(form) or match[0][:1].isupper()
            return ONE_WORD if is_written_so else 0.0
        is_name = _has_case(match[0]) and not _SENTENCE_END.search(before)
        return COMMON if is_name and is_on_topic else 0.0


def is_address(form: str) -> bool:
    """Whether a form is the site's address rather than a name."""
    return "." in form and " " not in form


def _has_case(text: str) -> bool:
    return bool(_NAMING.search(text))


def _is_part_of_longer(before: str, after: str) -> bool:
    """Whether letters, an @ or a hyphen join the name to what is another name."""
    return before.endswith(("@", "#", "/", "-")) or bool(re.match(r"[-.]\w|@\w", after))


def _pattern(form: str) -> re.Pattern[str]:
    if is_address(form):
        return re.compile(rf"(?i)(?<![\w@-]){re.escape(form)}(?![\w-])")
    words = r"[\s\-]{0,2}".join(map(re.escape, re.findall(r"[^\W_]+", form)))
    return re.compile(rf"(?i)(?<!\w){words}(?!\w)")
