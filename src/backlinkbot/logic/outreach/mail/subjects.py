"""What an answer to a request for a link speaks of, with the same names in all languages.

Money, a time to come, somebody else, a thing done, a thing taken away …, and which of these stand
in one sentence, with each other and with the parts of wishes: "removed" with "link" is no wish to
be left alone, "remove" with "me" is. Of the language alone that has most of the words.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations

from backlinkbot.logic.outreach.mail.unsubscribe import (
    MAX_TOKENS,
    SENTENCE,
    STOP_SIGN,
    TOKEN,
    any_of,
    folded,
    parts_of,
)

TABLE = "answers-2026-11.toml"
# The parts of wishes that mean something beside a subject; the rest are told by `signs_of`.
BESIDE = frozenset(
    {"stop", "send", "not", "again", "want", "take", "mine", "list", "data", "never", "get"}
    | {"until"}
)
SHAPES = {  # what is seen in the text as it was typed
    "address": re.compile(r"[\w.+-]{1,64}@"),
    "site": re.compile(r"https?://|www\.|\b[\w-]{1,63}\.(?:com|org|net|example|de|fr|es|it|co)\b"),
    "asked": re.compile(r"\?"),
    "asked last": re.compile(r"\?\s*\Z"),
    "number": re.compile(r"\d"),
    "sum": re.compile(r"[€$£]"),
    "stop sign": STOP_SIGN,
    "glad sign": re.compile("[👍👌✅🎉😊🙂😀❤💪✨🤝]"),
}


def subjects_of(text: str) -> set[str]:
    """What a text speaks of, and which of these stand together in a sentence."""
    sentences = [TOKEN.findall(one) for one in SENTENCE.split(folded(text))]
    tokens = [token for sentence in sentences for token in sentence][:MAX_TOKENS]
    counts = {
        name: sum(bool(parts_of(one, name)) + bool(_spoken(one, name)) for one in tokens)
        for name in _languages()
    }
    name = max(counts, key=lambda one: counts[one])
    found = {f"h{shape}" for shape, pattern in SHAPES.items() if pattern.search(text)}
    for sentence in sentences:
        said = sentence[:MAX_TOKENS]
        held = sorted({one for token in said for one in _spoken(token, name)})
        parts = sorted({part for token in said for part in parts_of(token, name)} & BESIDE)
        found |= {f"k{one}" for one in held}
        found |= {f"k{one} {two}" for one, two in combinations(held, 2)}
        found |= {f"m{one} {part}" for one in held for part in parts}
    return found


@lru_cache(maxsize=20_000)
def _spoken(token: str, name: str) -> frozenset[str]:
    """The subjects that a word belongs to in one language."""
    return frozenset(
        subject for subject, pattern in _languages()[name].items() if pattern.fullmatch(token)
    )


@cache
def _languages() -> dict[str, dict[str, re.Pattern[str]]]:
    """By language, the words of each subject."""
    place = files("backlinkbot.logic.outreach.mail") / "data" / TABLE
    table = tomllib.loads(place.read_text("utf-8"))
    names = sorted({name for by_language in table.values() for name in by_language})
    return {
        name: {
            subject: any_of(by_language[name])
            for subject, by_language in table.items()
            if name in by_language
        }
        for name in names
    }
