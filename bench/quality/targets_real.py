"""How often a real page is found by what other pages of its site call it, its own address hidden.

As if each page of a 2008 crawl of archive.org had moved to an address without words: what is sought
is the old address and the words of the links to it; what is known of each page is its title and its
text. Only pages that other pages link to with words. Beside it: words of the old address alone.
Nothing was chosen on it. Interval: Wilson, 95 %, over pages of one site.

    BACKLINKBOT_SHARED_DATA=… python bench/quality/targets_real.py [--wrong]
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from tactics_real import interval

from backlinkbot.app.prospects.fitting import beside
from backlinkbot.core.facts import RawPage, Rejects
from backlinkbot.core.pages.extract import extract
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.read import read
from backlinkbot.io.readers.stored import file_source
from backlinkbot.logic.judge.topics import fit, vectors
from backlinkbot.logic.prospect.own_pages import OwnPage, Shelf, Sought

ROOT = Path(__file__).resolve().parents[2]
FILE = "warc/ia-2008-38-hosts.warc.gz"
SITE = "archive.org"
MOST_ANCHORS = 400  # characters, as the index gives them


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--wrong", action="store_true", help="tell each wrong one")
    given = asked.parse_args()
    data = Path(os.environ.get("BACKLINKBOT_SHARED_DATA", ROOT.parent / "shared" / "data"))
    pages, called = _crawled(data / FILE)
    told = _measured(pages, called)
    if not given.wrong:
        told.pop("wrong")
    print(json.dumps(told, indent=1, ensure_ascii=False))


def _crawled(path: Path) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Title and text of each page, and by which words pages link to it, those of most first."""
    reading = Reading(Rejects(), datetime(2026, 11, 1, tzinfo=UTC))
    raws = [one for one in read(file_source(path), reading) if isinstance(one, RawPage)]
    found = extract([one for one in raws if one.status == 200], internal=True)  # noqa: PLR2004
    read_pages = {
        row["url"]: (row["title"] or "", row["text"] or "")
        for row in pa.Table.from_batches([found.pages]).to_pylist()
        if row["domain"] == SITE
    }
    words: dict[str, Counter[str]] = defaultdict(Counter)
    for row in pa.Table.from_batches([found.links]).to_pylist():
        is_other = row["source_url"] != row["target_url"]
        if row["target_url"] in read_pages and is_other and row["anchor"]:
            words[row["target_url"]][row["anchor"][:80]] += 1
    called = {
        url: " | ".join(text for text, _ in many.most_common())[:MOST_ANCHORS]
        for url, many in words.items()
    }
    return read_pages, called


def _measured(pages: dict[str, tuple[str, str]], called: dict[str, str]) -> dict[str, Any]:
    """By whether other pages have the same title: how many were found, and suggested at all."""
    titles = [title for title, _ in pages.values()]
    texts = [text for _, text in pages.values()]
    hidden = dict(zip(pages, (f"https://{SITE}/{at}" for at in range(len(pages))), strict=True))
    shelf = Shelf(
        [OwnPage(url, title) for url, title in zip(hidden.values(), titles, strict=True)],
        ("Internet Archive", SITE),
    )
    model = fit([pa.array(texts)])
    heads, bodies = vectors(model, pa.array(titles)), vectors(model, pa.array(texts))
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    wrong = []
    for url in (one for one in pages if called.get(one) and pages[one][0]):
        sought = Sought(url, called[url])
        asked = vectors(model, pa.array([sought.text]))
        near = beside(list(hidden.values()), heads, bodies, asked)
        group = (
            "a title of its own" if titles.count(pages[url][0]) == 1 else "others have its title"
        )
        hits[group]["of"] += 1
        for name, what, by in (
            ("suggested", sought, near),
            ("without topics", sought, None),
            ("words of the address", replace(sought, anchors=""), None),
        ):
            found = [one.page for one in shelf.fitting(what, by)]
            is_right = found[:1] == [hidden[url]]
            hits[group][f"{name}: right"] += is_right
            hits[group][f"{name}: any"] += bool(found)
            if name == "suggested" and not is_right:
                wrong.append([url, called[url], found[:1]])
    told: dict[str, Any] = {"pages": len(pages)}
    for group, counts in hits.items():
        shares = {
            name.removesuffix(": right"): interval(many, counts["of"])
            for name, many in counts.items()
            if name.endswith(": right")
        }
        told[group] = {**counts, "intervals": shares}
    return told | {"wrong": wrong}


if __name__ == "__main__":
    main()
