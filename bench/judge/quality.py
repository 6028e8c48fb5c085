"""How long it takes to judge a million generated links of one target, all five factors known."""

from __future__ import annotations

import argparse
import sys
from time import perf_counter

import numpy as np
import pyarrow as pa

from backlinkbot.core import columns
from backlinkbot.core.nouns import Placement
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.evidence import LinkInputs
from backlinkbot.logic.judge.quality import judge_links

SEED = 20_261_101
NOFOLLOW_SHARE = 0.3


def generated_links(rows: int, domains: int, anchors: int) -> pa.Table:
    """Links of one target with a power law over domains and anchors, in the index's schema."""
    draw = np.random.default_rng(SEED)
    schema = columns.links()
    source = np.minimum(draw.zipf(1.4, rows), domains)
    anchor = np.minimum(draw.zipf(1.2, rows), anchors)
    names = [f"site{number}.example" for number in range(domains + 1)]
    texts = [f"anchor text number {number}" for number in range(anchors + 1)]
    given = {
        "source_url": pa.array([f"https://site{n}.example/{i}" for i, n in enumerate(source)]),
        "source_domain": pa.array(names).take(pa.array(source)),
        "target_url": pa.array(["https://acme.example/"] * rows),
        "target_domain": pa.array(["acme.example"] * rows),
        "occurrence": pa.array(np.zeros(rows, dtype=np.int32)),
        "anchor": pa.array(texts).take(pa.array(anchor)),
        "kind": pa.array(["text"] * rows),
        "nofollow": pa.array(draw.random(rows) < NOFOLLOW_SHARE),
        "placement": pa.array([p.value for p in Placement]).take(
            pa.array(draw.integers(0, len(Placement), rows))
        ),
        "placement_probability": pa.array(draw.random(rows, dtype=np.float32)),
        "position": pa.array(draw.random(rows, dtype=np.float32)),
        "external_links": pa.array(draw.integers(0, 200, rows).astype(np.int32)),
        "left": pa.array(["words on the left of it as a reader sees them"] * rows),
        "right": pa.array(["and on the right"] * rows),
    }
    return pa.table([given.get(f.name, pa.nulls(rows, f.type)) for f in schema], schema=schema)


def main() -> None:
    """Print seconds and links per second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=1_000_000)
    parser.add_argument("--domains", type=int, default=200_000)
    parser.add_argument("--anchors", type=int, default=100_000)
    options = parser.parse_args()
    links = generated_links(options.links, options.domains, options.anchors)
    draw = np.random.default_rng(SEED)
    names = pa.array([f"site{number}.example" for number in range(options.domains + 1)])
    inputs = LinkInputs(
        words=anchor_words("acme.example", topic_words=["anchor text"]),
        authority=pa.table({"node": names, "authority": draw.random(len(names)) * 100}),
        ranks=pa.table(
            {"domain": names, "list": ["tranco"] * len(names), "rank": range(1, len(names) + 1)}
        ),
        ranked_sites=1_000_000,
        relevance=draw.random(options.links, dtype=np.float32),
    )
    started = perf_counter()
    judged = judge_links(links, inputs)
    seconds = perf_counter() - started
    sys.stdout.write(
        f"{options.links:,} links, {options.domains:,} domains, {options.anchors:,} anchors: "
        f"{seconds:.2f} s, {options.links / seconds:,.0f} links/s, "
        f"mean quality {np.nanmean(judged.quality):.1f}\n"
    )


if __name__ == "__main__":
    main()
