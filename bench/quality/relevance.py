"""Topical relevance on real pages: AUC with intervals, plain TF-IDF cosine beside it, calibration.

What real data there is (`pages/multi-domain-pages.warc.gz`, one page per site, 593 pages; and
`topics/site-topic-and-type.json.gz`) gives seven sets of pairs; in all of them the other pair of a
positive is drawn from the same language and, for links, from targets of like in-degree:

* links, site: in-content links whose target's site has a page in the set (mostly a random page of a
  newspaper: a hard and small set);
* links, address: in-content links, the target known by the words of its address only, against
  other links put on the page with their own anchors (a bought link brings a fitting anchor);
* links, shuffled: the same links against themselves turned to another link's target;
* tags: pages of different sites to which their authors gave the same tag;
* words: fifty words in a row of a page against the rest of it (synthetic);
* halves: every other paragraph of a page against the rest (synthetic, the easy twin);
* site topics: one-line descriptions of sites with the same topic label (labels and lines were
  written by a language model: noisy).

"own" = term statistics and topics learnt from the pages judged, as an index does; "unseen" = learnt
from the pages of other domains (two folds by registrable domain).
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any
from urllib.parse import unquote, urlsplit
from zlib import crc32

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from page_labels import data_folder, multi_domain_pages
from scipy.optimize import minimize
from scipy.stats import rankdata

from backlinkbot.core.pages.language import language
from backlinkbot.core.pages.links import PageLinks, read_links
from backlinkbot.core.pages.main_text import main_text
from backlinkbot.logic.judge.relevance import TEXT_CURVE, WORDS_CURVE, Curve, mixed
from backlinkbot.logic.judge.topics import TopicModel, fit, vectors

SEED = 7
ROUNDS = 500  # of the bootstrap
LEAST_CHARS = 600  # of main text: shorter pages say too little to judge a method by
LEAST_ADDRESS_WORDS = 4
NEGATIVES = 5
LEAST_PARAGRAPHS, LEAST_PARAGRAPH_WORDS, LEAST_ANCHOR_CHARS = 4, 9, 3
CALIBRATED_ON = {"text": ("links, site", "tags", "halves"), "words": ("words",)}
WORDS_AROUND = 50
# Tags that name a form or a place of publication and no subject.
_EMPTY_TAGS = (
    "news allgemein aktuelles blog artikel archiv themen videos review media projekte eu medien "
    "twitter facebook berlin internet länder startseite magazin general uncategorized"
)


@dataclass(frozen=True)
class Page:
    """One page with its links of the content."""

    url: str
    domain: str
    language: str
    text: str
    paragraphs: tuple[str, ...]
    links: tuple[tuple[str, str, str, str], ...]  # target, its domain, anchor, words around
    in_links: tuple[str, ...]  # all external target domains
    tags: frozenset[str]


@dataclass(frozen=True)
class Pair:
    """Two texts and whether they belong together; `anchor` where a link joins them."""

    left: str
    right: str
    is_same: bool
    group: str
    anchor: str = ""


def pages_read() -> list[Page]:
    """The multi-domain pages with enough main text."""
    found = []
    for page in multi_domain_pages():
        links = read_links(page.html, page.url)
        text = main_text(links.walk).text
        if len(text) < LEAST_CHARS:
            continue
        told = {
            str(one).lower().strip() for key in ("tags", "categories") for one in _told(page, key)
        }
        found.append(
            Page(
                url=page.url,
                domain=links.domain,
                language=language(links.walk, (), text) or "",
                text=f"{links.title}\n{text}",
                paragraphs=tuple(
                    p for p in text.split("\n") if len(p.split()) >= LEAST_PARAGRAPH_WORDS
                ),
                links=tuple(_content_links(links, text)),
                in_links=tuple(
                    d for d, out in zip(links.domains, links.external, strict=True) if out
                ),
                tags=frozenset(told - set(_EMPTY_TAGS.split())),
            )
        )
    return found


def _told(page: Any, key: str) -> list[str]:
    return page.told.get(key) or []


def _content_links(links: PageLinks, text: str) -> Iterable[tuple[str, str, str, str]]:
    """External links whose anchor stands in the main text, one per target domain."""
    seen = set()
    for place in range(len(links)):
        anchor, domain = links.anchors[place], links.domains[place]
        is_body = links.external[place] and links.row[place] >= 0
        if is_body and len(anchor) >= LEAST_ANCHOR_CHARS and anchor in text and domain not in seen:
            seen.add(domain)
            yield links.targets[place], domain, anchor, " ".join(links.context(place))


def address_words(url: str) -> str:
    """The words of a path and host: what an unread target tells of itself."""
    parts = urlsplit(url)
    host = " ".join((parts.hostname or "").split(".")[:-1])
    return re.sub(r"[\W_\d]+", " ", f"{unquote(parts.path)} {host}").strip()


def _drawn(among: list[Any], count: int, seed: str) -> list[Any]:
    return random.Random(f"{SEED} {seed}").sample(among, min(count, len(among)))  # noqa: S311 - a fixed draw


def _like(among: list[Any], degree: Callable[[Any], int], wanted: int, seed: str) -> list[Any]:
    """Those whose in-degree is nearest, ties at random but fixed."""
    return sorted(
        among, key=lambda one: (abs(degree(one) - wanted), crc32(f"{seed}{one}".encode()))
    )[:NEGATIVES]


def link_site_pairs(pages: list[Page], degree: dict[str, int]) -> list[Pair]:
    by_domain = {page.domain: page for page in pages}
    pairs = []
    for page in pages:
        linked = {link[1] for link in page.links}
        for _, domain, anchor, around in page.links:
            target = by_domain.get(domain)
            if target is None:
                continue
            words = f"{anchor} {around}"
            pairs.append(
                Pair(page.text, target.text, is_same=True, group=page.domain, anchor=words)
            )
            others = [
                one
                for one in pages
                if one.domain not in linked | {page.domain} and one.language == target.language
            ]
            near = _like(others, lambda one: degree.get(one.domain, 0), degree[domain], domain)
            pairs += [
                Pair(page.text, one.text, is_same=False, group=page.domain, anchor=words)
                for one in near
            ]
    return pairs


def link_address_pairs(
    pages: list[Page], degree: dict[str, int], *, is_shuffled: bool
) -> list[Pair]:
    """`is_shuffled`: the other link is this one turned to another target, words and all."""
    links = [
        (page, *link)
        for page in pages
        for link in page.links
        if len(address_words(link[0]).split()) >= LEAST_ADDRESS_WORDS
    ]
    pairs = []
    for page, url, domain, anchor, around in links:
        rest = page.text.replace(around, " ").replace(anchor, " ")
        words = f"{anchor} {around}"
        pairs.append(Pair(rest, address_words(url), is_same=True, group=page.domain, anchor=words))
        others = [
            one
            for one in links
            if one[0].language == page.language and one[0].domain != page.domain != one[2] != domain
        ]
        for other in _like(others, lambda one: degree[one[2]], degree[domain], url):
            told = words if is_shuffled else f"{other[3]} {other[4]}"
            pairs.append(
                Pair(rest, address_words(other[1]), is_same=False, group=page.domain, anchor=told)
            )
    return pairs


def tag_pairs(pages: list[Page]) -> list[Pair]:
    pairs = []
    for one, other in combinations(pages, 2):
        if one.domain == other.domain or not one.tags & other.tags:
            continue
        pairs.append(Pair(one.text, other.text, is_same=True, group=one.domain))
        among = [
            page
            for page in pages
            if page.language == other.language
            and not page.tags & one.tags
            and page.domain not in (one.domain, other.domain)
        ]
        drawn = _drawn(among, NEGATIVES, one.url + other.url)
        pairs += [Pair(one.text, page.text, is_same=False, group=one.domain) for page in drawn]
    return pairs


def half_pairs(pages: list[Page]) -> list[Pair]:
    whole = [page for page in pages if len(page.paragraphs) >= LEAST_PARAGRAPHS]
    pairs = []
    for page in whole:
        left = "\n".join(page.paragraphs[::2])
        pairs.append(Pair(left, "\n".join(page.paragraphs[1::2]), is_same=True, group=page.domain))
        among = [o for o in whole if o.language == page.language and o.domain != page.domain]
        pairs += [
            Pair(left, "\n".join(other.paragraphs[1::2]), is_same=False, group=page.domain)
            for other in _drawn(among, NEGATIVES, page.url)
        ]
    return pairs


def word_pairs(pages: list[Page]) -> list[Pair]:
    pairs = []
    for page in pages:
        words = page.text.split()
        middle = len(words) // 2
        if middle < WORDS_AROUND:
            continue
        around = " ".join(words[middle : middle + WORDS_AROUND])
        rest = " ".join(words[:middle] + words[middle + WORDS_AROUND :])
        pairs.append(Pair(around, rest, is_same=True, group=page.domain))
        among = [o for o in pages if o.language == page.language and o.domain != page.domain]
        drawn = _drawn(among, NEGATIVES, page.url)
        pairs += [Pair(around, other.text, is_same=False, group=page.domain) for other in drawn]
    return pairs


def topic_pairs() -> list[Pair]:
    path = data_folder() / "topics" / "site-topic-and-type.json.gz"
    sites = [
        site for site in json.loads(gzip.decompress(path.read_bytes())) if site["field"] != "other"
    ]
    pairs = []
    for site in sites:
        seed = site["name"]
        same = [s for s in sites if s["field"] == site["field"] and s is not site]
        others = [s for s in sites if s["field"] != site["field"]]
        for is_same, among, count in ((True, same, 1), (False, others, NEGATIVES)):
            pairs += [
                Pair(site["reason"], other["reason"], is_same, site["name"])
                for other in _drawn(among, count, seed)
            ]
    return pairs


def auc(scores: NDArray[np.float64], same: NDArray[np.bool_]) -> float:
    """The chance that a pair that belongs together scores higher than one that does not."""
    positive = int(same.sum())
    ranks = rankdata(scores)[same].sum()
    return float((ranks - positive * (positive + 1) / 2) / (positive * (len(same) - positive)))


def interval(pairs: list[Pair], scores: NDArray[np.float64]) -> tuple[float, float]:
    """95 % bootstrap interval over groups (domains)."""
    same = np.array([pair.is_same for pair in pairs])
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, pair in enumerate(pairs):
        rows_of[pair.group].append(row)
    groups = [np.array(rows) for rows in rows_of.values()]
    draw = np.random.default_rng(SEED)
    found = []
    for _ in range(ROUNDS):
        chosen = np.concatenate([groups[i] for i in draw.integers(0, len(groups), len(groups))])
        found.append(auc(scores[chosen], same[chosen]))
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)


def cosines(model: TopicModel, left: list[str], right: list[str]) -> NDArray[np.float32]:
    one, other = vectors(model, pa.array(left)), vectors(model, pa.array(right))
    return np.asarray(one.multiply(other).sum(axis=1), dtype=np.float32).ravel()


def ours(model: TopicModel, pairs: list[Pair]) -> NDArray[np.float32]:
    """Our score: site, page and (where a link joins them) anchor with the words around it."""
    page = cosines(model, [p.left for p in pairs], [p.right for p in pairs])
    if not pairs[0].anchor:
        return page
    anchor = cosines(model, [p.anchor for p in pairs], [p.right for p in pairs])
    return mixed(page, page, anchor)


def texts_alone(model: TopicModel, pairs: list[Pair]) -> NDArray[np.float32]:
    """Our similarity of the two texts, without the anchor's part."""
    return cosines(model, [p.left for p in pairs], [p.right for p in pairs])


