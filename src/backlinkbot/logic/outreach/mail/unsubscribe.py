"""Whether a person asks us, in any of several languages, never to write again.

A missed wish does harm and breaks the law, a false one costs one prospect: so the patterns are
wide. They are not sure by themselves ("I unsubscribed from that tool, yours is better"): `replies`
weighs them together with its model.

Two ways lead to "yes": a turn of phrase (`unsubscribe` in the table of words), or a wish made of
parts that stand close together in one sentence, in any order: "stop" with "send", "not" with
"send" and "again", "take" with "mine" and "list" … Which parts a text has, and which together, is
also told to the model.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations, product
from typing import NamedTuple

from backlinkbot.logic.outreach.mail.languages import words

APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "\u00a0": " "})  # noqa: RUF001 - as typed
MAX_CHARACTERS = 4_000  # of a reply in which the wish is searched
MOST_PLACES = 5  # of one part in one sentence that are looked at
MAX_TOKENS = 200  # words of a text, and of one sentence, in which parts are sought
BESIDE = 5  # words from one part to the next that stands beside it
NEAR = 0.82  # of the letters in the same order: a word that is spelt nearly so
LONG_WORD = 7  # letters from which a word may be spelt nearly so
FEW_WORDS = 6  # of a sentence that may be a wish by one word, such as "remove"
PHRASES = frozenset({"sure", "key"})  # in the table, and no words that fit whole
TABLE = "wishes-2026-11.toml"

SENTENCE = re.compile(r"[.!?;\n]+")
CLAUSE = re.compile(r"[.!?;,\n]+|\b(?:but|aber|mais|pero|maar)\b(?= )")
TOKEN = re.compile(r"[^\W_]+")
STOP_SIGN = re.compile("[🛑🚫⛔🖕🤐🤫✋❌]")
JOINED = (  # what is one thing and two words, or shortened
    (re.compile(r"n't\b|\b(?<=don)t\b"), " not"),
    (re.compile(r"\be-mail"), "email"),
    (re.compile(r"\bfollow(?:ing|ed)?[ -]up"), "followup"),
    (re.compile(r"\breach(?:ing)?[ -](?:back )?out"), "reachout"),
    (re.compile(r"\b(?:get|getting|be) in touch"), "getintouch"),
)


ORDINARY = frozenset(  # words of other meaning beside those of a wish
    {"anmelden", "anmeldung", "auftragen", "austragung", "anbestellen", "bestellen", "widersprach"}
    | {"cancellation", "desinteresse", "description", "descripcion", "inscription", "suscripciones"}
    | {"vermelden", "afmeting", "cancelled", "cancella", "verwijderd", "supprime", "abfragen"}
)


class Wish(NamedTuple):
    """Parts that make a wish when so many words hold them all."""

    parts: tuple[str, ...]
    within: int


SURELY = (
    Wish(("stop", "send"), 6),
    Wish(("not", "send", "again"), 9),
    Wish(("not", "send", "mine"), 5),
    Wish(("not", "want", "get"), 8),
    Wish(("not", "want", "send"), 8),
    Wish(("take", "self", "list"), 9),
    Wish(("take", "mine", "data"), 7),
    Wish(("send", "each", "threat"), 14),
    Wish(("not", "ask", "again"), 5),
    Wish(("tired", "send"), 8),
    Wish(("never", "joined"), 7),
)


class Language(NamedTuple):
    """The parts of wishes in one language."""

    parts: dict[str, re.Pattern[str]]  # each fits a whole word
    sure: re.Pattern[str]
    keys: tuple[str, ...]  # long words, found also where they are misspelt


def asks_to_stop(text: str) -> bool:
    """Whether the words ask to be left alone, taken off a list or forgotten."""
    plain = re.sub(r"\s+", " ", text[:MAX_CHARACTERS].translate(APOSTROPHES))
    if STOP_SIGN.search(plain) and not TOKEN.search(plain):
        return True
    if bool(words("unsubscribe").search(plain)) and not _only_ours(plain):
        return True
    rest = words("unsubscribe_footer").sub(" ", text[:MAX_CHARACTERS].translate(APOSTROPHES))
    said = folded(rest)
    return any(_is_one_word(one) for one in SENTENCE.split(said)) or any(
        _surely(said, name) for name in _languages()
    )


def signs_of(text: str) -> set[str]:
    """The parts of wishes in a text and which stand together, with the same names in all languages.

    Of the language alone that has most of them; what a list of words of another one would find in
    such a text is chance.
    """
    sentences = [TOKEN.findall(one) for one in SENTENCE.split(folded(text))]
    tokens = [token for sentence in sentences for token in sentence][:MAX_TOKENS]
    counts = {name: sum(bool(parts_of(one, name)) for one in tokens) for name in _languages()}
    name = max(counts, key=lambda one: counts[one])
    found = {"nearly"} if any(map(_is_nearly, tokens)) else set()
    for sentence in sentences:
        placed = [sorted(parts_of(token, name)) for token in sentence[:MAX_TOKENS]]
        held = sorted({part for parts in placed for part in parts})
        found |= {f"q{part}" for part in held}
        found |= {f"q{one} {two}" for one, two in combinations(held, 2)}
        found |= _beside(placed)
    return found


def _beside(placed: list[list[str]]) -> set[str]:
    """Pairs of parts that stand within a few words, in their order."""
    return {
        f"n{one} {two}"
        for at, parts in enumerate(placed)
        for later in placed[at + 1 : at + BESIDE]
        for one, two in product(parts, later)
        if one != two
    }


def folded(text: str) -> str:
    """A text in small letters without accents, with the signs that part its sentences."""
    plain = unicodedata.normalize("NFKD", text[:MAX_CHARACTERS].translate(APOSTROPHES).casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    for pattern, instead in JOINED:
        plain = pattern.sub(instead, plain)
    return re.sub(r"[^\w.,!?;\n€$£]+", " ", plain)


def _only_ours(plain: str) -> bool:
    """Whether every such word stands in a footer of a list the writer runs, not in a wish."""
    rest = words("unsubscribe_footer").sub(" ", plain)
    return not words("unsubscribe").search(rest)


def _surely(said: str, name: str) -> bool:
    if _languages()[name].sure.search(said):
        return True
    for clause in CLAUSE.split(said):
        placed = _placed(clause, name)
        if placed and "until" not in placed and any(_holds(wish, placed) for wish in SURELY):
            return True
    return False


def _is_one_word(said: str) -> bool:
    """Whether a very short text is one word of a wish and such as "please" and "thanks"."""
    found = TOKEN.findall(said)
    if not 0 < len(found) <= FEW_WORDS:
        return False
    for name in _languages():
        kinds = [parts_of(token, name) for token in found]
        near = [_is_nearly(token) for token in found]
        meant = ["alone" in kind or close for kind, close in zip(kinds, near, strict=True)]
        if any(meant) and all(
            one or "polite" in kind for one, kind in zip(meant, kinds, strict=True)
        ):
            return True
    return False


def _placed(sentence: str, name: str) -> dict[str, list[int]]:
    """Where in a sentence each part stands, as numbers of words."""
    placed: dict[str, list[int]] = {}
    for place, token in enumerate(TOKEN.findall(sentence)):
        for part in parts_of(token, name):
            placed.setdefault(part, []).append(place)
    return placed


def _holds(wish: Wish, placed: dict[str, list[int]]) -> bool:
    """Whether all parts of a wish stand close together."""
    if any(part not in placed for part in wish.parts):
        return False
    if "take" in wish.parts and "thing" in placed:  # a link is taken off a list, not a person
        return False
    places = (placed[part][:MOST_PLACES] for part in wish.parts)
    if not any(max(chosen) - min(chosen) < wish.within for chosen in product(*places)):
        return False
    # "plus de détails": one word that may be "not" or "again" is not both
    both = {place for part in ("not", "again") if part in wish.parts for place in placed[part]}
    return len(both) != 1 or "not" not in wish.parts or "again" not in wish.parts


@lru_cache(maxsize=20_000)
def _is_nearly(token: str) -> bool:
    """Whether a word is one of the long words of a wish, misspelt; not one spelt as another."""
    if len(token) < LONG_WORD or token in ORDINARY:
        return False
    return any(
        key[0] == token[0] and SequenceMatcher(None, key, token).ratio() >= NEAR for key in _keys()
    )


@cache
def _keys() -> tuple[str, ...]:
    return tuple(key for one in _languages().values() for key in one.keys)


@lru_cache(maxsize=20_000)
def parts_of(token: str, name: str) -> frozenset[str]:
    """The parts that a word may play in one language."""
    return frozenset(
        part for part, pattern in _languages()[name].parts.items() if pattern.fullmatch(token)
    )


@cache
def _languages() -> dict[str, Language]:
    place = files("backlinkbot.logic.outreach.mail") / "data" / TABLE
    table = tomllib.loads(place.read_text("utf-8"))
    return {
        name: Language(
            {part: any_of(one) for part, one in parts.items() if part not in PHRASES},
            re.compile("|".join(f"(?:{one})" for one in parts["sure"])),
            tuple(parts["key"]),
        )
        for name, parts in table.items()
    }


def any_of(entries: list[str]) -> re.Pattern[str]:
    """A pattern of whole words, in which "*" stands for any ending."""
    return re.compile("|".join(re.escape(one).replace(r"\*", r"\w*") for one in entries))
