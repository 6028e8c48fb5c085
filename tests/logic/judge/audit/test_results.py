from __future__ import annotations

import pyarrow as pa

from backlinkbot.logic.judge.audit.judging import rules
from backlinkbot.logic.judge.audit.results import DOCUMENTS, MARKS, STRENGTHS, differences
from backlinkbot.logic.judge.groups import VERSION

NOTHING = {name: pa.table({}) for name in (MARKS, *DOCUMENTS, *STRENGTHS.values())}


def test_an_audit_kept_before_the_rules_for_groups_changed_says_so() -> None:
    now = rules()
    then = {**now, "groups": VERSION - 1}
    (found,) = differences(NOTHING, NOTHING, (then, now))
    assert found.what == "rule version of groups"
    assert found.examples == (f"{VERSION - 1} → {VERSION}",)


def test_an_audit_kept_before_groups_had_a_version_says_so() -> None:
    now = rules()
    then = {name: version for name, version in now.items() if name != "groups"}
    (found,) = differences(NOTHING, NOTHING, (then, now))
    assert found.examples == (f"none → {VERSION}",)


def test_the_same_rules_and_results_differ_in_nothing() -> None:
    assert differences(NOTHING, NOTHING, (rules(), rules())) == ()
