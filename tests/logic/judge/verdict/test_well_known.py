"""Real well-known sites that link in the worst shapes: none is ever disavowed, listed or not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from backlinkbot.core.audit import Advice
from backlinkbot.logic.judge.disavow.facts import DisavowFacts
from backlinkbot.logic.judge.groups import groups_of
from backlinkbot.logic.judge.signals.markers import markers
from backlinkbot.logic.judge.verdict import verdicts_of


@pytest.mark.usefixtures("shared_data")
@pytest.mark.parametrize("with_authority", [False, True])
def test_no_well_known_site_is_disavowed_with_no_list_to_spare_it(*, with_authority: bool) -> None:
    """A tenth of the 10,000; all of them: bench/quality/toxicity.py."""
    from authority_links import TARGETS, audits

    found: Counter[Advice] = Counter()
    for number, (_, suspects) in enumerate(audits(with_authority=with_authority, mixed=True)):
        if number >= TARGETS // 10:
            break
        marks = {name: marker.find(suspects) for name, marker in markers.items()}
        domains, links = verdicts_of(suspects, marks, groups_of(suspects), DisavowFacts())
        found.update(one.verdict for one in (*domains, *links))
    assert found[Advice.KEEP] > 1_500
    assert found[Advice.DISAVOW] == 0


def test_the_folder_of_the_bench_is_where_this_looks() -> None:
    bench = Path(__file__).resolve().parents[4] / "bench" / "quality"
    assert (bench / "authority_links.py").is_file()
