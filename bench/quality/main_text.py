"""Main text against others: which label strings of the multi-domain pages it keeps and drops."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from typing import Any

from page_labels import multi_domain_pages
from selectolax.lexbor import LexborHTMLParser

from backlinkbot.core.pages.decode import decoded
from backlinkbot.core.pages.main_text import main_text
from backlinkbot.core.pages.walk import walk

BLANKS = re.compile(r"\s+")


def ours(html: bytes) -> str:
    return main_text(walk(LexborHTMLParser(decoded(html)))).text


def trafilatura_text(html: bytes) -> str:
    from trafilatura import extract

    return extract(html, include_comments=False) or ""


def resiliparse_text(html: bytes) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(decoded(html), main_content=True))


def everything(html: bytes) -> str:
    return walk(LexborHTMLParser(decoded(html))).text


def kept(text: str, strings: list[str]) -> int:
    """How many of the strings are in the text, blanks apart."""
    flat = BLANKS.sub("", text)
    return sum(BLANKS.sub("", wanted) in flat for wanted in strings)


def measure(extract: Callable[[bytes], str], pages: list[Any]) -> dict[str, float]:
    """Share of `with` strings kept, of `without` and `comments` dropped, their F1, and the time."""
    totals = dict.fromkeys(("with", "without", "comments"), 0)
    found = dict.fromkeys(totals, 0)
    seconds = 0.0
    for page in pages:
        start = time.process_time()
        text = extract(page.html)
        seconds += time.process_time() - start
        for name in totals:
            strings = [text for text in page.told.get(name, []) if text]
            totals[name] += len(strings)
            found[name] += kept(text, strings)
    false = found["without"] + found["comments"]
    return {
        "with kept": found["with"] / totals["with"],
        "without dropped": 1 - found["without"] / totals["without"],
        "comments dropped": 1 - found["comments"] / totals["comments"],
        "precision": found["with"] / (found["with"] + false),
        "F1": 2 * found["with"] / (found["with"] + false + totals["with"]),
        "ms/page": seconds / len(pages) * 1e3,
    }


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    pages = list(multi_domain_pages())
    say(f"main text of {len(pages)} labelled multi-domain pages")
    for name, extract in (
        ("ours", ours),
        ("everything", everything),
        ("resiliparse", resiliparse_text),
        ("trafilatura", trafilatura_text),
    ):
        try:
            row = measure(extract, pages)
        except ImportError:
            say(f"{name}: left out, it is not installed")
            continue
        say(f"{name:12} " + "  ".join(f"{key} {value:.3f}" for key, value in row.items()))


if __name__ == "__main__":
    main()
