"""All markers over 100,000 links: seconds of one core, marker by marker.

Run: python bench/judge/markers.py [LINKS]. Made up: a fifth as many linking domains as links, half
as many linking pages with 150 words each, four more links of every domain, footprints, dates. One
domain in ten is a spammer's, so that the slow ways through spam are taken as well.
"""

from __future__ import annotations

import sys
import time
from datetime import date

import numpy as np
import pyarrow as pa

from backlinkbot.core import columns
from backlinkbot.core.nouns import Placement
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.evidence import Evidence, LinkInputs
from backlinkbot.logic.judge.signals.markers import markers
from backlinkbot.logic.judge.suspicion import SourceFacts, Suspects

LINKS = 100_000
SPAM = 0.1
HALF = 0.5
TEXTS, TEXT_WORDS, VOCABULARY = 4_000, 150, 30_000
SPAM_WORDS = "online casino bonus with free spins and payday loans or buy viagra online "
KINDS = ("owner id", "server", "block", "template")
DAYS_S = 500 * 86_400
BEGINS_S = 1_740_000_000


def main() -> None:
    links = int(sys.argv[1]) if sys.argv[1:] else LINKS
    few = made_up(1_000)
    for name in markers:
        markers[name].find(few)  # so that what is imported once is not counted
    suspects = made_up(links)
    total = 0.0
    for name, rule in markers.items():
        begin = time.perf_counter()
        marks = rule.find(suspects)
        seconds = time.perf_counter() - begin
        total += seconds
        known = ~np.isnan(marks.strength)
        print(f"{name:22} {seconds:6.2f} s   known {known.mean():5.1%}   "
              f"speaks {(marks.strength > 0).mean():5.1%}")  # fmt: skip
    print(f"{len(markers)} markers over {links:,} links: {total:.2f} s")


