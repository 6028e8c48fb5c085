"""Real well-known sites that link in the worst shapes: none is ever disavowed, listed or not."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from backlinkbot.core.audit import Advice
from backlinkbot.logic.judge.disavow.facts import DisavowFacts
from backlinkbot.logic.judge.groups import groups_of
from backlinkbot.logic.judge.signals.markers import markers
from backlinkbot.logic.judge.suspicion import Suspects
from backlinkbot.logic.judge.verdict import verdicts_of

SEED = 20_261_121


def advised(suspects: Suspects) -> Counter[Advice]:
    marks = {name: marker.find(suspects) for name, marker in markers.items()}
    domains, links = verdicts_of(suspects, marks, groups_of(suspects), DisavowFacts())
    return Counter(one.verdict for one in (*domains, *links))


@pytest.mark.usefixtures("shared_data")
@pytest.mark.parametrize("with_authority", [False, True])
def test_no_well_known_site_is_disavowed_with_no_list_to_spare_it(*, with_authority: bool) -> None:
    """A tenth of the 10,000; all of them: bench/quality/toxicity.py."""
    from authority_links import TARGETS, audits

    found: Counter[Advice] = Counter()
    cases = audits(SEED, with_authority=with_authority, mixed=True)
    for _, suspects in islice(cases, TARGETS // 10):
        found += advised(suspects)
    assert found[Advice.KEEP] > 1_500
    assert found[Advice.DISAVOW] == 0


@pytest.mark.usefixtures("shared_data")
def test_10_000_sites_of_a_bare_export_with_one_keyword_and_one_date_are_not_disavowed() -> None:
    """An export is written on one day; all ways to write one: bench/quality/toxicity.py."""
    from authority_exports import exports

    cases = dict(exports(SEED, anchors=("one keyword",), dates=("one date",)))
    assert advised(cases["one keyword, one date"])[Advice.DISAVOW] == 0


def test_the_folder_of_the_bench_is_where_this_looks() -> None:
    bench = Path(__file__).resolve().parents[4] / "bench" / "quality"
    assert (bench / "authority_links.py").is_file()
