"""Measured error of the placement model on the labelled pages, beside simpler ways.

"ours" is what the product says: the model, then the rules for readers' text and lists of entries.

Run: python bench/quality/placement.py. All rows of the model are out-of-fold predictions: no
registrable domain is in the training and the measuring part at once. Intervals: 95 %, bootstrap
over domains.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
from link_rows import LinkRows, link_rows
from numpy.typing import NDArray
from page_labels import BESIDE, COMMENT, CONTENT
from placement_fit import comment_marks, fit_content, folds_of, other_marks, scores_of, weights
from placement_limits import (
    content_limit,
    curve,
    f1,
    judged_rows,
    limits_and_calibration,
    page_mean,
)
from placement_oof import OutOfFold, content_out_of_fold, out_of_fold
from placement_peers import PEERS

from backlinkbot.core.pages.placement import LIKELIER, OTHERS, author_notes, entries, named_readers

Bools = NDArray[np.bool_]
DRAWS = 300
BINS = 10
OTHER_DRAWINGS = (2, 3)


def main() -> None:
    rows = link_rows()
    scores = out_of_fold(rows)
    fitted = limits_and_calibration(rows, scores)
    content = np.interp(scores.content, fitted["content_score"], fitted["content_probability"])
    comment = np.interp(scores.comment, fitted["comment_score"], fitted["comment_probability"])
    from_content, from_comment = (float(limit) for limit in fitted["limits"])
    is_comment = comment >= np.maximum(LIKELIER, content)
    alone = (content >= from_content) & (comment < from_comment) & ~is_comment
    ours = alone & ~named_readers(rows.features) & ~rows.is_forum
    ours &= ~entries(rows.features) & ~author_notes(rows.features)
    say(*truth_lines(rows))
    say(f"content from {from_content:.3f}, comment shuts out content from {from_comment:.3f}", "")
    say(*peer_lines(rows, {"the model alone": alone, "ours": ours}))
    say(*drawing_lines(rows))
    say(*transfer_lines(rows, from_content))
    say(*comment_lines(rows, ours, is_comment))
    say(*calibration_lines(rows, scores))
    say(*other_lines(rows, scores))


def say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def sets_of(rows: LinkRows) -> dict[str, Bools]:
    """The sets that are measured, by name."""
    two_sided = rows.is_multi & rows.is_judging & (rows.truth != BESIDE)
    return {
        "readability": ~rows.is_multi,
        "multi-domain, two-sided, text links": two_sided & rows.is_text,
        "multi-domain, two-sided, all links": two_sided,
        "multi-domain, all clean pages": rows.is_multi & rows.is_clean,
        "multi-domain, text links, open siblings as outside": rows.is_multi
        & rows.was_judging
        & ((rows.truth != BESIDE) | rows.opened)
        & rows.is_text,
        "multi-domain, text links, frames in the content left out": two_sided
        & rows.is_text
        & ~rows.framed,
    }


def truth_lines(rows: LinkRows) -> Iterator[str]:
    yield from (f"{count:6} {name}" for name, count in sorted(rows.counts.items()))
    for name, chosen in sets_of(rows).items():
        truth = rows.truth[chosen]
        yield (
            f"{name}: {len(np.unique(rows.page[chosen]))} pages, "
            f"{len(np.unique(rows.domain[chosen]))} domains, {len(truth)} links, "
            f"{(truth == CONTENT).sum()} content, {(truth == COMMENT).sum()} comment"
        )


def peer_lines(rows: LinkRows, ours: dict[str, Bools]) -> Iterator[str]:
    called: dict[str, Bools | str] = {}
    for name, peer in PEERS.items():
        try:
            called[name] = peer(rows)
        except ImportError:
            called[name] = "left out, it is not installed"
    called |= ours
    for set_name, chosen in sets_of(rows).items():
        yield f'F1 of "in content", {set_name}'
        yield f"  {'':20} {'all links':>21}   {'mean per page':>21}"
        for name, answer in called.items():
            if isinstance(answer, str):
                yield f"  {name:20} {answer}"
            else:
                yield f"  {name:20} {interval(rows, chosen, answer)}"


def drawing_lines(rows: LinkRows) -> Iterator[str]:
    """How much of the figures is the luck of which sites were in one fold."""
    yield "ours with the sites drawn into folds in other ways (F1 all links, mean per page)"
    judged, truth = judged_rows(rows), rows.truth == CONTENT
    for seed in OTHER_DRAWINGS:
        scores = content_out_of_fold(rows, seed)
        meaning = curve(scores[judged], truth[judged], weights(rows)[judged])
        chance = np.interp(scores, *meaning)
        called = chance >= content_limit(rows, chance, judged)
        parts = [
            f"{f1(truth[chosen], called[chosen]):.3f} "
            f"{page_mean(truth[chosen], called[chosen], rows.page[chosen]):.3f}"
            for chosen in sets_of(rows).values()
        ]
        yield f"  {seed}: " + "   ".join(parts)


def interval(rows: LinkRows, chosen: Bools, called: Bools) -> str:
    """F1 over all links and as mean per page, each with its interval over domains."""
    truth, told = rows.truth[chosen] == CONTENT, called[chosen]
    page, domain = rows.page[chosen], rows.domain[chosen]
    both, total, has, of = _page_sums(truth, told, page, domain)
    draws = np.random.default_rng(1)
    domains = np.unique(of)
    member = [np.flatnonzero(of == number) for number in domains]
    whole, means = [], []
    for _ in range(DRAWS):
        drawn = np.concatenate([member[i] for i in draws.integers(0, len(domains), len(domains))])
        whole.append(2 * both[drawn].sum() / max(1, total[drawn].sum()))
        kept = drawn[has[drawn]]
        means.append((2 * both[kept] / total[kept]).mean() if len(kept) else 0.0)
    parts = []
    for value, sample in ((f1(truth, told), whole), (page_mean(truth, told, page), means)):
        low, high = np.quantile(sample, [0.025, 0.975])
        parts.append(f"{value:.3f} [{low:.3f}, {high:.3f}]")
    return "   ".join(parts)


def _page_sums(
    truth: Bools, told: Bools, page: NDArray[np.int64], domain: NDArray[np.int64]
) -> tuple[NDArray[Any], NDArray[Any], Bools, NDArray[np.int64]]:
    numbers, index = np.unique(page, return_inverse=True)
    both = np.bincount(index, truth & told, len(numbers))
    content = np.bincount(index, truth, len(numbers))
    of = np.zeros(len(numbers), np.int64)
    of[index] = domain
    return both, content + np.bincount(index, told, len(numbers)), content > 0, of


def transfer_lines(rows: LinkRows, limit: float) -> Iterator[str]:
    yield "trained on one set only, asked on the other (F1 all links, mean per page)"
    judged = rows.is_judging & (rows.truth != BESIDE)
    weight = weights(rows)
    for name, teach in (
        ("readability -> multi-domain", ~rows.is_multi),
        ("multi-domain -> readability", rows.is_multi),
    ):
        ask = judged & ~teach & ~np.isin(rows.domain, np.unique(rows.domain[teach]))
        raw = scores_of(fit_content(rows, teach, folds_of(rows)), rows.features)
        seen = judged & teach
        meaning = curve(raw[seen], rows.truth[seen] == CONTENT, weight[seen])
        told = np.interp(raw[ask], *meaning) >= limit
        truth = rows.truth[ask] == CONTENT
        yield f"  {name:30} {f1(truth, told):.3f} {page_mean(truth, told, rows.page[ask]):.3f}"


def comment_lines(rows: LinkRows, ours: Bools, is_comment: Bools) -> Iterator[str]:
    labelled = rows.truth == COMMENT
    pages = len(np.unique(rows.page[labelled]))
    yield f"comments: {labelled.sum()} labelled links on {pages} pages"
    yield f"  never called content (fails closed)   {1 - ours[labelled].mean():.4f}"
    yield f"  called comment                        {is_comment[labelled].mean():.4f}"
    per_page = [
        1 - ours[labelled & (rows.page == p)].mean() for p in np.unique(rows.page[labelled])
    ]
    yield f"  pages with every comment kept out     {np.mean(np.array(per_page) == 1):.4f}"
    marked, known = comment_marks(rows)
    wrongly = is_comment[known & ~marked].mean()
    yield f"  other links called comment            {wrongly:.4f}"


def calibration_lines(rows: LinkRows, scores: OutOfFold) -> Iterator[str]:
    """Each half of the domains is calibrated on the other: no curve is its own judge."""
    judged = rows.is_judging & (rows.truth != BESIDE)
    truth, weight = rows.truth == CONTENT, weights(rows)
    half = rows.domain % 2 == 0
    chance = np.zeros(len(truth))
    for asked in (half, ~half):
        seen = judged & ~asked
        chance[asked] = np.interp(
            scores.content[asked], *curve(scores.content[seen], truth[seen], weight[seen])
        )
    yield "calibration of the probability of content"
    bins = np.minimum((chance * BINS).astype(int), BINS - 1)
    error = 0.0
    for number in range(BINS):
        kept = judged & (bins == number)
        if kept.any():
            said, was = chance[kept].mean(), truth[kept].mean()
            error += abs(said - was) * kept.sum() / judged.sum()
            yield f"  said {said:.3f}  was {was:.3f}  of {kept.sum()} links"
    yield f"  expected calibration error {error:.4f}"


def other_lines(rows: LinkRows, scores: OutOfFold) -> Iterator[str]:
    marks = other_marks(rows)
    yield "the other places, against the pages' own marks (weak labels, out of fold): recall"
    yield f"  {'':16} {'links':>7} {'marks shown':>12} {'marks hidden':>13}"
    for number, name in enumerate(OTHERS):
        chosen = marks == number
        shown = (scores.other[chosen].argmax(axis=1) == number).mean()
        hidden = (scores.other_hidden[chosen].argmax(axis=1) == number).mean()
        yield f"  {name:16} {chosen.sum():7} {shown:12.3f} {hidden:13.3f}"


if __name__ == "__main__":
    main()