def made_up(links: int) -> Suspects:
    random = np.random.default_rng(7)
    domains = max(1, links // 5)
    pages = max(1, links // 2)
    names = np.array([f"site{number * 7919 % 1_000_003}.example" for number in range(domains)])
    page_domain = random.integers(0, domains, pages)
    urls = np.array([f"https://{names[d]}/page{n}" for n, d in enumerate(page_domain.tolist())])
    page = np.sort(random.integers(0, pages, links))
    is_spam = random.random(domains) < SPAM
    facts = SourceFacts(
        pages=_pages(random, urls, names[page_domain], is_spam[page_domain]),
        out_links=_pairs(names, *_web(random, domains)),
        spread=pa.table({"domain": pa.array([], pa.string()), "sources": pa.array([], pa.int64())}),
        in_links=_among(random, names),
        domains=pa.table({"domain": names, "referring_domains": random.integers(0, 900, domains),
                          "inflated_share": random.random(domains)}),
        footprints=_footprints(random, names),
        lives=_lives(random, names),
        languages=frozenset({"en"}),
    )  # fmt: skip
    table = _links(random, page, urls, names[page_domain], is_spam[page_domain])
    inputs = LinkInputs(
        words=anchor_words(
            "acme.example", name="Acme", topic_words=["running shoes", "trail shoes"]
        ),
        relevance=random.random(links).astype(np.float32),
    )
    return Suspects(Evidence(table, inputs), facts, date(2026, 11, 1))


def _texts(random: np.random.Generator) -> list[str]:
    letters = np.array(list("abcdefghijklmnopqrstuvwxyzäéñ"))
    words = ["".join(random.choice(letters, random.integers(2, 9))) for _ in range(VOCABULARY)]
    weight = 1 / (np.arange(VOCABULARY) + 10)
    drawn = random.choice(VOCABULARY, (TEXTS, TEXT_WORDS), p=weight / weight.sum())
    return [" ".join(words[place] for place in row) for row in drawn.tolist()]


def _pages(
    random: np.random.Generator, urls: np.ndarray, own: np.ndarray, is_spam: np.ndarray
) -> pa.Table:
    texts = _texts(random)
    given = random.integers(0, TEXTS, len(urls)).tolist()
    said = [
        (SPAM_WORDS * 3 if spam else "") + texts[place] + f" {number}"
        for number, (place, spam) in enumerate(zip(given, is_spam.tolist(), strict=True))
    ]
    return pa.table(
        {
            "url": urls,
            "domain": own,
            "title": [text[:40] for text in said],
            "text": said,
            "words": [TEXT_WORDS] * len(urls),
            "takes_comments": random.random(len(urls)) < SPAM,
            "cut": [False] * len(urls),
        }
    )


def _links(
    random: np.random.Generator,
    page: np.ndarray,
    urls: np.ndarray,
    own: np.ndarray,
    is_spam: np.ndarray,
) -> pa.Table:
    count = len(page)
    anchors = ["Acme", "https://acme.example/", "click here", "running shoes", "best shoes to buy"]
    anchors += [f"what {number} says of it" for number in range(30_000)]
    anchor = np.array(anchors)[random.integers(0, len(anchors), count)]
    anchor = np.where(is_spam[page] & (random.random(count) < HALF), "online casino bonus", anchor)
    places = np.array([place.value for place in Placement])
    began = pa.array(BEGINS_S + random.integers(0, DAYS_S, count), pa.timestamp("s", tz="UTC"))
    html = [f'<p class="c">words <a href="https://acme.example/">{a}</a> words</p>' for a in anchor]
    given = {
        "source_url": urls[page],
        "source_domain": own[page],
        "target_url": np.full(count, "https://acme.example/"),
        "target_domain": np.full(count, "acme.example"),
        "occurrence": np.arange(count),
        "anchor": anchor,
        "kind": np.full(count, "text"),
        "placement": places[random.integers(0, len(places), count)],
        "placement_probability": random.random(count),
        "external_links": random.integers(1, 120, count),
        "left": np.array(_texts(random))[random.integers(0, TEXTS, count)],
        "right": np.full(count, "and so on"),
        "source_title": [f"Title number {number % 30_000} of many" for number in page.tolist()],
        "source_language": np.array(["en", "de", "ru", "fr"])[random.integers(0, 4, count)],
        "page_type": np.array(["article", "home", "forum"])[random.integers(0, 3, count)],
        "context_html": html,
        "started_on": began,
        "state": np.full(count, "live"),
    }
    arrays = [
        pa.array(given[field.name]).cast(field.type)
        if field.name in given
        else pa.nulls(count, field.type)
        for field in columns.links()
    ]
    table = pa.table(arrays, schema=columns.links())
    left = table["left"].combine_chunks()
    place = table.column_names.index("left")
    import pyarrow.compute as pc

    return table.set_column(place, "left", pc.utf8_slice_codeunits(left, 0, 150))


def _web(random: np.random.Generator, domains: int) -> tuple[np.ndarray, np.ndarray]:
    """Twenty links of every domain, to few targets often and to many seldom."""
    source = np.repeat(np.arange(domains), 20)
    popular = (random.pareto(0.9, len(source)) * 30).astype(np.int64) % 400_000
    return source, np.array([f"other{number}.example" for number in popular.tolist()])


def _pairs(names: np.ndarray, source: np.ndarray, targets: np.ndarray) -> pa.Table:
    return pa.table(
        {
            "source_domain": names[source],
            "target_domain": targets,
            "links": np.ones(len(source), np.int64),
        }
    )


def _among(random: np.random.Generator, names: np.ndarray) -> pa.Table:
    source = random.integers(0, len(names), 4 * len(names))
    target = random.integers(0, len(names), 4 * len(names))
    back = names[random.integers(0, len(names), len(names) // 20)]
    return pa.concat_tables(
        [
            _pairs(names, source, names[target]),
            _pairs(np.array(["acme.example"]), np.zeros(len(back), np.int64), back),
        ]
    )


def _footprints(random: np.random.Generator, names: np.ndarray) -> pa.Table:
    parts = []
    for kind in KINDS:
        value = random.integers(0, len(names), len(names))
        counted = np.bincount(value)[value] + random.integers(0, 50, len(names))
        parts.append(
            pa.table(
                {
                    "domain": names,
                    "kind": [kind] * len(names),
                    "value": [f"{kind} {number}" for number in value.tolist()],
                    "domains": counted,
                }
            )
        )
    return pa.concat_tables(parts)


def _lives(random: np.random.Generator, names: np.ndarray) -> pa.Table:
    moment = pa.timestamp("s", tz="UTC")
    first = BEGINS_S + random.integers(0, DAYS_S, len(names))
    return pa.table(
        {
            "domain": names,
            "first_seen": pa.array(first, moment),
            "last_seen": pa.array(first + DAYS_S // 4, moment),
            "gap_days": random.integers(0, 500, len(names)),
            "changed": random.random(len(names)),
        }
    )


if __name__ == "__main__":
    main()
