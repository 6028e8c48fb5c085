"""Placement on the little web, whose truth knows all ten places: one table of confusions.

Run: python bench/quality/placement_tiny_web.py [seed]. The little web is made up: its pages are
few designs in many copies, so these figures are a direction, not an error to be expected. Nothing
is trained or chosen on it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

from backlinkbot.core.facts import RawPage
from backlinkbot.core.nouns import Placement
from backlinkbot.core.pages.extract import extract
from backlinkbot.logic.tiny_web.truth import Capture
from backlinkbot.logic.tiny_web.world import make_world

SEED, SITES, MONTHS = 7, 300, 18
PAGES_AT_ONCE = 200
FINE = 200  # HTTP status

Pairs = Counter[tuple[str, str]]


def main() -> None:
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else SEED
    newest = {page.url: page for page in make_world(seed, SITES, MONTHS).captures}
    pages = [page for page in newest.values() if page.status == FINE and page.body]
    for name, external in (("links to other sites", True), ("all links", False)):
        sys.stdout.write("\n".join(table(name, confusions(pages, external=external))) + "\n")


def confusions(pages: list[Capture], *, external: bool) -> Pairs:
    """How often links of each true place were given each place; (true, told)."""
    found: Pairs = Counter()
    for start in range(0, len(pages), PAGES_AT_ONCE):
        some = pages[start : start + PAGES_AT_ONCE]
        raws = [
            RawPage(
                url=page.url,
                status=page.status,
                headers=(("content-type", "text/html"),),
                body=page.body,
                fetched_at=page.fetched_at,
                ip=page.ip,
                reporter="little web",
                evidence="little web",
            )
            for page in some
        ]
        links = extract(raws, internal=True).links
        names = ("source_url", "target_url", "occurrence", "placement")
        told = {
            key: place
            for *key_, place in zip(*(links[name].to_pylist() for name in names), strict=True)
            for key in [tuple(key_)]
        }
        for page in some:
            for link in page.links:
                key = (link.source_url, link.target_url, link.occurrence)
                if key in told and (link.external or not external):
                    found[link.placement.value, told[key]] += 1
    return found


def table(name: str, pairs: Pairs) -> Iterator[str]:
    """The confusions with recall and precision per place."""
    places = [place.value for place in Placement if any(place.value in pair for pair in pairs)]
    heads = [place[:9] for place in places]
    yield f"{name}: {sum(pairs.values())} (rows: the truth, columns: told)"
    yield (
        f"  {'':16}" + "".join(f"{head:>10}" for head in heads) + f"{'recall':>10}{'precision':>11}"
    )
    for true in places:
        of_true = sum(pairs[true, told] for told in places)
        of_told = sum(pairs[other, true] for other in places)
        counts = "".join(f"{pairs[true, told]:10}" for told in places)
        right = pairs[true, true]
        recall = f"{right / of_true:10.3f}" if of_true else f"{'-':>10}"
        precision = f"{right / of_told:11.3f}" if of_told else f"{'-':>11}"
        yield f"  {true:16}{counts}{recall}{precision}"


if __name__ == "__main__":
    main()