def plain(model: TopicModel, pairs: list[Pair]) -> NDArray[np.float32]:
    """The baseline: TF-IDF cosine of the two texts, with the plain logarithm."""
    bare = replace(model, idf=np.sqrt(model.idf), components=model.components[:, :0])
    return cosines(bare, [p.left for p in pairs], [p.right for p in pairs])


def _fold(name: str) -> int:
    return crc32(name.encode()) % 2


def fold_scores(
    pairs: list[Pair], texts: list[tuple[str, str]], score: Callable[[TopicModel, list[Pair]], Any]
) -> NDArray[np.float64]:
    """Scores by models that saw no text of the pair's own group."""
    scores = np.zeros(len(pairs))
    for fold in (0, 1):
        model = fit([pa.array([text for name, text in texts if _fold(name) != fold])])
        rows = [row for row, pair in enumerate(pairs) if _fold(pair.group) == fold]
        scores[rows] = score(model, [pairs[row] for row in rows])
    return scores


def report(name: str, pairs: list[Pair], texts: list[tuple[str, str]]) -> None:
    """Print the rows of one set."""
    same = np.array([pair.is_same for pair in pairs])
    own = fit([pa.array([text for _, text in texts])])
    rows = {
        "TF-IDF cosine, own": plain(own, pairs),
        "ours without anchor, own": texts_alone(own, pairs),
        "ours, own": ours(own, pairs),
        "TF-IDF cosine, unseen": fold_scores(pairs, texts, plain),
        "ours, unseen": fold_scores(pairs, texts, ours),
    }
    sys.stdout.write(f"\n{name}: {same.sum()} pairs, {len(same) - same.sum()} others\n")
    for row, scores in rows.items():
        low, high = interval(pairs, np.asarray(scores, dtype=np.float64))
        sys.stdout.write(f"  {row:24} AUC {auc(scores, same):.3f}  [{low:.3f}, {high:.3f}]\n")


