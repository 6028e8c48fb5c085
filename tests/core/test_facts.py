"""What is left out is counted, exemplified and handed on."""

from __future__ import annotations

from backlinkbot.core.facts import KEPT_EXAMPLES, Rejects


def test_every_reject_is_counted_and_the_first_are_kept_as_examples() -> None:
    rejects = Rejects()
    for row in range(KEPT_EXAMPLES + 50):
        rejects.add("no target URL", f"links.csv:{row}", "x" * 1_000)
    assert rejects.counts["no target URL"] == KEPT_EXAMPLES + 50
    assert len(rejects.examples) == KEPT_EXAMPLES
    assert all(len(text) == 500 for _, _, text in rejects.examples)


def test_a_sink_gets_every_one() -> None:
    written: list[tuple[str, str, str]] = []
    rejects = Rejects(sink=lambda *reject: written.append(reject))
    for row in range(KEPT_EXAMPLES + 50):
        rejects.add("broken row", f"links.csv:{row}")
    assert len(written) == KEPT_EXAMPLES + 50


def test_counts_of_two_readers_add_up_and_the_sink_hears_of_both() -> None:
    written: list[tuple[str, str, str]] = []
    here = Rejects(sink=lambda *reject: written.append(reject))
    there = Rejects()
    here.add("broken row", "a:1")
    there.add("broken row", "b:1", times=3)
    there.add("no target URL", "b:2")
    here.merge(there)
    assert here.counts == {"broken row": 4, "no target URL": 1}
    assert [place for _, place, _ in written] == ["a:1", "b:1", "b:2"]
