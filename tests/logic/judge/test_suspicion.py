from __future__ import annotations

from suspects_of_world import SeenWeb

from backlinkbot.logic.judge.suspicion import Suspects


def test_what_is_made_of_suspects_is_made_once(seen_web: SeenWeb) -> None:
    suspects = seen_web.suspects(seen_web.world.client)
    calls: list[Suspects] = []

    def make(given: Suspects) -> int:
        calls.append(given)
        return given.evidence.rows

    assert suspects.once(make) == suspects.once(make) == suspects.evidence.rows
    assert calls == [suspects]
    again = Suspects(suspects.evidence, suspects.facts, suspects.as_of)
    again.once(make)
    assert calls == [suspects, again]
