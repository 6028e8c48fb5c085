"""Columns the signals read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from backlinkbot.logic.judge.evidence import AnchorUse, Evidence

Make = Callable[..., Evidence]


def test_flags_keep_yes_no_and_untold_apart(evidence: Make) -> None:
    found = evidence({"nofollow": True}, {"nofollow": False}, {}).flags("nofollow")
    assert found.tolist() == [1, 0, -1]


def test_a_column_the_table_lacks_is_untold_everywhere(evidence: Make) -> None:
    one = evidence({}, {})
    bare = Evidence(one.links.drop_columns(["nofollow", "position", "placement"]), one.inputs)
    assert bare.flags("nofollow").tolist() == [-1, -1]
    assert np.isnan(bare.numbers("position")).all()
    assert bare.codes("placement", ("content",)).tolist() == [-1, -1]
    assert bare.text("nofollow", 0) == ""


def test_codes_of_strange_words_are_untold(evidence: Make) -> None:
    found = evidence({"placement": "content"}, {"placement": "moon"}, {}).codes(
        "placement", ("footer", "content")
    )
    assert found.tolist() == [1, -1, -1]


def test_an_anchor_is_counted_by_domains_not_links_and_case_does_not_matter(
    evidence: Make,
) -> None:
    rows: list[dict[str, Any]] = [
        {"source_domain": "a.example", "anchor": "Blue Shoes"},
        {"source_domain": "a.example", "anchor": "blue  shoes"},
        {"source_domain": "b.example", "anchor": "BLUE SHOES"},
        {"source_domain": "b.example", "anchor": "red"},
        {"source_domain": "c.example", "anchor": None},
    ]
    used = evidence(*rows).anchor_domains
    assert used[:4].tolist() == [2, 2, 2, 1]
    assert np.isnan(used[4])


def test_a_page_of_links_uses_the_anchor_counts_of_the_whole_target(evidence: Make) -> None:
    use = AnchorUse(texts=("blue shoes",), domains=(40,), referring_domains=200)
    one = evidence({"anchor": "Blue shoes"}, {"anchor": "unseen"}, {"anchor": None}, anchor_use=use)
    assert one.referring_domains == 200
    assert one.anchor_domains[:2].tolist() == [40, 1]
    assert np.isnan(one.anchor_domains[2])


def test_a_number_by_domain_reaches_all_its_links_and_no_others(evidence: Make) -> None:
    one = evidence(
        {"source_domain": "a.example"},
        {"source_domain": "b.example"},
        {"source_domain": "a.example"},
    )
    found = one.by_source_domain(pa.array(["a.example", "z.example"]), np.array([7, 9], np.float32))
    assert found[[0, 2]].tolist() == [7, 7]
    assert np.isnan(found[1])


def test_no_links_are_no_trouble(evidence: Make) -> None:
    one = evidence()
    assert one.rows == one.referring_domains == 0
    assert len(one.anchor_domains) == len(one.anchor_class) == 0
