"""What pages say of themselves, in four languages, as patterns that the index is asked for."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = "phrases-2026-11.txt"
EDGE = r"\b"  # of a word; a class of all letters there takes four times as long
MOST_FORMS = 60  # of names or topics in one pattern
LEAST_FORM = 3  # characters: a shorter name is any word
# Between a word for a picture and the name it is credited to.
GIVES = r"(?:credit|by|from|of|courtesy|source|quelle|von|de|par|via|©|\(c\)|:)"
CREDITED = r"[^.!?\n]{0,40}" + GIVES + r"[^.!?\n]{0,20}"
KINDS = (
    "guest", "terms", "copied", "junk", "guest_head", "list_head", "directory_head", "partner_head",
)  # fmt: skip


@cache
def listed(kind: str) -> str:
    """The expressions of one list as one, without case."""
    text = (files("backlinkbot.logic.prospect") / "data" / FILE).read_text("utf-8")
    part = text.split(f"[{kind}]\n", 1)[1].split("\n[", 1)[0]
    lines = [line for line in part.splitlines() if line and not line.startswith("#")]
    return "|".join(lines)


def patterns(names: Iterable[str], topics: Iterable[str]) -> dict[str, str]:
    """What to look for in texts, titles and addresses, by kind (see `io.index.chances`)."""
    brand, topic = forms(names), forms(topics)
    told = {kind: listed(kind) for kind in KINDS}
    told |= {
        "brand": brand,
        "credit": f"(?:{listed('picture')}){CREDITED}{brand}" if brand else "",
        "topic": topic,
        "topic_head": topic,
    }
    return {kind: insensitive(pattern) for kind, pattern in told.items() if pattern}


def insensitive(pattern: str) -> str:
    """The pattern in any case."""
    return f"(?i)(?:{pattern})" if pattern else ""


def forms(texts: Iterable[str]) -> str:
    """A pattern for whole words or phrases, however they are spaced; empty where none is left.

    Where a word begins or ends with a letter beyond a to z, RE2 knows no edge: who reads the hits
    looks again.
    """
    kept = []
    for text in dict.fromkeys(texts):
        words = re.findall(r"[^\W_]+", text)
        if len("".join(words)) >= LEAST_FORM:
            start, end = (EDGE if word.isascii() else "" for word in (words[0][0], words[-1][-1]))
            kept.append(f"{start}{_spaced(text, words)}{end}")
    return f"(?:{'|'.join(kept[:MOST_FORMS])})" if kept else ""


def _spaced(text: str, words: list[str]) -> str:
    """An address as it stands, other names with or without a space or hyphen between the words."""
    if "." in text and " " not in text:
        return re.escape(text)
    return r"[\s\-]{0,2}".join(map(re.escape, words))