def fitted(scores: list[NDArray[np.float64]], sets: list[list[Pair]]) -> Curve:
    """The logistic curve of least log loss; sets and both answers weigh the same."""
    x = np.concatenate(scores)
    y = np.concatenate([[pair.is_same for pair in pairs] for pairs in sets]).astype(float)
    weight = np.concatenate(
        [np.where(same, 1 / same.sum(), 1 / (~same).sum()) for same in map(_same, sets)]
    )

    def loss(at: NDArray[np.float64]) -> float:
        margin = at[0] * (x - at[1]) * (2 * y - 1)
        return float((weight * np.logaddexp(0, -margin)).sum())

    best = minimize(loss, np.array([20.0, 0.1]), method="Nelder-Mead")
    return Curve(float(best.x[0]), float(best.x[1]))


def _same(pairs: list[Pair]) -> NDArray[np.bool_]:
    return np.array([pair.is_same for pair in pairs])


def main() -> None:
    """Print every set, then the fitted curve and how well the shipped one is calibrated."""
    pages = pages_read()
    degree: dict[str, int] = defaultdict(int)
    for page in pages:
        for domain in set(page.in_links):
            degree[domain] += 1
    texts = [(page.domain, page.text) for page in pages]
    sets = {
        "links, site": link_site_pairs(pages, degree),
        "links, address": link_address_pairs(pages, degree, is_shuffled=False),
        "links, shuffled": link_address_pairs(pages, degree, is_shuffled=True),
        "tags": tag_pairs(pages),
        "words": word_pairs(pages),
        "halves": half_pairs(pages),
    }
    sys.stdout.write(f"{len(pages)} pages with text\n")
    for name, pairs in sets.items():
        report(name, pairs, texts)
    topics = topic_pairs()
    lines = sorted({(pair.group, pair.left) for pair in topics})
    report("site topics", topics, lines)
    model = fit([pa.array([text for _, text in texts])])
    for curve, names in CALIBRATED_ON.items():
        calibrate(curve, {name: sets[name] for name in names}, model)


def calibrate(name: str, sets: dict[str, list[Pair]], model: TopicModel) -> None:
    """Print the best curve for these sets and what the shipped one makes of them."""
    cosine = {
        one: cosines(model, [p.left for p in pairs], [p.right for p in pairs])
        for one, pairs in sets.items()
    }
    best = fitted([cosine[one].astype(float) for one in sets], list(sets.values()))
    sys.stdout.write(f"\n{name}: fitted slope {best.slope:.1f}, middle {best.middle:.4f}\n")
    shipped = TEXT_CURVE if name == "text" else WORDS_CURVE
    for one, pairs in sets.items():
        chance, same = shipped.probability(cosine[one]), _same(pairs)
        sys.stdout.write(
            f"  shipped curve, {one}: mean {chance[same].mean():.2f} of pairs, "
            f"{chance[~same].mean():.2f} of others\n"
        )


if __name__ == "__main__":
    main()
