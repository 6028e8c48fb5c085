"""What simpler rules and the usual extractors say of the same links: the rows to beat."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

import numpy as np
from link_rows import LinkRows, labelled
from numpy.typing import NDArray
from page_labels import CONTENT, LabelledPage, link_truth, parsed
from placement_fit import COLUMN, FOLDS, USED, folds_of, weights

from backlinkbot.core.pages.decode import decoded
from backlinkbot.core.pages.links import links_of

Bools = NDArray[np.bool_]
BLANKS = re.compile(r"\s+")
DENSE, SHORT = 0.5, 10  # share of linked words; words of a block
REFERENCE = re.compile(r'<ref\b[^>]*target="([^"]*)"[^>]*>(.*?)</ref>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def constant(rows: LinkRows) -> Bools:
    """Everything is content."""
    return np.ones(len(rows.truth), np.bool_)


def link_density(rows: LinkRows) -> Bools:
    """The link's block has enough words, and most of them are not linked."""
    return (_of(rows, "block1_link_share") < DENSE) & (_of(rows, "block1_words") > SHORT)


def four_line_rule(rows: LinkRows) -> Bools:
    """In a paragraph that is not mostly links, and in nothing that names itself otherwise."""
    outside = sum(_of(rows, f"in_{name}") for name in ("nav", "header", "footer", "aside", "form"))
    named = sum(_of(rows, f"own_{name}") for name in ("comment", "share", "tag", "nav"))
    in_text = (_of(rows, "in_p") > 0) & (_of(rows, "block1_link_share") < DENSE)
    return np.asarray(in_text & (outside == 0) & (named == 0))


def logistic_regression(rows: LinkRows) -> Bools:
    """On the same features, out of fold, with the counts on a logarithmic scale."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    scaled = np.sign(rows.features) * np.log1p(np.abs(rows.features))
    scaled = StandardScaler().fit_transform(scaled[:, USED])
    folds, target = folds_of(rows), rows.truth == CONTENT
    chance = np.zeros(len(target))
    for fold in range(FOLDS):
        seen = folds != fold
        model = LogisticRegression(C=0.05, max_iter=300)
        model.fit(scaled[seen], target[seen], sample_weight=weights(rows)[seen])
        chance[folds == fold] = model.predict_proba(scaled[folds == fold])[:, 1]
    return np.asarray(chance >= DENSE)


def resiliparse_vote(rows: LinkRows) -> Bools:
    """Links whose text and address stand in resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text

    def text(page: LabelledPage) -> list[tuple[str, str]]:
        words = extract_plain_text(decoded(page.html), main_content=True, links=True)
        return [(href, "") for href in re.findall(r"\(((?:[^()\s]|\([^()\s]*\))+)\)", words)]

    return _vote(rows, text, with_anchor=False)


def trafilatura_vote(rows: LinkRows) -> Bools:
    """Links that stand in trafilatura's extraction."""
    from trafilatura import extract

    def references(page: LabelledPage) -> list[tuple[str, str]]:
        xml = extract(page.html, include_links=True, output_format="xml", include_comments=False)
        found = REFERENCE.findall(xml or "")
        return [(href.replace("&amp;", "&"), _flat(TAG.sub("", words))) for href, words in found]

    return _vote(rows, references, with_anchor=True)


def _vote(
    rows: LinkRows,
    extracted: Callable[[LabelledPage], list[tuple[str, str]]],
    *,
    with_anchor: bool,
) -> Bools:
    """The links met again, in order, in what an extractor gives."""
    called = np.zeros(len(rows.truth), np.bool_)
    first = np.flatnonzero(np.diff(rows.page, prepend=-1))
    for start, page in zip(first, rows.sources, strict=True):
        links = links_of(parsed(page), page.url)
        truth = link_truth(page, links.tree)
        assert truth is not None
        keys = [
            (
                links.attributes[row].get("href") or "",
                _flat(links.anchors[row]) if with_anchor else "",
            )
            for row, _ in labelled(links, truth.of_node)
        ]
        matcher = difflib.SequenceMatcher(a=keys, b=extracted(page), autojunk=False)
        for at, _, size in matcher.get_matching_blocks():
            called[start + at : start + at + size] = True
    return called


def _flat(text: str) -> str:
    return BLANKS.sub("", text)


def _of(rows: LinkRows, name: str) -> NDArray[np.float32]:
    return np.asarray(rows.features[:, COLUMN[name]])


PEERS: dict[str, Callable[[LinkRows], Bools]] = {
    "constant": constant,
    "link density": link_density,
    "four-line rule": four_line_rule,
    "resiliparse": resiliparse_vote,
    "trafilatura": trafilatura_vote,
    "logistic regression": logistic_regression,
}
