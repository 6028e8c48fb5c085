"""Judges a case: markers first, then groups, then verdicts; the same case, the same answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from backlinkbot import __version__
from backlinkbot.logic.judge.groups import VERSION as GROUPS_VERSION
from backlinkbot.logic.judge.groups import groups_of
from backlinkbot.logic.judge.signals.markers import markers
from backlinkbot.logic.judge.verdict import verdicts_of
from backlinkbot.logic.judge.verdict.model import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.core.audit import DomainVerdict, Group, LinkVerdict
    from backlinkbot.logic.judge.audit.case import Case
    from backlinkbot.logic.judge.signals.markers import Marks
    from backlinkbot.logic.judge.suspicion import Suspects

DIGEST_BYTES = 8


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say of a case; `marks`: of every marker, by its name."""

    suspects: Suspects
    marks: Mapping[str, Marks]
    groups: tuple[Group, ...]
    domains: tuple[DomainVerdict, ...]
    links: tuple[LinkVerdict, ...]


def judged(case: Case) -> Judged:
    """Markers, groups and verdicts of a case."""
    suspects = case.suspects()
    marks = {name: marker.find(suspects) for name, marker in markers.items()}
    groups = groups_of(suspects)
    domains, links = verdicts_of(suspects, marks, groups, case.protection)
    return Judged(suspects, marks, groups, domains, links)


def rules() -> dict[str, Any]:
    """The version of each rule, to be kept beside what it said."""
    return {
        "program": __version__,
        "groups": GROUPS_VERSION,
        "markers": {name: marker.version for name, marker in markers.items()},
        "model": weights_digest(),
    }


@cache
def weights_digest() -> str:
    """Which trained model judges: the digest of its weights."""
    with (files("backlinkbot.logic.judge.verdict.weights") / WEIGHTS).open("rb") as stored:
        return blake2b(stored.read(), digest_size=DIGEST_BYTES).hexdigest()
